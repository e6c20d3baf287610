"""Token buckets: what fits, when the next fits, and that memory stays bounded."""

from hypothesis import given
from hypothesis import strategies as st

from meritnet.neuron.rate import TokenBuckets


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_then_the_rate_holds() -> None:
    clock = Clock()
    buckets = TokenBuckets(2.0, 3, clock=clock)
    assert [buckets.take("a") for _ in range(5)] == [0, 0, 0, 0.5, 0.5]
    assert buckets.take("b") == 0
    clock.now = 0.5
    assert [buckets.take("a") for _ in range(2)] == [0, 0.5]


def test_a_pause_fills_up_to_the_burst_only() -> None:
    clock = Clock()
    buckets = TokenBuckets(1.0, 2, clock=clock)
    buckets.take("a")
    clock.now = 1_000.0
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 1]


def test_who_was_away_longest_is_forgotten() -> None:
    buckets = TokenBuckets(1.0, 1, most=2, clock=Clock())
    for who in ("a", "b", "a", "c"):
        buckets.take(who)
    assert len(buckets) == 2
    assert buckets.take("a") > 0


@given(st.lists(st.floats(0, 5), max_size=60))
def test_never_more_than_burst_and_rate_allow(pauses: list[float]) -> None:
    clock = Clock()
    buckets = TokenBuckets(0.5, 4, clock=clock)
    passed = 0
    for pause in pauses:
        clock.now += pause
        passed += buckets.take("a") == 0
        assert passed <= 4 + 0.5 * clock.now + 1e-6
