"""The chain store: every kept block reads as it was, in both stores, through reopening, pruning and failure."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest

from meritnet.codec.header import Header
from meritnet.primitives.hashing import blake2_256
from meritnet.state.backend import Backend
from meritnet.state.chain_store import ChainStore
from meritnet.state.check import problems
from meritnet.state.errors import (
    BadStateKey,
    ProofUnavailable,
    StaleUpdate,
    StateDiscarded,
    StoreFull,
    UnknownBlock,
)
from meritnet.state.lmdb_store import LmdbStore
from meritnet.state.memory_store import MemoryStore
from meritnet.state.proof import verify_proof
from meritnet.state.state_view import StateView
from meritnet.state.tests.chains import State, add_block, apply, random_changes
from meritnet.state.tests.model import model_merkle_value, model_root


def new_chain(changes: dict[bytes, bytes | None] | None = None, **options: int | None) -> ChainStore:
    """Return a chain in memory with a genesis block."""
    chain = ChainStore(MemoryStore(), **options)  # type: ignore[arg-type]
    add_block(chain, changes or {})
    return chain


def _check_view(view: StateView, state: State, chance: Random) -> None:
    ordered = sorted(state.items())
    assert list(view.iterate()) == ordered
    every = [*state, b"never", b"", bytes(600)]
    assert view.get_many(every) == [state.get(key) for key in every]
    assert {key: view.get(key) for key in [*state, b"never"]} == {**state, b"never": None}
    prefix = bytes(chance.choices(b"\x00\xff\x01", k=chance.choice((1, 2))))
    start = chance.choice((None, prefix, prefix + b"\x00", b"\x00", b"\xff\xff"))
    expected = [(key, value) for key, value in ordered if key.startswith(prefix)]
    assert list(view.iterate(prefix, start)) == [row for row in expected if start is None or row[0] > start]
    assert view.seek(prefix) == next((row for row in ordered if row[0] >= prefix), None)


@pytest.mark.parametrize("disk", [False, True])
@pytest.mark.parametrize(("seed", "keep", "proofs"), [(1, 1000, 256), (2, 4, 3), (3, 0, 0), (4, None, 6)])
def test_every_kept_block_reads_as_it_was(
    tmp_path: Path, disk: bool, seed: int, keep: int | None, proofs: int
) -> None:
    def opened() -> ChainStore:
        backend: Backend = LmdbStore(tmp_path) if disk else memory
        return ChainStore(backend, keep_blocks=keep, proof_blocks=proofs)

    memory = MemoryStore()
    chance = Random(seed)
    chain = opened()
    state: State = {}
    states: list[State] = []
    hashes: list[bytes] = []
    for number in range(30):
        changes = random_changes(chance, state, chance.choice((0, 1, 5, 60)))
        body = [b"x" * size for size in range(number)]
        hashes.append(add_block(chain, changes, body))
        apply(state, changes)
        states.append(dict(state))
        assert chain.head.state_root == chain.state_root(number) == model_root(state)
        assert chain.body(number) == body
        if disk and number % 9 == 8:
            chain.close()
            chain = opened()
        for block in {number, max(0, number - 1), chance.randrange(number + 1)}:
            age = number - block
            if keep is not None and age > keep:
                with pytest.raises(StateDiscarded):
                    chain.view(hashes[block])
                continue
            view = chain.view(hashes[block])
            assert (view.number, view.hash) == (block, hashes[block])
            _check_view(view, states[block], chance)
            keys = [*chance.sample(sorted(states[block]), min(4, len(states[block]))), b"\x00\x00\x00", b"zz"]
            if age > proofs:
                with pytest.raises(ProofUnavailable, match=f"no proof for block {block}"):
                    chain.proof_at(hashes[block], keys)
                continue
            proof = chain.proof_at(hashes[block], keys)
            root = chain.state_root(block)
            assert {key: verify_proof(root, proof, key) for key in keys} == {
                key: states[block].get(key) for key in keys
            }
    assert list(problems(chain.backend)) == []
    chain.close()


def test_blocks_are_found_by_number_and_by_hash() -> None:
    chain = new_chain()
    first = chain.head
    second = add_block(chain, {b"k": b"v"}, [b"one", b""])
    assert chain.head.number == 1
    assert chain.head.hash == second == blake2_256(chain.head.header_bytes)
    assert (chain.hash_of(0), chain.hash_of(1), chain.hash_of(2), chain.hash_of(-1)) == (
        first.hash,
        second,
        None,
        None,
    )
    assert (chain.number_of(first.hash), chain.number_of(second), chain.number_of(b"?" * 32)) == (0, 1, None)
    assert chain.header(first.hash) == chain.header(0) == first.header_bytes
    assert chain.body(second) == [b"one", b""]
    assert chain.body(0) == []


def test_unknown_block_is_named() -> None:
    chain = new_chain()
    reads: list[Callable[[bytes], object]] = [chain.view, chain.header, chain.body, chain.state_root]
    for read in reads:
        with pytest.raises(UnknownBlock, match="0x" + "3f" * 32):
            read(b"?" * 32)
        with pytest.raises(UnknownBlock, match="0x3f"):
            read(b"?")
    with pytest.raises(UnknownBlock, match="number 7"):
        chain.view(7)


def test_empty_store_has_no_head() -> None:
    chain = ChainStore.open(None)
    assert chain.is_empty
    with pytest.raises(UnknownBlock, match="write the genesis block first"):
        _ = chain.head
    with pytest.raises(UnknownBlock, match="write the genesis block first"):
        chain.view()


def test_discarded_state_has_the_text_that_clients_match() -> None:
    chain = new_chain({b"k": b"0"}, keep_blocks=2)
    genesis = chain.head.hash
    held = chain.view()
    for number in range(1, 4):
        add_block(chain, {b"k": b"%d" % number})
    for read in (lambda: chain.view(0), lambda: held.get(b"k"), lambda: list(held.iterate())):
        with pytest.raises(StateDiscarded) as raised:
            read()
        assert str(raised.value) == f"State already discarded for 0x{genesis.hex()}"
    assert chain.header(genesis)


def test_pruning_leaves_no_row_behind_and_is_bounded_per_block() -> None:
    chain = new_chain(keep_blocks=3, proof_blocks=2)
    big: dict[bytes, bytes | None] = {number.to_bytes(4, "big"): bytes(40) for number in range(20_000)}
    add_block(chain, big)
    lists = sum(1 for _ in chain.backend.iterate("changed"))
    assert lists > 4
    for number in range(12):
        before = sum(1 for _ in chain.backend.iterate("changed"))
        add_block(chain, {b"k": b"%d" % number})
        assert before - sum(1 for _ in chain.backend.iterate("changed")) <= 4 + 2
    heights = {int.from_bytes(key[-4:], "big") for key, _ in chain.backend.iterate("hist")}
    assert (
        heights
        == {int.from_bytes(key[:4], "big") for key, _ in chain.backend.iterate("changed")}
        == {11, 12, 13}
    )
    while int.from_bytes(next(chain.backend.iterate("undo"))[0][:4], "big") < chain.head.number - 1:
        add_block(chain, {b"k": None})
        add_block(chain, {b"k": b"v"})
    assert {int.from_bytes(key[:4], "big") for key, _ in chain.backend.iterate("undo")} <= {
        chain.head.number,
        chain.head.number - 1,
    }


def test_archive_opened_after_pruning_does_not_promise_what_is_gone(tmp_path: Path) -> None:
    chain = ChainStore.open(tmp_path, keep_blocks=2)
    for number in range(6):
        add_block(chain, {b"k": b"%d" % number})
    chain.close()
    chain = ChainStore.open(tmp_path, archive=True)
    for number in range(6, 12):
        add_block(chain, {b"k": b"%d" % number})
    assert [chain.view(number).get(b"k") for number in range(3, 12)] == [
        b"%d" % number for number in range(3, 12)
    ]
    with pytest.raises(StateDiscarded):
        chain.view(2)
    chain.close()


def test_block_that_does_not_follow_is_refused() -> None:
    chain = new_chain({b"k": b"0"})
    root, update = chain.prepare({b"k": b"1"})
    header = Header(chain.head.hash, 1, root, bytes(32)).encode()
    with pytest.raises(StaleUpdate, match="expects block 1"):
        chain.commit(2, blake2_256(header), header, [], {b"k": b"1"}, update)
    with pytest.raises(StaleUpdate, match="other changes"):
        chain.commit(1, blake2_256(header), header, [], {b"other": b"1"}, update)
    with pytest.raises(StaleUpdate, match="hash of 3 bytes"):
        chain.commit(1, b"abc", header, [], {b"k": b"1"}, update)
    add_block(chain, {b"k": b"2"})
    with pytest.raises(StaleUpdate, match="prepared on state root"):
        chain.commit(2, blake2_256(header), header, [], {b"k": b"1"}, update)
    assert chain.view().get(b"k") == b"2"


def test_genesis_header_must_name_the_root_of_its_state() -> None:
    chain = ChainStore.open(None)
    with pytest.raises(StaleUpdate, match="genesis header names state root"):
        chain.genesis(Header(bytes(32), 0, bytes(32), bytes(32)).encode(), {b"k": b"v"})
    assert chain.is_empty
    add_block(chain, {b"k": b"v"})
    root, _update = chain.prepare({})
    with pytest.raises(StaleUpdate, match="expects block 1"):
        chain.genesis(Header(bytes(32), 0, root, bytes(32)).encode(), {})


@pytest.mark.parametrize("key", [b"", bytes(253)])
def test_key_that_no_store_can_hold_is_refused_and_reads_as_absent(key: bytes) -> None:
    chain = new_chain({bytes(252): b"longest", b"a": b"1"})
    with pytest.raises(BadStateKey, match=f"has {len(key)} bytes, allowed are 1..252"):
        chain.prepare({key: b"v"})
    assert chain.view().get(key) is None


def test_overlong_prefix_and_start_are_exact(tmp_path: Path) -> None:
    chain = ChainStore.open(tmp_path)
    add_block(chain, {bytes(252): b"longest", b"\x00\x01": b"1"})
    add_block(chain, {})
    for view in (chain.view(), chain.view(0)):
        assert list(view.iterate(bytes(600))) == []
        assert list(view.iterate(b"\x00", bytes(600))) == [(b"\x00\x01", b"1")]
        assert list(view.iterate(bytes(252))) == [(bytes(252), b"longest")]
        assert list(view.iterate(b"", bytes(251))) == [(bytes(252), b"longest"), (b"\x00\x01", b"1")]
        assert view.get(bytes(600)) is None
        assert view.seek(b"\xff" * 600) is None
    root, update = chain.prepare({})
    header = Header(bytes(32), 2, root, bytes(32)).encode()
    with pytest.raises(BadStateKey, match="side row key of 512 bytes"):
        chain.commit(2, bytes(32), header, [], {}, update, {bytes(512): b""})
    chain.close()


def test_side_rows_are_written_with_their_block() -> None:
    chain = new_chain()
    for number, rows in ((1, {b"r/1": b"a", b"r/2": b"b", b"s": b"c"}), (2, {b"r/1": None})):
        root, update = chain.prepare({})
        header = Header(chain.head.hash, number, root, bytes(32)).encode()
        chain.commit(number, blake2_256(header), header, [], {}, update, rows)
    assert (chain.extra(b"r/1"), chain.extra(b"r/2")) == (None, b"b")
    assert list(chain.extra_rows(b"r/")) == [(b"r/2", b"b")]
    assert list(chain.extra_rows(b"", b"r/2")) == [(b"s", b"c")]


def test_refused_commit_leaves_the_head_and_its_state(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = new_chain({b"k": b"0"})
    head = chain.head

    def full(batch: object) -> None:
        raise StoreFull("no room")

    with monkeypatch.context() as patch:
        patch.setattr(chain.backend, "commit", full)
        with pytest.raises(StoreFull, match="no room"):
            add_block(chain, {b"k": b"1"})
    assert chain.head == head
    assert chain.view().get(b"k") == b"0"
    add_block(chain, {b"k": b"2"})
    assert chain.view().get(b"k") == b"2"
    assert chain.view(0).get(b"k") == b"0"


@pytest.mark.parametrize("disk", [False, True])
def test_views_of_other_threads_stay_exact_while_blocks_are_committed(tmp_path: Path, disk: bool) -> None:
    chain = ChainStore.open(tmp_path if disk else None)
    keys = [bytes([index]) * 4 for index in range(20)]
    add_block(chain, dict.fromkeys(keys, b"0"))
    wrong: list[object] = []
    rounds = [0, 0]
    done = Event()

    def read(me: int) -> None:
        is_over = False
        while not is_over:
            # Asked before, so that each thread has read at least once.
            is_over = done.is_set()
            view = chain.view()
            expected = b"%d" % view.number
            if [view.get(key) for key in keys] != [expected] * 20:
                wrong.append(view.number)
            if list(view.iterate()) != [(key, expected) for key in keys]:
                wrong.append(view.number)
            rounds[me] += 1

    threads = [Thread(target=read, args=(me,)) for me in range(2)]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, 300):
            add_block(chain, dict.fromkeys(keys, b"%d" % number))
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert min(rounds) > 0
    chain.close()


@pytest.mark.parametrize("keep", [1000, 5])
def test_changed_keys_are_those_of_the_blocks(keep: int) -> None:
    chance = Random(keep)
    chain, state = new_chain({b"a": b"0"}, keep_blocks=keep), {b"a": b"0"}
    changed: list[set[bytes]] = [set()]
    for _ in range(20):
        before = dict(state)
        changes = random_changes(chance, state, 12, 0.4)
        add_block(chain, changes)
        apply(state, changes)
        changed.append({key for key in changes if before.get(key) != state.get(key)})
    for after in range(21):
        for upto in range(after, 21):
            expected = set().union(*changed[after + 1 : upto + 1])
            if keep == 1000 or after >= 20 - keep:
                assert chain.changed_keys(after, upto, 10_000) == expected
                if expected:
                    assert chain.changed_keys(after, upto, len(expected) - 1) is None
    if keep == 5:
        with pytest.raises(StateDiscarded):
            chain.changed_keys(0, 20, 10_000)


def test_merkle_values_of_past_blocks() -> None:
    chance = Random(5)
    chain, state = new_chain({b"a": b"0"}, proof_blocks=6), {b"a": b"0"}
    states = [dict(state)]
    for _ in range(10):
        changes = random_changes(chance, state, 20, 0.3)
        add_block(chain, changes)
        apply(state, changes)
        states.append(dict(state))
    for number in range(4, 11):
        for key in [b"", *list(states[number])[:20], b"\x00", b"never"]:
            assert chain.merkle_value_at(number, key) == model_merkle_value(states[number], key)
    with pytest.raises(ProofUnavailable, match="ask for a newer block"):
        chain.merkle_value_at(1, b"a")
    with pytest.raises(UnknownBlock):
        chain.merkle_value_at(bytes(32), b"a")
