"""Where a block's author gets rounds of randomness beacons from."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from meritnet.runtime.framework.context import Context


class RoundSource(Protocol):
    """Gives the rounds that a block should store. Asked in the engine's thread, so it never waits."""

    def rounds(self, ctx: Context, moment_ms: int) -> Iterable[bytes]:
        """Return unsigned extrinsics for the block that `ctx` is executing, oldest round first."""
        ...


class RoundSources:
    """Several sources as one."""

    def __init__(self, sources: Sequence[RoundSource]) -> None:
        self._sources = tuple(sources)

    def rounds(self, ctx: Context, moment_ms: int) -> Iterable[bytes]:
        """Return the extrinsics of every source."""
        for source in self._sources:
            yield from source.rounds(ctx, moment_ms)
