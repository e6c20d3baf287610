"""Block headers: their bytes, their hash and their JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meritnet.codec.base import Variant
from meritnet.codec.common import H256
from meritnet.codec.composites import Struct, Wrapper
from meritnet.codec.enums import Case, Enum
from meritnet.codec.errors import InvalidEncoding
from meritnet.codec.numbers import U32, U64, Compact
from meritnet.codec.sequences import BYTES, ByteArray, Vec
from meritnet.primitives.hashing import blake2_256
from meritnet.primitives.ids import BlockNumber, Hash

_ENGINE_ID = ByteArray(4)
DIGEST_ITEM = Enum(
    "sp_runtime::generic::digest::DigestItem",
    [
        Variant(6, "PreRuntime", [(None, _ENGINE_ID, "ConsensusEngineId"), (None, BYTES)]),
        Variant(4, "Consensus", [(None, _ENGINE_ID, "ConsensusEngineId"), (None, BYTES)]),
        Variant(5, "Seal", [(None, _ENGINE_ID, "ConsensusEngineId"), (None, BYTES)]),
        Variant(0, "Other", [(None, BYTES)]),
        Variant(8, "RuntimeEnvironmentUpdated"),
    ],
)
DIGEST = Wrapper(
    "sp_runtime::generic::digest::Digest", Vec(DIGEST_ITEM), field_name="logs", type_name="Vec<DigestItem>"
)
AURA = b"aura"
GENESIS_PARENT: Hash = bytes(32)


@dataclass(frozen=True, slots=True)
class Header:
    """What a block commits to."""

    parent_hash: Hash
    number: BlockNumber
    state_root: Hash
    extrinsics_root: Hash
    digest: tuple[Case, ...] = ()

    def encode(self) -> bytes:
        """Return the SCALE bytes."""
        return HEADER.encode(self)

    @property
    def hash(self) -> Hash:
        """Return the block hash: blake2b-256 of the SCALE bytes."""
        return blake2_256(HEADER.encode(self))

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form of RPC answers: hex everywhere, the number without padding."""
        return {
            "parentHash": _hex(self.parent_hash),
            "number": hex(self.number),
            "stateRoot": _hex(self.state_root),
            "extrinsicsRoot": _hex(self.extrinsics_root),
            "digest": {"logs": [_hex(DIGEST_ITEM.encode(item)) for item in self.digest]},
        }


HEADER = Struct(
    "sp_runtime::generic::header::Header",
    [
        ("parent_hash", H256, "Hash::Output"),
        ("number", Compact(U32), "Number"),
        ("state_root", H256, "Hash::Output"),
        ("extrinsics_root", H256, "Hash::Output"),
        ("digest", DIGEST, "Digest"),
    ],
    cls=Header,
    params=(("Number", U32), ("Hash", None)),
)


def decode_header(data: bytes) -> Header:
    """Return the header that the whole of `data` encodes."""
    header: Header = HEADER.decode(data)
    return header


def header_from_json(shape: Mapping[str, Any]) -> Header:
    """Return the header of an RPC answer.

    Raises: InvalidEncoding if a part is missing or is not hex.
    """
    try:
        return Header(
            bytes.fromhex(shape["parentHash"][2:]),
            int(shape["number"], 16),
            bytes.fromhex(shape["stateRoot"][2:]),
            bytes.fromhex(shape["extrinsicsRoot"][2:]),
            tuple(DIGEST_ITEM.decode(bytes.fromhex(log[2:])) for log in shape["digest"]["logs"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidEncoding(f"header has a missing or malformed part: {error}") from None


def aura_pre_runtime(slot: int) -> Case:
    """Return the digest item that names the slot of a block."""
    return Case("PreRuntime", (AURA, U64.encode(slot)))


def aura_seal(signature: bytes) -> Case:
    """Return the digest item that carries the author's signature."""
    return Case("Seal", (AURA, signature))


def _hex(data: bytes) -> str:
    return "0x" + data.hex()
