"""What a consumer gets: the mixture of the best miners' answers and its quantiles.

Synthetic replay, not a market forecast.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from meritnet.neuron.message import InvalidMessage
from meritnet.subnets.price.data import Floats
from meritnet.subnets.price.models import LEVELS
from meritnet.subnets.price.series import draw_series
from meritnet.subnets.price.task import HORIZONS, MEMBERS, MICRO, PriceAnswer, PriceRequest

NOTICE = "synthetic replay, not a market forecast"
PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
"""The quantiles that are shown, in per cent."""


@dataclass(frozen=True, slots=True)
class PriceForecast:
    """The mixture for one series, ready to show."""

    asset: str
    quantiles: tuple[tuple[float, ...], ...]
    """quantiles[horizon][percentile]: total log return."""
    served_by: tuple[int, ...]
    """The uids whose answers are in the mixture, largest part first."""

    def to_json(self) -> dict[str, object]:
        """Return the forecast for a program to read, with its notice."""
        return {
            "asset": self.asset,
            "notice": NOTICE,
            "unit": "log return",
            "served_by": list(self.served_by),
            "horizons": {
                str(horizon): {str(p): value for p, value in zip(PERCENTILES, row, strict=True)}
                for horizon, row in zip(HORIZONS, self.quantiles, strict=True)
            },
        }


def ask_request(asset: str, block_hash: bytes) -> PriceRequest:
    """Return a consumer's request for one asset: the replay that the block's hash stands for."""
    series, _ = draw_series(block_hash + b"ask", asset)
    return PriceRequest((series,))


def mix_answers(answers: Mapping[str, PriceAnswer], weights: Mapping[str, float]) -> PriceAnswer:
    """Return the answer whose distributions are the weighted mean of the given distributions.

    Raises: InvalidMessage if there is no answer with a positive weight, or the answers differ in shape.
    """
    keys = [key for key in sorted(answers) if weights.get(key, 0.0) > 0]
    if not keys:
        raise InvalidMessage(
            f"none of {len(answers)} answers comes from a miner with weight; ask again after the next epoch"
        )
    if len({len(answers[key].ensembles) for key in keys}) != 1:
        raise InvalidMessage("the answers cover different numbers of series; drop those that fail the check")
    members = np.concatenate([answers[key].array() for key in keys], axis=-1)
    parts = np.repeat(np.array([weights[key] for key in keys], dtype=np.float64) / MEMBERS, MEMBERS)
    order = np.argsort(members, axis=-1, kind="stable")
    ranked = np.take_along_axis(members, order, axis=-1)
    reached = np.cumsum(parts[order], axis=-1)
    reached /= reached[..., -1:]
    # The member at which the mixture's distribution reaches each level; 1e-9 forgives the sum's rounding.
    places = (reached[..., None, :] < LEVELS[:, None] - 1e-9).sum(axis=-1)
    mixed = np.take_along_axis(ranked, places, axis=-1)
    return PriceAnswer(tuple(tuple(tuple(m) for m in horizons) for horizons in mixed.tolist()))


def answer_quantiles(answer: PriceAnswer) -> Floats:
    """Return the shown quantiles in log return: shape (S, len(HORIZONS), len(PERCENTILES))."""
    levels = np.array(PERCENTILES, dtype=np.float64) / 100
    # The members are quantiles at the midpoints of N equal parts, which is this method's convention.
    quantiles = np.quantile(answer.array() * MICRO, levels, axis=-1, method="hazen")
    return np.moveaxis(quantiles, 0, -1)


def forecast(
    request: PriceRequest, answers: Mapping[int, PriceAnswer], weights: Mapping[int, float]
) -> tuple[PriceForecast, ...]:
    """Return one forecast per series of the request from the answers of several uids."""
    named = {str(uid): answer for uid, answer in answers.items()}
    mixed = mix_answers(named, {str(uid): weight for uid, weight in weights.items()})
    paid = [uid for uid in answers if weights.get(uid, 0.0) > 0]
    served = sorted(paid, key=lambda uid: (-weights[uid], uid))
    return tuple(
        PriceForecast(series.asset, tuple(tuple(row) for row in rows), tuple(served))
        for series, rows in zip(request.series, answer_quantiles(mixed).tolist(), strict=True)
    )
