"""Typed messages between validators, miners and consumers, and the strict reading of their JSON.

A message is a frozen dataclass whose `to_json` gives plain JSON values and whose `from_json` accepts
nothing else: a wrong type, an unknown or missing field, a number out of range, NaN or infinity is an
`InvalidMessage`. What a message hashes to is the digest of its canonical JSON, so two implementations that
agree on the values agree on the digest.
"""

import hashlib
import json
import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Self, TypeAlias

from meritnet.primitives.errors import Invalid

JsonValue: TypeAlias = "Mapping[str, JsonValue] | Sequence[JsonValue] | str | int | float | bool | None"
"""Any value that JSON can carry."""


class InvalidMessage(Invalid):
    """A message from outside does not have the shape, type or range that its kind asks for."""


class Message(ABC):
    """What is sent over the wire: plain values in, plain values out, one digest."""

    __slots__ = ()

    @abstractmethod
    def to_json(self) -> dict[str, JsonValue]:
        """Return the message as JSON values, with every field present."""

    @classmethod
    @abstractmethod
    def from_json(cls, value: JsonValue) -> Self:
        """Return the message that `value` describes.

        Raises: InvalidMessage if anything is missing, unknown, of another type or out of range.
        """

    def canonical(self) -> bytes:
        """Return the bytes that stand for this message in digests: JSON, keys sorted, no spaces, ASCII."""
        return json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode(
            "ascii"
        )

    def digest(self) -> bytes:
        """Return the sha256 of the canonical bytes."""
        return hashlib.sha256(self.canonical()).digest()


def read_object(value: JsonValue, kind: str, fields: Sequence[str]) -> Mapping[str, JsonValue]:
    """Return `value` as an object that has exactly `fields`.

    Raises: InvalidMessage naming the first field that is missing or unknown.
    """
    if not isinstance(value, Mapping):
        raise InvalidMessage(
            f"{kind} is a JSON {type(value).__name__}, must be an object with {', '.join(fields)}"
        )
    for field in fields:
        if field not in value:
            raise InvalidMessage(f"{kind} lacks the field {field!r}; send all of {', '.join(fields)}")
    for field in value:
        if field not in fields:
            raise InvalidMessage(
                f"{kind} has the unknown field {str(field)[:40]!r}; send only {', '.join(fields)}"
            )
    return value


def read_int(value: JsonValue, name: str, low: int, high: int) -> int:
    """Return `value` as an integer in low..high; a boolean or a float is not one."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidMessage(f"{name} is a {type(value).__name__}, must be an integer in {low}..{high}")
    if not low <= value <= high:
        raise InvalidMessage(f"{name} is {str(value)[:40]}, must lie in {low}..{high}")
    return value


def read_number(value: JsonValue, name: str, low: float, high: float) -> float:
    """Return `value` as a finite number in low..high."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidMessage(f"{name} is a {type(value).__name__}, must be a number in {low}..{high}")
    if not math.isfinite(value) or not low <= value <= high:
        raise InvalidMessage(f"{name} is {str(value)[:40]}, must be finite and lie in {low}..{high}")
    return float(value)


def read_text(value: JsonValue, name: str, most: int) -> str:
    """Return `value` as a string of at most `most` characters."""
    if not isinstance(value, str):
        raise InvalidMessage(f"{name} is a {type(value).__name__}, must be a string")
    if len(value) > most:
        raise InvalidMessage(f"{name} has {len(value)} characters, at most {most} are taken")
    return value


def read_hex(value: JsonValue, name: str, size: int) -> bytes:
    """Return the `size` bytes that `value` spells in lower-case hex without a prefix."""
    text = read_text(value, name, 2 * size)
    if len(text) != 2 * size or any(digit not in "0123456789abcdef" for digit in text):
        raise InvalidMessage(f"{name} must be {2 * size} lower-case hex digits without 0x")
    return bytes.fromhex(text)


def read_list(value: JsonValue, name: str, least: int, most: int) -> Sequence[JsonValue]:
    """Return `value` as a list of least..most items."""
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        raise InvalidMessage(f"{name} is a JSON {type(value).__name__}, must be a list")
    if not least <= len(value) <= most:
        bound = str(least) if least == most else f"{least}..{most}"
        raise InvalidMessage(f"{name} has {len(value)} items, must have {bound}")
    return value


def read_ints(value: JsonValue, name: str, size: int, low: int, high: int) -> tuple[int, ...]:
    """Return `value` as exactly `size` integers in low..high."""
    items = read_list(value, name, size, size)
    numbers = [item for item in items if type(item) is int]
    if len(numbers) == size > 0 and low <= min(numbers) and max(numbers) <= high:
        return tuple(numbers)
    # Something is wrong, or the list is empty: the slow way names what.
    return tuple(read_int(item, f"{name}[{i}]", low, high) for i, item in enumerate(items))
