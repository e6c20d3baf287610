"""Sets a validator's weight row: every check in its order, then the row scaled up and stored.

Values arrive as any u16; what is stored has its largest value at 65535.
"""

from collections.abc import Sequence

import numpy as np

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure, fail
from meritnet.runtime.pallets.consensus_yuma import columns, storage
from meritnet.runtime.pallets.consensus_yuma.epoch_inputs import owner_uid
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
    ensure(not hyper.commit_reveal_weights_enabled.get(ctx, netuid), CommitRevealEnabled, netuid=netuid)


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
    ensure(netuid != ROOT, CanNotSetRootNetworkWeights)
    ensure(len(uids) == len(values), WeightVecNotEqualSize, uids=len(uids), values=len(values))
    index = ensure_exists(ctx, netuid, mechanism)
    n = slots.count(ctx, netuid)
    ensure(len(uids) <= n, UidsLengthExceedUidsInSubNet, uids=len(uids), bound=n)
    uid = registered_uid(ctx, netuid, hotkey)
    ensure(has_weight_stake(ctx, netuid, hotkey), NotEnoughStakeToSetWeights, netuid=netuid, hotkey=hotkey)
    needed = hyper.weights_version_key.get(ctx, netuid)
    ensure(version_key >= needed, IncorrectWeightVersionKey, version_key=version_key, needed=needed)
    plain = not hyper.commit_reveal_weights_enabled.get(ctx, netuid)
    if plain:
        ensure(
            is_rate_passed(ctx, netuid, index, uid),
            SettingWeightsTooFast,
            last=columns.last_update_of(ctx, index, uid),
            block=ctx.block_number,
            limit=hyper.weights_set_rate_limit.get(ctx, netuid),
        )
    own_only = len(uids) == 1 and uids[0] == uid
    ensure(own_only or may_validate(ctx, netuid, uid), NeuronNoValidatorPermit, netuid=netuid, uid=uid)
    _ensure_uids(uids, n)
    shortest = min(n, hyper.min_allowed_weights.get(ctx, netuid))
    ensure(own_only or len(uids) >= shortest, WeightVecLengthIsLow, length=len(uids), needed=shortest)
    # Quirk: MaxWeightExceeded would be checked here; its limit is the constant 65535, which every row keeps.
    row = np.array((uids, upscale_row(values)), "<u2").T.tobytes()
    storage.weights.set(ctx, index, uid, row)
    if plain:
        # Quirk: a reveal leaves the block of its commit in place.
        columns.set_last_update(ctx, index, uid, n)
    ctx.emit(WeightsSet, index, uid)


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


def _ensure_uids(uids: Sequence[int], n: int) -> None:
    seen: set[int] = set()
    for uid in uids:
        ensure(uid not in seen, DuplicateUids, uid=uid)
        seen.add(uid)
    for uid in uids:
        ensure(uid < n, UidVecContainInvalidOne, uid=uid, uids_in_subnet=n)
