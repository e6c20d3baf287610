"""The picture of the live view is drawn from what `meritnet up --json` prints, and fetches nothing."""

import json
import xml.dom.minidom
from dataclasses import asdict

from meritnet.operator.up.market_view import MarketView, MinerRow, ValidatorRow
from meritnet.runtime.pallets.consensus_yuma.dissent import Disagreement, DissentReport, Dividends
from scripts import picture

RAO = 10**9
DISSENT = DissentReport(
    uid=2,
    actual=Dividends(10, 20),
    in_line=Dividends(100, 200),
    stake_share=0.2,
    validator_trust=0.1,
    final_loss=0.9,
    losses={1: 0.1, 10: 0.6},
    disagreements=[Disagreement(1, 0.0, 0.5)],
)
VIEW = MarketView(
    block=40,
    epochs=2,
    next_epoch_in=7,
    price=3 * RAO,
    miners=(MinerRow(1, "thoughtful", "5A", True, 0.19, 0.75, 3 * RAO, 5 * RAO, 14 * RAO, 0),),
    validators=(
        ValidatorRow(0, "fair", "5B", True, 100 * RAO, 0.95, 0.9, RAO, 0.01, 0, None),
        ValidatorRow(2, "unfair", "5C", False, 50 * RAO, 0.08, 0.1, 0, 0.0, 4 * RAO, DISSENT),
    ),
)
FIGURES = json.loads(json.dumps({"market": asdict(VIEW)}))


def test_figures_give_the_view_back() -> None:
    assert picture.view_of(FIGURES) == VIEW


def test_picture_is_svg_with_everybody_in_it_and_fetches_nothing() -> None:
    drawn = picture.picture(FIGURES)
    root = xml.dom.minidom.parseString(drawn).documentElement
    assert root.tagName == "svg"
    for name in ("thoughtful", "fair", "unfair"):
        assert name in drawn
    assert "url(http" not in drawn
    assert "font-face" not in drawn


def test_picture_of_the_readme_is_there() -> None:
    assert picture.IMAGE.exists()
    assert "docs/images/up.svg" in (picture.IMAGE.parents[2] / "README.md").read_text(encoding="utf-8")
