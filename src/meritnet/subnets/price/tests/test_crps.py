"""The score equals its definition, and pays honesty."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.subnets.price.crps import crps
from meritnet.subnets.price.models import NORMAL


@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=40), st.integers(-10_000, 10_000))
def test_the_sorted_form_equals_the_definition(members: list[int], outcome: int) -> None:
    size = len(members)
    direct = sum(abs(y - outcome) for y in members) / size
    direct -= sum(abs(a - b) for a in members for b in members) / (2 * size**2)
    assert crps(np.array(sorted(members)), np.array(outcome)) == pytest.approx(direct, abs=1e-6)


@given(st.lists(st.integers(-100, 100), min_size=1, max_size=20), st.integers(-100, 100))
def test_the_score_is_the_squared_area_between_distribution_and_outcome(
    members: list[int], outcome: int
) -> None:
    # The same quantity by its other definition: the integral of (F(z) - 1[x <= z])^2, exact on integers.
    area = sum((sum(y <= z for y in members) / len(members) - (outcome <= z)) ** 2 for z in range(-100, 100))
    assert crps(np.array(sorted(members)), np.array(outcome)) == pytest.approx(area, abs=1e-9)


def test_a_point_scores_its_distance() -> None:
    assert crps(np.full(200, 7), np.array(10)) == pytest.approx(3)
    assert crps(np.full(200, 7), np.array(7)) == pytest.approx(0)


def expected_score(width: float) -> float:
    """The mean score of a normal ensemble of the given width when outcomes are standard normal."""
    grid = (np.arange(20_000) + 0.5) / 20_000
    outcomes = np.quantile(np.random.default_rng(5).standard_normal(400_000), grid)
    return float(np.mean(crps(np.broadcast_to(width * NORMAL, (len(outcomes), 200)), outcomes)))


def test_the_true_width_is_best_and_scores_what_theory_says() -> None:
    # The expected score of the true normal is 1/sqrt(pi).
    assert expected_score(1.0) == pytest.approx(1 / math.sqrt(math.pi), rel=0.01)
    scores = {width: expected_score(width) for width in (0.0, 0.5, 0.8, 1.0, 1.25, 2.0, 3.0)}
    assert min(scores, key=scores.__getitem__) == 1.0
    # A point scores E|x| = sqrt(2/pi); too wide is worse the wider.
    assert scores[0.0] == pytest.approx(math.sqrt(2 / math.pi), rel=0.01)
    assert scores[1.0] < scores[1.25] < scores[2.0] < scores[3.0]


def test_many_ensembles_at_once() -> None:
    ensembles = np.sort(np.random.default_rng(1).integers(-50, 50, (4, 3, 200)), axis=-1)
    outcomes = np.random.default_rng(2).integers(-50, 50, (4, 3))
    together = crps(ensembles, outcomes)
    assert together.shape == (4, 3)
    for place in np.ndindex(4, 3):
        assert together[place] == pytest.approx(float(crps(ensembles[place], outcomes[place])))
