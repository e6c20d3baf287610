"""Counts how often each declared call was made, at any depth, and how it ended."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.runtime import ASSEMBLY


class Tally:
    """Outcomes by call name (`Pallet.call`), and errors by (call, error)."""

    def __init__(self) -> None:
        self.succeeded: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.errors: Counter[tuple[str, str]] = Counter()

    def count(self, call: str, error: DispatchError | None) -> None:
        """Count one call."""
        if error is None:
            self.succeeded[call] += 1
            return
        self.failed[call] += 1
        self.errors[call, getattr(error, "name", None) or getattr(error, "kind", "") or error.variant] += 1

    def usual_error(self, call: str) -> str:
        """Return the error that a call ended in most often, with its count."""
        found = [(n, error) for (name, error), n in self.errors.items() if name == call]
        return "" if not found else "{1} {0}".format(*max(found))


def declared() -> dict[str, CallDef]:
    """Return every declared call by name."""
    return {f"{p.name}.{c.name}": c for p in ASSEMBLY.pallets.values() for c in p.calls}


@contextmanager
def counted(tally: Tally) -> Iterator[None]:
    """Count every call that is made within the block, nested ones too."""
    before = {name: call.function for name, call in declared().items()}
    try:
        for name, call in declared().items():
            object.__setattr__(call, "function", _counting(tally, name, call.function))
        yield
    finally:
        for name, call in declared().items():
            object.__setattr__(call, "function", before[name])


def _counting(tally: Tally, name: str, function: Any) -> Any:  # Any: a call's function, as CallDef has it
    def made(*args: Any) -> Any:
        try:
            result = function(*args)
        except DispatchError as error:
            tally.count(name, error)
            raise
        tally.count(name, None)
        return result

    return made
