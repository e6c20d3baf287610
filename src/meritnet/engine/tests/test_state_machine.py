"""Build, check, finalize, commit: whoever executes a block gets the same result, and only commit is durable."""

from pathlib import Path
from random import Random

import pytest

from meritnet.codec import Case
from meritnet.codec.header import decode_header
from meritnet.crypto.dev_keys import keypair
from meritnet.engine.block import BlockInput, Budget
from meritnet.engine.state_machine import Candidate
from meritnet.engine.tests.harness import TAO, Solo, machine_on, solo
from meritnet.primitives.errors import Bug
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.executive import InvalidBlock
from meritnet.runtime.framework.errors import InvalidTransaction
from meritnet.state.ordered_root import extrinsics_root
from meritnet.testing.signing import sign

NAMES = ("//Alice", "//Bob", "//Charlie", "//Dave", "//Eve")
MOMENT = 1_700_000_000_000
ANY = Budget()


def candidates(chain: Solo, raws: list[bytes]) -> list[Candidate]:
    return [Candidate(blake2_256(raw), chain.runtime.decode(raw)) for raw in raws]


def block_of(chain: Solo, raws: list[bytes], moment_ms: int = MOMENT) -> BlockInput:
    """Return the block that holds exactly these extrinsics behind the timestamp."""
    height = chain.machine.store.head.number + 1
    author = chain.machine.author_of(height)
    return BlockInput(height, author, (chain.runtime.timestamp_inherent(moment_ms), *raws))


def random_history(chain: Solo, rng: Random, blocks: int) -> None:
    """Make blocks of transfers, some of which fail when they run."""
    nonces = dict.fromkeys(NAMES, 0)
    for _ in range(blocks):
        for _ in range(rng.randrange(6)):
            by = rng.choice(NAMES)
            amount = rng.choice((1, 500, TAO, 10_000_000 * TAO))
            chain.pool.submit(chain.transfer(by, nonces[by], amount, to=rng.choice(NAMES)))
            nonces[by] += 1
        chain.block()


def test_replaying_blocks_on_another_machine_gives_the_same_roots(rng: Random) -> None:
    chain = solo()
    random_history(chain, rng, 12)
    other = machine_on(None)
    for made in chain.produced:
        number = made.output.header.number
        body = tuple(chain.machine.store.body(number))
        replayed = other.finalize(BlockInput(number, other.author_of(number), body))
        assert replayed.header == made.output.header
        assert replayed.events == made.output.events
        assert [(str(a.error), a.weight) for a in replayed.applied] == [
            (str(a.error), a.weight) for a in made.output.applied
        ]
        other.commit()
    assert other.store.head == chain.machine.store.head
    assert sum(a.error is not None for made in chain.produced for a in made.output.applied) > 0


def test_the_header_says_what_the_block_is() -> None:
    chain = solo()
    genesis_hash = chain.machine.store.head.hash
    raw = chain.transfer("//Alice", 0)
    chain.pool.submit(raw)
    made = chain.block().output
    body = chain.machine.store.body(1)
    assert body[2:] == [raw]
    header = decode_header(made.header_bytes)
    assert (header.number, header.parent_hash) == (1, genesis_hash)
    assert header.extrinsics_root == extrinsics_root(body)
    assert header.state_root == chain.machine.store.head.state_root
    assert made.block_hash == blake2_256(made.header_bytes) == chain.machine.store.head.hash


def test_finalizing_the_built_block_adopts_the_work_and_another_block_replaces_it() -> None:
    chain = solo()
    raw = chain.transfer("//Alice", 0)
    author = chain.machine.author_of(1)
    block, report = chain.machine.build(1, author, MOMENT, candidates(chain, [raw]), ANY)
    assert report.included == [blake2_256(raw)]
    assert chain.machine.finalize(block) is chain.machine.finalize(block)
    other = block_of(chain, [])
    assert (
        chain.machine.finalize(other).header.extrinsics_root
        != chain.machine.finalize(block).header.extrinsics_root
    )
    chain.machine.finalize(other)
    chain.machine.commit()
    assert chain.free("//Alice") == 1_000_000 * TAO


def test_a_proposal_is_judged_without_being_adopted() -> None:
    chain = solo()
    good = block_of(chain, [chain.transfer("//Alice", 0)])
    assert chain.machine.check(good)
    assert chain.machine.check(good)
    assert chain.machine.store.head.number == 0


@pytest.mark.parametrize(
    "wrong", ["height", "nonce", "twice", "no timestamp", "late inherent", "garbage", "unsigned"]
)
def test_a_wrong_proposal_is_refused_and_leaves_nothing(wrong: str) -> None:
    chain = solo()
    raw = chain.transfer("//Alice", 0)
    stamp = chain.runtime.timestamp_inherent(MOMENT)
    author = chain.machine.author_of(1)
    blocks = {
        "height": BlockInput(2, author, (stamp,)),
        "nonce": BlockInput(1, author, (stamp, chain.transfer("//Alice", 1))),
        "twice": BlockInput(1, author, (stamp, raw, raw)),
        "no timestamp": BlockInput(1, author, (raw,)),
        "late inherent": BlockInput(1, author, (stamp, raw, stamp)),
        "garbage": BlockInput(1, author, (stamp, b"\x00")),
        "unsigned": BlockInput(1, author, (stamp, stamp[:1] + b"\x05\x00\x00\x00")),
    }
    before = chain.machine.store.head
    assert not chain.machine.check(blocks[wrong])
    assert chain.machine.store.head == before
    good = block_of(chain, [raw])
    reference = machine_on(None).finalize(good)
    assert chain.machine.check(good)
    assert chain.machine.finalize(good).header == reference.header


def test_a_signature_is_checked_in_a_foreign_block_even_if_the_pool_never_saw_it() -> None:
    chain = solo()
    raw = bytearray(chain.transfer("//Alice", 0))
    raw[60] ^= 1
    with pytest.raises(InvalidTransaction) as caught:
        chain.machine.finalize(block_of(chain, [bytes(raw)]))
    assert caught.value.variant == "BadProof"


def test_what_was_not_committed_is_gone_after_a_restart(tmp_path: Path) -> None:
    chain = solo(tmp_path / "chain")
    chain.pool.submit(chain.transfer("//Alice", 0))
    chain.block()
    durable = chain.machine.store.head
    decided = block_of(chain, [chain.transfer("//Alice", 1, 7 * TAO)], MOMENT + 10_000)
    expected = chain.machine.finalize(decided).header
    chain.machine.store.close()

    again = machine_on(tmp_path / "chain")
    assert again.info() == (1, durable.hash)
    # The engine hands the decided block in once more; the result is the one that was lost.
    assert again.finalize(decided).header == expected
    again.commit()
    assert again.info() == (2, blake2_256(expected.encode()))
    again.store.close()


def test_info_drops_what_is_staged() -> None:
    chain = solo()
    chain.machine.finalize(block_of(chain, []))
    assert chain.machine.info()[0] == 0
    with pytest.raises(Bug, match="commit without a finalized block"):
        chain.machine.commit()


def test_a_clock_that_goes_back_gives_one_millisecond_a_block() -> None:
    chain = solo()
    stamps = []
    for moment in (MOMENT, MOMENT - 60_000, MOMENT - 60_000, MOMENT + 5_000):
        height = chain.machine.store.head.number + 1
        block, _ = chain.machine.build(height, None, moment, [], ANY)
        chain.machine.finalize(block)
        chain.machine.commit()
        stamps.append(chain.runtime.decode(block.extrinsics[0]).call.args[0].args[0])
    assert stamps == [MOMENT, MOMENT + 1, MOMENT + 2, MOMENT + 5_000]


def test_building_stops_at_the_byte_budget() -> None:
    chain = solo()
    raws = [chain.transfer("//Alice", n) for n in range(5)]
    inherent = len(chain.runtime.timestamp_inherent(MOMENT))
    budget = Budget(max_bytes=inherent + len(raws[0]) * 3)
    block, report = chain.machine.build(1, None, MOMENT, candidates(chain, raws), budget)
    assert report.full
    assert list(block.extrinsics[1:]) == raws[:3]


def test_building_stops_when_its_time_is_over() -> None:
    chain = solo()
    raws = [chain.transfer("//Alice", 0)]
    block, report = chain.machine.build(1, None, MOMENT, candidates(chain, raws), Budget(time_s=-1.0))
    assert report.full
    assert len(block.extrinsics) == 1


def test_building_skips_the_rest_of_a_sender_after_an_invalid_extrinsic() -> None:
    chain = solo()
    stale = chain.transfer("//Alice", 0)
    chain.pool.submit(stale)
    chain.block()
    raws = [stale, chain.transfer("//Alice", 1), chain.transfer("//Charlie", 0)]
    block, report = chain.machine.build(2, None, MOMENT * 2, candidates(chain, raws), ANY)
    assert list(report.dropped) == [blake2_256(stale)]
    assert list(block.extrinsics[1:]) == [raws[2]]


def test_a_failed_call_costs_the_fee_and_the_nonce_only() -> None:
    chain = solo()
    chain.pool.submit(chain.transfer("//Dave", 0, 5_000 * TAO))
    made = chain.block()
    assert made.output.applied[2].error is not None
    assert chain.free("//Bob") == 1_000_000 * TAO
    assert 2_000 * TAO - TAO < chain.free("//Dave") < 2_000 * TAO
    assert chain.pool.next_nonce(keypair("//Dave").account) == 1


def test_an_existing_chain_keeps_its_genesis() -> None:
    machine = machine_on(None)
    first = machine.store.head.hash
    assert machine.init_chain(lambda _ctx: pytest.fail("built a second genesis")) == first


def test_a_block_of_another_height_is_refused() -> None:
    chain = solo()
    with pytest.raises(InvalidBlock, match="does not follow the head 0"):
        chain.machine.finalize(BlockInput(5, None, ()))


def test_batches_and_sudo_run_through_the_whole_path() -> None:
    chain = solo()
    call = chain.runtime.assembly.call
    inner = [
        call("Balances", "transfer_keep_alive", Case("Id", (keypair("//Eve").account,)), n) for n in (1, 2, 3)
    ]
    chain.pool.submit(sign(chain.runtime, call("Utility", "batch_all", tuple(inner)), "//Alice", 0))
    made = chain.block()
    assert made.output.applied[1].error is None
    assert chain.free("//Eve") == 2_000 * TAO + 6
