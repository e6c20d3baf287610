"""Commitments bind hotkey, request, answer and salt; seeds depend on every part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.neuron.commitment import (
    SALT_BYTES,
    challenge_seed,
    commit_answer,
    opens,
    outcome_seed,
)
from meritnet.neuron.message import InvalidMessage
from meritnet.neuron.tests.test_message import Pair

SALT = bytes(range(SALT_BYTES))
REQUEST, ANSWER = Pair(1, "q"), Pair(2, "a")


def test_a_commitment_opens_with_what_went_in() -> None:
    assert opens(commit_answer("5Alice", REQUEST, ANSWER, SALT), "5Alice", REQUEST, ANSWER, SALT)


@pytest.mark.parametrize(
    "hotkey, request_, answer, salt",
    [
        ("5Bob", REQUEST, ANSWER, SALT),
        ("5Alice", Pair(3, "q"), ANSWER, SALT),
        ("5Alice", REQUEST, Pair(3, "a"), SALT),
        ("5Alice", REQUEST, ANSWER, SALT[::-1]),
        ("5Alice", REQUEST, ANSWER, SALT[:-1]),
        ("5Alice", REQUEST, ANSWER, b""),
    ],
    ids=[
        "copied by another hotkey",
        "replayed on another request",
        "changed answer",
        "other salt",
        "short",
        "none",
    ],
)
def test_a_commitment_opens_with_nothing_else(hotkey: str, request_: Pair, answer: Pair, salt: bytes) -> None:
    assert not opens(commit_answer("5Alice", REQUEST, ANSWER, SALT), hotkey, request_, answer, salt)


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(InvalidMessage, match="salt has 4 bytes, must have 32"):
        commit_answer("5Alice", REQUEST, ANSWER, b"salt")


@given(st.binary(max_size=4), st.binary(max_size=4), st.binary(max_size=4), st.binary(max_size=4))
def test_challenge_seed_keeps_block_hash_and_secret_apart(a: bytes, b: bytes, c: bytes, d: bytes) -> None:
    same = challenge_seed(a, 1, 2, b) == challenge_seed(c, 1, 2, d)
    assert same == ((a, b) == (c, d))


def test_challenge_seed_depends_on_netuid_and_round() -> None:
    seeds = {challenge_seed(b"h", netuid, number, b"s") for netuid in (1, 256) for number in (0, 1, 2**40)}
    assert len(seeds) == 6


def test_outcome_seed_depends_on_the_later_block_and_the_request() -> None:
    seeds = {outcome_seed(block, request) for block in (b"1", b"2") for request in (REQUEST, ANSWER)}
    assert len(seeds) == 4
