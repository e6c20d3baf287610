"""Looks at every dispatch at any depth: what fails must leave neither a write nor an event."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from meritnet.codec import Case
from meritnet.runtime import executive
from meritnet.runtime.framework import dispatch as framework
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.framework.origin import Origin

from .cast import shown


@contextmanager
def watched(wrong: list[str]) -> Iterator[None]:
    """Add to `wrong` what failed calls leave that are dispatched within the block, those within others too."""
    honest = framework.dispatch

    def dispatch(
        ctx: Context, origin: Origin, call: Case, **options: Any
    ) -> Any:  # Any: as the framework has it
        mark, events = ctx.begin(), len(ctx.events)
        try:
            return honest(ctx, origin, call, **options)
        except DispatchError as error:
            left = [record.event.name for record in ctx.events[events:]]
            changed = [key for key, before in ctx.written_since(mark).items() if ctx.values[key] != before]
            if left or changed:
                names = sorted({_item(ctx, key) for key in changed})
                what = f"{call.name}.{shown(call.args[0])[:200]} failed with {error}"
                wrong.append(f"{what}, but left the events {left} and changed {names}")
            raise

    framework.dispatch = executive.dispatch = dispatch  # type: ignore[attr-defined]
    try:
        yield
    finally:
        framework.dispatch = executive.dispatch = honest  # type: ignore[attr-defined]


def _item(ctx: Context, key: bytes) -> str:
    """Return the name of the item that a storage key belongs to."""
    named = {item.prefix: item.name for parts in ctx.chain.pallets.values() for item in parts.storage}
    return named.get(key[:32], key.hex())
