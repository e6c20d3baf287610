"""Looks at every epoch: what was drained is paid, withheld or left over, and what is left is a rao or two a payee.

The check after a block has to allow for what a block sets aside before its epoch; here both are seen apart.
Amounts in rao of alpha.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from meritnet.runtime.framework.context import Context, EventRecord
from meritnet.runtime.pallets.alpha_assets import storage as assets
from meritnet.runtime.pallets.consensus_yuma.mechanisms_state import count as mechanism_count
from meritnet.runtime.pallets.emission import drain, invariants, payout_state, storage
from meritnet.runtime.pallets.emission.drain import Drained
from meritnet.runtime.pallets.emission.ledger import Ledger
from meritnet.runtime.pallets.emission.payout import TakeSplit
from meritnet.runtime.pallets.emission.payout_state import Plan
from meritnet.runtime.pallets.root_claims import storage as claims
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import storage as subnets

Result = list[tuple[bytes, int, int]]
"""(hotkey, incentive, dividend)"""
ROOT = 0


class Sums(NamedTuple):
    """A subnet's alpha at one moment."""

    out: int
    staked: int
    owed: int
    """What the book of root claims owes, before what was claimed of it."""
    burned: int


class Epochs:
    """What the epochs of one block did."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.run = 0
        self.left: dict[int, int] = {}
        """By how much an epoch let the alpha grow that is neither owned nor burned, by subnet."""
        self._result: Result = []
        self._plan: Plan | None = None

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look at the epochs that run within the block."""
        run, consensus, plan = drain.run_epoch, payout_state.consensus, payout_state.plan
        self.wrong, self.left = [], {}

        def seen_run(ctx: Context, netuid: int, drained: Drained) -> None:
            before, self._plan = sums(ctx, netuid), None
            run(ctx, netuid, drained)
            self._look(ctx, netuid, drained, before)

        def seen_consensus(ctx: Context, netuid: int, drained: Drained) -> Result:
            self._result = consensus(ctx, netuid, drained)
            return self._result

        def seen_plan(ctx: Context, netuid: int, drained: Drained, result: Result) -> Plan:
            self._plan = plan(ctx, netuid, drained, result)
            return self._plan

        drain.run_epoch, payout_state.consensus, payout_state.plan = seen_run, seen_consensus, seen_plan
        try:
            yield
        finally:
            drain.run_epoch, payout_state.consensus, payout_state.plan = run, consensus, plan

    def _look(self, ctx: Context, netuid: int, drained: Drained, before: Sums) -> None:
        after, plan = sums(ctx, netuid), self._plan
        self.run += 1
        assert plan is not None
        wrong = [*_miners(ctx, netuid, drained, self._result), *_shares(drained, self._result, plan)]
        has_owner = subnets.subnet_owner_hotkey.exists(ctx, netuid)
        due = (drained.owner if has_owner else 0) + sum(plan.miners.paid.values())
        due += _whole(plan.stakers) + _whole(plan.root)
        paid = after.staked + after.owed - before.staked - before.owed
        # A book keeps a rate a rao of root stake: of what it is credited up to a rao and this part is left over.
        cut = sum(1 + (staking.total_hotkey_alpha.get(ctx, hotkey, ROOT) >> 32) for hotkey in plan.root)
        if not -len(plan.root) <= due - paid <= cut + len(plan.root):
            wrong.append(f"{due} were due, {paid} were paid to {len(plan.stakers)} stakers and others")
        withheld = sum(plan.miners.withheld.values())
        gone = before.out - after.out + after.burned - before.burned
        if gone < withheld:
            wrong.append(f"{withheld} of the owner's incentive are withheld, {gone} were recycled or burned")
        self.wrong += [f"the epoch of subnet {netuid} drained {drained}: {text}" for text in wrong]
        # What was drained waited until now; what of it is nobody's yet is left over.
        self.left[netuid] = sum(drained) + _ownerless(after) - _ownerless(before)


def _ownerless(sums: Sums) -> int:
    return sums.out - sums.staked - sums.owed - sums.burned


def sums(ctx: Context, netuid: int) -> Sums:
    """Return a subnet's alpha as it stands."""
    staked = sum(alpha for _, where, alpha in staking.total_hotkey_alpha.iter(ctx) if where == netuid)
    owed = sum(
        staking.total_hotkey_alpha.get(ctx, hotkey, ROOT) * rate >> 32
        for hotkey, rates in claims.root_claimable.iter(ctx)
        for where, rate in rates
        if where == netuid
    )
    out = storage.subnet_alpha_out.get(ctx, netuid)
    return Sums(out, staked, owed, assets.alpha_burned.get(ctx, netuid))


def _whole(shared: dict[bytes, TakeSplit]) -> int:
    return sum(parts.take + parts.rest for parts in shared.values())


def _miners(ctx: Context, netuid: int, drained: Drained, result: Result) -> list[str]:
    """Check what consensus gave miners: half of its budget, all of it where nobody has dividends, or nothing.

    Quirk: the reference's budget is all that was drained but the owner's part, so that half of it may be more than the
    miners' own part.
    """
    given, payees = sum(incentive for _, incentive, _ in result), len(result)
    budget = drained.consensus_budget
    whole = budget if ctx.params.split_ppm is None else 2 * drained.server
    cut = payees + (whole * payees >> 32) + 1
    fits = {0, whole // 2, min(whole, budget)}
    if mechanism_count(ctx, netuid) == 1:
        if not any(abs(given - one) <= cut for one in fits):
            return [f"miners got {given} in {payees} parts, which is none of {sorted(fits)}"]
    elif given > budget + cut * mechanism_count(ctx, netuid):
        return [f"miners got {given}, more than {budget}"]
    return []


def _shares(drained: Drained, result: Result, plan: Plan) -> list[str]:
    """Check that validators' and root's parts are shared whole, but for what quotients of 32 bits cut off.

    A part stays whole where nobody qualifies: where no one has dividends, or all of them come from the other stake.
    """
    incentives = sum(incentive for _, incentive, _ in result)
    validators = drained.validator + (0 if incentives else drained.server)
    wrong = []
    for name, budget, shared in (("validators", validators, plan.stakers), ("root", drained.root, plan.root)):
        got = _whole(shared)
        other = plan.root if shared is plan.stakers else plan.stakers
        if not got and (not any(dividend for _, _, dividend in result) or other):
            continue
        if not 0 <= budget - got <= 2 * len(shared) + (budget * len(shared) >> 32) + 1:
            wrong.append(f"{name} share {budget}, {len(shared)} of them got {got}")
    return wrong


def outside(before: Ledger, after: Ledger, events: Iterable[EventRecord], left: dict[int, int]) -> list[str]:
    """Return the subnets where alpha without an owner grew outside of the epochs, which `left` tells of."""
    events = list(events)
    ended = {record.args[0] for record in events if record.event.name == "NetworkRemoved"}
    wrong = []
    for netuid, row in after.subnets.items():
        if netuid not in before.subnets or netuid in ended:
            continue
        was = before.subnets[netuid]
        in_epoch = left.get(netuid, 0)
        grown = invariants.unexplained(was, row) - in_epoch
        least, most = invariants.quiet_bounds(was, row)
        # Quirk: where SubnetAlphaOut stops at 0, what an epoch overpaid vanishes like what was missing before.
        most += invariants.may_be_lost(was, row, events) + max(-in_epoch, 0)
        if not least <= grown <= most:
            wrong.append(
                f"subnet {netuid}: outside of its epoch alpha without an owner grew by {grown}, "
                f"rounding allows {least}..{most}"
            )
    return wrong
