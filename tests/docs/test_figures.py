"""The worked examples of the concept pages give what the chain's own functions give."""

import re

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.pallets.consensus_yuma.median import median_column
from meritnet.runtime.pallets.emission.curve import COIN, SUPPLY_CAP, block_emission
from meritnet.runtime.pallets.emission.split import owner_cut_of, rule_of, split_alpha
from meritnet.runtime.pallets.swap.amm import BUY_DEFAULT_LIMIT, Pool, Side, spot_price, swap
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
