"""Weights of planning calls and of serving the agenda. Units: picoseconds and bytes."""

from meritnet.runtime.framework.weights import Weight, measured

from .types import MAX_PER_BLOCK

PROOF = 110_487


def _planning(base: int, each: int, *, reads: int, writes: int) -> Weight:
    return measured(base + each * MAX_PER_BLOCK, PROOF, reads=reads, writes=writes)


SCHEDULE = _planning(11_548_266, 494_382, reads=1, writes=1)
CANCEL = _planning(13_129_003, 690_444, reads=1, writes=3)
SCHEDULE_NAMED = _planning(18_707_577, 508_586, reads=2, writes=2)
CANCEL_NAMED = _planning(19_956_973, 683_291, reads=2, writes=3)
SCHEDULE_RETRY = _planning(12_904_309, 10_704, reads=1, writes=2)
SET_RETRY = measured(147_698_000, PROOF, reads=1, writes=1)
SET_RETRY_NAMED = measured(160_844_000, PROOF, reads=2, writes=1)
CANCEL_RETRY = measured(148_172_000, PROOF, reads=1, writes=1)
CANCEL_RETRY_NAMED = measured(162_653_000, PROOF, reads=2, writes=1)

SERVE_AGENDAS = measured(4_002_000, 1_489, reads=1, writes=1)
DISPATCH_SIGNED = measured(9_407_000, 3_997, reads=2)
DISPATCH_UNSIGNED = Weight(2_440_000)
_TASK, _NAMED, _PERIODIC = 3_490_000, measured(4_954_000, writes=1), 3_401_000


def serve_agenda(count: int) -> Weight:
    """Return the weight of going through an agenda of `count` calls."""
    return measured(3_258_412 + 457_723 * count, PROOF, reads=1, writes=1)


def serve_task(fetched: int | None, *, named: bool, periodic: bool) -> Weight:
    """Return the weight of one task without its call; `fetched` is the length of its preimage, None without one."""
    total = Weight(_TASK)
    if fetched is not None:
        total = measured(21_269_000 + 1_640 * fetched, 4_197_809, reads=3, writes=2)
    if named:
        total = total.plus(Weight(_NAMED.ref_time - _TASK))
    if periodic:
        total = total.plus(Weight(max(_PERIODIC - _TASK, 0)))
    return total


class Meter:
    """Counts weight against a limit."""

    def __init__(self, limit: Weight) -> None:
        self.used = Weight(0)
        self._limit = limit

    def has(self, weight: Weight) -> bool:
        """Whether so much is left."""
        return self.used.plus(weight).fits(self._limit)

    def take(self, weight: Weight) -> bool:
        """Count the weight if it is left; tell whether it was."""
        if not self.has(weight):
            return False
        self.used = self.used.plus(weight)
        return True
