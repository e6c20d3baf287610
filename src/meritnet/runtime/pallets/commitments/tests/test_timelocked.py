"""Timelocked fields of commitments: published, opened, failed, replaced."""

import pytest

from meritnet.codec import Case, InvalidValue
from meritnet.runtime.pallets.commitments import revealing, storage
from meritnet.runtime.pallets.drand import storage as drand
from meritnet.runtime.pallets.registration import uids
from meritnet.testing.beacon import MadeBeacon
from meritnet.testing.chain import TestChain, account

CALL = ("Commitments", "set_commitment")
NETUID = 1
HOT, OTHER = account("//Hot"), account("//Other")
BEACON = MadeBeacon()
ROUND = 50
NAMES = ("Commitment", "TimelockCommitment", "CommitmentRevealed", "CommitmentRevealFailed")
RAW = Case("Raw1", (b"x",))


@pytest.fixture
def chain() -> TestChain:
    made = TestChain()
    BEACON.follow(made.ctx)
    for hotkey in (HOT, OTHER):
        uids.append(made.ctx, NETUID, hotkey)
    return made


def locked(content: bytes = b"secret", round_: int = ROUND) -> Case:
    return Case("TimelockEncrypted", (BEACON.lock(content, round_), round_))


def commit(chain: TestChain, *fields: Case, by: bytes = HOT) -> None:
    chain.ok(*CALL, NETUID, fields, by=by)


def told(chain: TestChain) -> list[tuple[str, tuple[object, ...]]]:
    return [(record.event.name, record.args) for record in chain.ctx.events if record.event.name in NAMES]


def fields(chain: TestChain, who: bytes = HOT) -> tuple[Case, ...] | None:
    record = storage.commitment_of.get(chain.ctx, NETUID, who)
    return None if record is None else record.info


def index(chain: TestChain) -> tuple[tuple[int, bytes], ...]:
    found: tuple[tuple[int, bytes], ...] = storage.timelocked_index.get(chain.ctx)
    return found


def test_a_timelocked_field_is_announced_with_its_round_and_waits(chain: TestChain) -> None:
    commit(chain, RAW, locked(), locked(round_=ROUND + 1))
    assert told(chain) == [("TimelockCommitment", (NETUID, HOT, ROUND))]
    assert index(chain) == ((NETUID, HOT),)
    used = storage.used_space_of.get(chain.ctx, NETUID, HOT).used_space
    assert used == 1 + 2 * len(locked().args[0])
    before = fields(chain)
    for _ in range(2):
        chain.block()
        assert (fields(chain), told(chain)) == (before, [])


def test_it_is_opened_in_the_first_block_that_has_the_round(chain: TestChain) -> None:
    commit(chain, locked(), RAW)
    BEACON.publish(chain, ROUND)
    assert storage.revealed_commitments.get(chain.ctx, NETUID, HOT) is None
    chain.block()
    assert told(chain) == [("CommitmentRevealed", (NETUID, HOT))]
    now = chain.ctx.block_number
    assert storage.revealed_commitments.get(chain.ctx, NETUID, HOT) == ((b"secret", now),)
    assert fields(chain) == (RAW,)
    assert index(chain) == ()


def test_a_commitment_of_nothing_else_goes_with_its_content(chain: TestChain) -> None:
    commit(chain, locked())
    BEACON.publish(chain, ROUND)
    chain.block()
    assert fields(chain) is None
    assert storage.last_commitment.get(chain.ctx, NETUID, HOT) is not None


def test_each_field_has_its_own_round(chain: TestChain) -> None:
    late = locked(b"late", ROUND + 5)
    commit(chain, locked(b"early"), late)
    BEACON.publish(chain, ROUND)
    chain.block()
    assert fields(chain) == (late,)
    assert index(chain) == ((NETUID, HOT),)
    BEACON.publish(chain, ROUND + 5)
    chain.block()
    assert [text for text, _ in storage.revealed_commitments.get(chain.ctx, NETUID, HOT)] == [
        b"early",
        b"late",
    ]
    assert index(chain) == ()


def test_the_last_ten_contents_are_kept(chain: TestChain) -> None:
    storage.max_space.set(chain.ctx, 10**6)
    BEACON.publish(chain, ROUND)
    for number in range(4):
        commit(chain, *(locked(bytes((number, part))) for part in range(3)))
        chain.block()
    kept = [text for text, _ in storage.revealed_commitments.get(chain.ctx, NETUID, HOT)]
    assert len(kept) == revealing.MAX_REVEALS == 10
    assert kept == [bytes((number, part)) for number in range(4) for part in range(3)][2:]


def test_hotkeys_are_opened_each_for_itself(chain: TestChain) -> None:
    commit(chain, locked(b"a"))
    commit(chain, locked(b"b", ROUND + 9), by=OTHER)
    assert index(chain) == tuple(sorted([(NETUID, HOT), (NETUID, OTHER)]))
    BEACON.publish(chain, ROUND)
    chain.block()
    assert index(chain) == ((NETUID, OTHER),)
    assert fields(chain, OTHER) is not None


def test_a_new_commitment_replaces_one_that_waits(chain: TestChain) -> None:
    commit(chain, locked())
    commit(chain, RAW)
    assert told(chain)[1:] == [("Commitment", (NETUID, HOT))]
    assert index(chain) == ()
    BEACON.publish(chain, ROUND)
    chain.block()
    assert storage.revealed_commitments.get(chain.ctx, NETUID, HOT) is None


@pytest.mark.parametrize(
    "ciphertext, why",
    [
        (b"none", "CiphertextDeserialize"),
        (BEACON.lock(b"x", ROUND + 1), "Decrypt"),
        (MadeBeacon("another").lock(b"x", ROUND), "Decrypt"),
        (BEACON.lock(b"", ROUND), "EmptyPlaintext"),
    ],
)
def test_what_does_not_open_is_marked_and_told(chain: TestChain, ciphertext: bytes, why: str) -> None:
    commit(chain, Case("TimelockEncrypted", (ciphertext, ROUND)), RAW)
    BEACON.publish(chain, ROUND)
    chain.block()
    assert told(chain) == [("CommitmentRevealFailed", (NETUID, HOT, ROUND, Case(why)))]
    assert fields(chain) == (Case("TimelockRevealFailed", (ciphertext, ROUND)), RAW)
    assert index(chain) == ()
    chain.block()
    assert told(chain) == []


def test_a_round_that_is_no_signature(chain: TestChain) -> None:
    commit(chain, locked())
    BEACON.publish(chain, ROUND)
    drand.pulses.set(chain.ctx, ROUND, BEACON.pulse(ROUND)._replace(signature=b""))
    chain.block()
    assert told(chain) == [("CommitmentRevealFailed", (NETUID, HOT, ROUND, Case("SignatureDeserialize")))]


@pytest.mark.parametrize("published", [(ROUND + 1,), (ROUND - 1, ROUND + 1)])
def test_a_round_that_will_never_come_fails_at_once(chain: TestChain, published: tuple[int, ...]) -> None:
    commit(chain, locked())
    BEACON.publish(chain, *published)
    chain.block()
    assert told(chain) == [("CommitmentRevealFailed", (NETUID, HOT, ROUND, Case("PulseExpired")))]


def test_a_row_of_the_index_without_commitment_is_dropped(chain: TestChain) -> None:
    storage.timelocked_index.set(chain.ctx, ((NETUID, HOT),))
    chain.block()
    assert index(chain) == ()


def test_a_field_of_1024_bytes_is_the_largest(chain: TestChain) -> None:
    commit(chain, locked(bytes(1_024 - 244)))
    with pytest.raises(InvalidValue, match="at most 1024"):
        commit(chain, locked(bytes(1_025 - 244)))
