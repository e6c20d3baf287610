"""Counts the storage rows that a swap reads and writes: what it weighs is known only afterwards."""

from dataclasses import dataclass

from meritnet.runtime.framework.weights import Weight, measured


@dataclass(slots=True)
class Tally:
    """Rows read and written so far. The counts are those of the reference, since a part of the fee follows them."""

    reads: int = 0
    writes: int = 0

    def add(self, reads: int, writes: int) -> None:
        """Count rows."""
        self.reads += reads
        self.writes += writes

    def weight(self) -> Weight:
        """Return what the counted rows weigh."""
        return measured(0, 0, self.reads, self.writes)
