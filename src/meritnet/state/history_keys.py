"""Keys and values of the history table."""

from meritnet.state.rows import height_key

END = b"\x00\x00"
_ABSENT = b"\x00"
_PRESENT = b"\x01"


def escape(key: bytes) -> bytes:
    """Return the key with 00 written as 00 FF, so that an end mark of 00 00 keeps the order of keys."""
    return key.replace(b"\x00", b"\x00\xff")


def history_stem(key: bytes) -> bytes:
    """Return what all table keys of a state key begin with; the height follows."""
    return key.replace(b"\x00", b"\x00\xff") + END


def history_key(key: bytes, height: int) -> bytes:
    """Return the table key of what block `height` changed."""
    return history_stem(key) + height_key(height)


def key_of(table_key: bytes) -> bytes:
    """Return the state key of a history row."""
    return table_key[:-6].replace(b"\x00\xff", b"\x00")


def flagged(value: bytes | None) -> bytes:
    """Return the row that says what a key held."""
    return _ABSENT if value is None else _PRESENT + value


def value_of(row: bytes) -> bytes | None:
    """Return what a row says that a key held."""
    return row[1:] if row[:1] == _PRESENT else None
