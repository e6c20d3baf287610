"""Prices what stays in the state: the deposit per stored item and byte."""

PER_ITEM = 20_000_000
"""Deposit for one stored item. Unit: rao."""
PER_BYTE = 1_000_000
"""Deposit for one stored byte. Unit: rao."""


def deposit_of(*, items: int, size: int) -> int:
    """Return the deposit for `items` items of `size` bytes in all. Unit: rao."""
    return items * PER_ITEM + size * PER_BYTE
