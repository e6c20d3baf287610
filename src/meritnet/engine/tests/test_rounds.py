"""Rounds of beacons in blocks: those an author adds, those the pool brings, and blocks checked by others."""

from collections.abc import Iterable

import pytest

from meritnet.codec import Case
from meritnet.crypto import sr25519
from meritnet.engine.block import BlockInput
from meritnet.engine.pool.entry import Step
from meritnet.engine.pool.errors import PoolError
from meritnet.engine.round_source import RoundSources
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.drand import storage
from meritnet.runtime.pallets.drand.types import PULSES_PAYLOAD, sr25519_signer
from meritnet.testing.beacon import MadeBeacon

from .harness import Solo, genesis, machine_on, solo

BEACON = MadeBeacon()
PUBLIC, SECRET = sr25519.public_and_secret(b"s" * 32)


def genesis_with_beacon(ctx: Context) -> None:
    genesis(ctx)
    BEACON.follow(ctx)


@pytest.fixture
def source() -> "Given":
    return Given()


@pytest.fixture
def chain(source: "Given") -> Solo:
    return solo(build=genesis_with_beacon, rounds=source)


def raw_round(chain: Solo, round_: int, beacon: MadeBeacon = BEACON) -> bytes:
    payload = PULSES_PAYLOAD(0, (beacon.pulse(round_),), sr25519_signer(PUBLIC))
    signature = sr25519.sign(PUBLIC, SECRET, PULSES_PAYLOAD.encode(payload))
    return chain.runtime.bare("Drand", "write_pulse", payload, Case("Sr25519", (signature,)))


class Given:
    """A source that gives what the test puts into it, and remembers what it was asked."""

    def __init__(self) -> None:
        self.raws: list[bytes] = []
        self.asked: list[tuple[int, int]] = []

    def rounds(self, ctx: Context, moment_ms: int) -> Iterable[bytes]:
        self.asked.append((ctx.block_number, moment_ms))
        return self.raws


def head(chain: Solo) -> Context:
    number = chain.machine.store.head
    return chain.runtime.read_context(chain.machine.store.view(), number.number, number.hash)


def body_of_next(chain: Solo) -> list[bytes]:
    chain.block()
    return list(chain.machine.store.body(chain.machine.store.head.number))


def test_an_authors_rounds_stand_before_everything_that_is_signed(chain: Solo, source: Given) -> None:
    chain.pool.submit(chain.transfer("//Alice", 0))
    source.raws = [raw_round(chain, 5), raw_round(chain, 6)]
    body = body_of_next(chain)
    assert body[2:4] == source.raws
    assert chain.runtime.decode(body[4]).signed is not None
    assert source.asked == [(1, chain.clock.now_ms())]
    assert storage.last_stored_round.get(head(chain)) == 6


def test_several_sources_come_one_after_the_other(chain: Solo, source: Given) -> None:
    other = Given()
    source.raws, other.raws = [raw_round(chain, 5)], [raw_round(chain, 6)]
    both = RoundSources((source, other))
    assert list(both.rounds(head(chain), 0)) == [*source.raws, *other.raws]


def test_a_round_that_is_refused_ends_the_sources_turn_and_not_the_block(chain: Solo, source: Given) -> None:
    source.raws = [raw_round(chain, round_) for round_ in (6, 5, 7)]
    assert body_of_next(chain)[2:] == source.raws[:1]
    assert storage.last_stored_round.get(head(chain)) == 6


def test_another_machine_executes_the_same_block(chain: Solo, source: Given) -> None:
    chain.pool.submit(chain.transfer("//Alice", 0))
    source.raws = [raw_round(chain, 5)]
    body = body_of_next(chain)
    other = machine_on(None, genesis_with_beacon)
    block = BlockInput(1, other.author_of(1), tuple(body))
    assert other.check(block)
    assert other.finalize(block).header_bytes == chain.machine.store.header(1)


def test_a_block_with_a_round_that_proves_nothing_is_no_block(chain: Solo) -> None:
    body = body_of_next(chain)
    forged = raw_round(chain, 5, beacon=MadeBeacon("another"))
    other = machine_on(None, genesis_with_beacon)
    assert not other.check(BlockInput(1, other.author_of(1), (*body, forged)))
    assert other.check(BlockInput(1, other.author_of(1), tuple(body)))


def test_anybody_may_send_rounds_to_the_pool_and_lower_ones_go_first(chain: Solo) -> None:
    chain.pool.submit(chain.transfer("//Alice", 0))
    first = 10_000_000  # a round of our days; below 2**20 all have the same priority
    raws = [raw_round(chain, round_) for round_ in (first + 1, first)]
    for raw in raws:
        chain.pool.submit(raw)
    assert chain.pool.counts() == (3, 0)
    assert body_of_next(chain)[2:4] == raws[::-1]
    assert storage.last_stored_round.get(head(chain)) == first + 1
    assert len(chain.pool) == 0


def test_a_watcher_hears_what_became_of_its_round(chain: Solo) -> None:
    heard: list[Step] = []
    chain.pool.submit(raw_round(chain, 5), listener=lambda step, _hash: heard.append(step))
    chain.block()
    assert heard == [Step.READY, Step.IN_BLOCK, Step.FINALIZED]


def refusal(chain: Solo, raw: bytes) -> int:
    with pytest.raises(PoolError) as caught:
        chain.pool.submit(raw)
    return caught.value.code


def test_the_pool_refuses_a_second_a_forged_and_a_stale_one(chain: Solo) -> None:
    chain.pool.submit(raw_round(chain, 5))
    assert refusal(chain, raw_round(chain, 5)) == 1014  # other bytes, the same round
    assert refusal(chain, raw_round(chain, 6, beacon=MadeBeacon("another"))) == 1010
    unsigned = PULSES_PAYLOAD(0, (BEACON.pulse(6),), sr25519_signer(PUBLIC))
    assert refusal(chain, chain.runtime.bare("Drand", "write_pulse", unsigned, None)) == 1010
    chain.block()
    assert refusal(chain, raw_round(chain, 4)) == 1010
    assert len(chain.pool) == 0


def test_other_unsigned_calls_are_refused(chain: Solo) -> None:
    assert refusal(chain, chain.runtime.timestamp_inherent(5)) == 1011
    assert refusal(chain, chain.runtime.bare("Drand", "set_oldest_stored_round", 5)) == 1011


def test_a_waiting_round_goes_when_a_block_brings_a_newer_one(chain: Solo, source: Given) -> None:
    chain.pool.submit(raw_round(chain, 5))
    source.raws = [raw_round(chain, 9)]
    chain.block()
    assert storage.last_stored_round.get(head(chain)) == 9
    assert len(chain.pool) == 0


def test_without_a_source_blocks_are_as_ever() -> None:
    assert len(body_of_next(solo())) == 2
