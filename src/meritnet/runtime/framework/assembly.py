"""Collects declarations into pallets and builds the outer types: call, event, error, runtime APIs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from meritnet.codec import Case, Enum, Lazy, Type, Variant
from meritnet.primitives.errors import Bug
from meritnet.state.items import StorageItem

from .declarations import ApiDef, CallDef, ConstantDef, EventDef
from .errors import DispatchError, ErrorDef, ModuleError
from .origin import CallFilter
from .types import MODULE_ERROR

Guard = Callable[[Any, bytes, CallDef, tuple[Any, ...]], None]
"""A check `guard(ctx, signer, call, args)` that runs before every signed dispatch and at pool admission."""


@dataclass
class PalletParts:
    """Everything declared for one on-chain pallet."""

    name: str
    index: int
    crate: str
    storage: list[StorageItem] = field(default_factory=list)
    calls: list[CallDef] = field(default_factory=list)
    events: list[EventDef] = field(default_factory=list)
    errors: list[ErrorDef] = field(default_factory=list)
    constants: list[ConstantDef] = field(default_factory=list)
    call_type: Enum | None = None
    event_type: Enum | None = None
    error_type: Enum | None = None

    def add(self, declared: StorageItem | CallDef | EventDef | ErrorDef | ConstantDef) -> None:
        """Take a declaration up, once."""
        for kind, group in (
            (StorageItem, self.storage),
            (CallDef, self.calls),
            (EventDef, self.events),
            (ErrorDef, self.errors),
            (ConstantDef, self.constants),
        ):
            known: list[Any] = group
            if isinstance(declared, kind) and declared not in known:
                known.append(declared)


class _Slot:
    """Holds the outer enums of the one set of declarations, for types that refer to them recursively."""

    call: Enum | None = None
    event: Enum | None = None


def _call() -> Type:
    if _Slot.call is None:
        raise Bug("RuntimeCall was used before a runtime was assembled")
    return _Slot.call


def _event() -> Type:
    if _Slot.event is None:
        raise Bug("RuntimeEvent was used before a runtime was assembled")
    return _Slot.event


RUNTIME_CALL = Lazy(_call, "RuntimeCall")
"""The outer call enum, for calls that carry calls. One set of declarations makes one call type, so it is
shared.
"""
RUNTIME_EVENT = Lazy(_event, "RuntimeEvent")
"""The outer event enum, for `System.Events`."""


def _error_variants(errors: list[ErrorDef]) -> list[Variant]:
    """Return the variants of a pallet's errors, given by index, with a placeholder at every unused index.

    The SCALE library of SDK 9, 10 and substrate-interface takes an error's index for its position in the list, so a
    gap would make these clients show the name and text of another error.
    """
    declared = {
        error.index: Variant(error.index, error.name, [], [error.wire_text or error.text]) for error in errors
    }
    return [
        declared.get(index)
        or Variant(index, f"Unused{index}", [], ["No call of this chain fails with this error."])
        for index in range(errors[-1].index + 1)
    ]


class Assembly:
    """The declarations of a chain, indexed. Built once per process from the list of pallets and their
    modules.
    """

    def __init__(
        self, pallets: Iterable[tuple[int, str, str, tuple[ModuleType, ...]]], apis: Iterable[ModuleType]
    ) -> None:
        self.pallets: dict[str, PalletParts] = {}
        modules: list[ModuleType] = []
        for index, name, crate, sources in pallets:
            self.pallets[name] = PalletParts(name, index, crate)
            modules.extend(m for m in sources if m not in modules)
        for module in modules:
            self._collect(module)
        self.apis: dict[str, dict[str, ApiDef]] = {}
        for module in apis:
            for value in vars(module).values():
                if isinstance(value, ApiDef):
                    known = self.apis.setdefault(value.api, {}).setdefault(value.method, value)
                    if known is not value:
                        raise Bug(f"runtime API {value.api}.{value.method} is declared twice")
        self._sort_and_type()
        self.guards: list[Guard] = []
        self.filters: list[CallFilter] = []

    def _collect(self, module: ModuleType) -> None:
        for value in vars(module).values():
            if isinstance(value, (StorageItem, CallDef, EventDef, ErrorDef, ConstantDef)):
                parts = self.pallets.get(value.pallet)
                if parts is None:
                    raise Bug(f"{module.__name__} declares {value.name} for unknown pallet {value.pallet}")
                parts.add(value)

    def _sort_and_type(self) -> None:
        self._calls: dict[tuple[str, str], CallDef] = {}
        calls, events, errors = [], [], []
        for parts in sorted(self.pallets.values(), key=lambda p: p.index):
            for group in (parts.calls, parts.events, parts.errors):
                group.sort(key=lambda d: d.index)
                for kind in ("index", "name"):
                    seen = [getattr(d, kind) for d in group]
                    if len(set(seen)) != len(seen):
                        double = sorted({str(x) for x in seen if seen.count(x) > 1})
                        raise Bug(
                            f"{parts.name}: {type(group[0]).__name__} {kind} declared twice: {', '.join(double)}"
                        )
            names = [s.name for s in parts.storage]
            if len(set(names)) != len(names):
                raise Bug(
                    f"{parts.name}: storage declared twice: {sorted({n for n in names if names.count(n) > 1})}"
                )
            if parts.calls:
                parts.call_type = Enum(
                    f"{parts.crate}::Call",
                    [Variant(c.index, c.name, list(c.args), [c.doc]) for c in parts.calls],
                )
                calls.append(Variant(parts.index, parts.name, [(None, parts.call_type)]))
            if parts.events:
                parts.event_type = Enum(
                    f"{parts.crate}::Event",
                    [Variant(e.index, e.name, list(e.fields), [e.doc]) for e in parts.events],
                )
                events.append(Variant(parts.index, parts.name, [(None, parts.event_type)]))
            if parts.errors:
                parts.error_type = Enum(f"{parts.crate}::Error", _error_variants(parts.errors))
                errors.append(Variant(parts.index, parts.name, [(None, parts.error_type)]))
            for c in parts.calls:
                self._calls[parts.name, c.name] = c
        self.call_type = Enum("node_subtensor_runtime::RuntimeCall", calls)
        self.event_type = Enum("node_subtensor_runtime::RuntimeEvent", events)
        self.error_type = Enum("node_subtensor_runtime::RuntimeError", errors)
        _Slot.call, _Slot.event = self.call_type, self.event_type

    def find_call(self, call: Case) -> tuple[CallDef, tuple[Any, ...]]:
        """Return the declaration and arguments of a decoded call."""
        inner = call.args[0]
        return self._calls[call.name, inner.name], inner.args

    def call(self, pallet: str, name: str, *args: Any) -> Case:
        """Build the decoded value of a call (tests, genesis, inherents)."""
        definition = self._calls[pallet, name]
        if len(args) != len(definition.args):
            raise Bug(f"{pallet}.{name} takes {len(definition.args)} arguments, {len(args)} given")
        return Case(pallet, (Case(name, args),))

    def error_case(self, error: DispatchError) -> Case:
        """Return the encoded form of a dispatch error as a value of the `DispatchError` enum."""
        if isinstance(error, ModuleError):
            definition = error.definition
            pallet = self.pallets[definition.pallet].index
            return Case("Module", (MODULE_ERROR(index=pallet, error=bytes([definition.index, 0, 0, 0])),))
        return error.case()
