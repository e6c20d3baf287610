"""Checks the table of currency symbols."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Document, compare
from meritnet.runtime.pallets.subnets.symbols import SYMBOLS


def check(document: Document) -> Iterator[Case]:
    """Yield one case: the whole table in order."""
    ours = [
        {"index": index, "utf8_hex": symbol.hex(), "text": symbol.decode()}
        for index, symbol in enumerate(SYMBOLS)
    ]
    yield compare("table", ours, document)
