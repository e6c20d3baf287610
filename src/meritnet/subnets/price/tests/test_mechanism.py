"""Who can know what: the request needs no later seed, the outcome needs it, both are repeatable."""

import pytest

from meritnet.neuron.commitment import outcome_seed
from meritnet.neuron.message import InvalidMessage
from meritnet.subnets.price.data import ASSETS
from meritnet.subnets.price.mechanism import SERIES_PER_ROUND, PriceMechanism, draw_round
from meritnet.subnets.price.models import HONEST
from meritnet.subnets.price.task import HORIZONS, PriceRequest

MECHANISM = PriceMechanism()
SEED = b"challenge"


def test_a_challenge_is_repeatable_and_seeded() -> None:
    draw_round.cache_clear()
    first = MECHANISM.challenge(SEED)
    draw_round.cache_clear()
    assert MECHANISM.challenge(SEED) == first
    assert MECHANISM.challenge(b"other") != first
    assert len(first.series) == SERIES_PER_ROUND
    assert len({series.returns for series in first.series}) == SERIES_PER_ROUND


def test_all_assets_come_up() -> None:
    seen = {s.asset for n in range(6) for s in MECHANISM.challenge(bytes([n])).series}
    assert seen == set(ASSETS)


def test_the_outcome_is_fixed_by_the_later_block() -> None:
    request = MECHANISM.challenge(SEED)
    outcomes = {MECHANISM.outcome(request, SEED, outcome_seed(bytes([n]), request)) for n in range(30)}
    assert len(outcomes) == 30
    assert all(len(moves) == len(HORIZONS) for outcome in outcomes for moves in outcome.moves)
    seed = outcome_seed(b"\0", request)
    draw_round.cache_clear()
    assert MECHANISM.outcome(request, SEED, seed) in outcomes


def test_a_request_says_nothing_about_its_origin() -> None:
    fields = MECHANISM.challenge(SEED).to_json()
    assert set(fields) == {"horizons", "members", "series"}
    for series in fields["series"]:  # type: ignore[union-attr]
        assert set(series) == {"asset", "returns"}  # type: ignore[arg-type]


def test_the_reference_miner_is_the_best_model() -> None:
    request = MECHANISM.challenge(SEED)
    answer = MECHANISM.mine(request)
    MECHANISM.check(request, answer)
    assert answer == HONEST[0].answer(request)


def test_check_refuses_an_answer_to_another_request() -> None:
    request = MECHANISM.challenge(SEED)
    with pytest.raises(InvalidMessage, match="covers 8 series, the request has 2"):
        MECHANISM.check(PriceRequest(request.series[:2]), MECHANISM.mine(request))


def test_answers_are_due_before_the_outcome_block_exists() -> None:
    assert MECHANISM.schedule.commit
    assert MECHANISM.schedule.outcome_delay_blocks >= 2
