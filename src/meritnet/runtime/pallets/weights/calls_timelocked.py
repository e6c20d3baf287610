"""Calls that commit encrypted weights. All are free of fee; the hotkey signs, the chain opens them by itself."""

from meritnet.codec import U16, U64, Type
from meritnet.codec.common import MECH_ID, NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import measured

from . import timelocked
from .storage import COMMIT_BYTES

PALLET = "SubtensorModule"

CRV3_VERSION = 4

_NETUID: dict[str, Type] = {"netuid": NET_UID}
_MECHANISM: dict[str, Type] = {"netuid": NET_UID, "mecid": MECH_ID}
_COMMIT: dict[str, Type] = {"commit": COMMIT_BYTES, "reveal_round": U64}
_VERSION: dict[str, Type] = {"commit_reveal_version": U16}


@call(
    PALLET,
    113,
    _NETUID | _COMMIT | _VERSION,
    weight=measured(86_951_000, 4_713, reads=14, writes=2),
    pays=False,
)
def commit_timelocked_weights(
    ctx: Context, origin: Origin, netuid: int, commit: bytes, reveal_round: int, commit_reveal_version: int
) -> None:
    """Commit to weights under a timelock; the chain sets them one reveal period later, when the round is out."""
    timelocked.commit(ctx, ensure_signed(origin), netuid, 0, commit, reveal_round, commit_reveal_version)


@call(PALLET, 117, _MECHANISM | _COMMIT, weight=measured(77_750_000, 0, reads=7, writes=2), pays=False)
def commit_crv3_mechanism_weights(
    ctx: Context, origin: Origin, netuid: int, mecid: int, commit: bytes, reveal_round: int
) -> None:
    """Commit to weights of one mechanism under a timelock, in version 4."""
    timelocked.commit(ctx, ensure_signed(origin), netuid, mecid, commit, reveal_round, CRV3_VERSION)


@call(
    PALLET,
    118,
    _MECHANISM | _COMMIT | _VERSION,
    weight=measured(84_020_000, 0, reads=9, writes=2),
    pays=False,
)
def commit_timelocked_mechanism_weights(
    ctx: Context,
    origin: Origin,
    netuid: int,
    mecid: int,
    commit: bytes,
    reveal_round: int,
    commit_reveal_version: int,
) -> None:
    """Commit to weights of one mechanism under a timelock."""
    timelocked.commit(ctx, ensure_signed(origin), netuid, mecid, commit, reveal_round, commit_reveal_version)
