"""Weights: what a call costs in execution time and proof size, and the limits of a block.

Units: ref_time in picoseconds, proof_size in bytes. A database read counts 25,000,000 and a write 100,000,000
ps.
"""

from typing import NamedTuple

READ_PS = 25_000_000
WRITE_PS = 100_000_000
BASE_EXTRINSIC_PS = 108_157_000
"""Weight of an empty extrinsic; added to every extrinsic's own weight."""


class Weight(NamedTuple):
    """ref_time (picoseconds) and proof_size (bytes)."""

    ref_time: int
    proof_size: int = 0

    def plus(self, other: "Weight") -> "Weight":
        """Return the sum."""
        return Weight(self.ref_time + other.ref_time, self.proof_size + other.proof_size)

    def limited(self, other: "Weight | None") -> "Weight":
        """Return the lesser of both in each part; None is no limit."""
        if other is None:
            return self
        return Weight(min(self.ref_time, other.ref_time), min(self.proof_size, other.proof_size))

    def fits(self, limit: "Weight") -> bool:
        """Whether neither part is above `limit`."""
        return self.ref_time <= limit.ref_time and self.proof_size <= limit.proof_size

    def most(self, other: "Weight") -> "Weight":
        """Return the greater of both in each part."""
        return Weight(max(self.ref_time, other.ref_time), max(self.proof_size, other.proof_size))


ZERO = Weight(0, 0)


def measured(ref_time: int, proof_size: int = 0, reads: int = 0, writes: int = 0) -> Weight:
    """Return a benchmarked weight with its database accesses added."""
    return Weight(ref_time + reads * READ_PS + writes * WRITE_PS, proof_size)


INNER_ACCOUNT = measured(0, reads=1, writes=1)
"""The account record that a call made for another account reads and writes."""


class ClassLimits(NamedTuple):
    """Limits of one dispatch class; None means unlimited."""

    base_extrinsic: Weight
    max_extrinsic: Weight | None
    max_total: Weight | None
    reserved: Weight | None


MAX_PROOF = 2**64 - 1
BASE_BLOCK = Weight(431_614_000, 0)
MAX_BLOCK = Weight(4_000_000_000_000, MAX_PROOF)
LIMITS = {
    "Normal": ClassLimits(
        Weight(BASE_EXTRINSIC_PS),
        Weight(2_599_891_843_000, 11_990_383_647_911_208_550),
        Weight(3_000_000_000_000, 13_835_058_055_282_163_711),
        Weight(0),
    ),
    "Operational": ClassLimits(
        Weight(BASE_EXTRINSIC_PS),
        Weight(3_599_891_843_000, 16_602_069_666_338_596_454),
        MAX_BLOCK,
        Weight(1_000_000_000_000, 4_611_686_018_427_387_904),
    ),
    "Mandatory": ClassLimits(Weight(BASE_EXTRINSIC_PS), None, None, None),
}
"""Limits by dispatch class, as `System.BlockWeights` publishes them."""

MAX_LENGTH = {"Normal": 7_864_320, "Operational": 10_485_760, "Mandatory": 10_485_760}
"""Bytes of extrinsics in a block by dispatch class (`System.BlockLength`)."""
