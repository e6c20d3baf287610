"""History rows: keys that hold zero bytes or begin one another, and past reads against remembered states."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.state.history import MAX_STATE_KEY, changed_rows, page_at, prune_rows, value_at
from meritnet.state.history_keys import escape, flagged, history_key, key_of
from meritnet.state.memory_store import MemoryStore
from meritnet.state.recent import (
    BUCKETS,
    RecentBlocks,
    block_rows,
    bucket_of,
    done_rows,
    entries,
    moved_rows,
    moved_up_to,
)
from meritnet.state.rows import list_items
from meritnet.state.tests.chains import State, apply, random_changes

KEYS = st.binary(min_size=1, max_size=6) | st.lists(
    st.sampled_from(b"\x00\x01\xff"), min_size=1, max_size=6
).map(bytes)
HEIGHTS = st.integers(0, 2**32 - 1)


@given(KEYS, HEIGHTS, KEYS, HEIGHTS)
def test_rows_sort_by_key_and_then_by_height(a: bytes, at_a: int, b: bytes, at_b: int) -> None:
    assert (history_key(a, at_a) < history_key(b, at_b)) == ((a, at_a) < (b, at_b))
    assert key_of(history_key(a, at_a)) == a
    assert history_key(a + b, at_a).startswith(escape(a))


def test_longest_key_of_the_worst_bytes_fits_a_table() -> None:
    assert len(history_key(bytes(MAX_STATE_KEY), 1)) == 2 * MAX_STATE_KEY + 6 <= 511


def _history(seed: int, blocks: int) -> tuple[MemoryStore, list[State]]:
    """Return a store after some blocks and the state after each."""
    chance = Random(seed)
    store, state, states = MemoryStore(), State(), [State()]
    for height in range(1, blocks + 1):
        changes = random_changes(chance, state, 12)
        old = {key: state.get(key) for key in changes}
        store.commit(
            {
                "state": changes,
                "hist": moved_rows(store, old, height, 0),
                "recent": {**done_rows(store, height - BUCKETS), **block_rows(old, height)},
                "changed": changed_rows(old, height),
            }
        )
        apply(state, changes)
        states.append(dict(state))
    return store, states


@pytest.mark.parametrize("seed", range(5))
def test_every_past_value_and_page_is_exact(seed: int) -> None:
    store, states = _history(seed, 7 + 10 * seed)
    every = set().union(*states) | {b"never"}
    head, blocks = len(states) - 1, RecentBlocks()
    for number, state in enumerate(states):
        found = {key: value_at(store, key, number, head) for key in every}
        assert found == {key: state.get(key) for key in every}
        for prefix in (b"", b"\x00", b"\xff\x01"):
            rows, at, after = [], prefix, False
            while at is not None:
                page, at = page_at(store, prefix, at, after, number, head, 7, blocks)
                rows += page
                after = True
            assert rows == sorted(row for row in state.items() if row[0].startswith(prefix))


@pytest.mark.parametrize("blocks", [1, 15, 16, 17, 50])
def test_every_change_stands_in_one_place_where_a_read_looks_for_it(blocks: int) -> None:
    store, _ = _history(3, blocks)
    listed = {
        (key, int.from_bytes(row_key[:4], "big"))
        for row_key, row in store.iterate("changed")
        for key in list_items(row)
    }
    moved = {(key_of(key), int.from_bytes(key[-4:], "big")) for key, _ in store.iterate("hist")}
    waiting = {
        (key, int.from_bytes(row_key[:4], "big"))
        for row_key, row in store.iterate("recent")
        for key, _ in entries(row)
    }
    assert moved == {(key, height) for key, height in listed if height <= moved_up_to(bucket_of(key), blocks)}
    assert listed - moved <= waiting
    assert all(blocks - BUCKETS < height <= blocks for _, height in waiting)


def test_each_bucket_has_one_turn_in_any_run_of_blocks() -> None:
    for head in range(40, 60):
        last = [moved_up_to(bucket, head) for bucket in range(BUCKETS)]
        assert sorted(last) == list(range(head - BUCKETS + 1, head + 1))
        assert all(height % BUCKETS == bucket for bucket, height in enumerate(last))


def test_pruning_takes_the_oldest_lists_first_and_never_more_than_allowed() -> None:
    store = MemoryStore()
    for height in range(1, 21):
        old = {b"%d" % key: b"v" for key in range(height % 7 + 1)}
        rows = {history_key(key, height): flagged(value) for key, value in old.items()}
        store.commit({"hist": rows, "changed": changed_rows(old, height)})
    whole = dict(store.iterate("hist"))
    rows, last = prune_rows(store, 5, 3)
    assert (len(rows["changed"]), last) == (3, 3)
    store.commit(rows)
    rows, last = prune_rows(store, 5, 100)
    assert (len(rows["changed"]), last) == (2, 5)
    store.commit(rows)
    assert prune_rows(store, 5, 100) == ({"changed": {}, "hist": {}}, None)
    kept = {key: row for key, row in whole.items() if int.from_bytes(key[-4:], "big") > 5}
    assert dict(store.iterate("hist")) == kept
