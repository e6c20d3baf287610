"""Turns public market history into series whose future nobody can look up.

The past that miners see is a block bootstrap of one asset's daily returns, scaled over the full sample, in
blocks of 250 steps on average, so that quiet and wild times cluster as they did in the market. Each block
gets a random sign and a random regime (a factor on its volatility), each series a random scale. Whoever
finds a shown block in the public record still does not learn what comes next: the continuation is *not* the
next stretch of the record. It is drawn, with a seed from a later block, from the several hundred days whose
volatility up to then was closest to that of the last shown day, and gets a sign of its own. So the
volatility goes on, which a good model sees in the past, and the rest is open.

Units: series are in millionths of log return; DAILY is one standard deviation at scale 1.
"""

import hashlib
import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from meritnet.subnets.price.data import Floats, log_returns
from meritnet.subnets.price.task import HORIZONS, LIMIT, PAST_STEPS, Series

MEAN_BLOCK = 250
"""Mean length of a bootstrap block, in steps."""
DAILY = 10_000
"""Standard deviation of one step at scale 1 and regime 1: one per cent, in millionths."""
SCALE_SPAN = 2.0
"""Scales are log-uniform in 1/SCALE_SPAN..SCALE_SPAN."""
REGIME_SPAN = 3.0
"""Regimes are log-uniform in 1/REGIME_SPAN..REGIME_SPAN."""
MATCHED_PART = 0.05
"""Part of an asset's history that a continuation is drawn from: the days with the closest volatility."""
WARM_UP = 100
"""Days at the start of the record that no block starts in: the volatility filter settles there."""

_FAST, _SLOW = 0.94, 0.985


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the last shown return came from; the validator's secret until the outcome is fixed."""

    asset: str
    position: int
    """Index in the asset's record."""
    factor: float
    """Scale times regime of the last block, in millionths per standard deviation."""


def draw_series(seed: bytes, asset: str) -> tuple[Series, Origin]:
    """Return a series of PAST_STEPS returns and the origin of its last one.

    The same seed and asset give the same series on every machine.
    """
    record, _, _ = standardised(asset)
    scale = DAILY * _log_uniform(float(uniforms(seed, "scale", 1)[0]), SCALE_SPAN)
    starts_block = uniforms(seed, "block", PAST_STEPS) < 1.0 / MEAN_BLOCK
    places = uniforms(seed, "place", PAST_STEPS)
    signs = uniforms(seed, "sign", PAST_STEPS)
    regimes = uniforms(seed, "regime", PAST_STEPS)

    position, sign, factor = 0, 1.0, scale
    steps = []
    for step in range(PAST_STEPS):
        position += 1
        # The record's end also ends a block.
        if step == 0 or starts_block[step] or position >= len(record):
            position = WARM_UP + int(places[step] * (len(record) - WARM_UP))
            sign = 1.0 if signs[step] < 0.5 else -1.0
            factor = scale * _log_uniform(float(regimes[step]), REGIME_SPAN)
        steps.append(_micro(sign * factor * float(record[position])))
    return Series(asset, tuple(steps)), Origin(asset, position, factor)


def draw_continuation(seed: bytes, origin: Origin) -> tuple[int, ...]:
    """Return the returns that follow a shown series, as many as the longest horizon."""
    record, _, _ = standardised(origin.asset)
    days = matched_days(origin)
    pick, turn = uniforms(seed, "continuation", 2)
    day = int(days[int(pick * len(days))])
    sign = 1.0 if turn < 0.5 else -1.0
    return tuple(
        _micro(sign * origin.factor * float(value)) for value in record[day + 1 : day + 1 + HORIZONS[-1]]
    )


def matched_days(origin: Origin) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the days whose fast and slow volatility are closest to those at the origin, by closeness."""
    _, fast, slow = standardised(origin.asset)
    last = len(fast) - HORIZONS[-1] - 1
    candidates = slice(WARM_UP, last)
    # A product of ratios is a distance of logarithms, and exact arithmetic alone decides the order.
    distance = _ratio(fast[candidates], float(fast[origin.position])) * _ratio(
        slow[candidates], float(slow[origin.position])
    )
    nearest = np.argsort(distance, kind="stable")[: int(MATCHED_PART * len(fast))]
    return np.asarray(nearest + WARM_UP, dtype=np.int64)


@cache
def standardised(asset: str) -> tuple[Floats, Floats, Floats]:
    """Return an asset's returns with mean 0 and deviation 1 over the full sample, and two variances.

    The variances are exponentially weighted, fast and slow, up to and including each day.
    """
    returns = log_returns(asset)
    record: Floats = (returns - returns.mean()) / returns.std()
    fast, slow = np.empty_like(record), np.empty_like(record)
    a = b = 1.0
    for day, value in enumerate(record.tolist()):
        a = _FAST * a + (1 - _FAST) * value * value
        b = _SLOW * b + (1 - _SLOW) * value * value
        fast[day], slow[day] = a, b
    for array in (record, fast, slow):
        array.setflags(write=False)
    return record, fast, slow


def uniforms(seed: bytes, label: str, size: int) -> Floats:
    """Return `size` numbers in 0..1 (1 excluded) that depend on the seed and the label alone.

    Raw Philox output is used because NumPy promises to keep it; its samplers may change between versions.
    """
    key = hashlib.sha256(label.encode() + b"\0" + seed).digest()
    raw = np.random.Philox(key=int.from_bytes(key[:16], "little")).random_raw(size)
    return np.asarray(raw >> np.uint64(11), dtype=np.float64) * 2.0**-53


def _ratio(values: Floats, reference: float) -> Floats:
    return np.maximum(values / reference, reference / values)


def _log_uniform(uniform: float, span: float) -> float:
    return math.exp((2.0 * uniform - 1.0) * math.log(span))


def _micro(value: float) -> int:
    return max(-LIMIT, min(LIMIT, round(value)))
