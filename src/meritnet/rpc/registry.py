"""The table of methods: each handler is declared once with its names and parameters.

A handler is a plain function whose first argument is the `Backend`. `def` handlers answer on the event loop,
or in a worker thread when declared `slow`; `async def` handlers are awaited. A subscription's handler gets a
`Sink` as second argument and connects it with a source.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from meritnet.primitives.errors import Bug
from meritnet.rpc.params import Param

Handler = Callable[..., Any]
"""Any: arguments are what the method's parameters read, results whatever JSON can hold."""
SubscribeHandler = Callable[..., Awaitable[None] | None]


class Mode(Enum):
    """Where a handler runs."""

    INLINE = auto()
    WORKER = auto()
    AWAITED = auto()


@dataclass(frozen=True, slots=True)
class Method:
    """A method that answers once."""

    name: str
    handler: Handler
    params: tuple[Param, ...]
    mode: Mode
    error_code: int | None = None
    """Code for all errors of the node, instead of 4003."""
    requires: str | None = None
    """Runtime API method without which this one is not served."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A method that answers with an id and then pushes."""

    name: str
    handler: SubscribeHandler
    params: tuple[Param, ...]
    notification: str


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """A method that ends subscriptions of one kind."""

    name: str
    notification: str


Entry = Method | Subscription | Unsubscribe


class Namespace:
    """The methods of one file."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def method(
        self,
        *names: str,
        params: Iterable[Param] = (),
        slow: bool = False,
        error_code: int | None = None,
        requires: str | None = None,
    ) -> Callable[[Handler], Handler]:
        """Declare a handler under its name and aliases."""
        specs = tuple(params)

        def declare(handler: Handler) -> Handler:
            if inspect.iscoroutinefunction(handler):
                mode = Mode.AWAITED
            else:
                mode = Mode.WORKER if slow else Mode.INLINE
            self.entries += [Method(name, handler, specs, mode, error_code, requires) for name in names]
            return handler

        return declare

    def subscription(
        self,
        *names: str,
        unsubscribe: Iterable[str],
        notification: str,
        params: Iterable[Param] = (),
    ) -> Callable[[SubscribeHandler], SubscribeHandler]:
        """Declare a subscription under its names, with the names that end it and the name of its pushes."""
        specs = tuple(params)

        def declare(handler: SubscribeHandler) -> SubscribeHandler:
            self.entries += [Subscription(name, handler, specs, notification) for name in names]
            self.entries += [Unsubscribe(name, notification) for name in unsubscribe]
            return handler

        return declare


class Registry:
    """All methods that this server serves, by name."""

    def __init__(self, namespaces: Iterable[Namespace], has_call: Callable[[str], bool]) -> None:
        self._entries: dict[str, Entry] = {}
        for namespace in namespaces:
            for entry in namespace.entries:
                if entry.name in self._entries:
                    raise Bug(f"RPC method {entry.name} is declared twice")
                required = entry.requires if isinstance(entry, Method) else None
                if required is None or has_call(required):
                    self._entries[entry.name] = entry

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all methods, sorted."""
        return tuple(sorted(self._entries))

    def find(self, name: str) -> Entry | None:
        """Return a method by name."""
        return self._entries.get(name)
