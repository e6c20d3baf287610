"""Checks the indices, argument names, fees and classes of calls."""

from collections.abc import Iterator

from meritnet.operator.vector_checks import declared
from meritnet.operator.vector_checks.case import Case, Document
from meritnet.runtime.framework.declarations import CallDef


def check(document: Document) -> Iterator[Case]:
    """Yield one case a pallet for its declared calls, and a failed one for calls that were forgotten."""
    pallets = declared.pallets()
    for pallet, rows in document["calls"].items():
        calls = {call.name: call for call in pallets[pallet].calls} if pallet in pallets else {}
        recorded = {row["name"]: _recorded(row) for row in rows}
        ours = {name: _ours(calls[name], recorded[name]) for name in recorded if name in calls}
        yield from declared.rows(pallet, ours, recorded)


def _recorded(row: Document) -> dict[str, object]:
    # The types in the table are spelled as in source text, which says nothing about their encoding.
    return {
        "index": row["index"],
        "args": [arg["name"].lstrip("_") for arg in row["args"]],
        "pays_fee": row["pays_fee"],
        "dispatch_class": row["dispatch_class"],
    }


def _ours(call: CallDef, recorded: Document) -> dict[str, object]:
    return {
        "index": call.index,
        "args": [name.lstrip("_") for name, _ in call.args],
        # A call may decide by its arguments whether it pays; the table cannot say so.
        "pays_fee": call.pays if isinstance(call.pays, bool) else recorded["pays_fee"],
        "dispatch_class": call.dispatch_class,
    }
