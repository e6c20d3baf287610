"""Enums, options, results and recursion."""

import pytest

from meritnet.codec import (
    BOOL,
    U8,
    U16,
    UNIT,
    Case,
    Enum,
    InvalidEncoding,
    InvalidValue,
    Lazy,
    Option,
    Result,
    Struct,
    Variant,
    Vec,
)
from meritnet.codec.enums import MAX_NESTING

CALL = Enum(
    "pallet::Call",
    [
        Variant(0, "stop"),
        Variant(7, "burn", [("netuid", U16), ("all", BOOL)]),
        Variant(9, "pair", [(None, U8), (None, U8)]),
    ],
)


def test_the_index_byte_is_the_declared_one():
    assert CALL.encode(CALL("burn", 258, True)).hex() == "07020101"
    assert CALL.decode(bytes.fromhex("07020101")) == Case("burn", (258, True))
    assert CALL.decode(b"\x00") == Case("stop")


def test_fields_are_given_in_order_or_by_name_and_read_by_name():
    case = CALL("burn", all=True, netuid=1)
    assert case == CALL("burn", 1, all=True) == Case("burn", (1, True))
    assert CALL.named(case) == {"netuid": 1, "all": True}
    assert CALL.named(CALL("pair", 1, 2)) == {"0": 1, "1": 2}
    assert CALL.variant("burn").index == 7


@pytest.mark.parametrize("args,named", [((), {}), ((1,), {}), ((1, True, 3), {}), ((1,), {"netuid": 2})])
def test_wrong_fields_are_refused_when_a_case_is_built(args, named):
    with pytest.raises(InvalidValue, match=r"Call\.burn needs"):
        CALL("burn", *args, **named)
    with pytest.raises(InvalidValue, match="no variant 'melt'"):
        CALL("melt", *args, **named)


@pytest.mark.parametrize(
    "value",
    [None, "stop", Case("melt"), Case("burn", (1,)), Case("burn", [1, True]), Case(1), Case("stop", (1,))],
)
def test_values_that_are_no_case_of_the_enum_are_refused(value):
    with pytest.raises(InvalidValue, match="Call"):
        CALL.encode(value)


def test_unknown_indices_and_short_input_are_refused():
    with pytest.raises(InvalidEncoding, match="no variant 1"):
        CALL.decode(b"\x01")
    with pytest.raises(InvalidEncoding, match="needs 1 bytes"):
        CALL.decode(b"")
    with pytest.raises(InvalidEncoding, match=r"^burn\.all: "):
        CALL.decode(bytes.fromhex("070101"))
    with pytest.raises(InvalidValue, match=r"^burn\.netuid: "):
        CALL.encode(Case("burn", (70000, True)))


def test_an_enum_refuses_one_index_or_name_twice():
    with pytest.raises(ValueError, match="twice"):
        Enum("x::E", [Variant(0, "A"), Variant(0, "B")])
    with pytest.raises(ValueError, match="twice"):
        Enum("x::E", [Variant(0, "A"), Variant(1, "A")])
    with pytest.raises(ValueError, match=r"0\.\.255"):
        Variant(256, "A")


def test_options_and_results():
    assert Option(U8).encode(None) == b"\x00"
    assert Option(U8).decode(b"\x01\x05") == 5
    with pytest.raises(InvalidEncoding, match="only 0 and 1"):
        Option(U8).decode(b"\x02\x05")
    with pytest.raises(InvalidEncoding, match="needs 1 bytes"):
        Option(U8).decode(b"")
    outcome = Result(UNIT, U8)
    assert outcome.decode(b"\x00") == Case("Ok", ((),))
    assert outcome.encode(outcome("Err", 3)) == b"\x01\x03"
    assert (outcome.name, outcome.path) == ("Result<(), u8>", "Result")


def test_an_option_of_an_option_keeps_its_two_nothings_apart():
    nested = Option(Option(U8))
    for value, hexed in ((None, "00"), (Case("Some", (None,)), "0100"), (Case("Some", (5,)), "010105")):
        assert nested.encode(value).hex() == hexed
        assert nested.decode(bytes.fromhex(hexed)) == value
    assert (
        nested.sort_key(None) < nested.sort_key(Case("Some", (None,))) < nested.sort_key(Case("Some", (5,)))
    )


def _recursive() -> Enum:
    lazy = Lazy(lambda: tree, "Tree")
    tree = Enum("x::Tree", [Variant(0, "leaf"), Variant(1, "node", [("children", Vec(lazy))])])
    return tree


def _nested(levels: int) -> Case:
    value = Case("leaf")
    for _ in range(levels):
        value = Case("node", ((value,),))
    return value


def test_recursion_works_to_its_bound_and_stops_there_both_ways():
    tree = _recursive()
    deepest = _nested(MAX_NESTING)
    raw = tree.encode(deepest)
    assert raw == b"\x01\x04" * MAX_NESTING + b"\x00"
    assert tree.decode(raw) == deepest
    with pytest.raises(InvalidValue, match="nests deeper than 64"):
        tree.encode(_nested(MAX_NESTING + 1))
    with pytest.raises(InvalidEncoding, match="nests deeper than 64"):
        tree.decode(b"\x01\x04" * 100_000 + b"\x00")
    # The count starts anew after a refusal.
    assert tree.decode(raw) == deepest


def test_a_recursive_type_can_sit_in_a_struct_and_be_sorted():
    tree = _recursive()
    holder = Struct("x::Holder", [("tree", Lazy(lambda: tree, "Tree"))])
    value = holder(_nested(2))
    assert holder.decode(holder.encode(value)) == value
    assert holder.sort_key(holder(_nested(0))) < holder.sort_key(value)
