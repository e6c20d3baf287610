"""Each model does what its one sentence says."""

import math

import numpy as np
import pytest

from meritnet.subnets.price.models import (
    HONEST,
    NORMAL,
    forecast_bootstrap,
    forecast_constant,
    forecast_filtered,
    forecast_smooth,
    forecast_window,
    residual_shape,
    weighted_variance,
)
from meritnet.subnets.price.task import HORIZONS, MEMBERS, PAST_STEPS, PriceRequest, Series

RNG = np.random.default_rng(11)
CALM = 0.01 * RNG.standard_normal((2, PAST_STEPS))
BURST = CALM.copy()
BURST[:, -15:] *= 4.0
"""Quiet for long, then wild for fifteen steps."""


def width(ensembles: np.ndarray) -> np.ndarray:
    return np.asarray(ensembles.std(axis=-1))


@pytest.mark.parametrize("model", HONEST, ids=lambda model: model.name)
def test_every_model_answers_sorted_symmetric_growing_ensembles(model) -> None:  # type: ignore[no-untyped-def]
    ensembles = model.forecast(CALM)
    assert ensembles.shape == (2, len(HORIZONS), MEMBERS)
    assert np.all(np.diff(ensembles, axis=-1) >= 0)
    assert ensembles + ensembles[..., ::-1] == pytest.approx(np.zeros_like(ensembles), abs=1e-3)
    # Independent steps: the width grows with the root of time.
    assert width(ensembles)[:, 2] / width(ensembles)[:, 0] == pytest.approx(math.sqrt(20), rel=0.05)


@pytest.mark.parametrize("model", HONEST, ids=lambda model: model.name)
def test_every_model_answers_a_flat_series(model) -> None:  # type: ignore[no-untyped-def]
    request = PriceRequest((Series("wti", (0,) * PAST_STEPS),))
    members = model.answer(request).array()
    assert np.abs(members).max() <= 10


def test_the_normal_shape_has_deviation_one() -> None:
    # The midpoint quantiles cut the tails a little.
    assert NORMAL.std() == pytest.approx(1.0, abs=0.01)
    assert NORMAL[MEMBERS // 2] == pytest.approx(0.0063, abs=1e-4)


def test_constant_takes_the_volatility_of_the_whole_past() -> None:
    expected = np.sqrt((BURST**2).mean(axis=1))
    assert forecast_constant(BURST)[:, 0, -1] == pytest.approx(expected * NORMAL[-1])


def test_window_takes_the_last_500_steps() -> None:
    changed = BURST.copy()
    changed[:, : PAST_STEPS - 500] = 0.5
    assert np.array_equal(forecast_window(changed), forecast_window(BURST))
    assert not np.array_equal(forecast_constant(changed), forecast_constant(BURST))


def test_weighted_variance_is_its_recursion() -> None:
    expected, mass = 0.0, 0.0
    for value in BURST[0].tolist():
        expected = 0.9 * expected + value**2
        mass = 0.9 * mass + 1
    assert weighted_variance(BURST, 0.9)[0] == pytest.approx(expected / mass)


def test_better_models_follow_a_burst_sooner() -> None:
    widths = [
        width(forecast(BURST))[0, 0]
        for forecast in (forecast_filtered, forecast_smooth, forecast_window, forecast_constant)
    ]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 2 * widths[-1]


def test_bootstrap_has_the_tails_of_the_past() -> None:
    heavy = 0.01 * np.random.default_rng(3).standard_t(3, (1, PAST_STEPS))
    relative = forecast_bootstrap(heavy)[0, 0] / forecast_constant(heavy)[0, 0].std()
    assert relative[-1] > 1.1 * NORMAL[-1]
    assert relative[int(0.75 * MEMBERS)] < 0.9 * NORMAL[int(0.75 * MEMBERS)]


def test_residuals_of_a_bursty_series_are_closer_to_normal_than_the_series() -> None:
    bursty = CALM * np.where(np.arange(PAST_STEPS) // 250 % 2, 5.0, 1.0)
    own = forecast_bootstrap(bursty)[0, 0]
    quarter = int(0.75 * MEMBERS)
    off = abs((own / own.std())[quarter] - NORMAL[quarter])
    assert off > 0.1
    assert abs(residual_shape(bursty)[0, quarter] - NORMAL[quarter]) < off / 2
