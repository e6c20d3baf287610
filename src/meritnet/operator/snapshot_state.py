"""The newest state of a stored chain, held still while a node goes on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from meritnet.runtime.framework.context import Context
from meritnet.runtime.runtime import Runtime
from meritnet.state.backend import Snapshot
from meritnet.state.chain_reader import HEAD_ROW, Bounds, bounds_of
from meritnet.state.chain_store import ChainStore
from meritnet.state.errors import UnknownBlock


@dataclass(frozen=True, slots=True)
class Still:
    """One block's state: its place, the tables, and a context to read it by the chain's own rules."""

    bounds: Bounds
    tables: Snapshot
    ctx: Context


class _StateTable:
    """The state table of a snapshot as readable state."""

    def __init__(self, tables: Snapshot) -> None:
        self._tables = tables

    def get(self, key: bytes, /) -> bytes | None:
        """Return the value under `key`."""
        return self._tables.get("state", key)

    def iterate(self, prefix: bytes, start: bytes | None = None, /) -> Iterator[tuple[bytes, bytes]]:
        """Yield the rows under `prefix` after `start`."""
        return self._tables.iterate("state", prefix, start)


@contextmanager
def held_still(runtime: Runtime, store: ChainStore) -> Iterator[Still]:
    """Hold the newest block of a store for as long as the block of code runs.

    Raises: UnknownBlock if nothing is stored yet.
    """
    tables = store.backend.snapshot()
    try:
        bounds = bounds_of(tables.get("meta", HEAD_ROW))
        if bounds is None:
            raise UnknownBlock("the chain has no block yet; start its node once")
        ctx = runtime.read_context(_StateTable(tables), bounds.number, bounds.hash)
        yield Still(bounds, tables, ctx)
    finally:
        tables.close()
