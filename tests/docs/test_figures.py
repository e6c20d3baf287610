"""The worked examples of the concept pages give what the chain's own functions give."""

import re

from meritnet.crypto.dev_keys import keypair
from meritnet.operator.up.plan import TEMPO
from meritnet.primitives import ss58
from meritnet.primitives.fixed import U64F64, U96F32
from meritnet.runtime.pallets.consensus_yuma.median import median_column
from meritnet.runtime.pallets.emission.curve import COIN, SUPPLY_CAP, block_emission
from meritnet.runtime.pallets.emission.payout import DEFAULT_DELEGATE_TAKE, split_take, take_of
from meritnet.runtime.pallets.emission.split import owner_cut_of, rule_of, split_alpha
from meritnet.runtime.pallets.emission.terms import tao_weight_of
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import burn_price
from meritnet.runtime.pallets.staking import share_pool
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.safe_float import from_int
from meritnet.runtime.pallets.staking.stake_weight import stake_weight
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.lock_cost import lock_cost, split_lock
from meritnet.runtime.pallets.swap.amm import BUY_DEFAULT_LIMIT, Pool, Side, spot_price, swap
from meritnet.runtime.params import params_for
from tests.docs.pages import ROOT, table_rows

ONE = 1 << 32


def concept(name: str) -> str:
    """Return the text of a concept page."""
    return (ROOT / "docs" / "concepts" / f"{name}.md").read_text(encoding="utf-8")


def rao(text: str) -> int:
    """Return the rao of an amount as pages write it, `9.994964523 TAO`."""
    match = re.match(r"([\d,]+)(?:\.(\d{1,9}))?", text)
    assert match is not None, text
    return int(match.group(1).replace(",", "")) * COIN + int((match.group(2) or "0").ljust(9, "0"))


def test_pool_example() -> None:
    rows = dict(table_rows(concept("pools-and-alpha")))
    pool = Pool(tao=50_000 * COIN, alpha=2_000_000 * COIN)
    done = swap(pool, Side.BUY, 10 * COIN, BUY_DEFAULT_LIMIT)
    assert spot_price(pool) == U64F64.from_ratio(25, 1000)
    assert rao(rows["pay 10 TAO; fee"]) == done.fee_paid
    assert rao(rows["enters the pool"]) == done.paid_in
    assert rao(rows["alpha received"]) == done.paid_out
    assert rows["at the price before, without fee and slippage, it would have been"] == "400"
    assert 10 * 2_000_000 // 50_000 == 400


def test_alpha_split_example() -> None:
    rows = {
        row[0]: rao(f"0.{int(row[1].replace(',', '')):09}")
        for row in table_rows(concept("emission-and-payments"))
    }
    split = split_alpha(COIN, owner_cut_of(11796), root_proportion=0)
    assert rows["owner"] == split.owner
    assert rows["miners"] == split.server
    assert rows["validators and root"] == split.validator + split.root


def test_shares_of_our_own_preset() -> None:
    split = split_alpha(COIN, 0, root_proportion=0, rule=rule_of((500_000, 320_000, 180_000)))
    assert "gives 50 % to miners, 32 % to validators and 18 % to the owner" in concept(
        "emission-and-payments"
    )
    # Parts are floored one by one, so each may miss its last rao.
    expected = {"server": 50, "validator": 32, "owner": 18}
    assert all(0 <= percent * COIN // 100 - getattr(split, part) <= 1 for part, percent in expected.items())


def test_halving_points() -> None:
    page = concept("emission-and-payments")
    for tao, before, after in ((10_500_000, COIN, COIN // 2), (15_750_000, COIN // 2, COIN // 4)):
        assert f"{tao:,}" in page
        assert block_emission(tao * COIN - 1) == before
        assert block_emission(tao * COIN) == after
    assert f"{SUPPLY_CAP // COIN:,} TAO" in page


def test_consensus_example() -> None:
    page = concept("yuma")
    hundredths = [(40, 50), (35, 60), (25, 90)]
    stake = [share * ONE // 100 for share, _ in hundredths]
    scores = [score * ONE // 100 for _, score in hundredths]
    consensus = median_column(stake, scores, kappa=ONE // 2)
    assert consensus == scores[1]
    supported = {row[0]: row[1] for row in table_rows(page)}
    for _, score in hundredths:
        at_least = sum(share for share, given in hundredths if given >= score)
        assert supported[f"0.{score // 10}"] == f"{at_least} %"
    rank = sum(share * min(score, 60) for share, score in hundredths)
    assert f"= 0.{rank // 100}" in page


def test_loss_of_dissent_example() -> None:
    s, x = 0.10, 0.30
    assert round(100 * x * (1 - s) / (1 - s * x)) == 28
    assert "0.3·0.9/0.97 = 28 %" in concept("yuma")


def test_price_of_a_slot_example() -> None:
    rows = dict(table_rows(concept("slots"))[:3])
    most = hyper.max_burn.default
    price = rao(rows["a new subnet"])
    assert price == burn_price.INITIAL_PRICE
    assert hyper.burn_half_life.default == 360
    for _ in range(5):
        price = burn_price.after_registration(price, burn_price.DEFAULT_MULTIPLIER, 0, most)
    assert rao(rows["after five registrations at once: 1.26⁵"]) == price
    for block in range(2, 362):
        price = burn_price.decayed(price, 360, 0, most, block)
    assert rao(rows["360 blocks later, nobody came"]) == price


def test_price_of_a_subnet_example() -> None:
    page = concept("slots")
    interval = subnets.network_lock_reduction_interval.default
    least = subnets.network_min_lock_cost.default
    assert (interval, least) == (100_800, 1_000 * COIN)
    shown = {row[0]: row[1] for row in table_rows(page)}
    for after, text in (
        (0, shown["0"]),
        (50_400, shown["50,400"]),
        (100_800, shown["100,800 and later"]),
        (500_000, "1,000"),
    ):
        cost = lock_cost(least, least, last_block=10_000, now=10_000 + after, interval=interval)
        # The fall of a block is floored, so the cost stays some rao above the round figure.
        assert 0 <= cost - rao(text) <= interval
    params = params_for("meritnet")
    split = split_lock(1_000 * COIN, params.min_pool_tao, params.lock_burn_ppm)
    assert params.min_pool_tao == 100 * COIN
    assert split == (500 * COIN, 500 * COIN)
    assert "of 1,000 TAO, 500 are burned and 500 go into the pool" in page


def test_dividend_example() -> None:
    rows = {row[0]: row[1] for row in table_rows(concept("staking"))}
    parts = split_take(U96F32.from_int(10 * COIN), take_of(DEFAULT_DELEGATE_TAKE))
    assert DEFAULT_DELEGATE_TAKE == 11_796
    assert rao(rows["owner, take"]) == parts.take
    assert rao(rows["all stakers together"]) == parts.rest
    value = share_pool.update_all(1_000 * COIN, parts.rest)
    ann = share_pool.stake_of(value, from_int(1_000 * COIN), from_int(500 * COIN))
    assert rao(rows["Ann"]) == ann - 500 * COIN


def test_stake_weight_example() -> None:
    page = concept("staking")
    weight = tao_weight_of(staking.tao_weight.default)
    assert f"τ = {weight / 2**32:.4f}" in page
    total = stake_weight(1_000 * COIN, 2_000 * COIN, (), (), weight).total
    assert f"weighs {total / 2**64 / COIN:,.3f} there" in page


def test_alpha_of_an_epoch_on_the_local_market() -> None:
    page = concept("network")
    split = split_alpha(COIN, 0, root_proportion=0, rule=rule_of(params_for("local", rules=True).split_ppm))
    for part, text in (
        (split.server, "8 for its miners"),
        (split.validator, "5.12 for its validators"),
        (split.owner, "2.88 for its owner"),
    ):
        assert text in page
        assert abs(TEMPO * part - float(text.split()[0]) * COIN) <= TEMPO


def test_address_of_alice() -> None:
    assert f"`{ss58.encode(keypair('//Alice').public)}`" in concept("keys")
