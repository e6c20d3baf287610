"""What each check on setting weights looks at: the value, its bound, and what to do. Units: rao, blocks, counts."""

from collections.abc import Callable
from typing import NamedTuple

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import columns
from meritnet.runtime.pallets.consensus_yuma.epoch import normalised_stake
from meritnet.runtime.pallets.consensus_yuma.epoch_inputs import read_subnet
from meritnet.runtime.pallets.consensus_yuma.masks import top_validators
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.consensus_yuma.mechanisms_state import count
from meritnet.runtime.pallets.emission.schedule_state import current_epoch, next_epoch
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids as slots
from meritnet.runtime.pallets.staking.inheritance import tao_weight, weight_of
from meritnet.runtime.pallets.subnets.queries import exists
from meritnet.runtime.pallets.weights.commits import MAX_OPEN
from meritnet.runtime.pallets.weights.setting import Attempt, may_validate, shortest_row
from meritnet.runtime.pallets.weights.timelocked import waiting_of


class Detail(NamedTuple):
    """The figures behind a check; an empty text stands for the chain's own."""

    text: str = ""
    value: int | None = None
    bound: int | None = None
    unit: str = ""
    from_block: int | None = None
    is_forecast: bool = False


def detail(ctx: Context, name: str, attempt: Attempt, *, passed: bool) -> Detail:
    """Return what stands behind the check of this name."""
    describe = DETAILS.get(name)
    return Detail() if describe is None else describe(ctx, attempt, passed)


def _stake(ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    value = max(weight_of(ctx, attempt.netuid, attempt.hotkey, tao_weight(ctx)).total >> 64, 0)
    bound = int(hyper.stake_threshold.get(ctx))
    if passed:
        text = (
            "the subnet owner's hotkey needs no stake"
            if value < bound
            else "the stake weight is large enough"
        )
    else:
        text = f"the hotkey's stake weight lacks {bound - value} rao; add stake, or let a parent name it as a child"
    return Detail(text, value, bound, "rao of stake weight")


def _rate(ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    netuid, limit = attempt.netuid, int(hyper.weights_set_rate_limit.get(ctx, attempt.netuid))
    if attempt.mechanism >= count(ctx, netuid):
        # Quirk: the guard calls a mechanism that does not exist too fast.
        text = f"subnet {netuid} has {count(ctx, netuid)} mechanisms; name one below that"
        return Detail(text, None, limit, "blocks")
    uid = slots.uid_of(ctx, netuid, attempt.hotkey)
    if uid is None:
        return Detail("", None, limit, "blocks")
    last = columns.last_update_of(ctx, storage_index(netuid, attempt.mechanism), uid)
    if last == 0:
        return Detail("it has no update yet", None, limit, "blocks")
    since = ctx.block_number - last
    text = f"the last update was in block {last}"
    if not passed:
        text += f"; wait {last + limit - ctx.block_number} more blocks (registering counts as an update)"
    return Detail(text, since, limit, "blocks since the last update", last + limit)


def _registered(ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    if passed:
        return Detail(f"uid {slots.uid_of(ctx, attempt.netuid, attempt.hotkey)}")
    return Detail(f"the hotkey has no uid on subnet {attempt.netuid}; register it first")


def _mechanism(ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    netuid = attempt.netuid
    if not exists(ctx, netuid):
        return Detail(f"there is no subnet {netuid}; list the subnets")
    text = "the mechanism exists" if passed else "name a mechanism that the subnet has"
    return Detail(text, attempt.mechanism, count(ctx, netuid) - 1, "number of the mechanism")


def _version(ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    needed = int(hyper.weights_version_key.get(ctx, attempt.netuid))
    text = (
        "the validator is new enough"
        if passed
        else "the validator is older than the subnet asks for; update it"
    )
    return Detail(text, attempt.version_key, needed, "version key")


def _permit(ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    uid = slots.uid_of(ctx, attempt.netuid, attempt.hotkey)
    if uid is None:
        return Detail()
    if passed:
        own = not may_validate(ctx, attempt.netuid, uid)
        return Detail(
            "a row that names only the own uid needs no permit" if own else "it has a validator permit"
        )
    subnet = read_subnet(ctx, attempt.netuid)
    params = subnet.params
    stake = normalised_stake(subnet.stake, params.stake_threshold, subnet.owner_uid)
    value = max(subnet.stake[uid] >> 64, 0)
    others = sorted((weight >> 64 for weight in subnet.stake), reverse=True)[: params.max_validators]
    needed = max(others[-1] if others else 0, params.stake_threshold)
    unit = "rao of stake weight"
    if top_validators(stake, params.max_validators, subnet.owner_uid)[uid]:
        following = next_epoch(ctx, attempt.netuid)
        if following is None:
            text = "the stake is enough for a permit, but the subnet's tempo is 0 and no epoch gives it; ask the owner"
            return Detail(text, value, needed, unit)
        text = "the stake is enough for a validator permit, which the next epoch gives; wait for it"
        # An epoch that is overdue was put off and has its turn in one of the next blocks.
        return Detail(text, value, needed, unit, max(following, ctx.block_number + 1), True)
    text = (
        f"the stake weight is not among the {params.max_validators} largest; add stake until it passes {needed} rao, "
        "then wait for the next epoch"
    )
    return Detail(text, value, needed, unit)


def _room(ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    netuid = attempt.netuid
    epoch = current_epoch(ctx, netuid)
    mine = waiting_of(ctx, storage_index(netuid, attempt.mechanism), epoch, attempt.hotkey)
    if passed:
        return Detail("another commit may wait", mine, MAX_OPEN - 1, "commits of this epoch")
    following = next_epoch(ctx, netuid)
    text = f"{mine} commits of this epoch wait to be opened; wait for the next epoch"
    from_block = None if following is None else max(following, ctx.block_number + 1)
    return Detail(text, mine, MAX_OPEN - 1, "commits of this epoch", from_block, True)


def _plain(ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    return Detail("weights are set without a commit here" if passed else "")


def _lists(_ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    text = "as many values as uids" if passed else "give one value for each uid"
    return Detail(text, len(attempt.values), len(attempt.uids), "values")


def _longest(ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    text = "the row fits" if passed else "name each uid of the subnet once at most"
    return Detail(text, len(attempt.uids), slots.count(ctx, attempt.netuid), "uids in the row, at most")


def _shortest(ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    text = "the row names enough uids" if passed else "rate more miners; a weight of 0 counts as well"
    return Detail(text, len(attempt.uids), shortest_row(ctx, attempt.netuid), "uids in the row, at least")


def _twice(_ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    doubled = sorted({uid for uid in attempt.uids if attempt.uids.count(uid) > 1})
    return Detail("no uid is named twice" if passed else f"name uid {doubled[0]} once only")


def _known(ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    n = slots.count(ctx, attempt.netuid)
    text = "every uid exists" if passed else f"the uids are 0 to {n - 1}; drop the others from the row"
    return Detail(text, max(attempt.uids, default=0), n - 1, "largest uid")


def _root(_ctx: Context, attempt: Attempt, passed: bool) -> Detail:
    return Detail("a subnet" if passed else "root takes no weights; name a subnet")


def _fixed(good: str) -> "Describe":
    def describe(_ctx: Context, _attempt: Attempt, passed: bool) -> Detail:
        return Detail(good if passed else "")

    return describe


Describe = Callable[[Context, Attempt, bool], Detail]

DETAILS: dict[str, Describe] = {
    "open chain": _fixed("the chain takes calls"),
    "no key swap": _fixed("no exchange of this key is announced"),
    "stake": _stake,
    "rate limit": _rate,
    "weights in the open": _plain,
    "weights hidden": _fixed("the subnet asks for commits"),
    "version of commits": _fixed("the chain opens commits of this version"),
    "not root": _root,
    "equal lists": _lists,
    "mechanism": _mechanism,
    "not too long": _longest,
    "registered": _registered,
    "version key": _version,
    "permit": _permit,
    "no uid twice": _twice,
    "known uids": _known,
    "long enough": _shortest,
    "room": _room,
}
"""By the name of the check."""
