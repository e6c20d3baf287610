"""Token buckets: how often somebody may ask, with a bound on how many are remembered."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple


class _Bucket(NamedTuple):
    tokens: float
    at_s: float


@dataclass(slots=True)
class TokenBuckets:
    """A bucket for everybody that asks: it holds `burst` tokens and gets `per_s` new ones a second."""

    per_s: float
    burst: float
    most: int = 10_000
    """Buckets that are kept; the one that was used longest ago goes first."""
    clock: Callable[[], float] = monotonic
    _buckets: OrderedDict[str, _Bucket] = field(default_factory=OrderedDict)

    def take(self, who: str) -> float:
        """Take a token and return 0, or return in how many seconds there will be one."""
        now = self.clock()
        bucket = self._buckets.pop(who, _Bucket(self.burst, now))
        tokens = min(self.burst, bucket.tokens + (now - bucket.at_s) * self.per_s)
        wait_s = 0.0 if tokens >= 1 else (1 - tokens) / self.per_s
        self._buckets[who] = _Bucket(tokens - 1 if tokens >= 1 else tokens, now)
        if len(self._buckets) > self.most:
            self._buckets.popitem(last=False)
        return wait_s

    def __len__(self) -> int:
        """Return how many are remembered."""
        return len(self._buckets)
