"""Money into and out of a crowdloan before it is finalized. Amounts in rao."""

from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.preimage import bounded
from meritnet.runtime.pallets.system import accounts as system

from . import book, errors, events, storage
from .constants import MAX_CONTRIBUTORS, REFUND_CONTRIBUTORS_LIMIT


def contribute(ctx: Context, who: bytes, crowdloan_id: int, offered: int) -> None:
    """Take what the crowdloan still accepts of the offered amount.

    Quirk: a full list of contributors refuses those who are on it, too.
    Raises: InvalidCrowdloanId, ContributionPeriodEnded, CapRaised, ContributionTooLow, MaxContributorsReached,
    MaxContributionReached, Overflow, InsufficientBalance, TokenError.
    """
    crowdloan = book.find(ctx, crowdloan_id)
    ensure(ctx.block_number < crowdloan.end, errors.ContributionPeriodEnded, end=crowdloan.end)
    ensure(crowdloan.raised < crowdloan.cap, errors.CapRaised, cap=crowdloan.cap)
    least = crowdloan.min_contribution
    ensure(offered >= least, errors.ContributionTooLow, amount=offered, least=least)
    ensure(
        crowdloan.contributors_count < MAX_CONTRIBUTORS,
        errors.MaxContributorsReached,
        contributors=crowdloan.contributors_count,
    )
    before = book.contribution_of(ctx, crowdloan_id, who)
    amount = min(offered, _own_room(ctx, crowdloan_id, before), crowdloan.cap - crowdloan.raised)
    ensure(crowdloan.raised + amount <= U64_MAX, errors.Overflow, raised=crowdloan.raised)
    is_new = not storage.contributions.exists(ctx, crowdloan_id, who)
    balance = balances.free(ctx, who)
    ensure(balance >= amount, errors.InsufficientBalance, balance=balance, amount=amount)
    balances.transfer(ctx, who, crowdloan.funds_account, amount, keep_alive=False)
    storage.contributions.set(ctx, crowdloan_id, who, before + amount)
    storage.crowdloans.set(
        ctx,
        crowdloan_id,
        crowdloan._replace(
            raised=crowdloan.raised + amount, contributors_count=crowdloan.contributors_count + is_new
        ),
    )
    ctx.emit(events.Contributed, crowdloan_id, who, amount)


def _own_room(ctx: Context, crowdloan_id: int, before: int) -> int:
    """Return how much more one account may contribute. Raises: MaxContributionReached."""
    most = storage.max_contributions.get(ctx, crowdloan_id)
    if most is None:
        return U64_MAX
    ensure(before < most, errors.MaxContributionReached, contributed=before, most=most)
    return int(most - before)


def withdraw(ctx: Context, who: bytes, crowdloan_id: int) -> None:
    """Pay a contribution back; the creator's deposit stays.

    Raises: InvalidCrowdloanId, AlreadyFinalized, NoContribution, DepositCannotBeWithdrawn, TokenError.
    """
    crowdloan = book.find_open(ctx, crowdloan_id)
    amount = book.contribution_of(ctx, crowdloan_id, who)
    ensure(amount, errors.NoContribution, account=who)
    count = crowdloan.contributors_count
    if who == crowdloan.creator:
        amount -= crowdloan.deposit
        ensure(amount > 0, errors.DepositCannotBeWithdrawn, deposit=crowdloan.deposit)
        storage.contributions.set(ctx, crowdloan_id, who, crowdloan.deposit)
    else:
        storage.contributions.remove(ctx, crowdloan_id, who)
        ensure(count > 0, errors.Underflow, contributors=count)
        count -= 1
    balances.transfer(ctx, crowdloan.funds_account, who, amount, keep_alive=False)
    raised = max(crowdloan.raised - amount, 0)
    storage.crowdloans.set(ctx, crowdloan_id, crowdloan._replace(raised=raised, contributors_count=count))
    ctx.emit(events.Withdrew, crowdloan_id, who, amount)


def refund(ctx: Context, who: bytes, crowdloan_id: int) -> tuple[int, bool]:
    """Pay contributors back, all but the creator, at most a call's worth; return how many and whether that was all.

    Quirk: one contributor whose account cannot take its amount (gone, and owed less than the existential deposit)
    fails the refund of everybody.
    Raises: InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, TokenError.
    """
    crowdloan = book.find_own(ctx, crowdloan_id, who)
    owed = [
        (contributor, amount)
        for contributor, amount in storage.contributions.iter_prefix(ctx, crowdloan_id)
        if contributor != crowdloan.creator
    ]
    paid = owed[:REFUND_CONTRIBUTORS_LIMIT]
    for contributor, amount in paid:
        balances.transfer(ctx, crowdloan.funds_account, contributor, amount, keep_alive=False)
        storage.contributions.remove(ctx, crowdloan_id, contributor)
    left = crowdloan.contributors_count - len(paid)
    ensure(left >= 0, errors.Underflow, contributors=crowdloan.contributors_count)
    raised = max(crowdloan.raised - sum(amount for _, amount in paid), 0)
    storage.crowdloans.set(ctx, crowdloan_id, crowdloan._replace(raised=raised, contributors_count=left))
    complete = len(paid) == len(owed)
    ctx.emit(events.AllRefunded if complete else events.PartiallyRefunded, crowdloan_id)
    return len(paid), complete


def dissolve(ctx: Context, who: bytes, crowdloan_id: int) -> None:
    """Remove a crowdloan that only its creator has money in; the deposit goes back, the stored call is forgotten.

    Raises: InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, NoContribution, NotReadyToDissolve, TokenError.
    """
    crowdloan = book.find_own(ctx, crowdloan_id, who)
    own = storage.contributions.get(ctx, crowdloan_id, who)
    ensure(own is not None, errors.NoContribution, account=who)
    ensure(own == crowdloan.raised, errors.NotReadyToDissolve, own=own, raised=crowdloan.raised)
    balances.transfer(ctx, crowdloan.funds_account, who, own, keep_alive=False)
    storage.contributions.remove(ctx, crowdloan_id, who)
    if crowdloan.call is not None:
        bounded.drop(ctx, crowdloan.call)
    system.remove_provider(ctx, crowdloan.funds_account)
    storage.crowdloans.remove(ctx, crowdloan_id)
    storage.max_contributions.remove(ctx, crowdloan_id)
    ctx.emit(events.Dissolved, crowdloan_id)
