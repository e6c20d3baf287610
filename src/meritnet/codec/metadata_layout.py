"""The byte layout of metadata V14 and V15, declared with the codec's own types.

Source: wire facts 2.2 (type registry, pallets, storage entries, extrinsic, runtime APIs, outer enums).
"""

from meritnet.codec.base import Type, Variant
from meritnet.codec.composites import Struct
from meritnet.codec.enums import Enum, Option
from meritnet.codec.numbers import U8, U32, Compact
from meritnet.codec.sequences import BYTES, STR, Vec

MAGIC = b"meta"
V14 = 14
V15 = 15

TYPE_ID = Compact(U32)
DOCS = Vec(STR)

PRIMITIVE_NAMES = (
    *("bool", "char", "str"),
    *("u8", "u16", "u32", "u64", "u128", "u256"),
    *("i8", "i16", "i32", "i64", "i128", "i256"),
)
PRIMITIVE = Enum("Primitive", [Variant(index, name) for index, name in enumerate(PRIMITIVE_NAMES)])

PARAM = Struct("Param", [("name", STR), ("type", Option(TYPE_ID))])
FIELD = Struct(
    "Field", [("name", Option(STR)), ("type", TYPE_ID), ("type_name", Option(STR)), ("docs", DOCS)]
)
VARIANT = Struct("Variant", [("name", STR), ("fields", Vec(FIELD)), ("index", U8), ("docs", DOCS)])
TYPE_DEF = Enum(
    "TypeDef",
    [
        Variant(0, "Composite", [("fields", Vec(FIELD))]),
        Variant(1, "Variant", [("variants", Vec(VARIANT))]),
        Variant(2, "Sequence", [("type", TYPE_ID)]),
        Variant(3, "Array", [("len", U32), ("type", TYPE_ID)]),
        Variant(4, "Tuple", [("types", Vec(TYPE_ID))]),
        Variant(5, "Primitive", [("name", PRIMITIVE)]),
        Variant(6, "Compact", [("type", TYPE_ID)]),
        Variant(7, "BitSequence", [("store", TYPE_ID), ("order", TYPE_ID)]),
    ],
)
PORTABLE_TYPE = Struct(
    "PortableType",
    [("id", TYPE_ID), ("path", Vec(STR)), ("params", Vec(PARAM)), ("definition", TYPE_DEF), ("docs", DOCS)],
)

MODIFIER = Enum("Modifier", [Variant(0, "Optional"), Variant(1, "Default")])
HASHER = Enum(
    "Hasher",
    [
        Variant(0, "Blake2_128"),
        Variant(1, "Blake2_256"),
        Variant(2, "Blake2_128Concat"),
        Variant(3, "Twox128"),
        Variant(4, "Twox256"),
        Variant(5, "Twox64Concat"),
        Variant(6, "Identity"),
    ],
)
ENTRY_TYPE = Enum(
    "EntryType",
    [
        Variant(0, "Plain", [("value", TYPE_ID)]),
        Variant(1, "Map", [("hashers", Vec(HASHER)), ("key", TYPE_ID), ("value", TYPE_ID)]),
    ],
)
ENTRY = Struct(
    "Entry",
    [("name", STR), ("modifier", MODIFIER), ("type", ENTRY_TYPE), ("default", BYTES), ("docs", DOCS)],
)
STORAGE = Struct("Storage", [("prefix", STR), ("entries", Vec(ENTRY))])
CONSTANT = Struct("Constant", [("name", STR), ("type", TYPE_ID), ("value", BYTES), ("docs", DOCS)])
EXTENSION = Struct("Extension", [("identifier", STR), ("type", TYPE_ID), ("additional", TYPE_ID)])
METHOD_INPUT = Struct("MethodInput", [("name", STR), ("type", TYPE_ID)])
METHOD = Struct("Method", [("name", STR), ("inputs", Vec(METHOD_INPUT)), ("output", TYPE_ID), ("docs", DOCS)])
API = Struct("Api", [("name", STR), ("methods", Vec(METHOD)), ("docs", DOCS)])
OUTER_ENUMS = Struct("OuterEnums", [("call", TYPE_ID), ("event", TYPE_ID), ("error", TYPE_ID)])
CUSTOM = Struct("Custom", [("key", STR), ("type", TYPE_ID), ("value", BYTES)])

_PALLET_FIELDS: list[tuple[str | None, Type]] = [
    ("name", STR),
    ("storage", Option(STORAGE)),
    ("calls", Option(TYPE_ID)),
    ("event", Option(TYPE_ID)),
    ("constants", Vec(CONSTANT)),
    ("error", Option(TYPE_ID)),
    ("index", U8),
]
PALLET_V14 = Struct("PalletV14", _PALLET_FIELDS)
PALLET_V15 = Struct("PalletV15", [*_PALLET_FIELDS, ("docs", DOCS)])

EXTRINSIC_V14 = Struct("ExtrinsicV14", [("type", TYPE_ID), ("version", U8), ("extensions", Vec(EXTENSION))])
EXTRINSIC_V15 = Struct(
    "ExtrinsicV15",
    [
        ("version", U8),
        ("address", TYPE_ID),
        ("call", TYPE_ID),
        ("signature", TYPE_ID),
        ("extra", TYPE_ID),
        ("extensions", Vec(EXTENSION)),
    ],
)

METADATA_V14 = Struct(
    "MetadataV14",
    [
        ("types", Vec(PORTABLE_TYPE)),
        ("pallets", Vec(PALLET_V14)),
        ("extrinsic", EXTRINSIC_V14),
        ("runtime", TYPE_ID),
    ],
)
METADATA_V15 = Struct(
    "MetadataV15",
    [
        ("types", Vec(PORTABLE_TYPE)),
        ("pallets", Vec(PALLET_V15)),
        ("extrinsic", EXTRINSIC_V15),
        ("runtime", TYPE_ID),
        ("apis", Vec(API)),
        ("outer_enums", OUTER_ENUMS),
        ("custom", Vec(CUSTOM)),
    ],
)
