"""Values remembered for the newest block: never those of another block, never more than the bound."""

from meritnet.state.hot_state import ENTRY_BYTES, MISSING, HotState


def test_answers_only_for_the_published_block() -> None:
    hot = HotState(10_000)
    hot.publish({b"k": b"1", b"gone": None}, 7)
    assert hot.get(b"k", 7) == b"1"
    assert hot.get(b"gone", 7) is None
    assert hot.get(b"other", 7) is MISSING
    assert hot.get(b"k", 6) is MISSING
    hot.withdraw()
    assert hot.get(b"k", 7) is MISSING
    hot.publish({b"k": b"2"}, 8)
    assert hot.get(b"k", 8) == b"2"


def test_late_note_of_an_older_block_is_dropped() -> None:
    hot = HotState(10_000)
    hot.publish({}, 7)
    hot.note(b"k", b"read at 6", 6)
    assert hot.get(b"k", 7) is MISSING
    hot.note(b"k", b"read at 7", 7)
    hot.note(b"k", b"again", 7)
    assert hot.get(b"k", 7) == b"read at 7"


def test_oldest_entries_leave_when_the_bound_is_passed() -> None:
    hot = HotState(8 * (ENTRY_BYTES + 2))
    hot.publish({}, 1)
    for number in range(100):
        hot.note(bytes([number]), b"v", 1)
    kept = [number for number in range(100) if hot.get(bytes([number]), 1) is not MISSING]
    assert kept == list(range(100 - len(kept), 100))
    assert 4 <= len(kept) <= 8
    hot.publish({bytes([number]): bytes(5000) for number in range(3)}, 2)
    assert all(hot.get(bytes([number]), 2) is MISSING for number in range(50, 99))


def test_many_notes_and_the_values_of_a_block_follow_the_same_rule() -> None:
    hot = HotState(10_000)
    hot.publish({b"k": b"1"}, 7)
    hot.note_many([b"k", b"new", b"gone"], [b"stale", b"2", None], 7)
    hot.note_many([b"late"], [b"3"], 6)
    assert dict(hot.values_of(7)) == {b"k": b"1", b"new": b"2", b"gone": None}
    assert dict(hot.values_of(6)) == {}


def test_the_counted_size_is_that_of_what_is_kept() -> None:
    fits = HotState(3 * (ENTRY_BYTES + 11))
    for number, length in enumerate((0, 10, 3, 10)):
        fits.publish({b"a": bytes(length), b"b": None if number % 2 else bytes(10), b"c": bytes(10)}, number)
    # Three entries of the largest size fit exactly, so nothing may have been dropped by a miscount.
    assert len(fits.values_of(3)) == 3
    fits.publish({b"a": bytes(10), b"b": bytes(10), b"c": bytes(11)}, 4)
    assert len(fits.values_of(4)) < 3
