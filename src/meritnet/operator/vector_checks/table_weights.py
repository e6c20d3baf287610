"""Checks the weights of calls."""

from collections.abc import Iterator

from meritnet.operator.vector_checks import declared
from meritnet.operator.vector_checks.case import Case, Document
from meritnet.runtime.framework.weights import Weight, measured
from meritnet.runtime.pallets.subtensor import guards

GUARD_WEIGHTS = {
    "check_coldkey_swap_extension": guards.COLDKEY_SWAP.WEIGHT,
    "check_weights_extension": guards.WEIGHTS.weight,
    "check_rate_limits_extension": guards.RATE_LIMITS.weight,
    "check_delegate_take_extension": guards.TAKE.weight,
    "check_serving_endpoints_extension": guards.SERVING.weight,
    "check_evm_key_association_extension": guards.EVM_KEY.weight,
}
"""What each guard adds to the weight of a call, by its name in the table."""


def check(document: Document) -> Iterator[Case]:
    """Yield one case a pallet for the calls whose weight is declared, and a failed one for calls that were forgotten.

    A weight that depends on arguments or grows with the state is compared by its function's tests, not here.
    """
    pallets = declared.pallets()
    for pallet, table in document["weights"].items():
        calls = {call.name: call for call in pallets[pallet].calls} if pallet in pallets else {}
        computed = {
            name
            for name, call in calls.items()
            if not isinstance(call.weight, Weight) or "linear_terms" in table.get(name, {})
        }
        recorded = {name: _recorded(row) for name, row in table.items() if name not in computed}
        ours = {
            name: {"ref_time": call.weight.ref_time, "proof_size": call.weight.proof_size}
            for name, call in calls.items()
            if name in recorded and isinstance(call.weight, Weight)
        }
        if pallet == guards.PALLET:
            ours |= {
                name: {"ref_time": w.ref_time, "proof_size": w.proof_size}
                for name, w in GUARD_WEIGHTS.items()
            }
        yield from declared.rows(pallet, ours, recorded)


def _recorded(row: Document) -> dict[str, int]:
    weight = measured(*(int(row[key]) for key in ("ref_time", "proof_size", "reads", "writes")))
    return {"ref_time": weight.ref_time, "proof_size": weight.proof_size}
