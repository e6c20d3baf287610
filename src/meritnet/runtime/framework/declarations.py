"""How pallets declare calls, events, constants and runtime APIs.

Each declaration names its on-chain pallet, index and name where the Python stands; several folders may
declare parts of one pallet. `assembly` collects them; metadata, dispatch and reference pages come from
nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from meritnet.codec import Type

from .weights import Weight

Fields = tuple[tuple[str | None, Type], ...]
WeightOf = Weight | Callable[..., Weight]


@dataclass(frozen=True, slots=True, eq=False)
class CallDef:
    """A dispatchable: `function(ctx, origin, *args)`; calling the declaration calls the function."""

    pallet: str
    index: int
    name: str
    args: tuple[tuple[str, Type], ...]
    function: Callable[..., Any]
    weight: WeightOf
    dispatch_class: str = "Normal"
    pays: bool | Callable[..., bool] = True
    doc: str = ""

    def __call__(self, *args: Any) -> Any:
        return self.function(*args)


@dataclass(frozen=True, slots=True, eq=False)
class EventDef:
    """An event: a variant of the pallet's event enum."""

    pallet: str
    index: int
    name: str
    fields: Fields = ()
    doc: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ConstantDef:
    """A constant in metadata; `value` is a decoded value, a Param or a function of the parameters."""

    pallet: str
    name: str
    type: Type
    value: Any
    doc: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ApiDef:
    """One runtime API method: `function(ctx, *inputs)` on a read-only context."""

    api: str
    method: str
    inputs: tuple[tuple[str, Type], ...]
    output: Type
    function: Callable[..., Any]
    doc: str = ""

    def __call__(self, *args: Any) -> Any:
        return self.function(*args)


def call(
    pallet: str,
    index: int,
    args: dict[str, Type] | None = None,
    *,
    weight: WeightOf,
    pays: bool | Callable[..., bool] = True,
    dispatch_class: str = "Normal",
    name: str | None = None,
) -> Callable[[Callable[..., Any]], CallDef]:
    """Declare the decorated `function(ctx, origin, *args)` as call `index` of `pallet`.

    `weight` and `pays` may be functions of `(ctx, *args)`. The function may return a `PostDispatch` to
    correct weight or fee.
    """

    def declare(function: Callable[..., Any]) -> CallDef:
        return CallDef(
            pallet,
            index,
            name or function.__name__,
            tuple((args or {}).items()),
            function,
            weight,
            dispatch_class,
            pays,
            (function.__doc__ or "").strip(),
        )

    return declare


def event(
    pallet: str, index: int, name: str, fields: list[tuple[str | None, Type]] | None = None, doc: str = ""
) -> EventDef:
    """Declare event `index` of `pallet`; unnamed fields have the name None."""
    return EventDef(pallet, index, name, tuple(fields or ()), doc)


def api(
    name: str, inputs: dict[str, Type] | None, output: Type, *, method: str = ""
) -> Callable[[Callable[..., Any]], ApiDef]:
    """Declare the decorated `function(ctx, *inputs)` as a method of runtime API `name`, normally under its own name."""

    def declare(function: Callable[..., Any]) -> ApiDef:
        return ApiDef(
            name,
            method or function.__name__,
            tuple((inputs or {}).items()),
            output,
            function,
            (function.__doc__ or "").strip(),
        )

    return declare


@dataclass(slots=True)
class PostDispatch:
    """What a call reports after it ran: actual weight and whether it pays, where they differ from the
    declaration.
    """

    actual_weight: Weight | None = None
    pays: bool | None = None
