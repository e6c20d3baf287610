"""What passes between a driver and the state machine."""

from dataclasses import dataclass, field

from meritnet.codec.extrinsic import Extrinsic
from meritnet.codec.header import Header
from meritnet.runtime.executive import Applied
from meritnet.runtime.framework.context import EventRecord


@dataclass(frozen=True, slots=True)
class BlockInput:
    """A decided block: its height, author and extrinsics, inherents first. Hash-commits to nothing else."""

    height: int
    author: bytes | None
    extrinsics: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class BlockOutput:
    """The result of executing a block, not yet durable."""

    header: Header
    header_bytes: bytes
    block_hash: bytes
    applied: tuple[Applied, ...]
    events: tuple[EventRecord, ...]
    changed_keys: int


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits for building a block. `time_s` bounds the builder's execution time; None for no limit."""

    max_bytes: int = 5 * 1024 * 1024
    time_s: float | None = None


@dataclass(slots=True)
class BuildReport:
    """What building a block did with the pool's extrinsics, by hash."""

    included: list[bytes] = field(default_factory=list)
    extrinsics: list[Extrinsic] = field(default_factory=list)
    """The included ones, decoded, and what shielded ones among them held."""
    dropped: dict[bytes, str] = field(default_factory=dict)
    full: bool = False
