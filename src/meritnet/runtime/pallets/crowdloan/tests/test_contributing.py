"""Contributing, withdrawing, refunding, dissolving."""

from meritnet.runtime.framework.origin import signed
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.crowdloan import storage
from meritnet.runtime.pallets.crowdloan.accounts import funds_account
from meritnet.testing.chain import TestChain, account

from .scene import CAP, DEPOSIT, PALLET, TAO, create, found, free, scene, sound


def contributed(chain: TestChain, who: str) -> int | None:
    return storage.contributions.get(chain.ctx, 0, account(who))  # type: ignore[no-any-return]


def test_contributions_add_up():
    chain = scene()
    before = free(chain, "//Bob")
    chain.ok(PALLET, "contribute", 0, 10 * TAO, by="//Bob")
    chain.ok(PALLET, "contribute", 0, 5 * TAO, by="//Bob")
    assert contributed(chain, "//Bob") == 15 * TAO
    assert found(chain).raised == DEPOSIT + 15 * TAO
    assert found(chain).contributors_count == 2
    assert free(chain, "//Bob") == before - 15 * TAO
    assert [record.args for record in chain.events("Contributed")] == [
        (0, account("//Bob"), 10 * TAO),
        (0, account("//Bob"), 5 * TAO),
    ]
    sound(chain)


def test_no_more_is_taken_than_the_cap_leaves_room_for():
    chain = scene()
    chain.ok(PALLET, "contribute", 0, CAP, by="//Bob")
    assert contributed(chain, "//Bob") == CAP - DEPOSIT
    chain.fails("CapRaised", PALLET, "contribute", 0, TAO, by="//Bob")
    sound(chain)


def test_contributions_are_checked_in_order():
    chain = scene()
    chain.fails("InvalidCrowdloanId", PALLET, "contribute", 1, TAO, by="//Bob")
    chain.fails("ContributionTooLow", PALLET, "contribute", 0, TAO - 1, by="//Bob")
    chain.fails("InsufficientBalance", PALLET, "contribute", 0, TAO, by=b"\x07" * 32)
    chain.fails("BadOrigin", PALLET, "contribute", 0, TAO)
    storage.crowdloans.set(chain.ctx, 0, found(chain)._replace(end=chain.ctx.block_number, raised=CAP))
    chain.fails("ContributionPeriodEnded", PALLET, "contribute", 0, TAO, by="//Bob")
    storage.crowdloans.set(chain.ctx, 0, found(chain)._replace(end=chain.ctx.block_number + 1))
    chain.fails("CapRaised", PALLET, "contribute", 0, 0, by="//Bob")


def test_a_full_list_refuses_those_on_it_too():
    chain = scene()
    chain.ok(PALLET, "contribute", 0, TAO, by="//Bob")
    storage.crowdloans.set(chain.ctx, 0, found(chain)._replace(contributors_count=500))
    chain.fails("MaxContributorsReached", PALLET, "contribute", 0, TAO, by="//Bob")
    chain.fails("MaxContributorsReached", PALLET, "contribute", 0, TAO, by="//Dave")


def test_one_account_contributes_at_most_the_maximum():
    chain = scene()
    chain.ok(PALLET, "set_max_contribution", 0, DEPOSIT, by="//Alice")
    chain.ok(PALLET, "contribute", 0, DEPOSIT - TAO, by="//Bob")
    chain.ok(PALLET, "contribute", 0, 5 * TAO, by="//Bob")
    assert contributed(chain, "//Bob") == DEPOSIT
    chain.fails("MaxContributionReached", PALLET, "contribute", 0, TAO, by="//Bob")
    chain.fails("MaxContributionReached", PALLET, "contribute", 0, TAO, by="//Alice")
    chain.ok(PALLET, "set_max_contribution", 0, None, by="//Alice")
    chain.ok(PALLET, "contribute", 0, TAO, by="//Bob")
    sound(chain)


def test_a_contributor_takes_everything_back():
    chain = scene()
    before = free(chain, "//Bob")
    chain.ok(PALLET, "contribute", 0, 10 * TAO, by="//Bob")
    chain.ok(PALLET, "withdraw", 0, by="//Bob")
    assert free(chain, "//Bob") == before
    assert contributed(chain, "//Bob") is None
    assert (found(chain).raised, found(chain).contributors_count) == (DEPOSIT, 1)
    assert chain.events("Withdrew")[0].args == (0, account("//Bob"), 10 * TAO)
    chain.fails("NoContribution", PALLET, "withdraw", 0, by="//Bob")
    sound(chain)


def test_the_creator_keeps_the_deposit_in():
    chain = scene()
    chain.fails("DepositCannotBeWithdrawn", PALLET, "withdraw", 0, by="//Alice")
    chain.ok(PALLET, "contribute", 0, 10 * TAO, by="//Alice")
    assert found(chain).contributors_count == 1
    chain.ok(PALLET, "withdraw", 0, by="//Alice")
    assert contributed(chain, "//Alice") == DEPOSIT
    assert chain.events("Withdrew")[0].args == (0, account("//Alice"), 10 * TAO)
    sound(chain)


def test_withdrawing_is_possible_after_the_end_but_not_after_finalization():
    chain = scene()
    chain.ok(PALLET, "contribute", 0, CAP, by="//Bob")
    storage.crowdloans.set(chain.ctx, 0, found(chain)._replace(end=0))
    chain.ok(PALLET, "withdraw", 0, by="//Bob")
    chain.fails("InvalidCrowdloanId", PALLET, "withdraw", 1, by="//Bob")
    storage.crowdloans.set(chain.ctx, 0, found(chain)._replace(finalized=True))
    chain.fails("AlreadyFinalized", PALLET, "withdraw", 0, by="//Bob")


def many(chain: TestChain, count: int) -> list[bytes]:
    """Let `count` accounts contribute 1 TAO each."""
    people = [bytes([7, number]) + bytes(30) for number in range(count)]
    for who in people:
        balances.set_balance(chain.ctx, who, 2 * TAO)
        chain.ok(PALLET, "contribute", 0, TAO, by=who)
    return people


def test_refunds_go_fifty_a_call_and_leave_the_creator():
    chain = scene()
    people = many(chain, 51)
    refund = chain.runtime.assembly.call(PALLET, "refund", 0)
    first = chain.ctx.dispatch(signed(account("//Alice")), refund)
    assert first.actual_weight is None
    assert found(chain).contributors_count == 2
    assert found(chain).raised == DEPOSIT + TAO
    assert len(chain.events("PartiallyRefunded")) == 1
    chain.fails("NotReadyToDissolve", PALLET, "dissolve", 0, by="//Alice")
    sound(chain)
    second = chain.ctx.dispatch(signed(account("//Alice")), refund)
    assert second.actual_weight.ref_time == 110_703_000 + 39_503_253 + 4 * 25_000_000 + 2 * 100_000_000
    assert len(chain.events("AllRefunded")) == 1
    assert {free(chain, who) for who in people} == {2 * TAO}
    assert (found(chain).raised, found(chain).contributors_count) == (DEPOSIT, 1)
    sound(chain)


def test_exactly_fifty_are_all():
    chain = scene()
    many(chain, 50)
    chain.ok(PALLET, "refund", 0, by="//Alice")
    assert len(chain.events("AllRefunded")) == 1


def test_only_the_creator_refunds_and_dissolves_an_open_crowdloan():
    chain = scene()
    for name in ("refund", "dissolve"):
        chain.fails("InvalidCrowdloanId", PALLET, name, 1, by="//Alice")
        chain.fails("InvalidOrigin", PALLET, name, 0, by="//Bob")
        chain.fails("BadOrigin", PALLET, name, 0)
    storage.crowdloans.set(chain.ctx, 0, found(chain)._replace(finalized=True))
    for name in ("refund", "dissolve"):
        chain.fails("AlreadyFinalized", PALLET, name, 0, by="//Bob")


def test_a_gone_account_owed_less_than_the_existential_deposit_blocks_the_refund():
    chain = scene()
    lost = b"\x07" * 32
    balances.set_balance(chain.ctx, lost, 600)
    storage.crowdloans.set(chain.ctx, 0, found(chain)._replace(raised=CAP - 400))
    balances.set_balance(chain.ctx, funds_account(0), CAP - 400)
    chain.ok(PALLET, "contribute", 0, TAO, by=lost)
    assert storage.contributions.get(chain.ctx, 0, lost) == 400
    assert free(chain, lost) == 0
    chain.fails("BelowMinimum", PALLET, "refund", 0, by="//Alice")


def test_a_dissolved_crowdloan_leaves_nothing():
    chain = TestChain()
    before = free(chain, "//Alice")
    create(chain, call=chain.call("System", "remark", bytes(200)))
    chain.ok(PALLET, "set_max_contribution", 0, DEPOSIT, by="//Alice")
    chain.ok(PALLET, "dissolve", 0, by="//Alice")
    assert free(chain, "//Alice") == before
    assert found(chain) is None
    assert not list(storage.contributions.iter(chain.ctx))
    assert not list(storage.max_contributions.iter(chain.ctx))
    assert chain.events("Dissolved")[0].args == (0,)
    chain.fails("InvalidCrowdloanId", PALLET, "dissolve", 0, by="//Alice")
    assert create(chain) == 1
    sound(chain)


def test_a_creator_without_contribution_cannot_dissolve():
    chain = scene()
    storage.contributions.remove(chain.ctx, 0, account("//Alice"))
    chain.fails("NoContribution", PALLET, "dissolve", 0, by="//Alice")
