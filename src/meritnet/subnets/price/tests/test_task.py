"""Messages survive the wire unchanged; what does not fit is refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.neuron.message import InvalidMessage
from meritnet.subnets.price.task import (
    HORIZONS,
    LIMIT,
    MEMBERS,
    PAST_STEPS,
    PriceAnswer,
    PriceRequest,
    Series,
    check_fits,
    horizon_moves,
)

REQUEST = PriceRequest((Series("wti", tuple(range(PAST_STEPS))),))
ANSWER = PriceAnswer.from_array(np.linspace(-0.01, 0.01, 3 * MEMBERS).reshape(1, 3, MEMBERS))


def answer_json(**change: Any) -> dict[str, Any]:
    return {"ensembles": [[list(range(MEMBERS)) for _ in HORIZONS]]} | change


def test_messages_survive_the_wire() -> None:
    assert PriceRequest.from_json(REQUEST.to_json()) == REQUEST
    assert PriceAnswer.from_json(ANSWER.to_json()) == ANSWER


def test_units_are_millionths_of_log_return() -> None:
    assert REQUEST.array()[0, 123] == pytest.approx(123e-6)
    assert PriceAnswer.from_array(np.full((1, 3, MEMBERS), 0.0123456)).ensembles[0][0][0] == 12346


def test_members_are_sorted_so_that_order_does_not_change_the_digest() -> None:
    answer = answer_json()
    answer["ensembles"][0][1].reverse()
    assert PriceAnswer.from_json(answer).digest() == PriceAnswer.from_json(answer_json()).digest()


def test_out_of_range_forecasts_of_our_own_models_are_clipped() -> None:
    answer = PriceAnswer.from_array(np.full((1, 3, MEMBERS), -1e9))
    assert answer.ensembles[0][0][0] == -LIMIT
    assert PriceAnswer.from_json(answer.to_json()) == answer


def spoil(member: Any) -> dict[str, Any]:
    answer = answer_json()
    answer["ensembles"][0][2][5] = member
    return answer


@pytest.mark.parametrize(
    "member", [float("nan"), float("inf"), 1.5, True, "1", None, LIMIT + 1, -LIMIT - 1, [1]]
)
def test_a_wrong_member_spoils_the_answer(member: Any) -> None:
    with pytest.raises(InvalidMessage, match=r"ensembles\[0\]\[2\]\[5\]"):
        PriceAnswer.from_json(spoil(member))


@pytest.mark.parametrize(
    "value",
    [
        answer_json(ensembles=[]),
        answer_json(ensembles=[[[0] * MEMBERS] * 2]),
        answer_json(ensembles=[[[0] * (MEMBERS - 1)] * 3]),
        answer_json(ensembles=[[[0] * (MEMBERS + 1)] * 3]),
        answer_json(ensembles=[[[0] * MEMBERS] * 3] * 33),
        answer_json(extra=1),
        {},
        None,
    ],
    ids=["no series", "two horizons", "too few", "too many", "too many series", "extra", "empty", "null"],
)
def test_an_answer_of_another_shape_is_refused(value: Any) -> None:
    with pytest.raises(InvalidMessage):
        PriceAnswer.from_json(value)


@pytest.mark.parametrize(
    "change",
    [
        {"horizons": [1, 5]},
        {"members": 100},
        {"series": [{"asset": "gold", "returns": [0] * PAST_STEPS}]},
        {"series": [{"asset": "wti", "returns": [0] * (PAST_STEPS - 1)}]},
        {"series": []},
    ],
    ids=["horizons", "members", "asset", "length", "none"],
)
def test_a_request_of_another_version_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidMessage):
        PriceRequest.from_json(REQUEST.to_json() | change)


def test_an_answer_must_cover_the_series_of_the_request() -> None:
    check_fits(REQUEST, ANSWER)
    with pytest.raises(InvalidMessage, match="covers 1 series, the request has 2"):
        check_fits(PriceRequest(REQUEST.series * 2), ANSWER)


def test_horizon_moves_are_running_totals() -> None:
    assert horizon_moves(range(1, 21)) == (1, 15, 210)


@given(st.recursive(st.none() | st.integers() | st.floats(), lambda s: st.lists(s, max_size=4), max_leaves=9))
def test_any_json_is_read_or_refused(value: Any) -> None:
    for wrapped in (value, {"ensembles": value}):
        with pytest.raises(InvalidMessage):
            PriceAnswer.from_json(wrapped)
