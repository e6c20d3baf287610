"""The local beacon: a round every three seconds of the engine's clock, gaps made up for, its key kept here."""

import pytest

from meritnet.crypto.beacon import QUICKNET
from meritnet.node.beacon import local
from meritnet.node.beacon.local import MAX_BEHIND, MAX_PER_BLOCK, LocalRounds
from meritnet.primitives.errors import Invalid
from meritnet.runtime.pallets.drand import storage
from meritnet.runtime.pallets.drand.genesis import follow_local
from meritnet.testing.chain import TestChain

SEED = b"s" * 32
START = 5_000


@pytest.fixture
def chain() -> TestChain:
    made = TestChain()
    follow_local(made.ctx, LocalRounds(made.runtime, SEED).beacon.public_key)
    return made


def at(round_: int, later_ms: int = 0) -> int:
    return QUICKNET.moment_ms(round_) + later_ms


def take(chain: TestChain, rounds: LocalRounds, moment_ms: int) -> list[int]:
    before = storage.last_stored_local_round.get(chain.ctx)
    for index, raw in enumerate(rounds.rounds(chain.ctx, moment_ms)):
        applied = chain.runtime.executive.apply(
            chain.ctx, chain.runtime.decode(raw), index, signature_known=True
        )
        assert applied.error is None
    last = storage.last_stored_local_round.get(chain.ctx)
    return [
        one for one in range(before + 1, last + 1) if storage.local_pulses.get(chain.ctx, one) is not None
    ]


def test_each_round_comes_at_its_moment_and_once(chain: TestChain) -> None:
    rounds = LocalRounds(chain.runtime, SEED)
    assert take(chain, rounds, at(START)) == [START]
    assert take(chain, rounds, at(START, 2_999)) == []
    assert take(chain, rounds, at(START, 3_000)) == [START + 1]
    assert take(chain, rounds, at(START - 10)) == []  # a clock that went back
    assert take(chain, rounds, at(START, 9_500)) == [START + 2, START + 3]


def test_rounds_of_a_pause_are_made_up_for_some_at_a_time(chain: TestChain) -> None:
    rounds = LocalRounds(chain.runtime, SEED)
    take(chain, rounds, at(START))
    newest = START + MAX_PER_BLOCK + 3
    assert take(chain, rounds, at(newest)) == list(range(START + 1, START + 1 + MAX_PER_BLOCK))
    assert take(chain, rounds, at(newest)) == [newest - 2, newest - 1, newest]


def test_after_a_day_the_oldest_rounds_are_left_out(
    chain: TestChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_BEHIND * 3 == 86_400
    monkeypatch.setattr(local, "MAX_BEHIND", 5)
    rounds = LocalRounds(chain.runtime, SEED)
    take(chain, rounds, at(START))
    assert take(chain, rounds, at(START + 1_000)) == list(range(START + 996, START + 1_001))


def test_before_the_beacons_first_round_there_is_none(chain: TestChain) -> None:
    assert take(chain, LocalRounds(chain.runtime, SEED), 1_000) == []


def test_a_key_that_does_not_fit_the_chain_is_refused(chain: TestChain) -> None:
    rounds = LocalRounds(chain.runtime, SEED)
    rounds.ensure_is(rounds.beacon.public_key.hex())
    with pytest.raises(Invalid, match="restore the key file"):
        LocalRounds(chain.runtime, b"o" * 32).ensure_is(rounds.beacon.public_key.hex())


def test_its_secret_is_not_shown(chain: TestChain) -> None:
    rounds = LocalRounds(chain.runtime, SEED)
    shown = repr(rounds)
    assert rounds.beacon.public_key.hex()[:16] in shown
    assert SEED.hex() not in shown
    assert str(int(rounds._secret)) not in shown
