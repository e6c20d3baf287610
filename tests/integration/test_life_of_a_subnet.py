"""A subnet's life through its calls: registered, started, staked on, judged, paid, every block checked."""

import pytest

from meritnet.runtime.framework.context import Context
from meritnet.runtime.genesis import local
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import invariants, storage
from meritnet.runtime.pallets.emission.explain import explain_epoch
from meritnet.runtime.pallets.emission.ledger import Ledger, ledger_of
from meritnet.runtime.pallets.registration.uids import uid_of
from meritnet.runtime.pallets.staking.stake import stake_of, total_of
from meritnet.runtime.pallets.subnets.queries import non_root
from meritnet.runtime.params import params_for
from meritnet.testing.chain import TestChain, account

PALLET = "SubtensorModule"
TAO = 10**9
OWNER, MONEY, NOMINATOR = "//Alice", "//Bob", "//Charlie"
HONEST = ("//Honest 1", "//Honest 2", "//Honest 3")
LIAR = "//Liar"
GOOD, BAD = "//Good miner", "//Bad miner"
STAKE = 100 * TAO
TEMPO = 10


class CheckedChain(TestChain):
    """Checks the invariants at the end of every block."""

    __test__ = False
    ledger: Ledger | None = None

    def begin(self) -> None:
        """Check the block that ends and begin the next one."""
        after = ledger_of(self.ctx)
        if self.ledger is not None:
            assert invariants.check_step(self.ledger, after, self.ctx.events) == []
        self.ledger = after
        super().begin()


def genesis(ctx: Context) -> None:
    """Write the development genesis, with a nominator who can pay."""
    local.build(ctx, local.LocalGenesis())
    balances.set_balance(ctx, account(NOMINATOR), 10_000 * TAO)


@pytest.fixture(scope="module", params=[False, True], ids=["reference rules", "meritnet rules"])
def market(request: pytest.FixtureRequest) -> tuple[CheckedChain, int]:
    """Return a chain whose subnet has three honest validators, a liar, two miners, and weights by all four."""
    chain = CheckedChain(params_for("local", 250, rules=request.param), genesis=genesis)
    before = set(non_root(chain.ctx))
    chain.ok(PALLET, "register_network", account("//Owner hotkey"), by=OWNER)
    (netuid,) = set(non_root(chain.ctx)) - before
    chain.ok(PALLET, "start_call", netuid, by=OWNER)
    chain.ok("AdminUtils", "sudo_set_admin_freeze_window", 0)  # with a tempo of 10 it would never be open
    chain.ok("AdminUtils", "sudo_set_subnet_emission_enabled", netuid, True)
    chain.ok("AdminUtils", "sudo_set_commit_reveal_weights_enabled", netuid, False)
    chain.ok("AdminUtils", "sudo_set_weights_set_rate_limit", netuid, 0)
    for hotkey in (*HONEST, LIAR, GOOD, BAD):
        chain.block()
        chain.ok(PALLET, "burned_register", netuid, account(hotkey), by=MONEY)
    for hotkey in (*HONEST, LIAR):
        chain.ok(PALLET, "add_stake", account(hotkey), netuid, STAKE, by=MONEY)
    chain.ok(PALLET, "add_stake", account(HONEST[0]), netuid, STAKE, by=NOMINATOR)
    wait_for_epoch(chain, netuid)  # permits follow stake at an epoch
    wait_for_epoch(chain, netuid)
    for hotkey in HONEST:
        weigh(chain, netuid, hotkey, {GOOD: 9, BAD: 1})
    weigh(chain, netuid, LIAR, {BAD: 1})
    return chain, netuid


def weigh(chain: TestChain, netuid: int, hotkey: str, weights: dict[str, int]) -> None:
    """Set a validator's weights of miners by name."""
    row = sorted((uid_of(chain.ctx, netuid, account(miner)) or 0, value) for miner, value in weights.items())
    uids, values = zip(*row, strict=True)
    chain.ok(PALLET, "set_weights", netuid, uids, values, 0, by=account(hotkey))


def wait_for_epoch(chain: TestChain, netuid: int) -> None:
    """Make blocks until the subnet's next epoch has run."""
    last = storage.last_mechansim_step_block.get(chain.ctx, netuid)
    for _ in range(TEMPO + 1):
        chain.block()
        if storage.last_mechansim_step_block.get(chain.ctx, netuid) != last:
            return
    raise AssertionError(f"no epoch in {TEMPO + 1} blocks")


def per_stake(chain: TestChain, netuid: int, hotkey: str) -> float:
    """Return the last dividend of a validator per alpha staked with it."""
    dividend = storage.alpha_dividends_per_subnet.get(chain.ctx, netuid, account(hotkey))
    return float(dividend / total_of(chain.ctx, account(hotkey), netuid))


def test_miners_are_paid_by_what_validators_agree_on(market: tuple[CheckedChain, int]) -> None:
    chain, netuid = market
    start = {miner: total_of(chain.ctx, account(miner), netuid) for miner in (GOOD, BAD)}
    for _ in range(3):
        wait_for_epoch(chain, netuid)
    gained = {miner: total_of(chain.ctx, account(miner), netuid) - start[miner] for miner in (GOOD, BAD)}
    assert gained[GOOD] > 5 * gained[BAD] > 0
    assert stake_of(chain.ctx, account(GOOD), account(MONEY), netuid) == total_of(
        chain.ctx, account(GOOD), netuid
    )


def test_the_liars_dividends_fall_below_those_of_the_honest(market: tuple[CheckedChain, int]) -> None:
    chain, netuid = market
    for _ in range(3):
        wait_for_epoch(chain, netuid)
    honest = min(per_stake(chain, netuid, hotkey) for hotkey in HONEST)
    assert 0 <= per_stake(chain, netuid, LIAR) < honest / 2


def test_a_nominator_shares_the_dividends_less_the_take(market: tuple[CheckedChain, int]) -> None:
    chain, netuid = market
    hotkey = account(HONEST[0])
    own, nominated = (stake_of(chain.ctx, hotkey, account(c), netuid) for c in (MONEY, NOMINATOR))
    wait_for_epoch(chain, netuid)
    own_gain = stake_of(chain.ctx, hotkey, account(MONEY), netuid) - own
    gain = stake_of(chain.ctx, hotkey, account(NOMINATOR), netuid) - nominated
    shared = storage.alpha_dividends_per_subnet.get(chain.ctx, netuid, hotkey)
    # The pool pays by shares: the nominator's part is that of its stake; the take comes on top for the owner.
    assert abs(gain - shared * nominated // (own + nominated)) <= max(shared // 1000, 2)
    assert own_gain > shared - gain


def test_an_epoch_pays_what_was_set_aside_in_the_rules_proportions(market: tuple[CheckedChain, int]) -> None:
    chain, netuid = market
    while storage.last_epoch_block.get(chain.ctx, netuid) + TEMPO != chain.ctx.block_number + 1:
        chain.block()
    epoch = explain_epoch(chain.ctx, netuid)
    assert epoch is not None
    drained, payees = epoch.drained, len(epoch.payments)
    miners = sum(p.incentive for p in epoch.payments)
    validators = sum(sum(p.dividends) + sum(p.root_dividends) for p in epoch.payments)
    assert 0 <= drained.validator + drained.root - validators <= 200 * payees
    assert abs(drained.server - miners) <= (drained.consensus_budget * 256 >> 32) + payees
    whole = sum(drained)
    if chain.ctx.params.split_ppm is None:
        assert abs(drained.owner / whole - 11_796 / 65_535) < 1e-6
        assert abs(miners / whole - 0.41) < 1e-4
    else:
        assert abs(miners / whole - 0.50) < 1e-6
        assert abs(validators / whole - 0.32) < 1e-6
        assert abs(drained.owner / whole - 0.18) < 1e-6


def test_root_stakers_are_owed_alpha_and_claim_tao(market: tuple[CheckedChain, int]) -> None:
    chain, netuid = market
    chain.ok("AdminUtils", "sudo_set_subtoken_enabled", 0, True)
    # Root sells only while prices sum to more than 1.
    storage.subnet_moving_price.set(chain.ctx, netuid, 2 << 32)
    chain.ok(PALLET, "add_stake", account(HONEST[1]), 0, 5_000 * TAO, by=NOMINATOR)
    for _ in range(2):
        wait_for_epoch(chain, netuid)
    assert storage.root_alpha_dividends_per_subnet.get(chain.ctx, netuid, account(HONEST[1])) > 0
    before = stake_of(chain.ctx, account(HONEST[1]), account(NOMINATOR), 0)
    chain.ok(PALLET, "claim_root", (netuid,), by=NOMINATOR)
    claimed = chain.events("RootClaimed")[-1].args[1]
    assert stake_of(chain.ctx, account(HONEST[1]), account(NOMINATOR), 0) - before == claimed
    chain.block()  # the invariants hold after the claim, too
