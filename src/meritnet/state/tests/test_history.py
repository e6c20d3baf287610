"""History rows: keys that hold zero bytes or begin one another, and past reads against remembered states."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.state.history import (
    MAX_STATE_KEY,
    changed_rows,
    escape,
    history_key,
    history_rows,
    key_of,
    page_at,
    prune_rows,
    value_at,
)
from meritnet.state.memory_store import MemoryStore
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
            {"state": changes, "hist": history_rows(old, height), "changed": changed_rows(old, height)}
        )
        apply(state, changes)
        states.append(dict(state))
    return store, states


@pytest.mark.parametrize("seed", range(5))
def test_every_past_value_and_page_is_exact(seed: int) -> None:
    store, states = _history(seed, 20)
    every = set().union(*states) | {b"never"}
    for number, state in enumerate(states):
        assert {key: value_at(store, key, number) for key in every} == {key: state.get(key) for key in every}
        rows, at, after = [], b"", False
        while at is not None:
            page, at = page_at(store, b"", at, after, number, 7)
            rows += page
            after = True
        assert rows == sorted(state.items())


def test_pruning_takes_the_oldest_lists_first_and_never_more_than_allowed() -> None:
    store, states = _history(7, 20)
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
    for number in range(5, 21):
        assert {key: value_at(store, key, number) for key in states[number]} == states[number]
