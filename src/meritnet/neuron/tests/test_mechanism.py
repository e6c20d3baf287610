"""The defaults of a mechanism, shown on the smallest one: answer with the request's text reversed."""

from collections.abc import Mapping
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.neuron.mechanism import Mechanism, Missing, ReferenceMiner, Schedule, Score, Standing
from meritnet.neuron.message import InvalidMessage
from meritnet.neuron.tests.test_message import Pair


class Reverse(Mechanism[Pair, None, Pair]):
    """A task judged at once."""

    name: ClassVar[str] = "reverse"
    version: ClassVar[int] = 1
    schedule: ClassVar[Schedule] = Schedule(answer_timeout_s=5.0, commit=False, outcome_delay_blocks=0)
    half_life_rounds: ClassVar[float] = 2.0
    request_type = Pair
    answer_type = Pair

    def challenge(self, seed: bytes) -> Pair:
        return Pair(1, seed.hex()[:3])

    def outcome(self, request: Pair, challenge_seed: bytes, later_seed: bytes) -> None:
        return None

    def score_many(
        self, request: Pair, outcome: None, answers: Mapping[str, Pair | Missing]
    ) -> dict[str, Score]:
        return {
            hotkey: Score(float(isinstance(answer, Pair) and answer.a == request.a[::-1]))
            for hotkey, answer in answers.items()
        }

    def mine(self, request: Pair) -> Pair:
        return Pair(request.b, request.a[::-1])

    def mixture(self, request: Pair, answers: Mapping[str, Pair], weights: Mapping[str, float]) -> Pair:
        return answers[max(weights, key=lambda hotkey: weights[hotkey])]


async def test_reference_miner_answers_with_the_mechanisms_own_answer() -> None:
    mechanism = Reverse()
    miner = ReferenceMiner(mechanism)
    request = mechanism.challenge(b"\x12\x34")
    assert await miner.answer(request) == Pair(1, "321")
    await miner.close()


def test_a_round_scores_answers_and_missing_ones() -> None:
    mechanism = Reverse()
    request = mechanism.challenge(b"\x12\x34")
    scores = mechanism.score_many(request, None, {"a": mechanism.mine(request), "b": Missing.LATE})
    assert scores == {"a": Score(1.0), "b": Score(0.0)}


def test_a_score_counts_half_after_the_half_life() -> None:
    mechanism = Reverse()
    standing = mechanism.aggregate(None, Score(1.0))
    assert standing.score == 1.0
    for _ in range(2):
        standing = mechanism.aggregate(standing, Score(0.0))
    assert standing.total == pytest.approx(0.5)
    assert standing.mass == pytest.approx(1.0 + 2**-0.5 + 0.5)
    assert standing.rounds == 3


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 1)), min_size=1, max_size=30))
def test_a_standing_stays_between_its_extreme_scores(rounds: list[tuple[float, float]]) -> None:
    standing: Standing | None = None
    for value, share in rounds:
        standing = Reverse().aggregate(standing, Score(value, share))
    assert standing is not None
    values, shares = zip(*rounds, strict=True)
    assert min(values) - 1e-9 <= standing.score <= max(values) + 1e-9
    assert min(shares) - 1e-9 <= standing.share <= max(shares) + 1e-9
    assert Standing.from_json(standing.to_json()) == standing


def test_default_weights_are_proportional_to_score_times_share() -> None:
    standings = {
        "alone": Standing(total=6.0, shares=8.0, mass=8.0, rounds=8),
        "twin": Standing(total=6.0, shares=4.0, mass=8.0, rounds=8),
        "new": Standing(total=0.0, shares=0.0, mass=0.0, rounds=0),
    }
    assert Reverse().weights(standings) == pytest.approx({"alone": 2 / 3, "twin": 1 / 3, "new": 0.0})


def test_weights_of_nobody_worthy_are_all_zero() -> None:
    assert Reverse().weights({"a": Standing(0.0, 1.0, 1.0, 1)}) == {"a": 0.0}


@pytest.mark.parametrize("total", [float("nan"), -1.0, True, "1", None])
def test_a_stored_standing_is_read_strictly(total: object) -> None:
    with pytest.raises(InvalidMessage):
        Standing.from_json({"total": total, "shares": 1.0, "mass": 1.0, "rounds": 1})  # type: ignore[dict-item]


def test_timeout_is_the_schedules() -> None:
    assert Reverse().timeout_s == 5.0
