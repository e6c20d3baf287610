"""Tunes Python's garbage collector for a process that holds a chain's state in memory."""

import gc

THRESHOLDS = (250_000, 20, 100)
"""Allocations before a young collection, and collections before an older one.

A block with two full epochs holds some 100,000 objects until its commit: a collection before that walks over them all
for nothing, which took up to 50 ms.
"""


def relax() -> None:
    """Collect rarely: values of state are immutable and free of cycles, but a full collection walks all of them.

    With the usual thresholds the walks add 100 ms and more to the blocks of a chain with 128 full subnets.
    """
    gc.set_threshold(*THRESHOLDS)
