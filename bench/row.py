"""One line of the benchmark table."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Row:
    """A measured figure beside its target.

    Units: `target` and `measured` are both in `unit`; `target` is None where none was set.
    """

    name: str
    target: float | None
    measured: float
    unit: str
    note: str = ""
    higher_is_better: bool = False

    @property
    def met(self) -> bool | None:
        """Tell whether the target is met; None where there is no target."""
        if self.target is None:
            return None
        return self.measured >= self.target if self.higher_is_better else self.measured <= self.target


def best_of(work: Callable[[], object], *, repeat: int, number: int = 1) -> tuple[float, float]:
    """Return the least and the median time of one call of `work`, in milliseconds.

    The least time is what the code needs, the median what a shared machine gives it.
    """
    times = []
    for _ in range(repeat):
        start = perf_counter()
        for _ in range(number):
            work()
        times.append((perf_counter() - start) * 1000 / number)
    return min(times), median(times)
