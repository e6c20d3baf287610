"""The extrinsics root against the plain model, in both layouts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.state.ordered_root import extrinsics_root
from meritnet.state.tests.model import model_root
from meritnet.state.trie_codec import EMPTY_ROOT


def _index(number: int) -> bytes:
    return bytes([number * 4]) if number < 64 else (number * 4 + 1).to_bytes(2, "little")


@settings(max_examples=40)
@given(st.lists(st.binary(max_size=60), max_size=80), st.sampled_from([0, 1]))
def test_root_is_that_of_the_items_under_their_compact_index(items: list[bytes], layout: int) -> None:
    model = {_index(number): item for number, item in enumerate(items)}
    assert extrinsics_root(items, layout) == model_root(model, layout=layout)


def test_empty_body_has_the_empty_root() -> None:
    assert extrinsics_root([]) == EMPTY_ROOT


def test_system_version_1_takes_layout_0() -> None:
    items = [bytes(100), b"short"]
    assert extrinsics_root(items) == extrinsics_root(items, 0) != extrinsics_root(items, 1)
