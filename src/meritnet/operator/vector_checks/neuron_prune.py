"""Checks which neuron makes room on a full subnet."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.runtime.pallets.registration import pruning


def check(document: Document) -> Iterator[Case]:
    """Yield one case a subnet."""
    return run_cases(named(document["cases"]), _prune)


def _prune(case: Document) -> Comparison:
    given = case["inputs"]
    neurons = [
        pruning.Neuron(int(n["uid"]), n["hotkey"].encode(), int(n["emission"]), int(n["registered_at"]))
        for n in given["neurons"]
    ]
    immortal = pruning.immortal_hotkeys(
        neurons,
        [key.encode() for key in given["hotkeys_owned_by_subnet_owner"]],
        given["subnet_owner_hotkey"].encode(),
        int(given["immune_owner_uids_limit"]),
    )
    uid = pruning.uid_to_prune(
        neurons,
        immortal,
        int(given["now"]),
        int(given["immunity_period"]),
        int(given["min_non_immune_uids"]),
    )
    return Comparison({"uid_to_prune": uid, "immortal_hotkeys": immortal}, case["outputs"])
