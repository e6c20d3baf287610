"""A round pays the better forecast, nobody gains by silence, by copying or by splitting up."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.neuron.mechanism import Missing, Score, Standing
from meritnet.subnets.price.mechanism import LiarPriceMechanism, PriceMechanism
from meritnet.subnets.price.models import HONEST, NORMAL, spread_out
from meritnet.subnets.price.scoring import (
    ABSENCE_LOSS,
    LOSS_SPAN,
    TIE_DISTANCE,
    answer_loss,
    cap_loss,
    no_change_loss,
    recent_scale,
    same_forecast,
    score_round,
    softmax_weights,
    tie_shares,
    weighted_quantile,
)
from meritnet.subnets.price.skill import round_seeds
from meritnet.subnets.price.task import (
    HORIZONS,
    MEMBERS,
    PAST_STEPS,
    PriceAnswer,
    PriceOutcome,
    PriceRequest,
    Series,
)

# Alternating returns of one per cent: a recent volatility of exactly 10,000 millionths.
REQUEST = PriceRequest((Series("sp500", (10_000, -10_000) * (PAST_STEPS // 2)),) * 2)
OUTCOME = PriceOutcome(((5_000, -20_000, 30_000), (-15_000, 0, 70_000)))


def normal(width: float) -> PriceAnswer:
    return PriceAnswer.from_array(spread_out(np.full(2, 0.01 * width), NORMAL))


def test_scale_is_the_recent_volatility_grown_by_root_time() -> None:
    assert recent_scale(REQUEST) == pytest.approx(np.array([[1e4, 1e4 * 5**0.5, 1e4 * 20**0.5]] * 2))


def test_a_flat_series_has_a_scale_of_one_millionth() -> None:
    flat = PriceRequest((Series("wti", (0,) * PAST_STEPS),))
    assert recent_scale(flat)[0, 0] == 1.0


def test_no_change_is_the_loss_of_a_point_at_zero() -> None:
    point = PriceAnswer.from_array(np.zeros((2, 3, MEMBERS)))
    assert no_change_loss(REQUEST, OUTCOME) == pytest.approx(answer_loss(REQUEST, OUTCOME, point.array()))
    # Mean of |move| / scale over the six, written out.
    moves = [0.5, 2 / 5**0.5, 3 / 20**0.5, 1.5, 0.0, 7 / 20**0.5]
    assert no_change_loss(REQUEST, OUTCOME) == pytest.approx(sum(moves) / 6)


def test_scores_fall_linearly_with_the_loss_above_the_best() -> None:
    answers = {"a": normal(1.0), "b": normal(3.0), "c": normal(1.5)}
    losses = {k: answer_loss(REQUEST, OUTCOME, a.array()) for k, a in answers.items()}
    scores = score_round(REQUEST, OUTCOME, answers)
    best = min(losses.values())
    for key, loss in losses.items():
        assert scores[key].value == pytest.approx(1 - (loss - best) / LOSS_SPAN)


@pytest.mark.parametrize("missing", list(Missing))
def test_silence_costs_more_than_the_cap_and_than_the_certainty_of_no_change(missing: Missing) -> None:
    scores = score_round(REQUEST, OUTCOME, {"good": normal(1.0), "silent": missing})
    loss = no_change_loss(REQUEST, OUTCOME) - answer_loss(REQUEST, OUTCOME, normal(1.0).array())
    assert loss > 0
    assert scores["silent"].value == pytest.approx(1 - (loss + ABSENCE_LOSS) / LOSS_SPAN)
    scores = score_round(REQUEST, OUTCOME, {"good": normal(1.0), "wide": normal(9.0), "silent": missing})
    assert scores["silent"].value == pytest.approx(scores["wide"].value - ABSENCE_LOSS / LOSS_SPAN)


def test_revealing_only_good_rounds_gains_next_to_nothing() -> None:
    mechanism = PriceMechanism()
    weakest = HONEST[-1].name
    revealed = withheld = 0.0
    for number in range(60):
        seed, later = round_seeds(number, b"withholding")
        request = mechanism.challenge(seed)
        answers: dict[str, PriceAnswer | Missing] = {m.name: m.answer(request) for m in HONEST}
        outcome = mechanism.outcome(request, seed, later)
        honest = mechanism.score_many(request, outcome, answers)[weakest].value
        silent = mechanism.score_many(request, outcome, answers | {weakest: Missing.NOT_REVEALED})[
            weakest
        ].value
        revealed += honest
        # With hindsight it withholds exactly where that pays.
        withheld += max(honest, silent)
    mean_loss = LOSS_SPAN * (1 - revealed / 60)
    assert LOSS_SPAN * (withheld - revealed) / 60 < 0.01 * mean_loss


def test_a_round_without_any_valid_answer_says_nothing() -> None:
    assert score_round(REQUEST, OUTCOME, {"a": Missing.LATE, "b": Missing.INVALID}) == {}
    assert score_round(REQUEST, OUTCOME, {}) == {}


def test_order_of_answers_does_not_matter() -> None:
    answers: dict[str, PriceAnswer | Missing] = {
        "a": normal(1.0),
        "b": normal(1.2),
        "c": normal(1.0),
        "d": Missing.LATE,
    }
    expected = score_round(REQUEST, OUTCOME, answers)
    for keys in itertools.permutations(answers):
        assert score_round(REQUEST, OUTCOME, {key: answers[key] for key in keys}) == expected


def test_the_cap_spares_the_worst_tenth_of_a_large_round() -> None:
    assert cap_loss(list(range(20)), [1.0] * 20) == 17
    assert cap_loss(list(range(10)), [1.0] * 10) == 8
    assert cap_loss(list(range(9)), [1.0] * 9) == 8
    # Ten copies of the best count as one answer.
    assert cap_loss([0.0] * 10 + [1.0, 2.0], [0.1] * 10 + [1.0, 1.0]) == 2.0


def kolmogorov_smirnov(first: list[int], second: list[int]) -> float:
    grid = sorted({*first, *second})
    return max(abs(sum(a <= z for a in first) - sum(b <= z for b in second)) / len(first) for z in grid)


@given(st.integers(0, 8), st.integers(0, 2**32 - 1))
def test_sameness_is_the_kolmogorov_smirnov_distance(moved: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    first = np.sort(rng.integers(0, 300, MEMBERS))
    second = first.copy()
    second[rng.choice(MEMBERS, moved, replace=False)] += rng.integers(-80, 80, moved)
    second.sort()
    distance = kolmogorov_smirnov(first.tolist(), second.tolist())
    assert same_forecast(first[None, None], second[None, None]) == (distance < TIE_DISTANCE - 1e-12)


def test_copies_share_one_reward_and_others_do_not() -> None:
    shares = tie_shares(
        {key: normal(width).array() for key, width in {"a": 1.0, "b": 1.0, "c": 1.3, "d": 1.001}.items()}
    )
    assert shares == {"a": 1 / 3, "b": 1 / 3, "c": 1.0, "d": 1 / 3}


def test_sameness_through_a_third_answer_counts() -> None:
    chain = {
        key: np.sort(np.arange(MEMBERS) + shift)[None, None]
        for key, shift in {"a": 0, "b": 3, "c": 6}.items()
    }
    assert not same_forecast(chain["a"], chain["c"])
    assert set(tie_shares(chain).values()) == {1 / 3}


def standing(score: float, share: float = 1.0, rounds: int = 60) -> Standing:
    return Standing(score * rounds, share * rounds, float(rounds), rounds)


def test_weights_follow_the_scale_free_softmax() -> None:
    weights = softmax_weights({"a": standing(1.0), "b": standing(0.9), "c": standing(0.8)})
    # All have 60 rounds, so the prior, the lower quartile 0.8, moves each loss by 8/68 towards 0.2.
    losses = [0.2 + (loss - 0.2) * 60 / 68 for loss in (0.0, 0.1, 0.2)]
    raw = [np.exp(-4 * loss / losses[1]) for loss in losses]
    assert list(weights.values()) == pytest.approx([r / sum(raw) for r in raw])


@given(st.lists(st.floats(0.2, 1.0), min_size=2, max_size=9), st.floats(0.05, 1.0))
def test_weights_do_not_depend_on_the_scale_of_losses(scores: list[float], scale: float) -> None:
    before = softmax_weights({str(i): standing(score) for i, score in enumerate(scores)})
    after = softmax_weights({str(i): standing(1 - scale * (1 - score)) for i, score in enumerate(scores)})
    assert after == pytest.approx(before, abs=1e-6)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_weights_sum_to_one_and_rank_as_the_scores(scores: list[float]) -> None:
    weights = softmax_weights({str(i): standing(score) for i, score in enumerate(scores)})
    assert sum(weights.values()) == pytest.approx(1)
    for (i, a), (j, b) in itertools.combinations(enumerate(scores), 2):
        if a > b:
            assert weights[str(i)] >= weights[str(j)]


@pytest.mark.parametrize("clones", [2, 4, 8])
@pytest.mark.parametrize("place", range(5))
def test_splitting_up_into_clones_does_not_pay(place: int, clones: int) -> None:
    scores = [1.0, 0.97, 0.94, 0.92, 0.88]
    alone = softmax_weights({str(i): standing(score) for i, score in enumerate(scores)})[str(place)]
    crowd = {str(i): standing(score) for i, score in enumerate(scores) if i != place}
    crowd |= {f"clone {n}": standing(scores[place], 1 / clones) for n in range(clones)}
    together = sum(w for key, w in softmax_weights(crowd).items() if key.startswith("clone"))
    assert together == pytest.approx(alone)


def test_a_newcomer_starts_near_the_lower_quartile_and_the_unscored_at_nothing() -> None:
    old = {str(i): standing(score) for i, score in enumerate([1.0, 0.95, 0.9, 0.85, 0.8])}
    lucky = softmax_weights(old | {"new": standing(1.0, rounds=1), "never": Standing(0, 0, 0, 0)})
    assert lucky["never"] == 0.0
    assert lucky["2"] > lucky["new"] > lucky["4"]


def test_nobody_scored_means_no_weights() -> None:
    assert softmax_weights({"a": Standing(0, 0, 0, 0)}) == {"a": 0.0}
    assert softmax_weights({}) == {}


def test_all_equally_good_are_paid_equally() -> None:
    weights = softmax_weights({str(i): standing(1.0) for i in range(4)})
    assert list(weights.values()) == [0.25] * 4


@given(st.lists(st.integers(0, 50), min_size=1, max_size=15))
def test_the_weighted_median_of_equal_masses_is_the_median(values: list[int]) -> None:
    assert weighted_quantile(values, [1.0] * len(values), 0.5) == np.median(values)


def test_the_liar_ranks_upside_down() -> None:
    request = PriceMechanism().challenge(b"liar")
    outcome = PriceMechanism().outcome(request, b"liar", b"later")
    answers: dict[str, PriceAnswer | Missing] = {m.name: m.answer(request) for m in HONEST}
    answers["silent"] = Missing.LATE
    honest = PriceMechanism().score_many(request, outcome, answers)
    lies = LiarPriceMechanism().score_many(request, outcome, answers)
    by_honest = sorted(answers, key=lambda key: honest[key].value)
    assert sorted(answers, key=lambda key: -lies[key].value) == by_honest
    assert all(0 <= score.value <= 1 for score in lies.values())
    assert LiarPriceMechanism().score_many(request, outcome, {"a": Missing.LATE}) == {}


def test_score_is_always_between_zero_and_one() -> None:
    wild = PriceOutcome(((10**7,) * len(HORIZONS),) * 2)
    point = PriceAnswer.from_array(np.full((2, 3, MEMBERS), 10.0))
    scores = score_round(REQUEST, wild, {"right": point, "wrong": normal(1.0), "silent": Missing.LATE})
    assert scores == {"right": Score(1.0), "wrong": Score(0.0), "silent": Score(0.0)}
