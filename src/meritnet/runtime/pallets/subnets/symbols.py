"""Returns the currency symbol of a subnet's alpha from the chain's fixed table of 439.

The table is written as ranges of code points (hexadecimal, both ends included), in the order of its indices.
Source: vectors/economics/table_symbols.json
"""

from collections.abc import Collection, Iterator

DEFAULT_SYMBOL = "\U0001d70f".encode()
"""What a subnet without a stored symbol shows: a mathematical italic tau."""

_CODE_POINTS = (
    "3A4 3B1-3C1 3C3 74 3C5-3C9",  # Greek; for the Greek tau a Latin t
    "5D0-5EA",  # Hebrew
    "627-628 62A-63A 641-648 64A 649",  # Arabic
    "16A0 16A2 16A6 16A8 16B1 16B3 42B 16C9 16D2",  # Runic, with a Cyrillic letter among them
    "1680-1685 169B",  # Ogham
    "10D0-10D5",  # Georgian
    "531-536 55E",  # Armenian
    "400-405 44A",  # Cyrillic
    "2C80-2C85",  # Coptic
    "11000-11003 11005",  # Brahmi
    "DB1 DB3-DB7",  # Sinhala, continued at the end
    "2C00-2C20",  # Glagolitic
    "E01-E23 E25 E27-E2E",  # Thai
    "3131 3134 3137 3139 3141-3142 3145 3147-3148 314A-3163",  # Hangul
    "12A0-12A7 12C8-12CE 12B0-12B6 1310-1312 1218 1314-1316",  # Ethiopic
    "905-90B 90F-910 913-928 92A-930 932 935-939",  # Devanagari
    "30A2 30A4 30A6 30A8 30AA-30AB 30AD 30AF 30B1 30B3 30B5 30B7 30B9 30BB",  # Katakana
    "30BD 30BF 30C1 30C4 30C6 30C8 30CA-30CF 30D2 30D5 30D8 30DB 30DE-30E2 30E4 30E6",
    "30E8-30ED 30EF 30F2-30F3",
    "2D30-2D53",  # Tifinagh
    "D85-D86 D89-D96 D9A-D9E DA0-DA4 DA7 DA5-DA6 DA9 DA8 DAA-DB0",  # Sinhala
)


def _symbols() -> Iterator[bytes]:
    """Yield the UTF-8 bytes of every symbol in the order of the indices."""
    for row in _CODE_POINTS:
        for span in row.split():
            first, _, last = span.partition("-")
            for code_point in range(int(first, 16), int(last or first, 16) + 1):
                yield chr(code_point).encode()


SYMBOLS = tuple(_symbols())
"""UTF-8 bytes by index."""

_SELECTABLE = frozenset(SYMBOLS[1:])


def symbol_for(netuid: int, used: Collection[bytes]) -> bytes:
    """Return the symbol of a new subnet: that of its netuid, else the first from index 1 that nobody uses.

    `used` are the stored symbols of all subnets. Once every symbol is taken, index 0 serves.
    """
    if netuid < len(SYMBOLS) and SYMBOLS[netuid] not in used:
        return SYMBOLS[netuid]
    for symbol in SYMBOLS[1:]:
        if symbol not in used:
            return symbol
    return SYMBOLS[0]


def is_selectable(symbol: bytes) -> bool:
    """Return whether an owner may choose this symbol: it is in the table, at index 1 or above."""
    return symbol in _SELECTABLE
