"""Arithmetic of conviction locks: how mass decays and conviction grows over blocks, pure.

Units: mass in rao of alpha (u64), conviction in rao as U64F64 bits, times and rates in blocks.
Source: vectors/economics/conviction_lock.json
"""

from functools import lru_cache
from typing import NamedTuple

from meritnet.primitives.fixed import I64F64, U64F64, sat_add64, sat_sub64

TAYLOR_TERMS = 63
"""Terms after the first of the series for e^x."""
MOST_EXPONENT = I64F64.from_int(40)
"""Beyond it e^-x counts as e^-40."""
DUST = 100
"""A lock whose mass and conviction are both below is none. Unit: rao."""

ZERO = U64F64.from_int(0)


class Lock(NamedTuple):
    """A lock, or a sum of locks, as of a block; the fields are those of the stored record."""

    locked_mass: int
    conviction: int
    last_update: int

    @property
    def is_dust(self) -> bool:
        """Whether it is too small to be kept."""
        return self.locked_mass < DUST and self.conviction < U64F64.from_int(DUST)

    @property
    def is_nothing(self) -> bool:
        """Whether there is neither mass nor conviction."""
        return not self.locked_mass and not self.conviction


class Rates(NamedTuple):
    """Blocks in which a decaying mass falls to 1/e, and in which conviction follows the mass."""

    unlock: int
    maturity: int


class Kind(NamedTuple):
    """What decides how a lock rolls and into which sum it counts."""

    for_owner: bool
    """Whether its hotkey is the subnet's owner hotkey: then conviction is the whole mass at once."""
    perpetual: bool
    """Whether its mass stays."""


def empty(now: int) -> Lock:
    """Return a lock of nothing."""
    return Lock(0, ZERO, now)


@lru_cache(maxsize=4096)
def decay(dt: int, rate: int) -> int:
    """Return e^(-dt/rate) as U64F64 bits: 1 for no time, 0 for rate 0.

    The series of the positive exponent is summed with every product floored, then inverted.
    """
    if not dt:
        return U64F64.ONE
    if not rate:
        return ZERO
    quotient = I64F64.checked_div(I64F64.from_int(dt), I64F64.from_int(rate))
    x = MOST_EXPONENT if quotient is None else min(quotient, MOST_EXPONENT)
    total, term = I64F64.add(I64F64.ONE, x), x
    for i in range(2, TAYLOR_TERMS + 1):
        term = I64F64.mul(term, x) // i
        if not term:
            break
        total = I64F64.add(total, term)
    return I64F64.div(I64F64.ONE, total)


def roll(lock: Lock, now: int, rates: Rates, kind: Kind) -> Lock:
    """Return the lock as of block `now`; one from the same or a later block keeps its figures."""
    mass, conviction, last = lock
    if now > last:
        mass, conviction = _after(mass, conviction, now - last, rates, perpetual=kind.perpetual)
        last = now
    if kind.for_owner:
        conviction = U64F64.from_int(mass)
    rolled = Lock(mass, conviction, last)
    return empty(last) if rolled.is_dust else rolled


def _after(mass: int, conviction: int, dt: int, rates: Rates, *, perpetual: bool) -> tuple[int, int]:
    """Return mass and conviction after `dt` blocks."""
    unlocking, maturing = decay(dt, rates.unlock), decay(dt, rates.maturity)
    whole = U64F64.from_int(mass)
    if perpetual:
        grown = U64F64.mul(whole, U64F64.sub(U64F64.ONE, maturing))
    else:
        grown = U64F64.mul(whole, _growth(dt, rates, unlocking, maturing))
        mass = U64F64.to_u64(U64F64.mul(unlocking, whole))
    return mass, U64F64.add(U64F64.mul(maturing, conviction), grown)


def _growth(dt: int, rates: Rates, unlocking: int, maturing: int) -> int:
    """Return the conviction that a rao of decaying mass gave in `dt` blocks.

    Quirk: none where one of two different rates is 0, though such a lock decays or matures at once.
    """
    if rates.unlock == rates.maturity:
        ratio = U64F64.div(U64F64.from_int(dt), U64F64.from_int(rates.maturity))
        return U64F64.mul(ratio, maturing)
    if not rates.unlock or not rates.maturity:
        return ZERO
    apart = I64F64.from_int(rates.unlock - rates.maturity)
    scaled = I64F64.mul(I64F64.from_int(rates.unlock), I64F64.sub(unlocking, maturing))
    return max(I64F64.checked_div(scaled, apart) or 0, 0)


def merge(a: Lock, b: Lock) -> Lock:
    """Return the sum of two locks, as of the later one's block."""
    return Lock(
        sat_add64(a.locked_mass, b.locked_mass),
        U64F64.add(a.conviction, b.conviction),
        max(a.last_update, b.last_update),
    )


def less(lock: Lock, mass: int, conviction: int) -> Lock:
    """Return the lock with mass and conviction taken out, each at least 0."""
    return lock._replace(
        locked_mass=sat_sub64(lock.locked_mass, mass), conviction=U64F64.sub(lock.conviction, conviction)
    )


def conviction_of_part(lock: Lock, mass: int) -> int:
    """Return the conviction that goes with a part of the lock's mass."""
    if not mass or not lock.locked_mass:
        return ZERO
    part = U64F64.div(U64F64.from_int(mass), U64F64.from_int(lock.locked_mass))
    return U64F64.mul(lock.conviction, part)


def conviction_left(lock: Lock, removed: int) -> int:
    """Return the conviction left after `removed` of the mass was taken by force; none with no mass left."""
    if removed >= lock.locked_mass:
        return ZERO
    part = U64F64.div(U64F64.from_int(removed), U64F64.from_int(lock.locked_mass))
    return U64F64.mul(lock.conviction, U64F64.sub(U64F64.ONE, part))
