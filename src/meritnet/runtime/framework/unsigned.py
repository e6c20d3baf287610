"""Calls that nobody signs and that are not inherents: what makes one valid, and how the pool orders it.

A pallet lists a check for each such call: `check(ctx, *args)` returns an `UnsignedValidity` or raises
InvalidTransaction. The check runs at admission to the pool and again when a block is executed.
"""

from collections.abc import Callable
from typing import NamedTuple


class UnsignedValidity(NamedTuple):
    """What the pool needs of an unsigned call. `tag` names what it provides: of two with one tag only one is taken.

    Longevity in blocks.
    """

    priority: int
    tag: bytes
    longevity: int
    propagate: bool = False


UnsignedCheck = Callable[..., UnsignedValidity]
"""`check(ctx, *args of the call)`. Raises: InvalidTransaction."""
