"""What stands in a timelocked commit of weights: the row, the validator's version and the hotkey that made it."""

from collections.abc import Sequence
from typing import NamedTuple

from meritnet.codec import BYTES, U16, U64, InvalidEncoding, Struct, Vec
from meritnet.primitives.errors import Invalid

ACCOUNT_BYTES = 32

_ROW = [("uids", Vec(U16)), ("values", Vec(U16)), ("version_key", U64)]
_PAYLOAD = Struct("WeightsTlockPayload", [("hotkey", BYTES), *_ROW])
_LEGACY = Struct("LegacyWeightsTlockPayload", _ROW)


class Row(NamedTuple):
    """A row of weights as it was committed."""

    uids: tuple[int, ...]
    values: tuple[int, ...]
    version_key: int


class NoRow(Invalid):
    """The opened bytes are no row of weights."""


class WrongHotkey(Invalid):
    """The row names another hotkey than the one that committed it."""


def encode_row(hotkey: bytes, uids: Sequence[int], values: Sequence[int], version_key: int) -> bytes:
    """Return the plaintext of a commit."""
    return _PAYLOAD.encode(_PAYLOAD(hotkey, tuple(uids), tuple(values), version_key))


def decode_row(plaintext: bytes, committer: bytes) -> Row:
    """Return the row of an opened commit. Raises: NoRow, WrongHotkey.

    Quirk: a row without a hotkey, as older clients made it, is taken too, when the bytes do not read as the newer form
    or the hotkey in it is shorter than an account. Bytes behind the end are not looked at.
    """
    try:
        payload, _ = _PAYLOAD.read(plaintext, 0)
    except InvalidEncoding:
        return _legacy(plaintext)
    if len(payload.hotkey) < ACCOUNT_BYTES:
        return _legacy(plaintext)
    if payload.hotkey[:ACCOUNT_BYTES] != committer:
        raise WrongHotkey(f"the row names hotkey 0x{payload.hotkey.hex()}, 0x{committer.hex()} committed it")
    return Row(payload.uids, payload.values, payload.version_key)


def _legacy(plaintext: bytes) -> Row:
    try:
        row, _ = _LEGACY.read(plaintext, 0)
    except InvalidEncoding as error:
        raise NoRow(f"{len(plaintext)} opened bytes are no row of weights: {error}") from error
    return Row(row.uids, row.values, row.version_key)
