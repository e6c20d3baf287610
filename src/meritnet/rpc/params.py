"""Positional parameters: what a method takes, and readers that turn JSON values into ours.

A parameter that is optional may be missing or null. A value that does not fit is answered with code -32602
and a text that names the parameter, the value (shortened) and the bound.
"""

from __future__ import annotations

from binascii import unhexlify
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from meritnet.primitives import ss58
from meritnet.primitives.errors import Invalid
from meritnet.rpc.errors import RpcError, invalid_params

Reader = Callable[[object], object]
"""Turns a JSON value into ours; raises `Unfit` with the bound as text."""

U16_MAX = 2**16 - 1
U32_MAX = 2**32 - 1
U64_MAX = 2**64 - 1
SHOWN_CHARACTERS = 24


class Unfit(Invalid):
    """A JSON value does not fit; the text says what would."""


@dataclass(frozen=True, slots=True)
class Param:
    """One positional parameter."""

    name: str
    read: Reader
    optional: bool = False


def read_params(specs: Sequence[Param], given: object) -> list[Any]:  # Any: each reader has its own type
    """Return the arguments of a call, one for each spec.

    Quirk: values beyond the last parameter are ignored, as the reference node does.
    Raises: RpcError with code -32602.
    """
    if given is None:
        given = ()
    elif not isinstance(given, list):
        raise invalid_params(f"`params` is {shown(given)}: expected an array of positional values")
    count = len(given)
    arguments: list[Any] = []
    for position, spec in enumerate(specs):
        value = given[position] if position < count else None
        if value is None and spec.optional:
            arguments.append(None)
            continue
        try:
            arguments.append(spec.read(value))
        except Unfit as error:
            raise _unfit(spec, position, value, position < count, error) from None
    return arguments


def _unfit(spec: Param, position: int, value: object, is_given: bool, error: Unfit) -> RpcError:
    what = f"is {shown(value)}" if is_given else "is missing"
    return invalid_params(f"`{spec.name}` (position {position}) {what}: expected {error}")


def shown(value: object) -> str:
    """Return a JSON value as short text for a message; nested values are only counted."""
    if isinstance(value, str):
        cut = value if len(value) <= SHOWN_CHARACTERS else f"{value[:SHOWN_CHARACTERS]}…"
        return f'"{cut}"' if cut == value else f'"{cut}" ({len(value)} characters)'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return repr(value)
    return f"an array of {len(value)}" if isinstance(value, list) else "an object"


def hex_bytes(value: object) -> bytes:
    """Read bytes written as hex text, with or without `0x`; the empty text is no bytes."""
    if isinstance(value, str):
        try:
            return unhexlify(value[2:] if value.startswith("0x") else value)
        except ValueError:
            pass
    raise Unfit("an even number of hex digits, normally after 0x")


def block_hash(value: object) -> bytes:
    """Read a 32-byte block hash."""
    if isinstance(value, str) and len(value) in (64, 66):
        raw = hex_bytes(value)
        if len(raw) == 32:
            return raw
    raise Unfit("a block hash: 0x and 64 hex digits, or null for the best block")


def block_number(value: object) -> int:
    """Read a block number, a JSON number or hex text such as "0x79"."""
    number = value
    if isinstance(value, str) and value.startswith("0x") and 3 <= len(value) <= 18:
        try:
            number = int.from_bytes(unhexlify(value[2:].zfill(16)), "big")
        except ValueError:
            number = None
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= U32_MAX:
        return number
    raise Unfit(f"a block number from 0 to {U32_MAX}, as a number or as 0x-hex text")


def block_numbers(value: object) -> int | list[int]:
    """Read one block number or a list of at most 1000."""
    if isinstance(value, list):
        if len(value) > 1000:
            raise Unfit("at most 1000 block numbers")
        return [block_number(item) for item in value]
    return block_number(value)


def unsigned(maximum: int) -> Reader:
    """Build a reader of integers from 0 to a maximum."""

    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= maximum:
            return value
        raise Unfit(f"an integer from 0 to {maximum}")

    return read


def list_of(read_item: Reader, maximum: int | None = None) -> Reader:
    """Build a reader of arrays."""

    def read(value: object) -> list[object]:
        if not isinstance(value, list):
            raise Unfit("an array")
        if maximum is not None and len(value) > maximum:
            raise Unfit(f"an array of at most {maximum}")
        items = []
        for position, item in enumerate(value):
            try:
                items.append(read_item(item))
            except Unfit as error:
                raise Unfit(f"{error} at each place, but place {position} is {shown(item)}") from None
        return items

    return read


def text(value: object) -> str:
    """Read text."""
    if isinstance(value, str):
        return value
    raise Unfit("a text")


def account(value: object) -> bytes:
    """Read an account: an SS58 address, or 0x and 64 hex digits."""
    if isinstance(value, str):
        if value.startswith("0x") and len(value) == 66:
            return hex_bytes(value)
        try:
            return ss58.decode(value)
        except Invalid as error:
            raise Unfit(f"an SS58 address ({error})") from None
    raise Unfit("an SS58 address as text")


def boolean(value: object) -> bool:
    """Read true or false."""
    if isinstance(value, bool):
        return value
    raise Unfit("true or false")


def one_or_several(read_item: Reader, maximum: int) -> Reader:
    """Build a reader of a value or an array of them; what it reads is always a list."""
    read_list = list_of(read_item, maximum)

    def read(value: object) -> object:
        return read_list(value) if isinstance(value, list) else [read_item(value)]

    return read


def subscription_id(value: object) -> str:
    """Read a subscription id; ids are texts here, a number is taken as its digits."""
    if isinstance(value, str) and len(value) <= 64:
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Unfit("the id that the subscribe call answered")


AT = Param("hash", block_hash, optional=True)
"""The trailing block hash of most methods."""
