"""The mixture is the weighted mean of distributions, its quantiles and chart say so."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.neuron.message import InvalidMessage
from meritnet.primitives.errors import NotFound
from meritnet.subnets.price.consumer import (
    NOTICE,
    PERCENTILES,
    PriceForecast,
    answer_quantiles,
    ask_request,
    forecast,
    mix_answers,
)
from meritnet.subnets.price.models import HONEST, LEVELS, NORMAL
from meritnet.subnets.price.plot import PAST_SHOWN, fan_chart, fan_line, price_path, quantile_table
from meritnet.subnets.price.task import MEMBERS, PAST_STEPS, PriceAnswer, Series

REQUEST = ask_request("sp500", b"block hash")
ANSWERS = {uid: model.answer(REQUEST) for uid, model in enumerate(HONEST)}


def constant(value: float) -> PriceAnswer:
    return PriceAnswer.from_array(np.full((1, 3, MEMBERS), value))


def test_a_mixture_of_one_is_that_one() -> None:
    assert mix_answers({"a": ANSWERS[0]}, {"a": 0.3}) == ANSWERS[0]
    assert mix_answers({"a": ANSWERS[0], "b": ANSWERS[1]}, {"a": 0.3, "b": 0.0}) == ANSWERS[0]


@given(st.integers(1, MEMBERS - 1))
def test_a_mixture_of_two_points_has_each_in_its_proportion(part: int) -> None:
    mixed = mix_answers(
        {"a": constant(-0.01), "b": constant(0.02)}, {"a": part / MEMBERS, "b": 1 - part / MEMBERS}
    )
    assert [mixed.ensembles[0][h].count(-10_000) for h in range(3)] == [part] * 3
    assert [mixed.ensembles[0][h].count(20_000) for h in range(3)] == [MEMBERS - part] * 3


@given(st.lists(st.floats(0.01, 1.0), min_size=2, max_size=5))
def test_the_mixtures_distribution_is_the_weighted_mean_of_distributions(weights: list[float]) -> None:
    answers = {str(i): ANSWERS[i] for i in range(len(weights))}
    mixed = mix_answers(answers, {str(i): weight for i, weight in enumerate(weights)}).array()[0, 2]
    for level, value in zip(LEVELS[::20], mixed[::20], strict=True):
        below = above = 0.0
        for i, weight in enumerate(weights):
            members = ANSWERS[i].array()[0, 2]
            below += weight / sum(weights) * float((members < value).mean())
            above += weight / sum(weights) * float((members <= value).mean())
        assert below - 1e-6 <= level <= above + 1e-6


def test_a_mixture_needs_somebody_with_weight() -> None:
    with pytest.raises(InvalidMessage, match="none of 1 answers comes from a miner with weight"):
        mix_answers({"a": ANSWERS[0]}, {"a": 0.0})
    with pytest.raises(InvalidMessage, match="none of 0"):
        mix_answers({}, {})


def test_a_mixture_refuses_answers_of_different_shape() -> None:
    double = PriceAnswer(ANSWERS[0].ensembles * 2)
    with pytest.raises(InvalidMessage, match="different numbers of series"):
        mix_answers({"a": ANSWERS[0], "b": double}, {"a": 1.0, "b": 1.0})


def test_quantiles_of_a_normal_answer_are_the_normals() -> None:
    answer = PriceAnswer.from_array(np.broadcast_to(0.01 * NORMAL, (1, 3, MEMBERS)))
    expected = [-1.6449, -1.2816, -0.6745, 0.0, 0.6745, 1.2816, 1.6449]
    assert answer_quantiles(answer)[0, 1] * 100 == pytest.approx(np.array(expected), abs=0.01)


def test_a_forecast_names_who_served_it() -> None:
    (result,) = forecast(REQUEST, ANSWERS, {0: 0.2, 1: 0.5, 2: 0.2, 3: 0.0})
    assert result.served_by == (1, 0, 2)
    shown = result.to_json()
    assert (shown["asset"], shown["notice"]) == ("sp500", NOTICE)
    assert list(shown["horizons"]["20"]) == [str(p) for p in PERCENTILES]  # type: ignore[index]
    for row in result.quantiles:
        assert list(row) == sorted(row)


def test_a_question_is_for_one_known_asset() -> None:
    assert [s.asset for s in REQUEST.series] == ["sp500"]
    assert ask_request("sp500", b"block hash") == REQUEST
    assert ask_request("sp500", b"next hash") != REQUEST
    with pytest.raises(NotFound):
        ask_request("gold", b"block hash")


def test_the_price_path_ends_at_100_and_follows_the_returns() -> None:
    path = price_path(Series("wti", (0,) * (PAST_STEPS - 2) + (100_000, -50_000)))
    assert len(path) == PAST_SHOWN + 1
    assert path[-1] == 100.0
    assert path[-2] == pytest.approx(100 * math.exp(0.05))
    assert path[0] == pytest.approx(100 * math.exp(-0.05))


def simple_forecast() -> PriceForecast:
    rows = tuple(tuple(0.01 * root * (p - 50) / 50 for p in PERCENTILES) for root in (1, 2, 4))
    return PriceForecast("wti", rows, (3, 1))


def test_the_fan_starts_at_now() -> None:
    line = fan_line(simple_forecast(), 95)
    assert line == pytest.approx([100.0, *(100 * math.exp(0.009 * root) for root in (1, 2, 4))])


def test_the_chart_is_text_of_the_asked_size_with_the_notice() -> None:
    text = fan_chart(Series("wti", (1_000,) * PAST_STEPS), simple_forecast(), 70, 18, colour=False)
    lines = text.splitlines()
    assert NOTICE in text
    assert "\x1b" not in text
    assert len(lines) <= 18
    assert max(map(len, lines)) <= 70
    # A steady rise of 0.1 % a step: the picture begins at 100 * exp(-0.06) = 94.2.
    assert "94.2" in text
    assert "\x1b" in fan_chart(Series("wti", (1_000,) * PAST_STEPS), simple_forecast())


def test_the_table_shows_quantiles_in_per_cent_and_uids() -> None:
    table = quantile_table(simple_forecast())
    one = table.splitlines()[1].split()
    assert one[0] == "1"
    assert one[1] == f"{100 * math.expm1(-0.009):+.2f}%"
    assert one[4] == "+0.00%"
    assert "served by uids 3, 1" in table
    assert NOTICE in table
