"""Reports stake locks with conviction as absent."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Document, all_absent


def check(document: Document) -> Iterator[Case]:
    """Yield every case as absent."""
    # Absent: stake locks with conviction is not part of Meritnet.
    return all_absent(document["cases"], "stake locks with conviction")
