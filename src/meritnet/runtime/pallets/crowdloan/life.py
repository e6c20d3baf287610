"""The beginning, the terms and the end of a crowdloan. Amounts in rao, `end` in blocks."""

from meritnet.codec import Case
from meritnet.primitives.fixed import U32_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import Corruption, Unavailable, ensure
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.preimage import bounded
from meritnet.runtime.pallets.system import accounts as system

from . import book, errors, events, storage
from .accounts import funds_account
from .constants import ABSOLUTE_MINIMUM_CONTRIBUTION, MINIMUM_DEPOSIT
from .types import CROWDLOAN_INFO


def create(
    ctx: Context,
    creator: bytes,
    deposit: int,
    min_contribution: int,
    cap: int,
    end: int,
    call: Case | None,
    target_address: bytes | None,
) -> None:
    """Open a crowdloan with the creator's deposit as its first contribution.

    Raises: DepositTooLow, CapTooLow, MinimumContributionTooLow, InvalidFinalizationConfig, CannotEndInPast,
    BlockDurationTooShort, BlockDurationTooLong, InsufficientBalance, Overflow, TokenError.
    """
    ensure(deposit >= MINIMUM_DEPOSIT, errors.DepositTooLow, deposit=deposit, least=MINIMUM_DEPOSIT)
    ensure(cap > deposit, errors.CapTooLow, cap=cap, deposit=deposit)
    _ensure_minimum(min_contribution)
    ensure((call is None) != (target_address is None), errors.InvalidFinalizationConfig)
    book.ensure_end(ctx, end)
    balance = balances.free(ctx, creator)
    ensure(balance >= deposit, errors.InsufficientBalance, balance=balance, deposit=deposit)
    crowdloan_id = storage.next_crowdloan_id.get(ctx)
    ensure(crowdloan_id < U32_MAX, errors.Overflow, crowdloan_id=crowdloan_id)
    storage.next_crowdloan_id.set(ctx, crowdloan_id + 1)
    funds = funds_account(crowdloan_id)
    system.add_provider(ctx, funds)
    stored = None if call is None else bounded.bound(ctx, call)
    crowdloan = CROWDLOAN_INFO(
        creator=creator,
        deposit=deposit,
        min_contribution=min_contribution,
        end=end,
        cap=cap,
        funds_account=funds,
        raised=deposit,
        target_address=target_address,
        call=stored,
        finalized=False,
        contributors_count=1,
    )
    storage.crowdloans.set(ctx, crowdloan_id, crowdloan)
    balances.transfer(ctx, creator, funds, deposit, keep_alive=False)
    storage.contributions.set(ctx, crowdloan_id, creator, deposit)
    ctx.emit(events.Created, crowdloan_id, creator, end, cap)


def finalize(ctx: Context, who: bytes, crowdloan_id: int) -> None:
    """Spend what was raised: make the stored call as the creator, or pay the target.

    The end need not be reached. While the call runs, `CurrentCrowdloanId` names the crowdloan.
    Quirk: a stored call that lives in a preimage stays noted there after it was made.
    Raises: InvalidCrowdloanId, InvalidOrigin, CapNotRaised, AlreadyFinalized, CallUnavailable,
    InvalidFinalizationConfig, TokenError, and what the call raises.
    """
    crowdloan = book.find(ctx, crowdloan_id)
    ensure(who == crowdloan.creator, errors.InvalidOrigin, creator=crowdloan.creator)
    raised, cap = crowdloan.raised, crowdloan.cap
    ensure(raised == cap, errors.CapNotRaised, raised=raised, cap=cap)
    ensure(not crowdloan.finalized, errors.AlreadyFinalized, crowdloan_id=crowdloan_id)
    if crowdloan.call is not None and crowdloan.target_address is None:
        storage.current_crowdloan_id.set(ctx, crowdloan_id)
        ctx.dispatch(signed(who), _stored_call(ctx, crowdloan.call))
        storage.current_crowdloan_id.remove(ctx)
    elif crowdloan.call is None and crowdloan.target_address is not None:
        balances.transfer(ctx, crowdloan.funds_account, crowdloan.target_address, raised, keep_alive=False)
    else:
        raise errors.InvalidFinalizationConfig(crowdloan_id=crowdloan_id)
    storage.crowdloans.set(ctx, crowdloan_id, crowdloan._replace(finalized=True))
    ctx.emit(events.Finalized, crowdloan_id)


def update_min_contribution(ctx: Context, who: bytes, crowdloan_id: int, least: int) -> None:
    """Set the least amount of one contribution.

    Raises: InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, MinimumContributionTooLow,
    MinimumContributionTooHigh.
    """
    crowdloan = book.find_own(ctx, crowdloan_id, who)
    _ensure_minimum(least)
    most = storage.max_contributions.get(ctx, crowdloan_id)
    ensure(most is None or least <= most, errors.MinimumContributionTooHigh, least=least, most=most)
    storage.crowdloans.set(ctx, crowdloan_id, crowdloan._replace(min_contribution=least))
    ctx.emit(events.MinContributionUpdated, crowdloan_id, least)


def update_end(ctx: Context, who: bytes, crowdloan_id: int, end: int) -> None:
    """Set the block at which contributions end.

    Raises: InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, CannotEndInPast, BlockDurationTooShort,
    BlockDurationTooLong.
    """
    crowdloan = book.find_own(ctx, crowdloan_id, who)
    book.ensure_end(ctx, end)
    storage.crowdloans.set(ctx, crowdloan_id, crowdloan._replace(end=end))
    ctx.emit(events.EndUpdated, crowdloan_id, end)


def update_cap(ctx: Context, who: bytes, crowdloan_id: int, cap: int) -> None:
    """Set what is to be raised; exactly what is raised already makes the crowdloan ready.

    Raises: InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, CapTooLow.
    """
    crowdloan = book.find_own(ctx, crowdloan_id, who)
    ensure(cap >= crowdloan.raised, errors.CapTooLow, cap=cap, raised=crowdloan.raised)
    storage.crowdloans.set(ctx, crowdloan_id, crowdloan._replace(cap=cap))
    ctx.emit(events.CapUpdated, crowdloan_id, cap)


def set_max_contribution(ctx: Context, who: bytes, crowdloan_id: int, most: int | None) -> None:
    """Set, or with None lift, the bound of what one account contributes in total.

    Quirk: only the creator's own contribution is compared with it; others may already be above.
    Raises: InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, MaximumContributionTooLow.
    """
    crowdloan = book.find_own(ctx, crowdloan_id, who)
    if most is None:
        storage.max_contributions.remove(ctx, crowdloan_id)
    else:
        least = max(crowdloan.min_contribution, book.contribution_of(ctx, crowdloan_id, who))
        ensure(most >= least, errors.MaximumContributionTooLow, most=most, least=least)
        storage.max_contributions.set(ctx, crowdloan_id, most)
    ctx.emit(events.MaxContributionUpdated, crowdloan_id, most)


def _stored_call(ctx: Context, stored: Case) -> Case:
    try:
        return bounded.peek(ctx, stored)
    except (Unavailable, Corruption) as error:
        raise errors.CallUnavailable(reason=str(error)) from error


def _ensure_minimum(least: int) -> None:
    ensure(
        least >= ABSOLUTE_MINIMUM_CONTRIBUTION,
        errors.MinimumContributionTooLow,
        contribution=least,
        least=ABSOLUTE_MINIMUM_CONTRIBUTION,
    )
