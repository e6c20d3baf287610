"""The hash that stands for a chain's metadata: offline signers sign it, so that they can show what they sign.

Only what a transaction can hold is hashed: the types reachable from address, call, signature and signed extensions
are the leaves of a Merkle tree over blake3, an enum with a leaf for each variant. Source: Polkadot fellowship
RFC-0078; `bittensor_core.metadata_digest` gives the same bytes (test).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from blake3 import blake3

from meritnet.codec.base import Variant
from meritnet.codec.composites import Struct
from meritnet.codec.enums import Case, Enum, Option
from meritnet.codec.errors import InvalidEncoding
from meritnet.codec.metadata import decode_metadata
from meritnet.codec.metadata_layout import PRIMITIVE_NAMES, V15
from meritnet.codec.numbers import BOOL, U8, U16, U32, Compact
from meritnet.codec.sequences import STR, ByteArray, Vec
from meritnet.primitives.ids import Hash

# PRIMITIVE_NAMES starts with bool, char and str, then come the unsigned integers u8 to u256.
UNSIGNED = PRIMITIVE_NAMES[3:9]
TYPE_REF = Enum(
    "TypeRef",
    [
        *(Variant(index, name) for index, name in enumerate(PRIMITIVE_NAMES)),
        *(Variant(15 + index, f"compact {name}") for index, name in enumerate(UNSIGNED)),
        Variant(21, "void"),
        Variant(22, "by id", [(None, Compact(U32))]),
    ],
)
FIELD = Struct("Field", [("name", Option(STR)), ("type", TYPE_REF), ("type_name", Option(STR))])
LEAF_DEF = Enum(
    "LeafDef",
    [
        Variant(0, "Composite", [("fields", Vec(FIELD))]),
        Variant(1, "Variant", [("name", STR), ("fields", Vec(FIELD)), ("index", Compact(U32))]),
        Variant(2, "Sequence", [("item", TYPE_REF)]),
        Variant(3, "Array", [("len", U32), ("item", TYPE_REF)]),
        Variant(4, "Tuple", [("items", Vec(TYPE_REF))]),
        Variant(5, "BitSequence", [("store_bytes", U8), ("least_significant_first", BOOL)]),
    ],
)
LEAF = Struct("Leaf", [("path", Vec(STR)), ("definition", LEAF_DEF), ("id", Compact(U32))])
EXTENSION = Struct("Extension", [("identifier", STR), ("sent", TYPE_REF), ("signed", TYPE_REF)])
EXTRINSIC = Struct(
    "Extrinsic",
    [
        ("version", U8),
        ("address", TYPE_REF),
        ("call", TYPE_REF),
        ("signature", TYPE_REF),
        ("extensions", Vec(EXTENSION)),
    ],
)
_HASH = ByteArray(32)
DIGEST = Enum(
    "MetadataDigest",
    [
        Variant(
            1,
            "V1",
            [
                ("types_root", _HASH),
                ("extrinsic_hash", _HASH),
                ("spec_version", U32),
                ("spec_name", STR),
                ("base58_prefix", U16),
                ("decimals", U8),
                ("token_symbol", STR),
            ],
        ),
    ],
)

VOID = Case("void")


@dataclass(frozen=True, slots=True)
class ChainIdentity:
    """What is hashed beside the types: an offline signer shows amounts and addresses by it."""

    spec_version: int
    spec_name: str
    base58_prefix: int
    decimals: int
    token_symbol: str


def metadata_hash(metadata: bytes, identity: ChainIdentity) -> Hash:
    """Return the hash of V15 metadata, magic included.

    Raises: InvalidEncoding for another version.
    """
    version, content = decode_metadata(metadata)
    if version != V15:
        raise InvalidEncoding(f"the metadata hash is defined for version {V15}, not for version {version}")
    types = _Types({entry.id: entry for entry in content.types}, content.extrinsic)
    digest = Case(
        "V1",
        (
            merkle_root(_blake3(LEAF.encode(leaf)) for leaf in types.leaves()),
            _blake3(EXTRINSIC.encode(types.extrinsic())),
            identity.spec_version,
            identity.spec_name,
            identity.base58_prefix,
            identity.decimals,
            identity.token_symbol,
        ),
    )
    return _blake3(DIGEST.encode(digest))


def merkle_root(leaves: Iterable[Hash]) -> Hash:
    """Return the root over some hashes: pairs are joined from the end, and what they give goes to the front."""
    nodes = deque(leaves)
    while len(nodes) > 1:
        right, left = nodes.pop(), nodes.pop()
        nodes.appendleft(_blake3(left + right))
    return nodes[0] if nodes else Hash(bytes(32))


def _blake3(data: bytes) -> Hash:
    return Hash(blake3(data).digest())


class _Types:
    """The types of a registry that a transaction can hold, numbered anew in the order of their ids."""

    def __init__(self, described: Mapping[int, Any], extrinsic: Any) -> None:
        self._described = described
        self._extrinsic = extrinsic
        reached: set[int] = set()
        roots = [extrinsic.call, extrinsic.address, extrinsic.signature]
        roots += [
            each for extension in extrinsic.extensions for each in (extension.type, extension.additional)
        ]
        while roots:
            number = roots.pop()
            if number not in reached:
                reached.add(number)
                roots.extend(_parts(described[number].definition))
        kept = [number for number in sorted(reached) if not _is_plain(described[number].definition)]
        self._new_ids = {number: position for position, number in enumerate(kept)}

    def leaves(self) -> Iterator[Any]:
        """Yield the leaves in order: by id, and for enums by variant index."""
        for number, new_id in self._new_ids.items():
            entry = self._described[number]
            for definition in self._definitions(entry.definition):
                yield LEAF(entry.path, definition, new_id)

    def extrinsic(self) -> Any:
        """Return the transaction format."""
        format_ = self._extrinsic
        extensions = tuple(
            EXTENSION(each.identifier, self._ref(each.type), self._ref(each.additional))
            for each in format_.extensions
        )
        parts = (self._ref(number) for number in (format_.address, format_.call, format_.signature))
        return EXTRINSIC(format_.version, *parts, extensions)

    def _definitions(self, definition: Case) -> Iterator[Case]:
        match definition.name:
            case "Composite":
                yield Case("Composite", (self._fields(definition.args[0]),))
            case "Variant":
                for variant in sorted(definition.args[0], key=lambda each: each.index):
                    yield Case("Variant", (variant.name, self._fields(variant.fields), variant.index))
            case "Sequence":
                yield Case("Sequence", (self._ref(definition.args[0]),))
            case "Array":
                yield Case("Array", (definition.args[0], self._ref(definition.args[1])))
            case "Tuple":
                yield Case("Tuple", (tuple(self._ref(number) for number in definition.args[0]),))
            case _:
                store, order = definition.args
                bits = int(self._described[store].definition.args[0].name.removeprefix("u"))
                yield Case("BitSequence", (bits // 8, "Lsb0" in self._described[order].path))

    def _fields(self, fields: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(FIELD(field.name, self._ref(field.type), field.type_name) for field in fields)

    def _ref(self, number: int) -> Case:
        definition = self._described[number].definition
        if definition.name == "Primitive":
            return Case(definition.args[0].name)
        if definition.name == "Compact":
            return self._compact(definition.args[0])
        return Case("by id", (self._new_ids[number],)) if number in self._new_ids else VOID

    def _compact(self, number: int) -> Case:
        """Return the compact form of the one unsigned integer within a type."""
        definition = self._described[number].definition
        # Bound: a compact type wraps an integer in finitely many structs of one field.
        while definition.name != "Primitive":
            parts = _parts(definition)
            if not parts:
                return VOID
            definition = self._described[parts[0]].definition
        return Case(f"compact {definition.args[0].name}")


def _parts(definition: Case) -> list[int]:
    """Return the ids of the types that a value of the type contains."""
    match definition.name:
        case "Composite":
            return [field.type for field in definition.args[0]]
        case "Variant":
            return [field.type for variant in definition.args[0] for field in variant.fields]
        case "Sequence":
            return [definition.args[0]]
        case "Array":
            return [definition.args[1]]
        case "Tuple":
            return list(definition.args[0])
    return []


def _is_plain(definition: Case) -> bool:
    """Say whether a type has no leaf: primitives, compact integers, and types without content."""
    if definition.name in ("Composite", "Variant", "Tuple"):
        return not definition.args[0]
    return definition.name in ("Primitive", "Compact")
