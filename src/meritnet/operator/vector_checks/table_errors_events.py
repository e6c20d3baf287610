"""Checks the names, order and indices of errors and events, and the fields of events."""

from collections.abc import Iterator, Sequence

from meritnet.operator.vector_checks import declared
from meritnet.operator.vector_checks.case import Case, Document, compare
from meritnet.runtime.framework.declarations import EventDef

RENUMBERED = {("SubtensorModule", "errors"), ("SubtensorModule", "events"), ("Crowdloan", "errors")}
"""Lists that later runtimes inserted into.

The indices there are those of the later runtime, in the same order.
"""

DROPPED = {"InsufficientBalance", "InvalidNumRootClaim", "InvalidSubnetNumber", "RootClaimTypeSet"}
"""Rows of renumbered lists that the later runtime no longer has: they stand at an index of our choice."""


def check(document: Document) -> Iterator[Case]:
    """Yield one case a pallet and list for what is declared, and a failed one for what was forgotten."""
    pallets = declared.pallets()
    for pallet, table in document.items():
        parts = pallets.get(pallet)
        if parts is not None:
            yield compare(f"{pallet} index", parts.index, table["pallet_index"])
        events = {event.name: event for event in parts.events} if parts else {}
        yield from _list(pallet, "errors", parts.errors if parts else [], table["errors"])
        yield from _list(pallet, "events", list(events.values()), table["events"])
        fields = {row["name"]: [field["name"] for field in row["fields"]] for row in table["events"]}
        ours = {name: _fields(events[name], len(fields[name])) for name in fields if name in events}
        if ours:
            yield compare(f"{pallet} event fields", ours, {name: fields[name] for name in ours})


def _list(pallet: str, kind: str, declarations: Sequence[declared.Named], rows: Document) -> Iterator[Case]:
    indices = {declaration.name: declaration.index for declaration in declarations}
    recorded = {row["name"]: int(row["index"]) for row in rows}
    ours = {name: indices[name] for name in recorded if name in indices}
    if (pallet, kind) in RENUMBERED:
        missing = {name: index for name, index in recorded.items() if name not in ours}
        recorded = _ranks({name: recorded[name] for name in ours}) | missing
        ours = _ranks(ours)
    yield from declared.rows(f"{pallet} {kind}", ours, recorded)


def _ranks(indices: dict[str, int]) -> dict[str, int]:
    """Return each name's position among those that both runtimes have; 0 for the dropped ones."""
    lasting = sorted((name for name in indices if name not in DROPPED), key=indices.__getitem__)
    return dict.fromkeys(indices, 0) | {name: rank for rank, name in enumerate(lasting)}


def _fields(event: EventDef, count: int) -> list[str | None]:
    """Return the names of an event's first fields; a later runtime may have added to them at the end."""
    return [name for name, _ in event.fields[:count]]
