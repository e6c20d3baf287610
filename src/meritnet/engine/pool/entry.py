"""One pooled extrinsic and the steps its watchers hear of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from meritnet.codec.extrinsic import Extrinsic


class Step(Enum):
    """What happened to a pooled extrinsic; the values are the words on the wire."""

    FUTURE = "future"
    READY = "ready"
    BROADCAST = "broadcast"
    IN_BLOCK = "inBlock"
    FINALIZED = "finalized"
    USURPED = "usurped"
    DROPPED = "dropped"
    INVALID = "invalid"


Listener = Callable[[Step, bytes | None], None]
"""`listener(step, hash)`: the block of inBlock and finalized, the replacing extrinsic of usurped, else None."""


@dataclass(slots=True, eq=False)
class Entry:
    """A pooled extrinsic. `dies_at` is the first block in which it is no longer valid."""

    hash: bytes
    extrinsic: Extrinsic
    account: bytes
    nonce: int
    priority: int
    dies_at: int
    arrival: int
    local: bool
    ready: bool = False
    listeners: list[Listener] = field(default_factory=list)

    def tell(self, step: Step, block_or_hash: bytes | None = None) -> None:
        """Report a step to every watcher."""
        for listener in self.listeners:
            listener(step, block_or_hash)
