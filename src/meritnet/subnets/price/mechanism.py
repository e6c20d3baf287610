"""The price subnet as a mechanism: draw series, wait for a later block, score ensembles.

Synthetic replay, not a market forecast: see the README beside this file.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar

from meritnet.neuron.mechanism import Mechanism, Missing, Schedule, Score, Standing
from meritnet.subnets.price.consumer import mix_answers
from meritnet.subnets.price.data import ASSETS
from meritnet.subnets.price.models import HONEST, PriceModel
from meritnet.subnets.price.scoring import score_round, softmax_weights
from meritnet.subnets.price.series import Origin, draw_continuation, draw_series, uniforms
from meritnet.subnets.price.task import (
    PriceAnswer,
    PriceOutcome,
    PriceRequest,
    Series,
    check_fits,
    horizon_moves,
)

SERIES_PER_ROUND = 8
"""Independent series in one challenge: many outcomes a round make luck average out sooner."""


class PriceMechanism(Mechanism[PriceRequest, PriceOutcome, PriceAnswer]):
    """Forecast distributions over future prices of replayed markets, judged by CRPS."""

    name: ClassVar[str] = "price"
    version: ClassVar[int] = 1
    schedule: ClassVar[Schedule] = Schedule(answer_timeout_s=1.5, reveal_timeout_s=1.5, round_blocks=5)
    half_life_rounds: ClassVar[float] = 60.0

    request_type = PriceRequest
    answer_type = PriceAnswer

    def __init__(self, model: PriceModel = HONEST[0]) -> None:
        self.model = model

    def challenge(self, seed: bytes) -> PriceRequest:
        """Return a request of SERIES_PER_ROUND series drawn with `seed`."""
        return PriceRequest(tuple(series for series, _ in draw_round(seed)))

    def outcome(self, request: PriceRequest, challenge_seed: bytes, later_seed: bytes) -> PriceOutcome:
        """Return the total return of every series over every horizon, drawn with `later_seed`."""
        return PriceOutcome(
            tuple(
                horizon_moves(draw_continuation(later_seed + bytes([place]), origin))
                for place, (_, origin) in enumerate(draw_round(challenge_seed))
            )
        )

    def score_many(
        self, request: PriceRequest, outcome: PriceOutcome, answers: Mapping[str, PriceAnswer | Missing]
    ) -> dict[str, Score]:
        """Return every hotkey's score for the round."""
        return score_round(request, outcome, answers)

    def check(self, request: PriceRequest, answer: PriceAnswer) -> None:
        """Raise InvalidMessage unless the answer covers exactly the series of the request."""
        check_fits(request, answer)

    def mine(self, request: PriceRequest) -> PriceAnswer:
        """Return the answer of the mechanism's model, by default the best one shipped."""
        return self.model.answer(request)

    def mixture(
        self, request: PriceRequest, answers: Mapping[str, PriceAnswer], weights: Mapping[str, float]
    ) -> PriceAnswer:
        """Return the weighted mixture of the answers."""
        return mix_answers(answers, weights)

    def weights(self, standings: Mapping[str, Standing]) -> dict[str, float]:
        """Return the scale-free softmax of the standings."""
        return softmax_weights(standings)


class LiarPriceMechanism(PriceMechanism):
    """Scores bad answers as good: what a dishonest validator runs, to show what it loses by it."""

    def score_many(
        self, request: PriceRequest, outcome: PriceOutcome, answers: Mapping[str, PriceAnswer | Missing]
    ) -> dict[str, Score]:
        """Return the honest scores turned upside down between the best and the worst of the round."""
        honest = super().score_many(request, outcome, answers)
        if not honest:
            return {}
        values = [score.value for score in honest.values()]
        turn = max(values) + min(values)
        return {hotkey: Score(turn - score.value, score.share) for hotkey, score in honest.items()}


@lru_cache(maxsize=16)
def draw_round(seed: bytes) -> tuple[tuple[Series, Origin], ...]:
    """Return the series of a challenge and where each came from; remembered from challenge to outcome."""
    picks = uniforms(seed, "asset", SERIES_PER_ROUND)
    return tuple(
        draw_series(seed + bytes([place]), ASSETS[int(pick * len(ASSETS))])
        for place, pick in enumerate(picks)
    )
