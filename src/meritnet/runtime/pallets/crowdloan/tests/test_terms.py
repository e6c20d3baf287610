"""Changing the terms of a crowdloan, as its creator and before it is finalized."""

import pytest

from meritnet.runtime.pallets.crowdloan import storage
from meritnet.testing.chain import account

from .scene import CAP, DEPOSIT, LEAST, PALLET, TAO, found, scene, sound

CALLS = {
    "update_min_contribution": 2 * TAO,
    "update_end": 500,
    "update_cap": 300 * TAO,
    "set_max_contribution": 60 * TAO,
}


@pytest.mark.parametrize("name", CALLS)
def test_terms_belong_to_the_creator_of_an_open_crowdloan(name):
    chain = scene()
    chain.fails("BadOrigin", PALLET, name, 0, CALLS[name])
    chain.fails("InvalidCrowdloanId", PALLET, name, 1, CALLS[name], by="//Alice")
    chain.fails("InvalidOrigin", PALLET, name, 0, CALLS[name], by="//Bob")
    storage.crowdloans.set(chain.ctx, 0, found(chain)._replace(finalized=True))
    chain.fails("AlreadyFinalized", PALLET, name, 0, CALLS[name], by="//Bob")


def test_the_minimum_contribution_changes_within_its_bounds():
    chain = scene()
    chain.ok(PALLET, "update_min_contribution", 0, 2 * TAO, by="//Alice")
    assert found(chain).min_contribution == 2 * TAO
    assert chain.events("MinContributionUpdated")[0].args == (0, 2 * TAO)
    chain.fails(
        "MinimumContributionTooLow", PALLET, "update_min_contribution", 0, TAO // 10 - 1, by="//Alice"
    )
    chain.ok(PALLET, "set_max_contribution", 0, DEPOSIT, by="//Alice")
    chain.ok(PALLET, "update_min_contribution", 0, DEPOSIT, by="//Alice")
    chain.fails("MinimumContributionTooHigh", PALLET, "update_min_contribution", 0, DEPOSIT + 1, by="//Alice")


def test_the_end_moves_within_its_bounds():
    chain = scene()
    now = chain.ctx.block_number
    for end in (now + 50, now + 20_000):
        chain.ok(PALLET, "update_end", 0, end, by="//Alice")
        assert found(chain).end == end
    assert [record.args for record in chain.events("EndUpdated")] == [(0, now + 50), (0, now + 20_000)]
    chain.fails("CannotEndInPast", PALLET, "update_end", 0, now, by="//Alice")
    chain.fails("BlockDurationTooShort", PALLET, "update_end", 0, now + 49, by="//Alice")
    chain.fails("BlockDurationTooLong", PALLET, "update_end", 0, now + 20_001, by="//Alice")


def test_the_cap_may_come_down_to_what_is_raised():
    chain = scene()
    chain.ok(PALLET, "contribute", 0, 10 * TAO, by="//Bob")
    raised = DEPOSIT + 10 * TAO
    chain.fails("CapTooLow", PALLET, "update_cap", 0, raised - 1, by="//Alice")
    chain.ok(PALLET, "update_cap", 0, raised, by="//Alice")
    assert chain.events("CapUpdated")[0].args == (0, raised)
    chain.fails("CapRaised", PALLET, "contribute", 0, TAO, by="//Bob")
    chain.ok(PALLET, "finalize", 0, by="//Alice")
    sound(chain)


def test_the_maximum_is_at_least_the_minimum_and_what_the_creator_gave():
    chain = scene()
    chain.fails("MaximumContributionTooLow", PALLET, "set_max_contribution", 0, LEAST - 1, by="//Alice")
    chain.fails("MaximumContributionTooLow", PALLET, "set_max_contribution", 0, DEPOSIT - 1, by="//Alice")
    chain.ok(PALLET, "set_max_contribution", 0, DEPOSIT, by="//Alice")
    assert storage.max_contributions.get(chain.ctx, 0) == DEPOSIT
    chain.ok(PALLET, "set_max_contribution", 0, None, by="//Alice")
    assert storage.max_contributions.get(chain.ctx, 0) is None
    assert [record.args for record in chain.events("MaxContributionUpdated")] == [(0, DEPOSIT), (0, None)]


def test_the_maximum_may_fall_below_what_another_contributor_gave():
    chain = scene()
    chain.ok(PALLET, "contribute", 0, DEPOSIT + 10 * TAO, by="//Bob")
    chain.ok(PALLET, "set_max_contribution", 0, DEPOSIT, by="//Alice")
    assert storage.contributions.get(chain.ctx, 0, account("//Bob")) > DEPOSIT
    chain.fails("MaxContributionReached", PALLET, "contribute", 0, TAO, by="//Bob")
    assert found(chain).raised < CAP
