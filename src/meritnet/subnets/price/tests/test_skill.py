"""The measured table: five honest models at least three per cent apart, cheats below, lookup worthless."""

from itertools import pairwise

import numpy as np
import pytest

from meritnet.subnets.price.roster import HONEST_NAMES
from meritnet.subnets.price.skill import CEILING, Skill, measure_losses, measure_skill, render, skill_table


def test_skill_is_the_gain_over_the_yardstick_with_its_standard_error() -> None:
    table = skill_table({"constant": [1.0, 3.0], "filtered": [0.5, 2.5], "copycat": [2.0, 3.0]})
    assert [row.name for row in table] == ["filtered", "constant", "copycat"]
    assert table[0].mean == pytest.approx(0.25)
    assert table[0].error == pytest.approx(0.0)
    assert table[2].mean == pytest.approx(-0.25)
    # Gains of -0.5 and 0: deviation 0.5 / sqrt(2), over sqrt(2) rounds.
    assert table[2].error == pytest.approx(0.25)
    assert [row.kind for row in table] == ["honest", "honest", "cheat"]


def test_the_table_is_text() -> None:
    text = render((Skill("filtered", 0.198, 0.006, "honest"),))
    assert text.splitlines()[1].split() == ["filtered", "19.8%", "0.6%", "honest"]


def test_measuring_is_repeatable() -> None:
    assert measure_losses(2) == measure_losses(2)
    assert measure_losses(2, b"other") != measure_losses(2)


@pytest.mark.slow
def test_honest_models_are_three_per_cent_apart_and_cheats_below() -> None:
    losses = measure_losses(600, b"test of the table")
    table = {row.name: row for row in skill_table(losses)}
    for better, worse in pairwise(HONEST_NAMES):
        gap = (np.array(losses[worse]) - np.array(losses[better])) / np.mean(losses["constant"])
        error = gap.std(ddof=1) / np.sqrt(len(gap))
        assert gap.mean() >= 0.03, (better, worse, gap.mean(), error)
        assert gap.mean() > 3 * error
    for cheat in ("copycat", "over-dispersed", "history lookup"):
        assert table[cheat].mean + 3 * table[cheat].error < table[HONEST_NAMES[-1]].mean
    # Knowing every shown day of the public record is worth little more than a good volatility filter.
    assert table["filtered"].mean < table[CEILING].mean < table["filtered"].mean + 0.04


@pytest.mark.slow
def test_the_default_table_is_ranked() -> None:
    honest = [row.name for row in measure_skill() if row.kind == "honest"]
    assert tuple(honest) == HONEST_NAMES
