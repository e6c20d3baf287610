"""Checks consensus epochs stage by stage, and the scalar functions around them."""

from collections.abc import Iterator
from itertools import groupby

from meritnet.operator.vector_checks.case import Case, Document
from meritnet.runtime.pallets.consensus_yuma.vectors import Result, check_case


def check(document: Document) -> Iterator[Case]:
    """Yield one case an epoch, or one an item of a list of scalar functions."""
    if "items" in document:
        yield from (_item(result) for result in check_case(document))
        return
    for name, results in groupby(check_case(document), lambda result: " ".join(result.name.split()[:2])):
        differing = [result for result in results if not result.passed]
        if differing:
            worst = differing[0]
            more = f" ({len(differing) - 1} more values differ)" if len(differing) > 1 else ""
            yield Case(name, "failed", f"{worst.name} {worst.detail}{more}")
        else:
            yield Case(name, "passed")


def _item(result: Result) -> Case:
    return Case(result.name, "passed" if result.passed else "failed", result.detail or "")
