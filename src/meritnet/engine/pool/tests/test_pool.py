"""The pool: who is taken, in which order, and when an extrinsic leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.codec.era import mortal
from meritnet.crypto.dev_keys import keypair
from meritnet.engine.pool.entry import Step
from meritnet.engine.pool.pool import PoolError, PoolLimits
from meritnet.engine.tests.harness import TAO, Solo, solo
from meritnet.primitives.hashing import blake2_256

ALICE = keypair("//Alice").account


@pytest.fixture
def chain() -> Solo:
    return solo()


def order(chain: Solo) -> list[bytes]:
    return [candidate.extrinsic.raw for candidate in chain.pool.ready()]


def refusal(chain: Solo, raw: bytes) -> tuple[int, str | None]:
    with pytest.raises(PoolError) as caught:
        chain.pool.submit(raw)
    return caught.value.code, caught.value.data


class Watch:
    """What a watcher heard."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.last: bytes | None = None

    def __call__(self, step: Step, block_or_hash: bytes | None) -> None:
        self.steps.append(step)
        self.last = block_or_hash


# --- order ------------------------------------------------------------------------------------------------


def test_a_senders_extrinsics_go_by_nonce_and_senders_by_arrival(chain: Solo) -> None:
    alice = [chain.transfer("//Alice", n) for n in range(3)]
    bob = chain.transfer("//Bob", 0, to="//Alice")
    for raw in (alice[0], bob, alice[1], alice[2]):
        chain.pool.submit(raw)
    assert order(chain) == [alice[0], bob, alice[1], alice[2]]


def test_a_gap_makes_later_nonces_wait_and_filling_it_makes_them_ready(chain: Solo) -> None:
    raws = [chain.transfer("//Alice", n) for n in range(3)]
    watch = Watch()
    chain.pool.submit(raws[2], listener=watch)
    chain.pool.submit(raws[1])
    assert (order(chain), chain.pool.counts()) == ([], (0, 2))
    chain.pool.submit(raws[0])
    assert (order(chain), chain.pool.counts()) == (raws, (3, 0))
    assert watch.steps == [Step.FUTURE, Step.READY]


@given(st.permutations(range(6)))
def test_any_order_of_arrival_gives_the_nonces_in_order(arrival: list[int]) -> None:
    chain = CHAIN
    raws = RAWS
    for raw in [c.hash for c in chain.pool.ready()]:
        chain.pool.drop({raw: "test"})
    chain.pool._banned.clear()
    for number in arrival:
        chain.pool.submit(raws[number])
    assert order(chain) == raws
    assert chain.pool.next_nonce(ALICE) == 6


CHAIN = solo()
RAWS = [CHAIN.transfer("//Alice", n) for n in range(6)]


def test_the_next_nonce_counts_pooled_extrinsics_up_to_a_gap(chain: Solo) -> None:
    for nonce in (0, 1, 3):
        chain.pool.submit(chain.transfer("//Alice", nonce))
    assert chain.pool.next_nonce(ALICE) == 2
    assert chain.pool.account_nonce(ALICE) == 0


def test_pending_lists_ready_before_future(chain: Solo) -> None:
    future, ready = chain.transfer("//Alice", 5), chain.transfer("//Bob", 0, to="//Alice")
    chain.pool.submit(future)
    chain.pool.submit(ready)
    assert chain.pool.pending() == [ready, future]


# --- refusals ---------------------------------------------------------------------------------------------


def test_the_same_bytes_twice_are_refused(chain: Solo) -> None:
    raw = chain.transfer("//Alice", 0)
    chain.pool.submit(raw)
    assert refusal(chain, raw) == (1013, f'"0x{blake2_256(raw).hex()}"')


def test_another_extrinsic_of_equal_priority_does_not_replace_a_waiting_one(chain: Solo) -> None:
    first = chain.transfer("//Alice", 0)
    chain.pool.submit(first)
    assert refusal(chain, chain.transfer("//Alice", 0, 2 * TAO))[0] == 1014
    # A tip buys no priority on this chain: every normal extrinsic has the same.
    assert refusal(chain, chain.transfer("//Alice", 0, 2 * TAO, tip=TAO))[0] == 1014
    assert order(chain) == [first]


def test_higher_priority_replaces_and_the_replaced_ones_watchers_hear_by_what(chain: Solo) -> None:
    first, watch = chain.transfer("//Alice", 0), Watch()
    entry = chain.pool.submit(first, listener=watch)
    entry.priority = -1
    second = chain.transfer("//Alice", 0, 2 * TAO)
    chain.pool.submit(second)
    assert order(chain) == [second]
    assert watch.steps == [Step.READY, Step.USURPED]
    assert watch.last == blake2_256(second)
    assert len(chain.pool) == 1


def test_a_bad_signature_is_refused_and_then_banned_for_some_blocks(chain: Solo) -> None:
    raw = bytearray(chain.transfer("//Alice", 0))
    raw[60] ^= 1
    bad = bytes(raw)
    assert refusal(chain, bad) == (1010, "Transaction has a bad signature")
    assert refusal(chain, bad)[0] == 1012
    for _ in range(6):
        chain.block()
    assert refusal(chain, bad)[0] == 1010


@pytest.mark.parametrize("raw", [b"", b"\x00", b"\x04\x84", bytes(100)])
def test_bytes_that_are_no_extrinsic_are_refused(chain: Solo, raw: bytes) -> None:
    assert refusal(chain, raw)[0] == 1001


def test_stale_and_unpayable_extrinsics_are_refused(chain: Solo) -> None:
    chain.pool.submit(chain.transfer("//Alice", 0))
    chain.block()
    assert refusal(chain, chain.transfer("//Alice", 0, 5)) == (1010, "Transaction is outdated")
    assert refusal(chain, chain.transfer("//penniless", 0)) == (
        1010,
        "Inability to pay some fees (e.g. account balance too low)",
    )


def test_an_unsigned_extrinsic_is_not_pooled(chain: Solo) -> None:
    assert refusal(chain, chain.runtime.timestamp_inherent(1_800_000_000_000))[0] == 1011


def test_limits_are_named_in_the_refusal() -> None:
    limits = PoolLimits(count=4, total_bytes=100_000, per_sender=2, future_per_sender=1, extrinsic_bytes=200)
    chain = solo(limits=limits)
    chain.pool.submit(chain.transfer("//Alice", 0))
    chain.pool.submit(chain.transfer("//Alice", 1))
    assert "2 extrinsics of one sender" in str(refusal(chain, chain.transfer("//Alice", 2))[1])
    chain.pool.submit(chain.transfer("//Bob", 5))
    assert "1 future extrinsics of one sender" in str(refusal(chain, chain.transfer("//Bob", 6))[1])
    chain.pool.submit(chain.transfer("//Charlie", 0))
    assert "4 extrinsics wait already" in str(refusal(chain, chain.transfer("//Dave", 0))[1])
    assert "201 bytes, at most 200" in str(refusal(chain, bytes(201))[1])


def test_the_byte_limit_counts_what_waits_and_is_given_back() -> None:
    size = len(solo().transfer("//Alice", 0))
    chain = solo(limits=PoolLimits(total_bytes=2 * size))
    chain.pool.submit(chain.transfer("//Alice", 0))
    chain.pool.submit(chain.transfer("//Alice", 1))
    assert "bytes wait already" in str(refusal(chain, chain.transfer("//Bob", 0))[1])
    chain.block()
    chain.pool.submit(chain.transfer("//Bob", 0))
    assert len(chain.pool) == 1


# --- leaving ----------------------------------------------------------------------------------------------


def test_a_watcher_hears_ready_block_and_finality(chain: Solo) -> None:
    watch = Watch()
    chain.pool.submit(chain.transfer("//Alice", 0), listener=watch)
    made = chain.block()
    assert watch.steps == [Step.READY, Step.IN_BLOCK, Step.FINALIZED]
    assert watch.last == made.output.block_hash
    assert len(chain.pool) == 0


def test_finality_may_be_told_some_blocks_late() -> None:
    chain = solo(finality_lag=2)
    watch, left = Watch(), Watch()
    chain.pool.submit(chain.transfer("//Alice", 0), listener=watch)
    entry = chain.pool.submit(chain.transfer("//Bob", 0, to="//Alice"), listener=left)
    made = chain.block()
    chain.pool.unwatch(entry.hash, left)
    chain.block()
    assert watch.steps == [Step.READY, Step.IN_BLOCK]
    chain.block()
    assert watch.steps == [Step.READY, Step.IN_BLOCK, Step.FINALIZED]
    assert watch.last == made.output.block_hash
    assert left.steps == [Step.READY, Step.IN_BLOCK]


def test_a_watcher_that_left_hears_nothing(chain: Solo) -> None:
    watch = Watch()
    entry = chain.pool.submit(chain.transfer("//Alice", 0), listener=watch)
    chain.pool.unwatch(entry.hash, watch)
    chain.block()
    assert watch.steps == [Step.READY]


def test_a_mortal_extrinsic_that_waits_too_long_dies_with_its_era(chain: Solo) -> None:
    era = mortal(4, 0)
    watch = Watch()
    # Nonce 1 keeps it from any block; the era covers blocks 0 to 3.
    raw = chain.transfer("//Alice", 1, era=era, birth_hash=chain.machine.store.hash_of(0))
    chain.pool.submit(raw, listener=watch)
    chain.block()
    chain.block()
    assert (chain.machine.store.head.number, len(chain.pool)) == (2, 1)
    chain.block()
    # Block 4 comes next, and there it would be invalid.
    assert len(chain.pool) == 0
    assert watch.steps == [Step.FUTURE, Step.INVALID]


def test_the_era_bound_is_the_one_of_execution(chain: Solo) -> None:
    born = chain.machine.store.hash_of(0)
    for _ in range(2):
        chain.block()
    chain.pool.submit(chain.transfer("//Alice", 0, era=mortal(4, 0), birth_hash=born))
    assert [a.error for a in chain.block().output.applied] == [None, None, None]
    # The next block is number 4, where a new window has begun: the signature names another block.
    assert refusal(chain, chain.transfer("//Alice", 1, era=mortal(4, 0), birth_hash=born))[0] == 1010


def test_an_extrinsic_whose_nonce_a_foreign_block_used_leaves(chain: Solo) -> None:
    mine, watch = chain.transfer("//Alice", 0), Watch()
    chain.pool.submit(mine, listener=watch)
    other = solo()
    other.pool.submit(other.transfer("//Alice", 0, 5))
    made = other.block()
    included = [
        c for raw in other.machine.store.body(1) if (c := chain.runtime.decode(raw)).signed is not None
    ]
    chain.pool.on_block(other.machine.store.view(), 1, made.output.block_hash, included)
    assert len(chain.pool) == 0
    assert watch.steps == [Step.READY, Step.INVALID]


def test_what_a_builder_found_invalid_is_dropped_banned_and_reported(chain: Solo) -> None:
    raw, watch = chain.transfer("//Alice", 0), Watch()
    entry = chain.pool.submit(raw, listener=watch)
    chain.pool.drop({entry.hash: "Payment"})
    assert watch.steps == [Step.READY, Step.INVALID]
    assert refusal(chain, raw)[0] == 1012


def test_extrinsics_that_can_no_longer_pay_leave_with_the_block_that_found_out(chain: Solo) -> None:
    balance = chain.free("//Dave")
    watch = Watch()
    # What the first one leaves covers its own fee and not another one.
    chain.pool.submit(chain.transfer("//Dave", 0, balance - 250_000))
    chain.pool.submit(chain.transfer("//Dave", 1, 1), listener=watch)
    chain.block()
    assert (Step.INVALID in watch.steps, len(chain.pool)) == (True, 0)
    assert chain.pool.next_nonce(keypair("//Dave").account) == 1


def test_a_future_extrinsic_becomes_ready_when_a_block_fills_the_gap(chain: Solo) -> None:
    later = chain.transfer("//Alice", 1)
    chain.pool.submit(later)
    other = solo()
    other.pool.submit(other.transfer("//Alice", 0, 5))
    made = other.block()
    included = [
        c for raw in other.machine.store.body(1) if (c := chain.runtime.decode(raw)).signed is not None
    ]
    chain.pool.on_block(other.machine.store.view(), 1, made.output.block_hash, included)
    assert order(chain) == [later]
