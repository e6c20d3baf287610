"""Decay and conviction: the recorded rolls, and the same rules in decimal arithmetic."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.pallets.locks.arithmetic import (
    DUST,
    ZERO,
    Kind,
    Lock,
    Rates,
    conviction_left,
    conviction_of_part,
    decay,
    empty,
    less,
    merge,
    roll,
)
from meritnet.testing.vectors import load

CASES = load("economics/conviction_lock")["cases"]
ONE = 1 << 64
KINDS = st.builds(Kind, st.booleans(), st.booleans())
RATES = st.builds(Rates, st.integers(1, 10**7), st.integers(1, 10**7))
MASS = st.integers(DUST, 10**16)


@pytest.mark.parametrize("number", range(len(CASES)))
def test_recorded_rolls(number: int) -> None:
    case = CASES[number]
    given_ = case["inputs"]
    lock = Lock(int(given_["locked_mass"]), int(given_["conviction_u64f64"]), int(given_["last_update"]))
    rates = Rates(int(given_["unlock_rate"]), int(given_["maturity_rate"]))
    kind = Kind(given_["owner_lock"], given_["perpetual"])
    outputs = case["outputs"] if isinstance(case["outputs"], list) else [case["outputs"]]
    for output in outputs:
        lock = roll(lock, int(output["last_update"]), rates, kind)
        assert lock == (
            int(output["locked_mass"]),
            int(output["conviction_u64f64"]),
            int(output["last_update"]),
        )


@given(st.integers(1, 40 * 10**6), st.integers(10**6, 10**7))
def test_decay_is_the_exponential(dt: int, rate: int) -> None:
    with localcontext() as context:
        context.prec = 60
        exact = (Decimal(-dt) / Decimal(rate)).exp() * ONE
    # The exponent is cut to 2^-64 and at 40; the sum's terms are floored.
    assert abs(decay(dt, rate) - exact) <= 64 + exact / 10**15


def test_decay_at_the_ends() -> None:
    assert decay(0, 0) == decay(0, 5) == ONE
    assert decay(1, 0) == 0
    assert decay(2**63, 1) == decay(41, 1) == decay(40, 1) == 78


@given(MASS, RATES, st.integers(1, 10**7), st.booleans())
def test_conviction_follows_the_closed_form(mass: int, rates: Rates, dt: int, perpetual: bool) -> None:
    rolled = roll(Lock(mass, ZERO, 5), 5 + dt, rates, Kind(False, perpetual))
    with localcontext() as context:
        context.prec = 60
        unlocking, maturing = ((Decimal(-dt) / rate).exp() for rate in rates)
        if perpetual:
            exact = mass * (1 - maturing)
        elif rates.unlock == rates.maturity:
            exact = mass * dt / Decimal(rates.maturity) * maturing
        else:
            exact = mass * rates.unlock * (unlocking - maturing) / (rates.unlock - rates.maturity)
        expected_mass = Decimal(mass) if perpetual else mass * unlocking
    if rolled == empty(5 + dt):
        assert max(expected_mass, exact) <= DUST + 1
        return
    assert abs(rolled.locked_mass - expected_mass) <= 2
    # Rates that are nearly equal divide a small difference by another one.
    slack = 1 + Decimal(mass * rates.unlock) / abs(rates.unlock - rates.maturity or 1) / 2**55
    assert abs(Decimal(rolled.conviction) / ONE - exact) <= slack


@given(MASS, st.integers(0, 2**100), RATES, KINDS, st.integers(0, 10**6), st.integers(0, 10**6))
def test_rolling_never_goes_back(
    mass: int, conviction: int, rates: Rates, kind: Kind, last: int, now: int
) -> None:
    lock = Lock(mass, conviction, last)
    rolled = roll(lock, now, rates, kind)
    assert rolled.last_update == max(last, now)
    assert rolled.locked_mass <= mass
    assert not rolled.is_dust or rolled == empty(rolled.last_update)
    assert roll(rolled, now, rates, kind) == rolled
    if kind.for_owner and not rolled.is_nothing:
        assert rolled.conviction == U64F64.from_int(rolled.locked_mass)
    elif now <= last:
        assert rolled == lock or lock.is_dust


def test_a_zero_rate_beside_another_gives_no_conviction() -> None:
    # Quirk: pinned for both rates.
    lock = Lock(10**9, ZERO, 0)
    assert roll(lock, 10, Rates(1_000, 0), Kind(False, False)).conviction == 0
    assert roll(lock, 10, Rates(0, 1_000), Kind(False, False)).conviction == 0
    assert roll(lock, 10, Rates(0, 0), Kind(False, True)).conviction == 10**9 * ONE


@given(MASS, MASS, st.integers(0, 2**110), st.integers(0, 2**110))
def test_parts_and_sums(mass: int, other: int, conviction: int, more: int) -> None:
    a, b = Lock(mass, conviction, 3), Lock(other, more, 9)
    both = merge(a, b)
    assert both == Lock(mass + other, conviction + more, 9)
    assert less(both, other, more) == a._replace(last_update=9)
    assert less(a, mass + 1, conviction + 1) == Lock(0, ZERO, 3)
    assert conviction_of_part(both, 0) == 0
    assert 0 <= conviction_of_part(both, mass) <= both.conviction
    assert conviction_of_part(Lock(0, conviction, 3), mass) == 0
    assert conviction_left(both, both.locked_mass) == conviction_left(both, 2**64 - 1) == 0
    assert 0 <= conviction_left(both, mass) <= both.conviction
    assert conviction_left(both, 0) == both.conviction


def test_a_quarter_takes_a_quarter() -> None:
    lock = Lock(400, 1_000 * ONE, 0)
    assert conviction_of_part(lock, 100) == 250 * ONE
    assert conviction_left(lock, 100) == 750 * ONE
