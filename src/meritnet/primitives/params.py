"""Names a chain parameter inside a declaration, to be resolved when a runtime is built.

Declarations are shared by every chain in a process; values that differ between networks (default tempo, slot duration,
rate limits) are therefore named, not written: `default=Param("initial_tempo")`.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Param:
    """A chain parameter by the name of its field in the parameters object."""

    name: str


def resolve(value: Any, params: object) -> Any:  # Any: a declaration's value has the declared SCALE type
    """Return `value`, or the field of `params` it names."""
    if isinstance(value, Param):
        return getattr(params, value.name)
    return value
