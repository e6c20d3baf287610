"""The public client's intents, made from names and arguments. Two of them do one thing more than the library's own.

- A registration may carry the price that was agreed to; the library's has no limit.
- A row of weights is encrypted to the beacon that the chain follows. The library has the public beacon's key built in,
  which opens nothing on a local network without internet.

Imported only by code that has a connection: the library takes about a second to load.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bittensor import Balance, calls
from bittensor.intents import build as build_intent
from bittensor.intents.base import BuiltCall
from bittensor.intents.base import Intent as ClientIntent
from bittensor.intents.registration import BurnedRegister
from bittensor.intents.weights import DEFAULT_COMMIT_REVEAL_VERSION, SetWeights

from meritnet.crypto.beacon import QUICKNET, Beacon
from meritnet.crypto.timelock import ENTROPY_BYTES, encrypt
from meritnet.crypto.timelock_weights import encode_row
from meritnet.neuron.intents import Intent

PALLET = "Drand"
OPEN_SWITCH = "CommitRevealWeightsEnabled"


# The library's types are not followed: it declares few of them.
@dataclass
class RegisterUpTo(BurnedRegister):  # type: ignore[misc]
    """Registers a hotkey for at most the price that was agreed to. Shielded, as every registration."""

    limit_rao: int = 0

    # The library's chain access and composed calls have no public types.
    async def build(self, substrate: Any, wallet: Any) -> Any:
        """Compose the call that names the limit."""
        return await substrate.compose(
            calls.SubtensorModule.register_limit(
                netuid=self.netuid,
                hotkey=self.hotkey_address(wallet, self.hotkey_ss58),
                limit_price=self.limit_rao,
            )
        )

    def spend(self) -> Balance:
        """Return the most that this may cost."""
        return Balance.from_rao(self.limit_rao)


@dataclass
class SetWeightsHere(SetWeights):  # type: ignore[misc]
    """Sets weights as the library does; what is committed is encrypted to the beacon that this chain follows."""

    async def build(self, substrate: Any, wallet: Any) -> Any:
        """Compose the plain call, or the commit under a timelock."""
        built = await super().build(substrate, wallet)
        if not isinstance(built, BuiltCall):
            return built
        beacon = await followed_beacon(substrate)
        if beacon.public_key == QUICKNET.public_key:
            return built
        # The row exactly as the library would send it openly: clipped, scaled, without zeros.
        _, _, row = await super().build(_InTheOpen(substrate), wallet)
        round_ = same_moment(int(built.extras["reveal_round"]), beacon)
        content = encode_row(self.hotkey_public_key(wallet), row["dests"], row["weights"], row["version_key"])
        call = await substrate.compose(
            calls.SubtensorModule.commit_timelocked_mechanism_weights(
                netuid=self.netuid,
                mecid=self.mechid,
                commit=encrypt(content, round_, beacon.public_key, os.urandom(ENTROPY_BYTES)),
                reveal_round=round_,
                commit_reveal_version=DEFAULT_COMMIT_REVEAL_VERSION,
            )
        )
        return BuiltCall(call, {**built.extras, "reveal_round": round_})


class _InTheOpen:
    """A chain whose subnets take plain rows, and whose calls are left as they are: shows what would be sent."""

    def __init__(self, substrate: Any) -> None:
        self._substrate = substrate

    def __getattr__(self, name: str) -> Any:
        return getattr(self._substrate, name)

    async def query(self, module: str, item: str, *args: Any, **more: Any) -> Any:
        """Return the item; commit-reveal is off."""
        return False if item == OPEN_SWITCH else await self._substrate.query(module, item, *args, **more)

    async def compose(self, call: Any) -> Any:
        """Return pallet, name and parameters."""
        return call


def build(intent: Intent) -> ClientIntent:
    """Return the library's object. Raises: ValueError, BittensorError for arguments that it does not take."""
    args = dict(intent.args)
    if intent.op == "set_weights":
        return SetWeightsHere.from_args(args)
    if intent.op == "burned_register" and "limit_rao" in args:
        return RegisterUpTo.from_args(args)
    built: ClientIntent = build_intent(intent.op, args)
    return built


def is_shielded(intent: ClientIntent) -> bool:
    """Return whether the library's own commands hide this intent until it runs."""
    meant = intent.semantic_intent()
    return bool(meant.mev_shield_required or meant.mev_shield_default)


async def followed_beacon(substrate: Any) -> Beacon:
    """Return the beacon whose rounds the chain stores: of two, the one whose newest round is newer.

    A local beacon exists on development chains only; a chain whose runtime has no such item has none.
    """
    public = await substrate.query(PALLET, "BeaconConfig")
    try:
        local = await substrate.query(PALLET, "LocalBeaconConfig")
    except ValueError:
        local = None
    if not local or not _is_set(local):
        return _beacon(public)
    newest_local = int(await substrate.query(PALLET, "LastStoredLocalRound") or 0)
    newest_public = int(await substrate.query(PALLET, "LastStoredRound") or 0)
    return _beacon(local if newest_local >= newest_public else public)


def same_moment(round_: int, beacon: Beacon) -> int:
    """Return the first round of a beacon that is not out before a round of the public one."""
    moment = QUICKNET.moment_ms(round_)
    newest = beacon.round_at(moment)
    return newest if newest and beacon.moment_ms(newest) >= moment else newest + 1


def _is_set(config: Mapping[str, Any]) -> bool:
    return bool(_bytes(config["public_key"]))


def _beacon(config: Mapping[str, Any]) -> Beacon:
    metadata = config["metadata"]
    beacon_id = metadata["beacon_id"] if isinstance(metadata, Mapping) else metadata
    return Beacon(
        _bytes(config["public_key"]),
        int(config["period"]),
        int(config["genesis_time"]),
        _bytes(config["group_hash"]),
        _bytes(beacon_id).decode("utf-8", "replace"),
    )


def _bytes(value: Any) -> bytes:
    if isinstance(value, str):
        return bytes.fromhex(value[2:]) if value.startswith("0x") else value.encode()
    return bytes(value)
