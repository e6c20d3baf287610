"""Which origins, errors and events the code behind a call names, found by walking its functions.

The walk follows every name that a function may use, so it lists what *may* happen; what a value decides at run
time it cannot see. Declared tables of settings are read, not guessed: their rows stand in the functions' closures.
"""

import dis
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

from meritnet.runtime.framework import origin
from meritnet.runtime.framework.declarations import CallDef, EventDef
from meritnet.runtime.framework.errors import DispatchError, ErrorDef, ModuleError
from meritnet.runtime.pallets.admin_utils.errors import NotPermittedOnRootSubnet, SubnetDoesNotExist
from meritnet.runtime.pallets.hyperparameters import authority
from meritnet.runtime.pallets.hyperparameters.rows import NetworkSetting, SubnetSetting
from meritnet.runtime.pallets.subtensor.errors import (
    AdminActionProhibitedDuringWeightsWindow,
    TxRateLimitExceeded,
)
from meritnet.runtime.pallets.sudo import calls as sudo

RULES = "meritnet.runtime"
ORIGINS: dict[Any, str] = {
    sudo.ensure_sudo: "the sudo key or root",
    authority.ensure_owner_or_root: "the subnet's owner or root",
    authority.ensure_owner: "the subnet's owner",
    origin.ensure_root: "root",
    origin.ensure_none: "the block's author, unsigned",
    origin.ensure_signed: "a signed account",
}
"""Checks of the origin, the more particular first: of those that a call reaches, the first one holds."""
UNNAMED = (DispatchError, ModuleError)
"""Bases of errors: naming one of them raises nothing of its own."""


@dataclass
class Reached:
    """What a walk found."""

    errors: set[ErrorDef] = field(default_factory=set)
    failures: set[str] = field(default_factory=set)
    """Names of dispatch errors outside of pallets."""
    events: set[EventDef] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    rows: list[SubnetSetting | NetworkSetting] = field(default_factory=list)


def reached(call: CallDef) -> Reached:
    """Return what the code behind a call names."""
    found = reached_from((call.function,))
    for row in found.rows:
        if isinstance(row, SubnetSetting):
            found.errors -= _not_of(row)
    return found


def reached_from(starts: Iterable[Callable[..., Any]]) -> Reached:
    """Return what some functions name."""
    found = Reached()
    seen: set[int] = set()
    for start in starts:
        _walk(start, found, seen)
    return found


def who(call: CallDef, found: Reached) -> str:
    """Return who may make a call; empty where the code names no check of the origin."""
    for row in found.rows:
        return "the subnet's owner or root" if isinstance(row, SubnetSetting) and row.owner else "root"
    return next((text for text in ORIGINS.values() if text in found.origins), "")


def _not_of(row: SubnetSetting) -> set[ErrorDef]:
    """Return the errors of the rows' common code that this row's marks switch off."""
    off = {
        SubnetDoesNotExist: not row.exists,
        NotPermittedOnRootSubnet: row.root_subnet,
        AdminActionProhibitedDuringWeightsWindow: not row.frozen,
        TxRateLimitExceeded: row.limit is None,
    }
    return {error for error, is_off in off.items() if is_off}


def _walk(value: Any, found: Reached, seen: set[int]) -> None:
    """Take up a value, or follow it where it leads to more."""
    if id(value) in seen:
        return
    seen.add(id(value))
    match value:
        case ErrorDef():
            found.errors.add(value)
        case EventDef():
            found.events.add(value)
        case CallDef():
            _walk(value.function, found, seen)
        case FunctionType() if value in ORIGINS:
            found.origins.add(ORIGINS[value])
            found.failures.add("BadOrigin")
            for inner in named_by(value):
                _walk(inner, found, seen)
        case FunctionType() if value.__module__.startswith(RULES):
            for inner in named_by(value):
                _walk(inner, found, seen)
        case type() if issubclass(value, DispatchError):
            if value not in UNNAMED:
                found.failures.add(value.__name__)
        case SubnetSetting() | NetworkSetting():
            found.rows.append(value)
            for name in ("event", "limit", "bounds", "check", "then"):
                _walk(getattr(value, name, None), found, seen)
        case tuple() | list():
            for inner in value:
                _walk(inner, found, seen)
        case dict():
            for inner in value.values():
                _walk(inner, found, seen)
        case type() if value.__module__.startswith(RULES):
            for inner in vars(value).values():
                if isinstance(inner, FunctionType):
                    _walk(inner, found, seen)
        case _ if is_dataclass(value):
            for one in fields(value):
                _walk(getattr(value, one.name), found, seen)
            _walk(type(value), found, seen)


def named_by(function: FunctionType) -> Iterator[Any]:
    """Yield the objects that a function's code names, and what its closure holds."""
    for cell in function.__closure__ or ():
        yield cell.cell_contents
    yield from function.__defaults__ or ()
    yield from _in_code(function.__code__, function.__globals__)


def _in_code(code: CodeType, names: dict[str, Any]) -> Iterator[Any]:
    last: Any = None
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            last = names.get(step.argval)
            yield last
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD") and isinstance(last, ModuleType):
            last = getattr(last, step.argval, None)
            yield last
        elif step.opname not in ("PUSH_NULL", "PRECALL", "CACHE"):
            last = None
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _in_code(constant, names)
