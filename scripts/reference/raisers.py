"""Which calls can fail with an error: the walk of `reach`, turned around, and the checks before dispatch."""

from dataclasses import dataclass, field
from functools import cache

from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.framework.errors import ErrorDef
from meritnet.runtime.pallets.subtensor import guards
from meritnet.runtime.pallets.subtensor.validity_codes import BAD_REQUEST, CODES
from meritnet.runtime.runtime import ASSEMBLY

from .reach import reached, reached_from


@dataclass
class Raisers:
    """Where an error comes from: calls whose code can raise it, calls that a guard refuses with it."""

    calls: list[CallDef] = field(default_factory=list)
    refused: list[CallDef] = field(default_factory=list)
    every_call: bool = False
    """A guard of all calls can refuse with it."""

    def __bool__(self) -> bool:
        return bool(self.calls or self.refused or self.every_call)


@cache
def raisers() -> dict[ErrorDef, Raisers]:
    """Return where every declared error comes from; one that nothing raises has an empty entry."""
    calls = [call for parts in ASSEMBLY.pallets.values() for call in parts.calls]
    found = {error: Raisers() for parts in ASSEMBLY.pallets.values() for error in parts.errors}
    for call in calls:
        for error in reached(call).errors:
            found[error].calls.append(call)
        for error in reached_from(checks_before(call)).errors:
            found[error].refused.append(call)
    for guard in guards.GUARDS:
        if not isinstance(guard, guards.CallGuard):
            for error in reached_from((type(guard).__call__,)).errors:
                found[error].every_call = True
    return found


def checks_before(call: CallDef) -> tuple[guards.Check, ...]:
    """Return the checks of guards that look at this call."""
    return tuple(
        guard.checks[call.name]
        for guard in guards.GUARDS
        if isinstance(guard, guards.CallGuard) and call.pallet == guards.PALLET and call.name in guard.checks
    )


def code_of(error: ErrorDef) -> int | None:
    """Return the N of `Custom error: N` with which the pool refuses; None where no guard raises the error."""
    source = raisers()[error]
    return CODES.get(error, BAD_REQUEST) if source.refused or source.every_call else None
