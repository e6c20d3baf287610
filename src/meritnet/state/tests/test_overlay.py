"""Overlays: nested layers equal a stack of dictionaries, iteration merges, rewrites of equal bytes drop out."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from meritnet.codec import U16, U32
from meritnet.codec.storage_key import IDENTITY
from meritnet.state.items import StorageMap
from meritnet.state.overlay import REMEMBERED_LIMIT, Overlay
from meritnet.testing.chain import DictState

ITEM = StorageMap("P", "M", (U16, IDENTITY), U32)
KEYS = st.integers(0, 12)

STEP = st.one_of(
    st.tuples(st.just("set"), KEYS, st.integers(0, 2**32 - 1)),
    st.tuples(st.just("remove"), KEYS, st.just(0)),
    st.tuples(st.just("begin"), st.just(0), st.just(0)),
    st.tuples(st.just("commit"), st.just(0), st.just(0)),
    st.tuples(st.just("rollback"), st.just(0), st.just(0)),
    st.tuples(st.just("settle"), st.just(0), st.just(0)),
)


def contents(overlay: Overlay) -> dict[int, int]:
    return dict(ITEM.iter(overlay))


@given(st.lists(STEP, max_size=60))
def test_layers_equal_a_stack_of_dictionaries(steps: list[tuple[str, int, int]]) -> None:
    state = DictState()
    overlay = Overlay(state, SimpleNamespace())
    stack: list[dict[int, int]] = [{}]
    marks: list[int] = []
    for action, key, value in steps:
        if action == "set":
            ITEM.set(overlay, key, value)
            stack[-1][key] = value
        elif action == "remove":
            ITEM.remove(overlay, key)
            stack[-1].pop(key, None)
        elif action == "begin":
            marks.append(overlay.begin())
            stack.append(dict(stack[-1]))
        elif action == "commit" and marks:
            marks.pop()
            stack[-2:] = [stack[-1]]
        elif action == "rollback" and marks:
            overlay.rollback(marks.pop())
            stack.pop()
        elif action == "settle" and not marks:
            state.apply(overlay.changes())
            overlay.rebase(state)
        assert contents(overlay) == stack[-1]
        assert {k: ITEM.get(overlay, k) for k in range(13)} == {k: stack[-1].get(k) for k in range(13)}
        assert dict(ITEM.entries(overlay)) == stack[-1]
        assert ITEM.column(overlay, (3, 1)) == (stack[-1].get(3), stack[-1].get(1))
    for mark in reversed(marks):
        overlay.rollback(mark)
    state.apply(overlay.changes())
    fresh = Overlay(state, SimpleNamespace())
    assert contents(fresh) == stack[0]


def seeded(**values: int) -> tuple[DictState, Overlay]:
    state = DictState()
    overlay = Overlay(state, SimpleNamespace())
    for key, value in values.items():
        ITEM.set(overlay, int(key[1:]), value)
    state.apply(overlay.changes())
    return state, Overlay(state, SimpleNamespace())


def test_columns_are_remembered_until_their_item_is_written() -> None:
    _, overlay = seeded(k1=1, k2=2)
    with_default = StorageMap("P", "M", (U16, IDENTITY), U32, 7)
    first = with_default.column(overlay, (1, 5))
    assert first == (1, 7)
    assert with_default.column(overlay, (1, 5)) is first
    assert with_default.stored_column(overlay, (1, 5)) == (1, None)
    ITEM.set(overlay, 5, 9)
    assert with_default.column(overlay, (1, 5)) == (1, 9)
    overlay.rollback(0)
    assert with_default.column(overlay, (1, 5)) is first


class ManyState(DictState):
    """Counts reads of single keys beside reading many at once."""

    singly = 0

    def get(self, key: bytes, /) -> bytes | None:
        self.singly += 1
        return super().get(key)

    def get_many(self, keys: Sequence[bytes], /) -> list[bytes | None]:
        return [self.data.get(key) for key in keys]


def test_fetched_entries_are_read_at_once_and_leave_what_was_written() -> None:
    state = ManyState()
    state.data = seeded(k1=1, k2=2, k3=3)[0].data
    overlay = Overlay(state, SimpleNamespace())
    ITEM.set(overlay, 2, 20)
    ITEM.fetch_keys(overlay, [1, 2, 9])
    assert ITEM.is_read(overlay, 1)
    assert not ITEM.is_read(overlay, 3)
    ITEM.fetch(overlay, [(3,), (1,)])
    assert [ITEM.get(overlay, key) for key in (1, 2, 3, 9)] == [1, 20, 3, None]
    assert not ITEM.exists(overlay, 9)
    assert state.singly == 0


def test_only_so_many_columns_of_an_item_are_remembered() -> None:
    _, overlay = seeded(k1=1)
    first = ITEM.column(overlay, (1,))
    for key in range(2, 2 + REMEMBERED_LIMIT):
        assert ITEM.column(overlay, (key,)) == (None,)
    assert ITEM.column(overlay, (1,)) is not first


def test_iteration_is_in_key_order_of_the_encoded_bytes() -> None:
    _, overlay = seeded(k1=1, k256=2, k2=3)
    # Little-endian identity keys: the low byte decides first.
    assert [k for k, _ in ITEM.iter(overlay)] == [256, 1, 2]
    ITEM.set(overlay, 0, 9)
    ITEM.remove(overlay, 1)
    assert [k for k, _ in ITEM.iter(overlay)] == [0, 256, 2]


def test_rewriting_the_stored_bytes_is_no_change() -> None:
    _, overlay = seeded(k1=7)
    ITEM.set(overlay, 1, 8)
    ITEM.set(overlay, 1, 7)
    ITEM.remove(overlay, 5)
    assert overlay.changes() == {}


def test_changes_come_in_ascending_key_order() -> None:
    _, overlay = seeded()
    for key in (9, 3, 300):
        ITEM.set(overlay, key, key)
    keys = list(overlay.changes())
    assert keys == sorted(keys)
    assert len(keys) == 3


def test_raw_bytes_pass_through_unchanged() -> None:
    state = DictState()
    overlay = Overlay(state, SimpleNamespace())
    overlay.write_raw(b":code", b"\x00\x01")
    assert overlay.changes() == {b":code": b"\x00\x01"}


def test_clear_deletes_everything_under_a_prefix() -> None:
    state, overlay = seeded(k1=1, k2=2)
    ITEM.set(overlay, 3, 3)
    assert ITEM.clear(overlay) == 3
    state.apply(overlay.changes())
    assert state.data == {}


def test_forget_drops_what_was_written_and_cached() -> None:
    state, overlay = seeded(k1=1)
    ITEM.set(overlay, 1, 5)
    overlay.forget(state)
    assert ITEM.get(overlay, 1) == 1


def test_a_param_default_is_resolved_by_the_chain() -> None:
    from meritnet.primitives.params import Param

    item: Any = StorageMap("P", "D", (U16, IDENTITY), U32, Param("initial"))
    one, two = (Overlay(DictState(), SimpleNamespace(initial=n)) for n in (3, 4))
    assert (item.get(one, 0), item.get(two, 0)) == (3, 4)
    assert item.default_bytes(two) == U32.encode(4)


def test_what_was_written_since_a_mark_comes_with_its_value_then() -> None:
    state = DictState()
    overlay = Overlay(state, SimpleNamespace())
    ITEM.set(overlay, 1, 10)
    state.apply(overlay.changes())
    overlay = Overlay(state, SimpleNamespace())
    ITEM.set(overlay, 2, 20)
    mark = overlay.begin()
    ITEM.set(overlay, 1, 11)
    ITEM.set(overlay, 1, 12)
    ITEM.set(overlay, 2, 21)
    ITEM.set(overlay, 3, 30)
    assert overlay.written_since(mark) == {ITEM.key_of(1): 10, ITEM.key_of(2): 20, ITEM.key_of(3): None}
    overlay.rollback(mark)
    assert overlay.written_since(mark) == {}
