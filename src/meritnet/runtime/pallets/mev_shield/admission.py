"""What is checked of a shielded transaction before it may wait in a pool or stand in a block.

Whether its key is the right one is not checked: only the author who holds the secret key takes it into a block, and
one that nobody can read ends with its era.
"""

from typing import Any

from meritnet.codec.era import Era
from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.framework.errors import InvalidTransaction

from .calls import submit_encrypted
from .envelope import parse

MAX_PERIOD = 8
"""Blocks that a shielded transaction may live, so that one nobody can read soon leaves every pool."""
UNREADABLE = 23
"""`Custom error: 23`. Absent: 24, a wrong key hash, which the reference has a number for but never answers."""


def check_era(definition: CallDef, era: Era) -> None:
    """Raises: InvalidTransaction(Stale) for a shielded transaction without a short era."""
    if definition is submit_encrypted and (era.is_immortal or era.period > MAX_PERIOD):
        period = "immortal" if era.is_immortal else f"an era of {era.period} blocks"
        raise InvalidTransaction(
            "Stale", detail=f"a shielded transaction may live {MAX_PERIOD} blocks, this one is {period}"
        )


def check_envelope(definition: CallDef, args: tuple[Any, ...]) -> None:
    """Raises: InvalidTransaction(Custom 23) for a shielded transaction whose envelope is too short for its parts."""
    if definition is submit_encrypted and parse(args[0]) is None:
        raise InvalidTransaction(
            "Custom",
            UNREADABLE,
            f"{len(args[0])} bytes are no envelope of key hash, KEM ciphertext, nonce and sealed transaction",
        )
