"""The context a rule runs in: state overlay, block environment, events, nested layers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from meritnet.codec import Case
from meritnet.state.overlay import Overlay, ReadState

from .declarations import EventDef
from .errors import DispatchError, TransactionalError
from .origin import Origin

if TYPE_CHECKING:
    from .assembly import Assembly

MAX_LAYERS = 255
"""Nested storage layers; the reference refuses the next one with Transactional(LimitReached)."""

INITIALIZATION = Case("Initialization", ())
FINALIZATION = Case("Finalization", ())


class EventRecord(NamedTuple):
    """One entry of `System.Events`: phase, declared event, its arguments."""

    phase: Case
    event: EventDef
    args: tuple[Any, ...]


class Context(Overlay):
    """Everything a rule may read or change in one block.

    `params` are the chain's parameters, `chain` the assembled declarations (for nested dispatch and encoding
    errors).
    """

    __slots__ = (
        "_layers",
        "author",
        "block_number",
        "chain",
        "events",
        "parent_hash",
        "phase",
        "runtime",
        "state_hash",
    )

    def __init__(self, base: ReadState, params: Any, chain: "Assembly") -> None:
        super().__init__(base, params)
        self.chain = chain
        self.block_number = 0
        self.parent_hash = bytes(32)
        self.state_hash = bytes(32)  # of the block after which the state stands, for runtime API calls
        self.author: bytes | None = None
        self.events: list[EventRecord] = []
        self.phase: Case = INITIALIZATION
        self._layers = 0
        self.runtime: Any = None  # the Runtime, set for runtime API calls that need more than state

    def emit(self, event: EventDef, *args: Any) -> None:
        """Deposit an event; block 0 has none."""
        if self.block_number:
            self.events.append(EventRecord(self.phase, event, args))

    @contextmanager
    def layer(self) -> Iterator[None]:
        """Run the block in a storage layer: a DispatchError undoes its writes and events and goes on up."""
        if self._layers >= MAX_LAYERS:
            raise TransactionalError("LimitReached")
        mark, events = self.begin(), len(self.events)
        self._layers += 1
        try:
            yield
        except DispatchError:
            self.rollback(mark)
            del self.events[events:]
            raise
        finally:
            self._layers -= 1

    @contextmanager
    def scratch(self) -> Iterator[None]:
        """Run the block and undo whatever it did: for simulations and read calls."""
        mark, events = self.begin(), len(self.events)
        try:
            yield
        finally:
            self.rollback(mark)
            del self.events[events:]

    @property
    def extrinsic_index(self) -> int:
        """Position of the running extrinsic in the block; 0 outside of extrinsics."""
        return self.phase.args[0] if self.phase.name == "ApplyExtrinsic" else 0

    def dispatch(self, origin: Origin, call: Case, *, unfiltered: bool = False) -> Any:
        """Dispatch a decoded call in a layer of its own; see `dispatch.dispatch`."""
        from .dispatch import dispatch

        return dispatch(self, origin, call, unfiltered=unfiltered)
