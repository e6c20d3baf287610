"""The type registry: one id for each type, parts first, recursion, the recorded registry reproduced."""

from meritnet.codec import (
    BOOL,
    BYTES,
    STR,
    U8,
    U16,
    U32,
    U64,
    U256,
    UNIT,
    Array,
    BoundedVec,
    BTreeMap,
    BTreeSet,
    ByteArray,
    Case,
    Compact,
    Enum,
    Lazy,
    Option,
    Packed,
    Struct,
    Tuple,
    Variant,
    Vec,
    Wrapper,
)
from meritnet.codec.portable import PortableRegistry, same_shape
from meritnet.codec.registry import TypeRegistry
from meritnet.codec.tests.recorded import registry, type_of

SAMPLES = [BOOL, STR, BYTES, U64, U256, UNIT, Compact(U32), Vec(U16), Array(U32, 3), ByteArray(20)]
SAMPLES += [Packed(Tuple(U16, U16)), Option(U8), BTreeMap(U16, BYTES), BTreeSet(U16), BoundedVec(U8, 9)]
SAMPLES += [Wrapper("x::Bits", U64, field_name="bits", params=(("Frac", None),))]
SAMPLES += [
    Struct("x::S", [("a", U8), ("b", Vec(BOOL))]),
    Enum("x::E", [Variant(4, "A"), Variant(2, "B", [(None, U8)])]),
]


def test_a_type_is_described_once_however_often_it_is_declared():
    registry_ = TypeRegistry()
    first = registry_.register(Struct("x::S", [("a", Vec(U16))]))
    assert registry_.register(Struct("x::S", [("a", Vec(U16), "Weights")])) == first
    assert registry_.register(Struct("x::T", [("a", Vec(U16))])) != first
    assert registry_.register(Struct("x::S", [("b", Vec(U16))])) != first
    assert registry_.register(Packed(U16)) == registry_.register(Vec(U16))
    assert registry_.register(BoundedVec(U16, 3)) == registry_.register(BoundedVec(U16, 4))


def test_ids_are_dense_and_parts_come_before_wholes():
    registry_ = TypeRegistry()
    ids = [registry_.register(declared) for declared in SAMPLES]
    types = registry_.types()
    assert [entry.id for entry in types] == list(range(len(types)))
    for entry in types:
        assert all(param.type is None or param.type < entry.id for param in entry.params)
    again = TypeRegistry()
    assert [again.register(declared) for declared in SAMPLES] == ids
    assert again.types() == types


def test_samples_come_back_from_their_descriptions_with_the_same_shape():
    registry_ = TypeRegistry()
    ids = [registry_.register(declared) for declared in SAMPLES]
    rebuilt = PortableRegistry.from_metadata(registry_.types())
    for declared, number in zip(SAMPLES, ids, strict=True):
        assert same_shape(declared, rebuilt.type(number)) == []
        assert same_shape(rebuilt.type(number), declared) == []


def test_variants_and_fields_carry_names_indices_and_docs():
    registry_ = TypeRegistry()
    error = Enum(
        "p::Error",
        [Variant(7, "TooLow", docs=["The stake is too low."]), Variant(1, "Other", docs="One line.")],
    )
    number = registry_.register(error)
    described = registry_.types()[number]
    assert described.path == ("p", "Error")
    variants = described.definition.args[0]
    assert [(v.name, v.index, v.docs) for v in variants] == [
        ("TooLow", 7, ("The stake is too low.",)),
        ("Other", 1, ("One line.",)),
    ]


def test_recursive_types_refer_to_themselves():
    lazy = Lazy(lambda: call, "RuntimeCall")
    utility = Enum("u::Call", [Variant(0, "batch", [("calls", Vec(lazy))])])
    call = Enum("RuntimeCall", [Variant(1, "Utility", [(None, utility)])])
    registry_ = TypeRegistry()
    whole = registry_.register(call)
    assert registry_.register(lazy) == whole
    assert registry_.register(Vec(call)) == registry_.register(Vec(lazy))
    assert len(registry_.types()) == 3
    rebuilt = PortableRegistry.from_metadata(registry_.types()).type(whole)
    assert same_shape(call, rebuilt) == []
    nested = Case("Utility", (Case("batch", ((Case("Utility", (Case("batch", ((),)),)),),)),))
    assert rebuilt.decode(call.encode(nested)) == nested


def test_the_recorded_registry_is_reproduced():
    registry_ = TypeRegistry()
    numbers = {old: registry_.register(type_of(old)) for old in registry().ids()}
    rebuilt = PortableRegistry.from_metadata(registry_.types())
    for old, new in numbers.items():
        assert same_shape(type_of(old), rebuilt.type(new)) == []
    # Types that Rust counts separately though they look alike: bounded vectors of different bounds, and
    # what is built from them.
    merged = [old for old in numbers if list(numbers.values()).count(numbers[old]) > 1]
    assert len(numbers) == 802
    assert {type_of(old).path.rsplit("::", 1)[-1] for old in merged} == {"BoundedVec", ""}


def test_a_plain_wrapper_keeps_path_and_id_but_is_described_by_what_it_wraps():
    netuid = Wrapper("x::NetUid", U16)
    declared = [Struct("x::S", [("a", netuid), ("b", Vec(netuid)), ("c", U16)]), Wrapper("x::Other", U16)]
    usual, plain = TypeRegistry(), TypeRegistry(["x::NetUid"])
    assert [usual.register(item) for item in declared] == [plain.register(item) for item in declared]
    for before, after in zip(usual.types(), plain.types(), strict=True):
        if after.path == ("x", "NetUid"):
            assert before.definition.name == "Composite"
            assert after.definition == Case("Primitive", (Case("u16"),))
        else:
            assert after == before


def test_a_type_registered_ahead_is_numbered_before_its_parts():
    registry_ = TypeRegistry()
    account = Wrapper("x::Account", ByteArray(32))
    assert registry_.register(account, ahead=True) == 0
    assert registry_.register(Wrapper("x::Account", ByteArray(32))) == 0
    assert [entry.id for entry in registry_.types()] == [0, 1, 2]
    assert same_shape(account, PortableRegistry.from_metadata(registry_.types()).type(0)) == []
