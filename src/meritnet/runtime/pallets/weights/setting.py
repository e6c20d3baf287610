"""Sets a validator's weight row: every check in its order, then the row scaled up and stored.

Values arrive as any u16; what is stored has its largest value at 65535.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ErrorDef, ensure, fail
from meritnet.runtime.pallets.consensus_yuma import columns, storage
from meritnet.runtime.pallets.consensus_yuma.epoch_inputs import owner_uid
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.consensus_yuma.mechanisms_state import ensure_exists
from meritnet.runtime.pallets.consensus_yuma.weights_row import upscale_row
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.hyperparameters.rate_limits import is_over
from meritnet.runtime.pallets.registration import uids as slots
from meritnet.runtime.pallets.staking.inheritance import has_weight_stake
from meritnet.runtime.pallets.subnets.queries import ROOT
from meritnet.runtime.pallets.subtensor.errors import (
    CanNotSetRootNetworkWeights,
    CommitRevealEnabled,
    DuplicateUids,
    HotKeyNotRegisteredInSubNet,
    IncorrectWeightVersionKey,
    NeuronNoValidatorPermit,
    NotEnoughStakeToSetWeights,
    SettingWeightsTooFast,
    UidsLengthExceedUidsInSubNet,
    UidVecContainInvalidOne,
    WeightVecLengthIsLow,
    WeightVecNotEqualSize,
)

from .events import WeightsSet


def ensure_plain(ctx: Context, netuid: int) -> None:
    """Raises: CommitRevealEnabled where weights must be committed first."""
    ensure(is_plain(ctx, netuid), CommitRevealEnabled, netuid=netuid)


class Attempt(NamedTuple):
    """A row that a hotkey wants to set in a mechanism."""

    hotkey: bytes
    netuid: int
    mechanism: int
    uids: Sequence[int]
    values: Sequence[int]
    version_key: int


def set_row(
    ctx: Context,
    hotkey: bytes,
    netuid: int,
    mechanism: int,
    uids: Sequence[int],
    values: Sequence[int],
    version_key: int,
) -> None:
    """Check and store the weights of a hotkey in a mechanism, set plainly or revealed.

    Raises: the errors of consensus facts section 10, in that order.
    """
    attempt = Attempt(hotkey, netuid, mechanism, uids, values, version_key)
    for check in CHECKS.values():
        check(ctx, attempt)
    index, uid = storage_index(netuid, mechanism), registered_uid(ctx, netuid, hotkey)
    # Quirk: MaxWeightExceeded would be checked here; its limit is the constant 65535, which every row keeps.
    row = np.array((uids, upscale_row(values)), "<u2").T.tobytes()
    storage.weights.set(ctx, index, uid, row)
    if is_plain(ctx, netuid):
        # Quirk: a reveal leaves the block of its commit in place.
        columns.set_last_update(ctx, index, uid, slots.count(ctx, netuid))
    ctx.emit(WeightsSet, index, uid)


def is_plain(ctx: Context, netuid: int) -> bool:
    """Return whether weights are set without a commit."""
    return not hyper.commit_reveal_weights_enabled.get(ctx, netuid)


def registered_uid(ctx: Context, netuid: int, hotkey: bytes) -> int:
    """Return a hotkey's uid. Raises: HotKeyNotRegisteredInSubNet."""
    uid = slots.uid_of(ctx, netuid, hotkey)
    if uid is None:
        fail(HotKeyNotRegisteredInSubNet, netuid=netuid, hotkey=hotkey)
    return uid


def is_rate_passed(ctx: Context, netuid: int, index: int, uid: int) -> bool:
    """Return whether a uid may set or commit again in a mechanism.

    Quirk: registering counts as an update, so a newcomer waits out the limit too.
    """
    last = columns.last_update_of(ctx, index, uid)
    return is_over(ctx.block_number, last, hyper.weights_set_rate_limit.get(ctx, netuid))


def may_validate(ctx: Context, netuid: int, uid: int) -> bool:
    """Return whether a uid may rate others: by its permit, or as the owner's."""
    permits: bytes = storage.validator_permit.get(ctx, netuid)
    return permits[uid : uid + 1] == b"\x01" or owner_uid(ctx, netuid) == uid


def is_own_only(ctx: Context, attempt: Attempt) -> bool:
    """Return whether a row names nobody but its maker, which anybody may set."""
    uids = attempt.uids
    return len(uids) == 1 and uids[0] == slots.uid_of(ctx, attempt.netuid, attempt.hotkey)


def shortest_row(ctx: Context, netuid: int) -> int:
    """Return how many uids a row must name at least."""
    return min(slots.count(ctx, netuid), int(hyper.min_allowed_weights.get(ctx, netuid)))


def ensure_rate(ctx: Context, netuid: int, index: int, uid: int, error: ErrorDef) -> None:
    """Raises: `error` until the rate limit has passed since a uid's last update in a mechanism."""
    ensure(
        is_rate_passed(ctx, netuid, index, uid),
        error,
        last=columns.last_update_of(ctx, index, uid),
        block=ctx.block_number,
        limit=hyper.weights_set_rate_limit.get(ctx, netuid),
    )


# --- the checks of a row, in their order ------------------------------------------------------------------


def _not_root(_ctx: Context, attempt: Attempt) -> None:
    ensure(attempt.netuid != ROOT, CanNotSetRootNetworkWeights)


def _equal_lists(_ctx: Context, attempt: Attempt) -> None:
    uids, values = len(attempt.uids), len(attempt.values)
    ensure(uids == values, WeightVecNotEqualSize, uids=uids, values=values)


def _mechanism(ctx: Context, attempt: Attempt) -> None:
    ensure_exists(ctx, attempt.netuid, attempt.mechanism)


def _not_too_long(ctx: Context, attempt: Attempt) -> None:
    n = slots.count(ctx, attempt.netuid)
    ensure(len(attempt.uids) <= n, UidsLengthExceedUidsInSubNet, uids=len(attempt.uids), bound=n)


def _registered(ctx: Context, attempt: Attempt) -> None:
    registered_uid(ctx, attempt.netuid, attempt.hotkey)


def _stake(ctx: Context, attempt: Attempt) -> None:
    netuid, hotkey = attempt.netuid, attempt.hotkey
    ensure(has_weight_stake(ctx, netuid, hotkey), NotEnoughStakeToSetWeights, netuid=netuid, hotkey=hotkey)


def _version(ctx: Context, attempt: Attempt) -> None:
    needed, given = hyper.weights_version_key.get(ctx, attempt.netuid), attempt.version_key
    ensure(given >= needed, IncorrectWeightVersionKey, version_key=given, needed=needed)


def _rate(ctx: Context, attempt: Attempt) -> None:
    netuid = attempt.netuid
    if is_plain(ctx, netuid):
        index, uid = storage_index(netuid, attempt.mechanism), registered_uid(ctx, netuid, attempt.hotkey)
        ensure_rate(ctx, netuid, index, uid, SettingWeightsTooFast)


def _permit(ctx: Context, attempt: Attempt) -> None:
    netuid, uid = attempt.netuid, registered_uid(ctx, attempt.netuid, attempt.hotkey)
    allowed = is_own_only(ctx, attempt) or may_validate(ctx, netuid, uid)
    ensure(allowed, NeuronNoValidatorPermit, netuid=netuid, uid=uid)


def _unique(_ctx: Context, attempt: Attempt) -> None:
    seen: set[int] = set()
    for uid in attempt.uids:
        ensure(uid not in seen, DuplicateUids, uid=uid)
        seen.add(uid)


def _known(ctx: Context, attempt: Attempt) -> None:
    n = slots.count(ctx, attempt.netuid)
    for uid in attempt.uids:
        ensure(uid < n, UidVecContainInvalidOne, uid=uid, uids_in_subnet=n)


def _long_enough(ctx: Context, attempt: Attempt) -> None:
    shortest, length = shortest_row(ctx, attempt.netuid), len(attempt.uids)
    allowed = is_own_only(ctx, attempt) or length >= shortest
    ensure(allowed, WeightVecLengthIsLow, length=length, needed=shortest)


CHECKS: dict[str, Callable[[Context, Attempt], None]] = {
    "not root": _not_root,
    "equal lists": _equal_lists,
    "mechanism": _mechanism,
    "not too long": _not_too_long,
    "registered": _registered,
    "stake": _stake,
    "version key": _version,
    "rate limit": _rate,
    "permit": _permit,
    "no uid twice": _unique,
    "known uids": _known,
    "long enough": _long_enough,
}
"""What a row must pass, in this order; each raises its ModuleError. Explanations run them one by one."""
