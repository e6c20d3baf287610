"""Reports payout of a dissolved subnet as absent."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Document, all_absent


def check(document: Document) -> Iterator[Case]:
    """Yield every case as absent."""
    # Absent: payout of a dissolved subnet is not part of Meritnet.
    return all_absent(document["cases"], "payout of a dissolved subnet")
