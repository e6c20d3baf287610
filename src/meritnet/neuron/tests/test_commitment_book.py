"""What a miner shows to whom and when: by a clock that the test turns."""

import pytest

from meritnet.neuron.commitment import opens
from meritnet.neuron.commitment_book import (
    KEEP_S,
    MOST_OPEN,
    RETRY_S,
    TOGETHER_S,
    CommitmentBook,
    RevealDenied,
    RevealTooEarly,
    Sealed,
)
from meritnet.neuron.tests.test_message import Pair

TIMEOUT_S = 1.5
REQUEST, ANSWER = Pair(1, "abc"), Pair(1, "cba")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(clock: Clock) -> CommitmentBook:
    return CommitmentBook("miner", TIMEOUT_S, clock)


def test_reveal_opens_the_commitment(book: CommitmentBook, clock: Clock) -> None:
    commitment = book.commit(book.ask(REQUEST.digest(), "v"), REQUEST, ANSWER)
    clock.now += TIMEOUT_S
    answer, salt = book.reveal(REQUEST.digest(), "v")
    assert isinstance(answer, Pair)
    assert opens(commitment, "miner", REQUEST, answer, salt)


def test_reveal_before_the_deadline_tells_how_long_to_wait(book: CommitmentBook, clock: Clock) -> None:
    book.commit(book.ask(REQUEST.digest(), "v"), REQUEST, ANSWER)
    clock.now += 1.0
    with pytest.raises(RevealTooEarly) as caught:
        book.reveal(REQUEST.digest(), "v")
    assert caught.value.wait_s == pytest.approx(TIMEOUT_S - 1.0)


def test_asking_twice_gives_the_same_commitment_even_if_the_miner_changes_its_mind(
    book: CommitmentBook,
) -> None:
    first = book.commit(book.ask(REQUEST.digest(), "v"), REQUEST, ANSWER)
    second = book.commit(book.ask(REQUEST.digest(), "v"), REQUEST, Pair(2, "zzz"))
    assert first == second


def test_who_asks_together_shares_and_waits_for_the_latest(book: CommitmentBook, clock: Clock) -> None:
    book.commit(book.ask(REQUEST.digest(), "v"), REQUEST, ANSWER)
    clock.now += TOGETHER_S
    book.commit(book.ask(REQUEST.digest(), "w"), REQUEST, ANSWER)
    clock.now += TIMEOUT_S - TOGETHER_S
    with pytest.raises(RevealTooEarly):
        book.reveal(REQUEST.digest(), "v")
    clock.now += TOGETHER_S
    assert book.reveal(REQUEST.digest(), "v") == book.reveal(REQUEST.digest(), "w")


def test_who_forwards_a_question_later_is_refused(book: CommitmentBook, clock: Clock) -> None:
    book.ask(REQUEST.digest(), "v")
    clock.now += TOGETHER_S + 0.01
    with pytest.raises(Sealed):
        book.ask(REQUEST.digest(), "forwarder")


def test_nobody_else_gets_the_reveal(book: CommitmentBook, clock: Clock) -> None:
    book.commit(book.ask(REQUEST.digest(), "v"), REQUEST, ANSWER)
    clock.now += TIMEOUT_S
    with pytest.raises(RevealDenied):
        book.reveal(REQUEST.digest(), "w")
    with pytest.raises(RevealDenied):
        book.reveal(Pair(2, "abc").digest(), "v")


def test_a_request_without_an_answer_yet_has_no_reveal(book: CommitmentBook, clock: Clock) -> None:
    book.ask(REQUEST.digest(), "v")
    clock.now += TIMEOUT_S
    with pytest.raises(RevealDenied):
        book.reveal(REQUEST.digest(), "v")


def test_sealed_until_every_asker_has_the_reveal(book: CommitmentBook, clock: Clock) -> None:
    assert not book.sealed(REQUEST.digest())
    for validator in ("v", "w"):
        book.commit(book.ask(REQUEST.digest(), validator), REQUEST, ANSWER)
    clock.now += TIMEOUT_S
    book.reveal(REQUEST.digest(), "v")
    assert book.sealed(REQUEST.digest())
    book.reveal(REQUEST.digest(), "w")
    assert not book.sealed(REQUEST.digest())


def test_unrevealed_commitments_expire(book: CommitmentBook, clock: Clock) -> None:
    book.commit(book.ask(REQUEST.digest(), "v"), REQUEST, ANSWER)
    clock.now += KEEP_S
    assert not book.sealed(REQUEST.digest())
    assert len(book) == 0


def test_the_book_is_bounded(book: CommitmentBook) -> None:
    for number in range(MOST_OPEN):
        book.ask(number.to_bytes(32, "big"), "v")
    with pytest.raises(Sealed, match="1024"):
        book.ask(REQUEST.digest(), "v")


def test_an_answer_is_forgotten_soon_after_everyone_who_asked_has_seen_it(
    book: CommitmentBook, clock: Clock
) -> None:
    for validator in ("v", "w"):
        book.commit(book.ask(REQUEST.digest(), validator), REQUEST, ANSWER)
    clock.now += TIMEOUT_S
    book.reveal(REQUEST.digest(), "v")
    clock.now += RETRY_S
    assert book.sealed(REQUEST.digest())
    assert len(book) == 1
    book.reveal(REQUEST.digest(), "w")
    book.reveal(REQUEST.digest(), "w")
    clock.now += RETRY_S
    assert not book.sealed(REQUEST.digest())
    assert len(book) == 0
