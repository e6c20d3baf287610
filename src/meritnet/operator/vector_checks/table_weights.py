"""Checks the weights of calls."""

from collections.abc import Iterator

from meritnet.operator.vector_checks import declared
from meritnet.operator.vector_checks.case import Case, Document
from meritnet.runtime.framework.weights import Weight, measured


def check(document: Document) -> Iterator[Case]:
    """Yield one case a pallet for the calls whose weight is declared.

    And one for those that are not declared.

    A weight that depends on arguments is compared by its function's tests, not here.
    """
    pallets = declared.pallets()
    for pallet, table in document["weights"].items():
        calls = {call.name: call for call in pallets[pallet].calls} if pallet in pallets else {}
        computed = {name for name, call in calls.items() if not isinstance(call.weight, Weight)}
        recorded = {name: _recorded(row) for name, row in table.items() if name not in computed}
        ours = {
            name: {"ref_time": call.weight.ref_time, "proof_size": call.weight.proof_size}
            for name, call in calls.items()
            if isinstance(call.weight, Weight) and name in recorded
        }
        yield from declared.rows(pallet, ours, recorded)


def _recorded(row: Document) -> dict[str, int]:
    weight = measured(*(int(row[key]) for key in ("ref_time", "proof_size", "reads", "writes")))
    return {"ref_time": weight.ref_time, "proof_size": weight.proof_size}
