"""Calls that set, commit and reveal weights. All are free of fee; the hotkey signs."""

from collections.abc import Callable, Iterable, Sequence

from meritnet.codec import U16, U64, Compact, Tuple, Type, Vec
from meritnet.codec.common import H256, MECH_ID, NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import DispatchError, ensure
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.subtensor.errors import InputLengthsUnequal

from . import committing, setting
from .committing import Row
from .events import BatchCompletedWithErrors, BatchWeightItemFailed, BatchWeightsCompleted

PALLET = "SubtensorModule"

SET = measured(15_513_610_000, 10_327_410, reads=4112, writes=2)
COMMIT = measured(69_049_000, 4_714, reads=13, writes=2)
REVEAL = measured(111_227_000, 7_590, reads=19, writes=2)

_NETUID: dict[str, Type] = {"netuid": NET_UID}
_MECHANISM: dict[str, Type] = {"netuid": NET_UID, "mecid": MECH_ID}
_ROW: dict[str, Type] = {"dests": Vec(U16), "weights": Vec(U16), "version_key": U64}
_OPENED: dict[str, Type] = {
    "uids": Vec(U16), "values": Vec(U16), "salt": Vec(U16), "version_key": U64
}  # fmt: skip

Shares = tuple[int, ...]


@call(PALLET, 0, _NETUID | _ROW, weight=SET, pays=False)
def set_weights(
    ctx: Context, origin: Origin, netuid: int, dests: Shares, weights: Shares, version_key: int
) -> None:
    """Set the caller's weights of other uids where commits are not asked for."""
    setting.ensure_plain(ctx, netuid)
    setting.set_row(ctx, ensure_signed(origin), netuid, 0, dests, weights, version_key)


@call(PALLET, 119, _MECHANISM | _ROW, weight=SET, pays=False)
def set_mechanism_weights(
    ctx: Context, origin: Origin, netuid: int, mecid: int, dests: Shares, weights: Shares, version_key: int
) -> None:
    """Set the caller's weights in one mechanism of a subnet."""
    setting.ensure_plain(ctx, netuid)
    setting.set_row(ctx, ensure_signed(origin), netuid, mecid, dests, weights, version_key)


@call(
    PALLET,
    80,
    {
        "netuids": Vec(Compact(NET_UID)),
        "weights": Vec(Vec(Tuple(Compact(U16), Compact(U16)))),
        "version_keys": Vec(Compact(U64)),
    },
    weight=measured(103_092_000, 7_395, reads=16, writes=2),
    pays=False,
)
def batch_set_weights(
    ctx: Context,
    origin: Origin,
    netuids: tuple[int, ...],
    weights: tuple[tuple[tuple[int, int], ...], ...],
    version_keys: tuple[int, ...],
) -> None:
    """Set the caller's weights on several subnets; what fails becomes an event."""
    hotkey = ensure_signed(origin)
    _ensure_equal(netuids, weights, version_keys)

    def item(netuid: int, row: tuple[tuple[int, int], ...], version_key: int) -> None:
        setting.ensure_plain(ctx, netuid)
        uids, values = [uid for uid, _ in row], [value for _, value in row]
        setting.set_row(ctx, hotkey, netuid, 0, uids, values, version_key)

    _each(ctx, hotkey, netuids, item, zip(netuids, weights, version_keys, strict=True))


@call(PALLET, 96, _NETUID | {"commit_hash": H256}, weight=COMMIT, pays=False)
def commit_weights(ctx: Context, origin: Origin, netuid: int, commit_hash: bytes) -> None:
    """Commit to weights that the caller will reveal one reveal period later."""
    committing.commit(ctx, ensure_signed(origin), netuid, 0, commit_hash)


@call(PALLET, 115, _MECHANISM | {"commit_hash": H256}, weight=COMMIT, pays=False)
def commit_mechanism_weights(
    ctx: Context, origin: Origin, netuid: int, mecid: int, commit_hash: bytes
) -> None:
    """Commit to weights in one mechanism of a subnet."""
    committing.commit(ctx, ensure_signed(origin), netuid, mecid, commit_hash)


@call(
    PALLET,
    100,
    {"netuids": Vec(Compact(NET_UID)), "commit_hashes": Vec(H256)},
    weight=measured(147_224_000, 4_765, reads=15, writes=2),
    pays=False,
)
def batch_commit_weights(
    ctx: Context, origin: Origin, netuids: tuple[int, ...], commit_hashes: tuple[bytes, ...]
) -> None:
    """Commit to weights on several subnets; what fails becomes an event."""
    hotkey = ensure_signed(origin)
    _ensure_equal(netuids, commit_hashes)

    def item(netuid: int, hash_: bytes) -> None:
        committing.commit(ctx, hotkey, netuid, 0, hash_)

    _each(ctx, hotkey, netuids, item, zip(netuids, commit_hashes, strict=True))


@call(PALLET, 97, _NETUID | _OPENED, weight=REVEAL, pays=False)
def reveal_weights(
    ctx: Context, origin: Origin, netuid: int, uids: Shares, values: Shares, salt: Shares, version_key: int
) -> None:
    """Reveal committed weights and set them."""
    committing.reveal(ctx, ensure_signed(origin), netuid, 0, Row(uids, values, salt, version_key))


@call(PALLET, 116, _MECHANISM | _OPENED, weight=REVEAL, pays=False)
def reveal_mechanism_weights(
    ctx: Context,
    origin: Origin,
    netuid: int,
    mecid: int,
    uids: Shares,
    values: Shares,
    salt: Shares,
    version_key: int,
) -> None:
    """Reveal committed weights of one mechanism and set them."""
    committing.reveal(ctx, ensure_signed(origin), netuid, mecid, Row(uids, values, salt, version_key))


@call(
    PALLET,
    98,
    {
        "netuid": NET_UID,
        "uids_list": Vec(Vec(U16)),
        "values_list": Vec(Vec(U16)),
        "salts_list": Vec(Vec(U16)),
        "version_keys": Vec(U64),
    },
    weight=measured(421_363_000, 8_095, reads=19, writes=2),
    pays=False,
)
def batch_reveal_weights(
    ctx: Context,
    origin: Origin,
    netuid: int,
    uids_list: tuple[Shares, ...],
    values_list: tuple[Shares, ...],
    salts_list: tuple[Shares, ...],
    version_keys: tuple[int, ...],
) -> None:
    """Reveal several commits of a subnet, all or none."""
    hotkey = ensure_signed(origin)
    _ensure_equal(uids_list, values_list, salts_list, version_keys)
    rows = [Row(*parts) for parts in zip(uids_list, values_list, salts_list, version_keys, strict=True)]
    committing.reveal_batch(ctx, hotkey, netuid, rows)


def _ensure_equal(*lists: Sequence[object]) -> None:
    lengths = [len(items) for items in lists]
    ensure(len(set(lengths)) == 1, InputLengthsUnequal, lengths=lengths)


def _each(
    ctx: Context,
    hotkey: bytes,
    netuids: tuple[int, ...],
    run: Callable[..., None],
    items: Iterable[tuple[object, ...]],
) -> None:
    failed = False
    for netuid, item in zip(netuids, items, strict=True):
        try:
            with ctx.layer():
                run(*item)
        except DispatchError as error:
            if not failed:
                ctx.emit(BatchCompletedWithErrors)
            failed = True
            ctx.emit(BatchWeightItemFailed, netuid, ctx.chain.error_case(error))
    ctx.emit(BatchWeightsCompleted, netuids, hotkey)
