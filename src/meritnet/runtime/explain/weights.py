"""Why a hotkey cannot set weights now, and from which block on it could.

The chain's own guards and checks are run one by one over a state, and the whole call once: what is said here is what
the rule says. The state is that of the block in which the call would land (see `next_block`).
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.dispatch import check_filters
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.pallets.consensus_yuma.mechanisms_state import ensure_exists
from meritnet.runtime.pallets.drand.books import newest_round
from meritnet.runtime.pallets.emission.schedule_state import current_epoch
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids as slots
from meritnet.runtime.pallets.subtensor.errors import CommittingWeightsTooFast
from meritnet.runtime.pallets.weights import setting, timelocked
from meritnet.runtime.pallets.weights.committing import ensure_hidden
from meritnet.runtime.pallets.weights.setting import Attempt

from .weights_details import Detail, detail

PALLET = "SubtensorModule"
PLAIN, HIDDEN = "set_mechanism_weights", "commit_timelocked_mechanism_weights"
GUARDS = {"weights": "stake", "rate limits": "rate limit"}
"""What the guards that look at weights check, under the names of the rule's own checks."""
UNREACHED = "cannot be told before the checks above pass"


class Check(NamedTuple):
    """One check of the rule, in the order in which the chain makes them."""

    name: str
    passed: bool | None
    """None where it cannot be told before an earlier check passes."""
    error: str | None
    """The chain's error."""
    value: int | None
    bound: int | None
    unit: str
    from_block: int | None
    """Block from which it passes by itself; None if waiting does not help."""
    is_forecast: bool
    """Whether that block may still move, as an epoch's may."""
    text: str
    """What was found and what to do."""


class WeightsAnswer(NamedTuple):
    """Whether a hotkey can set weights in a block."""

    netuid: int
    mechanism: int
    hotkey: bytes
    uid: int | None
    block: int
    """The block in which the call would land."""
    commit_reveal: bool
    """Whether weights are hidden first; then `set_weights` is refused and a commit is made instead."""
    call: str
    """The call to make."""
    error: str | None
    """What the chain answers to that call in this block; None: it works."""
    set_weights_error: str | None
    """What the chain answers to plain weights in this block."""
    works_from_block: int | None
    """First block in which the call works if nothing else changes; None if waiting does not help."""
    checks: tuple[Check, ...]
    at_reveal: tuple[Check, ...]
    """What the row must pass when the chain opens a commit, as things stand now."""
    says: str


Step = tuple[str, Callable[[], object]]


def explain_weights(
    ctx: Context,
    netuid: int,
    hotkey: bytes,
    mechanism: int = 0,
    version_key: int | None = None,
    row: tuple[Sequence[int], Sequence[int]] | None = None,
) -> WeightsAnswer:
    """Return every check of setting weights in this block, and what the call itself would answer.

    `row` are uids and values; without it, and without a version key, those are assumed that the subnet accepts.
    """
    needed = int(hyper.weights_version_key.get(ctx, netuid))
    uids, values = row or _some_row(ctx, netuid, hotkey)
    attempt = Attempt(hotkey, netuid, mechanism, uids, values, needed if version_key is None else version_key)
    hidden = not setting.is_plain(ctx, netuid)
    plain_call = ctx.chain.call(
        PALLET, PLAIN, netuid, mechanism, tuple(uids), tuple(values), attempt.version_key
    )
    call = _commit_call(ctx, attempt) if hidden else plain_call
    rule = _commit_rule(ctx, attempt) if hidden else _plain_rule(ctx, attempt)
    checks = _run(ctx, attempt, [*_before_dispatch(ctx, hotkey, call), *rule])
    known = {check.name for check in checks}
    later = [(name, check) for name, check in _row_rule(ctx, attempt) if name not in known]
    at_reveal = _run(ctx, attempt, later) if hidden else ()
    error = outcome(ctx, hotkey, call)
    answer = WeightsAnswer(
        netuid=netuid,
        mechanism=mechanism,
        hotkey=hotkey,
        uid=slots.uid_of(ctx, netuid, hotkey),
        block=ctx.block_number,
        commit_reveal=hidden,
        call=HIDDEN if hidden else PLAIN,
        error=error,
        set_weights_error=outcome(ctx, hotkey, plain_call),
        works_from_block=_works_from(ctx, checks, error),
        checks=checks,
        at_reveal=at_reveal,
        says="",
    )
    return answer._replace(says=_says(answer))


def outcome(ctx: Context, account: bytes, call: Case) -> str | None:
    """Return the name of the error that a signed call gives in this block, None if it works; nothing is changed."""
    with ctx.scratch():
        try:
            ctx.dispatch(signed(account), call)
        except DispatchError as error:
            return error.name
    return None


# --- the checks, in the order of the chain ----------------------------------------------------------------


def _before_dispatch(ctx: Context, hotkey: bytes, call: Case) -> list[Step]:
    definition, args = ctx.chain.find_call(call)
    steps: list[Step] = [("open chain", lambda: check_filters(ctx, signed(hotkey), call))]
    for guard in ctx.chain.guards:
        checks = getattr(guard, "checks", None)
        if checks is None or definition.name in checks:
            name = GUARDS.get(getattr(guard, "name", ""), "no key swap")
            steps.append((name, partial(guard, ctx, hotkey, definition, args)))
    return steps


def _row_rule(ctx: Context, attempt: Attempt) -> list[Step]:
    return [(name, partial(check, ctx, attempt)) for name, check in setting.CHECKS.items()]


def _plain_rule(ctx: Context, attempt: Attempt) -> list[Step]:
    plain: Step = ("weights in the open", lambda: setting.ensure_plain(ctx, attempt.netuid))
    return [plain, *_row_rule(ctx, attempt)]


def _commit_rule(ctx: Context, attempt: Attempt) -> list[Step]:
    netuid, hotkey = attempt.netuid, attempt.hotkey

    def index() -> int:
        return ensure_exists(ctx, netuid, attempt.mechanism)

    def rate() -> None:
        uid = setting.registered_uid(ctx, netuid, hotkey)
        setting.ensure_rate(ctx, netuid, index(), uid, CommittingWeightsTooFast)

    version = int(hyper.commit_reveal_weights_version.get(ctx))
    return [
        ("mechanism", index),
        ("weights hidden", lambda: ensure_hidden(ctx, netuid)),
        ("version of commits", lambda: timelocked.ensure_version(ctx, version)),
        ("registered", lambda: setting.registered_uid(ctx, netuid, hotkey)),
        ("rate limit", rate),
        ("room", lambda: timelocked.ensure_room(ctx, index(), current_epoch(ctx, netuid), hotkey)),
    ]


def _run(ctx: Context, attempt: Attempt, steps: Sequence[Step]) -> tuple[Check, ...]:
    found: dict[str, Check] = {}
    failed: set[str] = set()
    for name, step in steps:
        if name in found:
            continue
        error, message = _tried(ctx, step)
        # What fails by the error of an earlier check was not reached.
        passed = None if error in failed else error is None
        if error is not None:
            failed.add(error)
        told = Detail(UNREACHED) if passed is None else detail(ctx, name, attempt, passed=passed)
        found[name] = Check(
            name=name,
            passed=passed,
            error=error if passed is False else None,
            value=told.value,
            bound=told.bound,
            unit=told.unit,
            from_block=told.from_block if passed is False else None,
            is_forecast=told.is_forecast and passed is False,
            text=told.text or message,
        )
    return tuple(found.values())


def _tried(ctx: Context, step: Callable[[], object]) -> tuple[str | None, str]:
    with ctx.scratch():
        try:
            step()
        except DispatchError as error:
            return error.name, str(error)
    return None, "holds"


# --- what is tried, and what follows ----------------------------------------------------------------------


def _some_row(ctx: Context, netuid: int, hotkey: bytes) -> tuple[list[int], list[int]]:
    """Return a row that the subnet accepts from a validator: as many other uids as it asks for."""
    own = slots.uid_of(ctx, netuid, hotkey)
    n = slots.count(ctx, netuid)
    length = max(setting.shortest_row(ctx, netuid), 1)
    others = [uid for uid in range(n) if uid != own]
    uids = sorted([*others, *([] if own is None else [own])][:length])
    return uids, [1] * len(uids)


def _commit_call(ctx: Context, attempt: Attempt) -> Case:
    version = int(hyper.commit_reveal_weights_version.get(ctx))
    args = (attempt.netuid, attempt.mechanism, b"", newest_round(ctx), version)
    return ctx.chain.call(PALLET, HIDDEN, *args)


def _works_from(ctx: Context, checks: Sequence[Check], error: str | None) -> int | None:
    if error is None:
        return ctx.block_number
    blocks = [check.from_block for check in checks if check.passed is not True]
    known = [block for block in blocks if block is not None]
    return max(known) if known and len(known) == len(blocks) else None


def _says(answer: WeightsAnswer) -> str:
    hint = ""
    if answer.commit_reveal:
        hint = (
            f"weights are hidden here, so set_weights answers {answer.set_weights_error}; commit with "
            f"{answer.call}, as the SDK's set_weights does by itself; "
        )
    if answer.error is None:
        later = _first_failed(answer.at_reveal)
        but = "" if later is None else f", but opening the commit would fail with {later.error}: {later.text}"
        return f"{hint}{_call(answer)} works in block {answer.block}{but}"
    first = _first_failed(answer.checks)
    why = f"{answer.error}: {first.text}" if first is not None else answer.error
    if answer.works_from_block is None:
        return f"{hint}{_call(answer)} is refused in block {answer.block} with {why}"
    sure = "expected from" if any(check.is_forecast for check in answer.checks) else "works from"
    return (
        f"{hint}{_call(answer)} is refused in block {answer.block} with {why}; it {sure} block "
        f"{answer.works_from_block} on"
    )


def _first_failed(checks: Sequence[Check]) -> Check | None:
    return next((check for check in checks if check.passed is False), None)


def _call(answer: WeightsAnswer) -> str:
    return "this commit" if answer.commit_reveal else answer.call
