"""SS58: accounts as text, base 58 over a network prefix, the account and a checksum."""

from meritnet.primitives.errors import Invalid
from meritnet.primitives.hashing import blake2_512

PREFIX = 42
"""Network prefix of this chain and of Substrate networks without a prefix of their own."""

ACCOUNT_BYTES = 32
CHECKSUM_BYTES = 2
MAX_PREFIX = 16383

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = {letter: digit for digit, letter in enumerate(_ALPHABET)}
_MAX_TEXT = 64


class InvalidAddress(Invalid):
    """Text is not the SS58 address of an account on this network."""


def encode(account: bytes, prefix: int = PREFIX) -> str:
    """Return the address of a 32-byte account."""
    if len(account) != ACCOUNT_BYTES:
        raise InvalidAddress(f"an account has {ACCOUNT_BYTES} bytes, not {len(account)}")
    body = _prefix_bytes(prefix) + account
    return _base58(body + _checksum(body))


def decode(text: str, prefix: int = PREFIX) -> bytes:
    """Return the 32-byte account of an address.

    Raises: InvalidAddress, saying whether letters, length, checksum or network are wrong.
    """
    if len(text) > _MAX_TEXT:
        raise InvalidAddress(f"address {text[:16]}.. has {len(text)} letters, an account needs about 48")
    raw = _unbase58(text)
    prefix_size = 2 if raw[:1] >= b"\x40" else 1
    if len(raw) != prefix_size + ACCOUNT_BYTES + CHECKSUM_BYTES:
        raise InvalidAddress(f"address {text} holds {len(raw)} bytes, an account needs 35 or 36")
    body = raw[:-CHECKSUM_BYTES]
    if raw[-CHECKSUM_BYTES:] != _checksum(body):
        raise InvalidAddress(f"address {text} has a wrong checksum; check it for a typing error")
    if body[:prefix_size] != _prefix_bytes(prefix):
        raise InvalidAddress(f"address {text} belongs to another network; this one uses prefix {prefix}")
    return body[prefix_size:]


def is_address(text: str, prefix: int = PREFIX) -> bool:
    """Return whether `text` is an address on this network."""
    try:
        decode(text, prefix)
    except InvalidAddress:
        return False
    return True


def _checksum(body: bytes) -> bytes:
    return blake2_512(b"SS58PRE" + body)[:CHECKSUM_BYTES]


def _prefix_bytes(prefix: int) -> bytes:
    # Prefixes from 64 on take two bytes; their 14 bits are laid out so that the first byte is 64..127.
    if 0 <= prefix < 64:
        return bytes([prefix])
    if 64 <= prefix <= MAX_PREFIX:
        return bytes([prefix >> 2 & 0x3F | 0x40, prefix >> 8 | (prefix & 3) << 6])
    raise InvalidAddress(f"SS58 prefix {prefix} is not in 0..{MAX_PREFIX}")


def _base58(raw: bytes) -> str:
    number = int.from_bytes(raw, "big")
    letters = []
    while number:
        number, digit = divmod(number, 58)
        letters.append(_ALPHABET[digit])
    zeros = len(raw) - len(raw.lstrip(b"\x00"))
    return _ALPHABET[0] * zeros + "".join(reversed(letters))


def _unbase58(text: str) -> bytes:
    number = 0
    for letter in text:
        digit = _DIGITS.get(letter)
        if digit is None:
            raise InvalidAddress(f"address {text} contains {letter!r}, which base 58 does not use")
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip(_ALPHABET[0]))
    return b"\x00" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
