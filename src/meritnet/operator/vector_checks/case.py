"""Runs the cases of a vector file and tells where ours and the recorded value part."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from meritnet.primitives.errors import MeritnetError

Status = Literal["passed", "failed", "absent"]

Document = Any  # parsed JSON of a vector file; its shape is the file's own
"""A vector file's content."""

MALFORMED = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What reading a damaged vector file raises; reported as a failed case."""


class Case(NamedTuple):
    """Outcome of one case."""

    name: str
    status: Status
    detail: str = ""


class Comparison(NamedTuple):
    """Our result and the recorded one; numbers and their decimal strings count as equal."""

    ours: object
    recorded: object


def run_cases(
    cases: Iterable[tuple[str, Document]], compute: Callable[[Document], Comparison]
) -> Iterator[Case]:
    """Yield the outcome of every case."""
    for name, case in cases:
        try:
            ours, recorded = compute(case)
        except (*MALFORMED, MeritnetError) as error:
            yield Case(name, "failed", f"{type(error).__name__}: {error}")
        else:
            yield compare(name, ours, recorded)


def named(cases: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Yield the cases of a list with their names, or their numbers from 0 where they have none."""
    for number, case in enumerate(cases):
        yield str(case["name"]) if isinstance(case, dict) and "name" in case else str(number), case


def compare(name: str, ours: object, recorded: object) -> Case:
    """Return the outcome of one comparison; the detail names the first difference."""
    difference = _difference(_plain(ours), _plain(recorded), "")
    return Case(name, "passed") if difference is None else Case(name, "failed", difference)


def _plain(value: object) -> object:
    """Return a value in the form of the files: text for integers and keys, lists for tuples."""
    if isinstance(value, dict):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return value.decode("ascii")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def _difference(ours: object, recorded: object, at: str) -> str | None:
    """Return where and how two plain values differ first, None if they do not."""
    if isinstance(ours, dict) and isinstance(recorded, dict):
        for key in [*recorded, *(key for key in ours if key not in recorded)]:
            if key not in ours or key not in recorded:
                return f"{at}{key} is {'missing' if key in recorded else 'not recorded'}"
            if (inner := _difference(ours[key], recorded[key], f"{at}{key}.")) is not None:
                return inner
        return None
    if isinstance(ours, list) and isinstance(recorded, list):
        if len(ours) != len(recorded):
            return f"{at}length is {len(ours)}, recorded {len(recorded)}"
        for index, (mine, theirs) in enumerate(zip(ours, recorded, strict=True)):
            if (inner := _difference(mine, theirs, f"{at}{index}.")) is not None:
                return inner
        return None
    if ours == recorded and type(ours) is type(recorded):
        return None
    return f"{at.rstrip('.') or 'value'} is {ours}, recorded {recorded}"
