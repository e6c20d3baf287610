"""Explains an epoch's payments by computing the block step of its block again, over the state before it.

Nothing is stored for it: who was paid what follows from the parent's state. Amounts in rao of alpha.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from meritnet.primitives.fixed import U96F32
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.collateral.bonds import bond_of
from meritnet.runtime.pallets.collateral.settling import captured_of
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.registration.uids import uid_of
from meritnet.runtime.pallets.staking.storage import auto_stake_destination
from meritnet.runtime.pallets.subnets import storage as subnets

from . import drain, hooks, payout_state
from .drain import Drained
from .payout import TakeSplit

NOTHING = TakeSplit(0, 0)


class Payment(NamedTuple):
    """What one hotkey earned in an epoch, and where each part went."""

    hotkey: bytes
    owner: bytes
    """Coldkey that receives the incentive and the takes."""
    uid: int | None
    """None for a parent without a uid here."""
    incentive: int
    withheld: bool
    """Whether the incentive was burned or recycled, as an owner's key."""
    destination: bytes
    """Hotkey with which the incentive was staked."""
    dividends: TakeSplit
    """Owner's take, and what all who stake with the hotkey share."""
    root_dividends: TakeSplit
    """The same for root stake: the rest was entered into the book of root claims."""
    owner_cut: int
    """The subnet owner's part, paid with its hotkey."""
    collateral: int = 0
    """Part of incentive and takes that was staked with the hotkey itself and became collateral."""

    @property
    def total(self) -> int:
        """Return everything that the hotkey brought its owner and its stakers."""
        paid = 0 if self.withheld else self.incentive
        return paid + sum(self.dividends) + sum(self.root_dividends) + self.owner_cut


class Epoch(NamedTuple):
    """An epoch's alpha and everybody's part, in account order of the hotkeys."""

    netuid: int
    block: int
    drained: Drained
    payments: tuple[Payment, ...]

    @property
    def unpaid(self) -> int:
        """Return the part that went to nobody: withheld, floored, or without anyone who qualifies."""
        return sum(self.drained) - sum(payment.total for payment in self.payments)


@contextmanager
def epoch_begun(before: Context, netuid: int) -> Iterator[Drained | None]:
    """Run the body where the block after the state `before` comes to the subnet's epoch, and undo everything.

    Gives what was set aside for the epoch, None if the subnet has none in that block.
    """
    parent = before.block_number
    with before.scratch():
        before.block_number = parent + 1
        try:
            netuids, _ = hooks.up_to_epochs(before)
            due = drain.take_due(before, netuids)
            # Epochs of lower netuids in the same block come first and may move stake.
            for earlier, drained in due:
                if earlier < netuid and netuid in dict(due):
                    drain.run_epoch(before, earlier, drained)
            yield dict(due).get(netuid)
        finally:
            before.block_number = parent


def explain_epoch(before: Context, netuid: int) -> Epoch | None:
    """Return the epoch that a subnet has in the block after the state `before`, None if it has none there.

    `before` is the parent's state as its block left it; it is read and left unchanged.
    """
    with epoch_begun(before, netuid) as drained:
        return None if drained is None else epoch_of(before, netuid, drained)


def explain_payment(before: Context, netuid: int, hotkey: bytes) -> Payment | None:
    """Return what a hotkey earned in the block after the state `before`, None without an epoch or a part in it."""
    epoch = explain_epoch(before, netuid)
    if epoch is None:
        return None
    return next((payment for payment in epoch.payments if payment.hotkey == hotkey), None)


def epoch_of(ctx: Context, netuid: int, drained: Drained) -> Epoch:
    """Run the consensus of an epoch that begins now and return what it would pay; the caller undoes it."""
    plan = payout_state.plan(ctx, netuid, drained, payout_state.consensus(ctx, netuid, drained))
    payments = {hotkey: _payment(ctx, netuid, hotkey, plan) for hotkey in _hotkeys(ctx, netuid, plan)}
    return Epoch(netuid, ctx.block_number, drained, tuple(payments[hotkey] for hotkey in sorted(payments)))


def _hotkeys(ctx: Context, netuid: int, plan: payout_state.Plan) -> set[bytes]:
    found = {*plan.miners.paid, *plan.miners.withheld, *plan.stakers, *plan.root}
    if _has_owner(ctx, netuid):
        found.add(subnets.subnet_owner_hotkey.get(ctx, netuid))
    return found


def _has_owner(ctx: Context, netuid: int) -> bool:
    return subnets.subnet_owner.exists(ctx, netuid) and subnets.subnet_owner_hotkey.exists(ctx, netuid)


def _payment(ctx: Context, netuid: int, hotkey: bytes, plan: payout_state.Plan) -> Payment:
    owner = owner_of(ctx, hotkey)
    withheld = hotkey in plan.miners.withheld
    incentives = plan.miners.withheld if withheld else plan.miners.paid
    is_owners = _has_owner(ctx, netuid) and subnets.subnet_owner_hotkey.get(ctx, netuid) == hotkey
    return Payment(
        hotkey,
        owner,
        uid_of(ctx, netuid, hotkey),
        incentives.get(hotkey, 0),
        withheld,
        auto_stake_destination.get(ctx, owner, netuid) or hotkey,
        plan.stakers.get(hotkey, NOTHING),
        plan.root.get(hotkey, NOTHING),
        plan.owner if is_owners else 0,
        captured_of(bond_of(ctx, netuid, hotkey, owner), _own_pay(plan, hotkey)),
    )


def _own_pay(plan: payout_state.Plan, hotkey: bytes) -> Iterator[tuple[int, int]]:
    """Yield what a hotkey earned and its owner's part of it, in the order in which they are paid."""
    incentive = plan.miners.paid.get(hotkey, 0)
    yield incentive, incentive
    for parts, amounts in ((plan.stakers, plan.dividends.alpha), (plan.root, plan.dividends.root)):
        if hotkey in parts:
            yield U96F32.to_u64(amounts[hotkey]), parts[hotkey].take
