"""A chain in memory for tests: genesis, blocks made by the test, calls with their outcome.

chain = TestChain()
chain.ok("Balances", "transfer_keep_alive", Case("Id", (bob,)), 5, by="//Alice")
chain.block()
"""

from collections.abc import Callable, Iterator
from typing import Any

from meritnet.codec import Case
from meritnet.crypto.dev_keys import keypair
from meritnet.runtime.framework.context import Context, EventRecord
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.framework.origin import ROOT, Origin, signed
from meritnet.runtime.genesis import local
from meritnet.runtime.params import ChainParams, params_for
from meritnet.runtime.runtime import Runtime


class DictState:
    """Raw state in a dictionary."""

    def __init__(self) -> None:
        self.data: dict[bytes, bytes] = {}

    def get(self, key: bytes, /) -> bytes | None:
        """Return a value."""
        return self.data.get(key)

    def iterate(self, prefix: bytes, start: bytes | None = None, /) -> Iterator[tuple[bytes, bytes]]:
        """Yield entries under a prefix in key order."""
        for key in sorted(k for k in self.data if k.startswith(prefix) and (start is None or k > start)):
            yield key, self.data[key]

    def apply(self, changes: dict[bytes, bytes | None]) -> None:
        """Write changes."""
        for key, value in changes.items():
            if value is None:
                self.data.pop(key, None)
            else:
                self.data[key] = value


def account(uri: str) -> bytes:
    """Return the account id of a development key."""
    return keypair(uri).account


class TestChain:
    """Blocks without an engine: hooks run, calls are dispatched directly (no signature, no fee)."""

    __test__ = False

    def __init__(
        self,
        params: ChainParams | None = None,
        *,
        genesis: Callable[[Context], None] | None = None,
        author: str | None = "//One",
    ) -> None:
        self.runtime = Runtime(params or params_for("local", 250))
        self.state = DictState()
        self.ctx = self.runtime.context(self.state)
        if genesis is None:
            local.build(self.ctx, local.LocalGenesis())
        else:
            genesis(self.ctx)
        self.author = None if author is None else account(author)
        self._settle()
        self.begin()

    def _settle(self) -> None:
        self.state.apply(self.ctx.changes())
        self.ctx.rebase(self.state)

    def begin(self) -> None:
        """Start the next block: its hooks run."""
        number = self.ctx.block_number + 1
        self.runtime.executive.initialize(self.ctx, number, number.to_bytes(32, "big"), self.author)

    def block(self, count: int = 1) -> None:
        """End the current block and begin the next one, `count` times."""
        for _ in range(count):
            moment = 1_700_000_000_000 + self.ctx.block_number * self.ctx.params.slot_duration_ms
            self.runtime.executive.apply(
                self.ctx,
                self.runtime.decode(self.runtime.timestamp_inherent(moment)),
                0,
                signature_known=True,
            )
            self.runtime.executive.finalize(self.ctx)
            self._settle()
            self.begin()

    def dispatch(
        self, pallet: str, name: str, *args: Any, by: str | bytes | None = None
    ) -> DispatchError | None:
        """Dispatch a call as root (`by` None) or signed; return the error or None."""
        origin: Origin = ROOT if by is None else signed(account(by) if isinstance(by, str) else by)
        try:
            self.ctx.dispatch(origin, self.call(pallet, name, *args))
        except DispatchError as error:
            return error
        return None

    def call(self, pallet: str, name: str, *args: Any) -> Case:
        """Return a decoded call, checked by a round trip through its bytes."""
        call_type = self.runtime.assembly.call_type
        return call_type.decode(call_type.encode(self.runtime.assembly.call(pallet, name, *args)))  # type: ignore[no-any-return]

    def ok(self, pallet: str, name: str, *args: Any, by: str | bytes | None = None) -> None:
        """Dispatch and demand success."""
        error = self.dispatch(pallet, name, *args, by=by)
        if error is not None:
            raise AssertionError(f"{pallet}.{name} failed: {error}")

    def fails(self, error: str, pallet: str, name: str, *args: Any, by: str | bytes | None = None) -> None:
        """Dispatch and demand the named error and no change at all."""
        before, events = self.ctx.changes(), len(self.ctx.events)
        found = self.dispatch(pallet, name, *args, by=by)
        got = "success" if found is None else found.name
        if got != error:
            raise AssertionError(f"{pallet}.{name}: expected {error}, got {got} ({found})")
        if self.ctx.changes() != before or len(self.ctx.events) != events:
            raise AssertionError(f"{pallet}.{name} failed with {error} but changed state or events")

    def events(self, name: str) -> list[EventRecord]:
        """Return the events of this block with the given name."""
        return [record for record in self.ctx.events if record.event.name == name]
