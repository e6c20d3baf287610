"""Five forecasting models of honestly different skill, from a volatility filter to one constant.

A model maps shown returns (S, PAST_STEPS), in log return, to ensembles (S, len(HORIZONS), MEMBERS). All see
that direction is open and answer symmetrically; they differ in how they read the volatility of tomorrow.
What each is worth is measured in `skill`, not claimed here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from meritnet.subnets.price.data import Floats
from meritnet.subnets.price.task import HORIZONS, MEMBERS, PriceAnswer, PriceRequest

LEVELS: Floats = (np.arange(MEMBERS) + 0.5) / MEMBERS
"""Probability levels of the members: the best N points for the score are the midpoints' quantiles."""
NORMAL: Floats = np.array([NormalDist().inv_cdf(level) for level in LEVELS.tolist()])
"""Members of a standard normal ensemble."""
ROOTS: Floats = np.sqrt(np.array(HORIZONS, dtype=np.float64))

START_STEPS = 20
"""Returns that start a volatility filter."""
RESIDUAL_DECAY = 0.94
YEARS_2 = 500


@dataclass(frozen=True, slots=True)
class PriceModel:
    """A named way to forecast."""

    name: str
    summary: str
    forecast: Callable[[Floats], Floats]

    def answer(self, request: PriceRequest) -> PriceAnswer:
        """Return the model's answer to a request."""
        return PriceAnswer.from_array(self.forecast(request.array()))


def weighted_variance(returns: Floats, decay: float) -> Floats:
    """Return the exponentially weighted variance at the end of each series: shape (S,)."""
    weights = decay ** np.arange(returns.shape[1] - 1, -1, -1)
    return np.asarray((returns**2) @ (weights / weights.sum()), dtype=np.float64)


def spread_out(deviation: Floats, shape: Floats) -> Floats:
    """Return ensembles of the given one-step deviation (S,) and shape (N,) or (S, N), grown by root time."""
    members = np.broadcast_to(shape, (len(deviation), MEMBERS))
    return np.asarray(deviation[:, None, None] * ROOTS[None, :, None] * members[:, None, :])


def residual_shape(returns: Floats) -> Floats:
    """Return the quantiles of the returns after division by their filtered deviation: shape (S, N).

    Mirrored, so that the shape is symmetric, and of deviation 1.
    """
    variance = (returns[:, :START_STEPS] ** 2).mean(axis=1)
    residuals = np.empty((returns.shape[0], returns.shape[1] - START_STEPS))
    for step in range(START_STEPS, returns.shape[1]):
        now = returns[:, step]
        residuals[:, step - START_STEPS] = now / np.sqrt(np.maximum(variance, 1e-18))
        variance = RESIDUAL_DECAY * variance + (1 - RESIDUAL_DECAY) * now**2
    return _own_shape(residuals)


def forecast_filtered(returns: Floats) -> Floats:
    """Blend three volatility filters; bootstrap their residuals, closer to normal over the longest horizon."""
    variance = (
        0.4 * weighted_variance(returns, 0.90)
        + 0.4 * weighted_variance(returns, 0.94)
        + 0.2 * weighted_variance(returns, 0.97)
    )
    shape = residual_shape(returns)
    ensembles = spread_out(np.sqrt(variance), shape)
    ensembles[:, -1] = spread_out(np.sqrt(variance), 0.5 * shape + 0.5 * NORMAL)[:, -1]
    return ensembles


def forecast_smooth(returns: Floats) -> Floats:
    """Take one slow volatility filter, four months deep, and a normal shape."""
    return spread_out(np.sqrt(weighted_variance(returns, 0.988)), NORMAL)


def forecast_bootstrap(returns: Floats) -> Floats:
    """Take the whole past as equally likely: constant volatility, its own shape."""
    return spread_out(np.sqrt((returns**2).mean(axis=1)), _own_shape(returns))


def forecast_window(returns: Floats) -> Floats:
    """Take the volatility of the last two years and a normal shape."""
    return spread_out(np.sqrt((returns[:, -YEARS_2:] ** 2).mean(axis=1)), NORMAL)


def forecast_constant(returns: Floats) -> Floats:
    """Take the volatility of the whole past and a normal shape: the yardstick of skill."""
    return spread_out(np.sqrt((returns**2).mean(axis=1)), NORMAL)


def _own_shape(values: Floats) -> Floats:
    """Return the quantiles of each row mirrored about 0, at deviation 1: shape (S, N)."""
    mirrored = np.concatenate([values, -values], axis=1)
    quantiles = np.quantile(mirrored, LEVELS, axis=1).T
    return np.asarray(quantiles / np.sqrt((mirrored**2).mean(axis=1, keepdims=True).clip(1e-18)))


HONEST = (
    PriceModel("filtered", "blended volatility filters, bootstrapped residuals", forecast_filtered),
    PriceModel("smooth", "slow volatility filter, normal", forecast_smooth),
    PriceModel("bootstrap", "constant volatility, shape of the whole past", forecast_bootstrap),
    PriceModel("window", "volatility of the last 500 steps, normal", forecast_window),
    PriceModel("constant", "constant volatility, normal", forecast_constant),
)
"""The five honest models, best first."""
