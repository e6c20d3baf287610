"""The table of methods: each handler is declared once with its names and parameters.

A handler is a plain function whose first argument is the `Backend`. `def` handlers answer on the event loop,
or in a worker thread when declared `slow`; `async def` handlers are awaited. A subscription's handler gets a
`Sink` as second argument and connects it with a source. A handler that concerns one connection's subscriptions is
declared `needs_session` and gets the `Session` before all other arguments but the backend.
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
    needs_session: bool = False
    needs_explainer: bool = False
    """Served by nodes that can explain only."""
    is_unsafe: bool = False
    """Not for strangers: it costs the node much, or changes it, or tells about it."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A method that answers with an id and then pushes."""

    name: str
    handler: SubscribeHandler
    params: tuple[Param, ...]
    notification: str
    needs_session: bool = False
    ended_by: tuple[str, ...] = ()
    """Names of the methods that end it."""


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
        needs_session: bool = False,
        needs_explainer: bool = False,
        unsafe: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Declare a handler under its name and aliases."""
        specs = tuple(params)

        def declare(handler: Handler) -> Handler:
            if inspect.iscoroutinefunction(handler):
                mode = Mode.AWAITED
            else:
                mode = Mode.WORKER if slow else Mode.INLINE
            self.entries += [
                Method(
                    name, handler, specs, mode, error_code, requires, needs_session, needs_explainer, unsafe
                )
                for name in names
            ]
            return handler

        return declare

    def subscription(
        self,
        *names: str,
        unsubscribe: Iterable[str] = (),
        notification: str,
        params: Iterable[Param] = (),
        needs_session: bool = False,
        ended_by: Iterable[str] = (),
    ) -> Callable[[SubscribeHandler], SubscribeHandler]:
        """Declare a subscription under its names, with the names that end it and the name of its pushes.

        Methods under the names `unsubscribe` are made here and say whether there was one; those of `ended_by` are
        declared elsewhere.
        """
        specs = tuple(params)
        ends = (*unsubscribe, *ended_by)

        def declare(handler: SubscribeHandler) -> SubscribeHandler:
            self.entries += [
                Subscription(name, handler, specs, notification, needs_session, ends) for name in names
            ]
            self.entries += [Unsubscribe(name, notification) for name in unsubscribe]
            return handler

        return declare


class Registry:
    """All methods that this server serves, by name."""

    def __init__(
        self,
        namespaces: Iterable[Namespace],
        has_call: Callable[[str], bool],
        *,
        allow_unsafe: bool = True,
        can_explain: bool = True,
    ) -> None:
        self._entries: dict[str, Entry] = {}
        self._withheld: set[str] = set()
        for namespace in namespaces:
            for entry in namespace.entries:
                if entry.name in self._entries or entry.name in self._withheld:
                    raise Bug(f"RPC method {entry.name} is declared twice")
                if isinstance(entry, Method):
                    if entry.requires is not None and not has_call(entry.requires):
                        continue
                    if entry.needs_explainer and not can_explain:
                        continue
                    if entry.is_unsafe and not allow_unsafe:
                        self._withheld.add(entry.name)
                        continue
                self._entries[entry.name] = entry

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all methods, sorted."""
        return tuple(sorted(self._entries))

    def find(self, name: str) -> Entry | None:
        """Return a method by name."""
        return self._entries.get(name)

    def withholds(self, name: str) -> bool:
        """Say whether a method is kept back because it is unsafe."""
        return name in self._withheld
