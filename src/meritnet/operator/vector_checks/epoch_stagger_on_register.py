"""Checks where a new subnet's epoch schedule starts."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, run_cases
from meritnet.runtime.pallets.emission.schedule import first_epoch_block


def check(document: Document) -> Iterator[Case]:
    """Yield one case a registration."""
    return run_cases(((f"netuid {c['netuid']} tempo {c['tempo']}", c) for c in document), _start)


def _start(case: Document) -> Comparison:
    ours = first_epoch_block(int(case["netuid"]), int(case["tempo"]), int(case["now"]))
    return Comparison(ours, case["last_epoch_block"])
