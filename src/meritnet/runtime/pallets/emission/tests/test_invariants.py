"""The invariants hold over a chain that lives, and each one notices what it is there for."""

import pytest

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.balances import storage as balances_storage
from meritnet.runtime.pallets.balances.events import DustLost
from meritnet.runtime.pallets.consensus_yuma import mechanisms_state
from meritnet.runtime.pallets.consensus_yuma.mechanisms import MECHANISM_STRIDE
from meritnet.runtime.pallets.emission import invariants, storage
from meritnet.runtime.pallets.emission.ledger import ledger_of
from meritnet.runtime.pallets.emission.tests.living_chain import COLDKEYS, Life, LivingChain, found_subnets
from meritnet.runtime.pallets.root_claims import storage as claims
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.events import StakeRemoved
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.params import params_for

BLOCKS = 320


@pytest.mark.parametrize("rules", [False, True], ids=["reference rules", "meritnet rules"])
def test_every_block_of_a_living_chain_keeps_the_invariants(rules: bool) -> None:
    chain = LivingChain(params_for("local", 250, rules=rules))
    netuids = found_subnets(chain, 3)
    life = Life(chain, netuids, seed=2 + rules)
    for _ in range(BLOCKS):
        for _ in range(life.chance.randrange(4)):
            life.act()
        chain.block()
    assert chain.broken == []
    # The run reached what it is meant to check.
    assert {"burned_register", "add_stake", "remove_stake", "set_weights", "move_stake"} <= set(life.done)
    assert any(amount for _, amount in claims.root_claimed.iter_prefix(chain.ctx))
    for netuid in netuids:
        assert storage.subnet_epoch_index.get(chain.ctx, netuid) > 5
        assert any(amount for _, amount in storage.alpha_dividends_per_subnet.iter_prefix(chain.ctx, netuid))


def test_a_mechanism_that_nobody_mines_keeps_its_half_and_is_told_from_a_loss() -> None:
    chain = LivingChain()
    netuids = found_subnets(chain, 2)
    for netuid in netuids:
        mechanisms_state.set_count(chain.ctx, netuid, 2)
    life = Life(chain, netuids, seed=8)
    one_sided = 0
    for _ in range(160):
        life.act()
        paid = {
            record.args[0]: sum(record.args[1]) for record in chain.events("IncentiveAlphaEmittedToMiners")
        }
        one_sided += any(paid.get(n, 0) and not paid.get(n + MECHANISM_STRIDE, 0) for n in netuids)
        chain.block()
    assert chain.broken == []
    assert one_sided > 3


@pytest.fixture(scope="module")
def settled() -> LivingChain:
    """Return a chain with subnets and stakes, at the start of a block."""
    chain = LivingChain()
    netuids = found_subnets(chain, 2)
    life = Life(chain, netuids, seed=5)
    for _ in range(40):
        life.act()
        chain.block()
    assert chain.broken == []
    return chain


def broken_by(chain: LivingChain, ctx: Context) -> list[str]:
    """Return what is wrong with the step from the last whole block to the state in `ctx`."""
    assert chain.ledger is not None
    return invariants.check_step(chain.ledger, ledger_of(ctx), ctx.events)


def test_a_block_that_was_only_begun_is_right(settled: LivingChain) -> None:
    assert broken_by(settled, settled.ctx) == []
    assert invariants.check_state(settled.ctx) == []


def test_tao_on_an_account_that_was_never_minted_is_noticed(settled: LivingChain) -> None:
    with settled.ctx.scratch():
        balances._set_free(settled.ctx, COLDKEYS[0], balances.free(settled.ctx, COLDKEYS[0]) + 1)
        assert any("(+1)" in text for text in broken_by(settled, settled.ctx))


def test_one_counter_of_issuance_that_moves_alone_is_noticed(settled: LivingChain) -> None:
    for by in (1, -1):
        with settled.ctx.scratch():
            storage.total_issuance.set(settled.ctx, storage.total_issuance.get(settled.ctx) + by)
            assert any("may separate them" in text for text in broken_by(settled, settled.ctx))


def test_a_pool_without_its_tao_is_noticed(settled: LivingChain) -> None:
    ctx = settled.ctx
    with ctx.scratch():
        held = balances.free(ctx, subnet_account(2))
        storage.subnet_tao.set(ctx, 2, held + 1)
        assert any("SubnetTAO" in text for text in invariants.check_state(ctx))


def test_tao_beside_a_pool_that_leaves_the_account_is_noticed(settled: LivingChain) -> None:
    ctx = settled.ctx
    with ctx.scratch():
        balances.transfer(ctx, subnet_account(2), COLDKEYS[0], 1_000, keep_alive=True)
        assert any("subnet 2: its account held" in text for text in broken_by(settled, ctx))


def test_dust_of_an_emptied_account_is_lost_to_its_pool_and_no_more(settled: LivingChain) -> None:
    ctx = settled.ctx
    assert settled.ledger is not None
    row = settled.ledger.subnets[2]
    with ctx.scratch():
        ctx.emit(DustLost, subnet_account(2), 5)
        for missing, told in ((5, False), (6, True)):
            after = settled.ledger._replace(subnets={2: row._replace(account=row.account - missing)})
            texts = invariants.check_step(settled.ledger, after, ctx.events)
            assert any("beside its pool" in text for text in texts) is told


@pytest.mark.parametrize(("netuid", "allowed"), [(invariants.ROOT, True), (2, False)])
def test_only_stake_that_leaves_root_may_lose_what_it_had_not_claimed(
    settled: LivingChain, netuid: int, allowed: bool
) -> None:
    ctx, lost = settled.ctx, 10**6
    with ctx.scratch():
        assert settled.ledger is not None
        before = settled.ledger._replace(subnets={2: settled.ledger.subnets[2]._replace(owed_to_root=lost)})
        after = before._replace(subnets={2: before.subnets[2]._replace(owed_to_root=0)})
        ctx.emit(StakeRemoved, COLDKEYS[0], COLDKEYS[0], 1, 1, netuid, 0)
        texts = invariants.check_step(before, after, ctx.events)
        assert any("alpha without an owner" in text for text in texts) is not allowed


def test_stake_out_of_nothing_is_noticed(settled: LivingChain) -> None:
    ctx = settled.ctx
    with ctx.scratch():
        hotkey, netuid, alpha = next(e for e in staking.total_hotkey_alpha.iter(ctx) if e[1] == 2)
        staking.total_hotkey_alpha.set(ctx, hotkey, netuid, alpha + 10**6)
        assert any("alpha without an owner" in text for text in broken_by(settled, ctx))


def test_alpha_out_may_be_short_by_what_was_recycled_and_no_more(settled: LivingChain) -> None:
    ledger = ledger_of(settled.ctx)
    row = ledger.subnets[2]
    short = row._replace(recycled=10**15, staked=row.staked + row.unowned + 10**15)
    assert invariants.check_ledger(ledger._replace(subnets={2: short})) == []
    shorter = short._replace(staked=short.staked + 10**9)
    assert len(invariants.check_ledger(ledger._replace(subnets={2: shorter}))) == 1


def test_alpha_that_gets_lost_is_noticed(settled: LivingChain) -> None:
    ctx = settled.ctx
    with ctx.scratch():
        waiting = storage.pending_validator_emission.get(ctx, 2)
        storage.pending_validator_emission.set(ctx, 2, waiting // 2)
        assert any("alpha without an owner" in text for text in broken_by(settled, ctx))


def test_minting_twice_is_noticed(settled: LivingChain) -> None:
    ctx = settled.ctx
    with ctx.scratch():
        balances.issue(ctx, 7)
        balances.deposit(ctx, COLDKEYS[0], 7)
        storage.total_issuance.set(ctx, storage.total_issuance.get(ctx) + 7)
        assert balances_storage.total_issuance.get(ctx) > 0
        assert any("a block mints" in text for text in broken_by(settled, ctx))
