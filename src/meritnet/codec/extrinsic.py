"""Extrinsics: a call with or without a signer, as opaque bytes with their length in front.

Absent: version 5 general transactions (no client sends them); the extensions are those of format version 4.
"""

from __future__ import annotations

from dataclasses import dataclass

from meritnet.codec.base import Type
from meritnet.codec.common import H256, MULTI_ADDRESS, MULTI_SIGNATURE
from meritnet.codec.enums import Case
from meritnet.codec.era import ERA, IMMORTAL, Era
from meritnet.codec.errors import InvalidEncoding, InvalidValue
from meritnet.codec.numbers import U32, U64, Compact, read_length, write_compact
from meritnet.codec.signed_extensions import METADATA_HASH_MODE
from meritnet.primitives.hashing import blake2_256
from meritnet.primitives.ids import AccountId, Hash

SIGNED = 0x84
BARE_V4 = 0x04
BARE_V5 = 0x05

HASHED_ABOVE = 256
"""Payloads longer than this many bytes are signed as their blake2b-256."""

DISABLED = Case("Disabled")
ENABLED = Case("Enabled")

_NONCE = Compact(U32)
_TIP = Compact(U64)


@dataclass(frozen=True, slots=True)
class Extra:
    """The part of the signed extensions that travels with a transaction. Units: tip in rao."""

    era: Era = IMMORTAL
    nonce: int = 0
    tip: int = 0
    mode: Case = DISABLED

    def encode(self) -> bytes:
        """Return era ‖ compact nonce ‖ compact tip ‖ metadata-hash mode."""
        out = bytearray()
        ERA.encode_to(self.era, out)
        _NONCE.encode_to(self.nonce, out)
        _TIP.encode_to(self.tip, out)
        METADATA_HASH_MODE.encode_to(self.mode, out)
        return bytes(out)


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed an extrinsic, the signature, and the extension data."""

    address: Case
    signature: Case
    extra: Extra

    @property
    def account(self) -> AccountId | None:
        """Return the signing account; None for every address form but Id, the only one allowed to sign."""
        if self.address.name == "Id":
            account: AccountId = self.address.args[0]
            return account
        return None


@dataclass(frozen=True, slots=True)
class Extrinsic:
    """A decoded extrinsic with its exact bytes.

    `raw` includes the length prefix, `call_data` is the encoded call within it.
    """

    raw: bytes
    version: int
    signed: Signed | None
    call: Case
    call_data: bytes

    @property
    def hash(self) -> Hash:
        """Return blake2b-256 of all bytes, length prefix included."""
        return blake2_256(self.raw)


@dataclass(frozen=True, slots=True)
class SigningContext:
    """What a signature covers besides the transaction's own bytes."""

    spec_version: int
    transaction_version: int
    genesis_hash: Hash

    def additional(self, birth_hash: Hash, metadata_hash: bytes | None = None) -> bytes:
        """Return the bytes that are signed but not sent; `birth_hash` is the genesis hash when immortal."""
        out = bytearray()
        U32.encode_to(self.spec_version, out)
        U32.encode_to(self.transaction_version, out)
        H256.encode_to(self.genesis_hash, out)
        H256.encode_to(birth_hash, out)
        if metadata_hash is None:
            out.append(0)
        else:
            out.append(1)
            H256.encode_to(metadata_hash, out)
        return bytes(out)


def signature_payload(call_data: bytes, extra: Extra, additional: bytes) -> bytes:
    """Return the message that the signer signs."""
    payload = call_data + extra.encode() + additional
    return blake2_256(payload) if len(payload) > HASHED_ABOVE else payload


def decode_extrinsic(raw: bytes, call_type: Type) -> Extrinsic:
    """Return the extrinsic that the whole of `raw` encodes.

    Raises: InvalidEncoding for a wrong length prefix, an unknown version, or parts that do not decode.
    """
    raw = bytes(raw)
    length, pos = read_length(raw, 0)
    if length != len(raw) - pos:
        raise InvalidEncoding(f"extrinsic claims {length} bytes, {len(raw) - pos} follow")
    if length == 0:
        raise InvalidEncoding("extrinsic is empty")
    version = raw[pos]
    pos += 1
    signed = None
    if version == SIGNED:
        address, pos = MULTI_ADDRESS.read(raw, pos)
        signature, pos = MULTI_SIGNATURE.read(raw, pos)
        extra, pos = read_extra(raw, pos)
        signed = Signed(address, signature, extra)
    elif version not in (BARE_V4, BARE_V5):
        raise InvalidEncoding(f"extrinsic has version byte {version:#04x}, known are 0x84, 0x04 and 0x05")
    call, end = call_type.read(raw, pos)
    if end != len(raw):
        raise InvalidEncoding(f"extrinsic has {len(raw) - end} bytes behind its call")
    return Extrinsic(raw, version, signed, call, raw[pos:])


def read_extra(data: bytes, pos: int) -> tuple[Extra, int]:
    """Return the extension data at `pos` and the position behind it."""
    era, pos = ERA.read(data, pos)
    nonce, pos = _NONCE.read(data, pos)
    tip, pos = _TIP.read(data, pos)
    mode, pos = METADATA_HASH_MODE.read(data, pos)
    return Extra(era, nonce, tip, mode), pos


def encode_signed(call_data: bytes, address: Case, signature: Case, extra: Extra) -> bytes:
    """Return the bytes of a signed extrinsic, length prefix included."""
    out = bytearray([SIGNED])
    MULTI_ADDRESS.encode_to(address, out)
    MULTI_SIGNATURE.encode_to(signature, out)
    out += extra.encode()
    out += call_data
    return _with_length(out)


def encode_bare(call_data: bytes, version: int = BARE_V5) -> bytes:
    """Return the bytes of an unsigned extrinsic, length prefix included.

    Quirk: metadata announces format 4, but the reference's blocks carry bare extrinsics with version byte 5.
    """
    if version not in (BARE_V4, BARE_V5):
        raise InvalidValue(f"bare extrinsics have version byte 4 or 5, not {version}")
    return _with_length(bytes([version]) + call_data)


def id_address(account: AccountId) -> Case:
    """Return the address form that names an account directly."""
    return Case("Id", (account,))


def _with_length(body: bytes | bytearray) -> bytes:
    out = bytearray()
    write_compact(len(body), out)
    return bytes(out + body)
