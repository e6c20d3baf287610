"""Compares recorded tables of names and indices with what the runtime declares."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from meritnet.operator.vector_checks.case import Case, Document, compare
from meritnet.runtime.absences import absence_of
from meritnet.runtime.framework.assembly import PalletParts


class Named(Protocol):
    """A declaration: a call, an event or an error."""

    @property
    def name(self) -> str:
        """The on-chain name."""

    @property
    def index(self) -> int:
        """The on-chain index."""


def pallets() -> Mapping[str, PalletParts]:
    """Return the declared pallets by on-chain name."""
    # The runtime takes a moment to assemble; only the tables need it.
    from meritnet.runtime.runtime import ASSEMBLY

    return ASSEMBLY.pallets


def rows(name: str, ours: Mapping[str, Document], recorded: Mapping[str, Document]) -> Iterator[Case]:
    """Yield one case for the rows that are declared, and a failed one for rows that were forgotten.

    `ours` holds the declared rows among the recorded ones, in the form of the table. Rows of parts that are left out on
    purpose (`runtime.absences`) make no case: a table holds names and indices, so there is nothing to compute for them.
    """
    pallet = name.split()[0]
    forgotten = [key for key in recorded if key not in ours and absence_of(pallet, key) is None]
    if ours:
        yield compare(name, ours, {key: recorded[key] for key in recorded if key in ours})
    if forgotten:
        yield Case(f"{name}, not declared", "failed", ", ".join(forgotten))
