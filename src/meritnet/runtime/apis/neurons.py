"""NeuronInfoRuntimeApi: the neurons of a subnet, with or without weights and bonds."""

from typing import Any

from meritnet.codec import BOOL, U16, U64, Compact, Option, Struct, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, PER_U16
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.registration.types import AXON_INFO, PROMETHEUS_INFO
from meritnet.runtime.pallets.staking.stake import total_of
from meritnet.runtime.pallets.subnets.queries import exists
from meritnet.state.items import StorageDoubleMap

from .compact_pairs import CompactPairs
from .subnet_reading import SubnetReading

NO_PRUNING_SCORE = 65535
"""Shown for every neuron: pruning goes by emission and age, a score no longer exists."""

_HEAD: list[Any] = [
    ("hotkey", ACCOUNT_ID),
    ("coldkey", ACCOUNT_ID),
    ("uid", Compact(U16)),
    ("netuid", Compact(NET_UID)),
    ("active", BOOL),
    ("axon_info", AXON_INFO),
    ("prometheus_info", PROMETHEUS_INFO),
    ("stake", Vec(Tuple(ACCOUNT_ID, Compact(ALPHA)))),
    ("rank", Compact(U16)),
    ("emission", Compact(ALPHA)),
    ("incentive", Compact(PER_U16)),
    ("consensus", Compact(PER_U16)),
    ("trust", Compact(PER_U16)),
    ("validator_trust", Compact(PER_U16)),
    ("dividends", Compact(PER_U16)),
    ("last_update", Compact(U64)),
    ("validator_permit", BOOL),
]
_ROW = CompactPairs()
_PATH = "pallet_subtensor::rpc_info::neuron_info::"
NEURON_INFO = Struct(
    f"{_PATH}NeuronInfo", [*_HEAD, ("weights", _ROW), ("bonds", _ROW), ("pruning_score", Compact(U16))]
)
NEURON_INFO_LITE = Struct(f"{_PATH}NeuronInfoLite", [*_HEAD, ("pruning_score", Compact(U16))])


class _Neurons(SubnetReading):
    """The vectors that a neuron's fields stand in, read once for all neurons."""

    def __init__(self, ctx: Context, netuid: int) -> None:
        super().__init__(ctx, netuid)
        self._active = self.column(yuma.active)
        self._emission = self.column(yuma.emission)
        self._incentive = self.mechanism_column(yuma.incentive)
        self._consensus = self.column(yuma.consensus)
        self._validator_trust = self.column(yuma.validator_trust)
        self._dividends = self.column(yuma.dividends)
        self._last_update = self.mechanism_column(yuma.last_update)

    def head(self, uid: int, hotkey: bytes) -> tuple[Any, ...]:
        """Return the fields that both forms share. Rank and trust are 0: consensus no longer computes them."""
        coldkey = owner_of(self.ctx, hotkey)
        return (
            hotkey,
            coldkey,
            uid,
            self.netuid,
            _at(self._active, uid, False),
            self.axon(hotkey),
            self.prometheus(hotkey),
            ((coldkey, total_of(self.ctx, hotkey, self.netuid)),),
            0,
            _at(self._emission, uid, 0),
            _at(self._incentive, uid, 0),
            _at(self._consensus, uid, 0),
            0,
            _at(self._validator_trust, uid, 0),
            _at(self._dividends, uid, 0),
            _at(self._last_update, uid, 0),
            _at(self.permits, uid, False),
        )

    def lite(self, uid: int, hotkey: bytes) -> Any:
        """Return a neuron without weights and bonds."""
        return NEURON_INFO_LITE(*self.head(uid, hotkey), NO_PRUNING_SCORE)

    def full(self, uid: int, hotkey: bytes) -> Any:
        """Return a neuron with the weights and bonds of mechanism 0 that are not 0."""
        rows = (self._row(yuma.weights, uid), self._row(yuma.bonds, uid))
        return NEURON_INFO(*self.head(uid, hotkey), *rows, NO_PRUNING_SCORE)

    def _row(self, item: StorageDoubleMap, uid: int) -> tuple[tuple[int, int], ...]:
        pairs = item.value.unpack(item.get(self.ctx, self.index, uid))  # type: ignore[attr-defined]
        return tuple(pair for pair in pairs if pair[1])


def _at(values: tuple[Any, ...], uid: int, missing: Any) -> Any:
    return values[uid] if uid < len(values) else missing


@api("NeuronInfoRuntimeApi", {"netuid": NET_UID}, Vec(NEURON_INFO))
def get_neurons(ctx: Context, netuid: int) -> list[Any]:
    """Return all neurons of a subnet by uid; none for an unknown subnet."""
    if not exists(ctx, netuid):
        return []
    neurons = _Neurons(ctx, netuid)
    return [neurons.full(uid, hotkey) for uid, hotkey in enumerate(neurons.hotkeys)]


@api("NeuronInfoRuntimeApi", {"netuid": NET_UID, "uid": U16}, Option(NEURON_INFO))
def get_neuron(ctx: Context, netuid: int, uid: int) -> Any:
    """Return one neuron, nothing for an unknown subnet or uid."""
    hotkey = uids.hotkey_of(ctx, netuid, uid) if exists(ctx, netuid) else None
    return None if hotkey is None else _Neurons(ctx, netuid).full(uid, hotkey)


@api("NeuronInfoRuntimeApi", {"netuid": NET_UID}, Vec(NEURON_INFO_LITE))
def get_neurons_lite(ctx: Context, netuid: int) -> list[Any]:
    """Return all neurons of a subnet by uid, without weights and bonds; none for an unknown subnet."""
    if not exists(ctx, netuid):
        return []
    neurons = _Neurons(ctx, netuid)
    return [neurons.lite(uid, hotkey) for uid, hotkey in enumerate(neurons.hotkeys)]


@api("NeuronInfoRuntimeApi", {"netuid": NET_UID, "uid": U16}, Option(NEURON_INFO_LITE))
def get_neuron_lite(ctx: Context, netuid: int, uid: int) -> Any:
    """Return one neuron without weights and bonds, nothing for an unknown subnet or uid."""
    hotkey = uids.hotkey_of(ctx, netuid, uid) if exists(ctx, netuid) else None
    return None if hotkey is None else _Neurons(ctx, netuid).lite(uid, hotkey)
