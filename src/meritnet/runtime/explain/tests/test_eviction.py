"""The subnet that is named is the one that the next registration dissolves."""

from meritnet.primitives.fixed import I96F32
from meritnet.runtime.explain.eviction import explain_eviction
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import rate_limits
from meritnet.runtime.pallets.subnets import storage
from meritnet.testing.chain import TestChain, account

PALLET = "SubtensorModule"


def full_chain() -> TestChain:
    """Two subnets, room for two, subnet 2 the cheaper one."""
    chain = TestChain()
    chain.ok(PALLET, "register_network", account("//hot"), by="//Bob")
    ctx = chain.ctx
    storage.subnet_limit.set(ctx, 2)
    storage.network_immunity_period.set(ctx, 0)
    emission.subnet_moving_price.set(ctx, 1, I96F32.from_ratio(3, 4))
    emission.subnet_moving_price.set(ctx, 2, I96F32.from_ratio(1, 2))
    return chain


def test_the_named_subnet_goes_and_the_cost_is_paid() -> None:
    chain = full_chain()
    ctx = chain.ctx
    storage.network_rate_limit.set(ctx, 0)
    told = explain_eviction(ctx)
    assert (told.is_full, told.next_netuid, told.subnets, told.subnet_limit) == (True, 2, 2, 2)
    assert [(row.netuid, row.place, row.moving_price_rao) for row in told.order] == [
        (2, 0, 500_000_000), (1, 1, 750_000_000)
    ]  # fmt: skip
    assert "evicts subnet 2" in told.says
    before = balances.free(ctx, account("//Alice"))
    chain.ok(PALLET, "register_network", account("//new"), by="//Alice")
    assert storage.subnet_owner.get(ctx, 2) == account("//Alice")
    assert before - balances.free(ctx, account("//Alice")) == told.cost_rao


def test_the_first_block_of_the_next_registration_is_exact() -> None:
    chain = full_chain()
    storage.network_rate_limit.set(chain.ctx, 4)
    told = explain_eviction(chain.ctx)
    last = rate_limits.last(chain.ctx, rate_limits.NETWORK_LAST_REGISTERED)
    assert told.registration_from_block == last + 4
    while chain.ctx.block_number < told.registration_from_block:
        chain.fails("NetworkTxRateLimitExceeded", PALLET, "register_network", account("//new"), by="//Alice")
        chain.block()
    chain.ok(PALLET, "register_network", account("//new"), by="//Alice")


def test_room_and_immunity_are_said() -> None:
    chain = full_chain()
    storage.network_immunity_period.set(chain.ctx, 1_000)
    told = explain_eviction(chain.ctx)
    assert told.next_netuid is None
    assert {row.place for row in told.order} == {None}
    assert "every subnet is immune" in told.says
    assert "block 1000" in told.says
    storage.subnet_limit.set(chain.ctx, 5)
    told = explain_eviction(chain.ctx)
    assert not told.is_full
    assert "the next 3 registrations evict nobody" in told.says
