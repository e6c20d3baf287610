"""The market without a chain: weights rank as skill does, every cheat is below the worst honest miner."""

import pytest

from meritnet.subnets.price.roster import CHEAT_NAMES, HONEST_NAMES
from meritnet.subnets.price.simulate import Moment, play


def moment(**weights: float) -> Moment:
    return Moment("honest", 1, {**dict.fromkeys(CHEAT_NAMES, 0.0), **weights})


def test_right_ranking_means_all_of_it() -> None:
    right = {name: 0.3 - 0.05 * place for place, name in enumerate(HONEST_NAMES)}
    assert moment(**right).ranks_rightly
    assert not moment(**(right | {"filtered": right["smooth"]})).ranks_rightly
    assert not moment(**(right | {"copycat": right["constant"]})).ranks_rightly


def test_playing_is_repeatable_and_weights_sum_to_one() -> None:
    first, again = list(play(2, b"seed")), list(play(2, b"seed"))
    assert first == again
    for m in first:
        assert sum(m.weights.values()) == pytest.approx(1)
        assert set(m.weights) == {*HONEST_NAMES, *CHEAT_NAMES}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [b"market 1", b"market 2", b"market 3"])
def test_sixty_rounds_pay_by_skill_and_cheats_least(seed: bytes) -> None:
    last = {m.validator: m for m in play(60, seed, ("one", "two", "liar"))}
    for validator in ("one", "two"):
        assert last[validator].ranks_rightly, last[validator].weights
    lies = last["liar"].weights
    assert min(lies["over-dispersed"], lies["erratic"]) > max(lies[name] for name in HONEST_NAMES)
