"""Answers people ask about weights: why a validator cannot set them now, and from which block it could."""

from typing import NamedTuple

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ErrorDef
from meritnet.runtime.pallets.consensus_yuma import columns
from meritnet.runtime.pallets.consensus_yuma.epoch import normalised_stake
from meritnet.runtime.pallets.consensus_yuma.epoch_inputs import read_subnet
from meritnet.runtime.pallets.consensus_yuma.masks import top_validators
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.consensus_yuma.mechanisms_state import count
from meritnet.runtime.pallets.emission.schedule_state import next_epoch, schedule_of
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking.inheritance import has_weight_stake, tao_weight, weight_of
from meritnet.runtime.pallets.subnets.queries import ROOT, exists
from meritnet.runtime.pallets.subtensor.errors import (
    CanNotSetRootNetworkWeights,
    CommittingWeightsTooFast,
    HotKeyNotRegisteredInSubNet,
    IncorrectWeightVersionKey,
    MechanismDoesNotExist,
    NeuronNoValidatorPermit,
    NotEnoughStakeToSetWeights,
    SettingWeightsTooFast,
    TooManyUnrevealedCommits,
)

from . import commits as queues
from .setting import is_rate_passed, may_validate


class Obstacle(NamedTuple):
    """Why weights would be refused: the error's name, the reason, the block from which it no longer holds.

    `from_block` is None where waiting does not help. Blocks of epochs are forecasts: a full block defers an epoch.
    """

    error: str
    text: str
    from_block: int | None


def why_no_weights(
    ctx: Context, netuid: int, hotkey: bytes, mechanism: int = 0, version_key: int | None = None
) -> list[Obstacle]:
    """Return everything that keeps a hotkey from rating others in a mechanism now; an empty list if nothing does.

    Where commits are asked for, this is about committing. `version_key` is the validator's, None to leave it out.
    """
    if netuid == ROOT:
        return [_obstacle(CanNotSetRootNetworkWeights, "root takes no weights; name a subnet")]
    if not exists(ctx, netuid) or mechanism >= count(ctx, netuid):
        text = f"subnet {netuid} has no mechanism {mechanism}; list the subnets and their mechanisms"
        return [_obstacle(MechanismDoesNotExist, text)]
    uid = uids.uid_of(ctx, netuid, hotkey)
    if uid is None:
        text = f"the hotkey has no uid on subnet {netuid}; register it first"
        return [_obstacle(HotKeyNotRegisteredInSubNet, text)]
    found = [
        _stake(ctx, netuid, hotkey),
        _version(ctx, netuid, version_key),
        _rate(ctx, netuid, storage_index(netuid, mechanism), uid),
        _permit(ctx, netuid, uid),
        _queue(ctx, netuid, storage_index(netuid, mechanism), hotkey),
    ]
    return [obstacle for obstacle in found if obstacle is not None]


def epoch_start(ctx: Context, netuid: int, epoch: int) -> int | None:
    """Return the block after which `epoch` is expected to have begun, None if no epoch ever runs."""
    following = next_epoch(ctx, netuid)
    if following is None:
        return None
    if epoch <= queues.current_epoch(ctx, netuid):
        return ctx.block_number
    schedule = schedule_of(ctx, netuid)
    return max(following, ctx.block_number) + (epoch - schedule.epoch_index - 1) * schedule.tempo


def _obstacle(error: ErrorDef, text: str, from_block: int | None = None) -> Obstacle:
    return Obstacle(error.name, text, from_block)


def _stake(ctx: Context, netuid: int, hotkey: bytes) -> Obstacle | None:
    if has_weight_stake(ctx, netuid, hotkey):
        return None
    has = weight_of(ctx, netuid, hotkey, tao_weight(ctx)).total >> 64
    needed = hyper.stake_threshold.get(ctx)
    text = f"the hotkey's stake weight is {has} rao, weights need {needed} rao; add stake"
    return _obstacle(NotEnoughStakeToSetWeights, text)


def _version(ctx: Context, netuid: int, version_key: int | None) -> Obstacle | None:
    needed = hyper.weights_version_key.get(ctx, netuid)
    if version_key is None or version_key >= needed:
        return None
    text = f"version key {version_key} is below {needed}, the subnet's; update the validator"
    return _obstacle(IncorrectWeightVersionKey, text)


def _rate(ctx: Context, netuid: int, index: int, uid: int) -> Obstacle | None:
    if is_rate_passed(ctx, netuid, index, uid):
        return None
    last, limit = columns.last_update_of(ctx, index, uid), hyper.weights_set_rate_limit.get(ctx, netuid)
    hidden = hyper.commit_reveal_weights_enabled.get(ctx, netuid)
    text = f"the last update was at block {last}, the next may follow {limit} blocks later; wait"
    return _obstacle(CommittingWeightsTooFast if hidden else SettingWeightsTooFast, text, last + limit)


def _permit(ctx: Context, netuid: int, uid: int) -> Obstacle | None:
    if may_validate(ctx, netuid, uid):
        return None
    subnet = read_subnet(ctx, netuid)
    params = subnet.params
    stake = normalised_stake(subnet.stake, params.stake_threshold, subnet.owner_uid)
    if top_validators(stake, params.max_validators, subnet.owner_uid)[uid]:
        following = next_epoch(ctx, netuid)
        text = "the stake is enough for a validator permit, which the next epoch gives; wait for it"
        return _obstacle(
            NeuronNoValidatorPermit, text, None if following is None else max(following, ctx.block_number)
        )
    others = sorted((value >> 64 for value in subnet.stake), reverse=True)[: params.max_validators]
    needed = max(others[-1], params.stake_threshold)
    text = (
        f"the stake weight of {subnet.stake[uid] >> 64} rao is not among the {params.max_validators} largest; "
        f"add stake until it passes {needed} rao and wait for the next epoch"
    )
    return _obstacle(NeuronNoValidatorPermit, text)


def _queue(ctx: Context, netuid: int, index: int, hotkey: bytes) -> Obstacle | None:
    if not hyper.commit_reveal_weights_enabled.get(ctx, netuid):
        return None
    _, waiting = queues.drop_expired(ctx, netuid, queues.queue(ctx, index, hotkey))
    if len(waiting) < queues.MAX_OPEN:
        return None
    text = f"{len(waiting)} commits wait to be revealed, the bound is {queues.MAX_OPEN}; reveal one"
    over = epoch_start(ctx, netuid, queues.reveal_epoch(ctx, netuid, waiting[0]) + 1)
    return _obstacle(TooManyUnrevealedCommits, text, over)
