"""The transform keeps what skill needs (clustered volatility) and takes what a lookup needs (the future)."""

import numpy as np
import pytest

from meritnet.subnets.price.cheats import locate
from meritnet.subnets.price.data import ASSETS
from meritnet.subnets.price.series import (
    DAILY,
    MATCHED_PART,
    MEAN_BLOCK,
    REGIME_SPAN,
    SCALE_SPAN,
    WARM_UP,
    Origin,
    draw_continuation,
    draw_series,
    matched_days,
    standardised,
    uniforms,
)
from meritnet.subnets.price.task import HORIZONS, PAST_STEPS

WORD = 2**64 - 1


def philox_block(counter: int, key: int) -> list[int]:
    """Philox 4x64 with ten rounds, from its published definition."""
    c = [counter >> (64 * i) & WORD for i in range(4)]
    k = [key & WORD, key >> 64 & WORD]
    for _ in range(10):
        a, b = 0xD2E7470EE14C6C93 * c[0], 0xCA5A826395121157 * c[2]
        c = [(b >> 64) ^ c[1] ^ k[0], b & WORD, (a >> 64) ^ c[3] ^ k[1], a & WORD]
        k = [(k[0] + 0x9E3779B97F4A7C15) & WORD, (k[1] + 0xBB67AE8584CAA73B) & WORD]
    return c


def test_uniforms_are_the_published_generators() -> None:
    import hashlib

    key = int.from_bytes(hashlib.sha256(b"label\0seed").digest()[:16], "little")
    expected = [word >> 11 for block in (1, 2) for word in philox_block(block, key)]
    assert [int(u * 2**53) for u in uniforms(b"seed", "label", 8)] == expected


@pytest.mark.parametrize("asset", ASSETS)
def test_records_are_scaled_over_the_full_sample(asset: str) -> None:
    record, fast, slow = standardised(asset)
    assert record.mean() == pytest.approx(0, abs=1e-9)
    assert record.std() == pytest.approx(1)
    assert len(record) == len(fast) == len(slow)
    # The variance filters, written out for one day.
    day = 300
    weights = 0.94 ** np.arange(day + 1)[::-1]
    assert fast[day] == pytest.approx(0.06 * (weights * record[: day + 1] ** 2).sum() + 0.94 ** (day + 1))


def test_the_same_seed_gives_the_same_series() -> None:
    assert draw_series(b"a", "wti") == draw_series(b"a", "wti")
    assert draw_series(b"a", "wti") != draw_series(b"b", "wti")


def blocks_of(returns: np.ndarray, record: np.ndarray) -> list[tuple[int, float]]:
    """Cut a series into stretches of the record, each times one factor; return their lengths and factors."""
    blocks, start = [], 0
    while start < len(returns):
        head = returns[start : start + 12]
        if len(head) < 12:
            blocks.append((len(returns) - start, float("nan")))
            break
        found, factor = locate(head.astype(float), record)
        position, length = found - 11, 0
        while (
            start + length < len(returns)
            and position + length < len(record)
            and abs(factor * record[position + length] - returns[start + length]) < 2 + 1e-3 * abs(factor)
        ):
            length += 1
        blocks.append((max(length, 1), factor))
        start += max(length, 1)
    return blocks


def test_a_series_is_made_of_long_stretches_of_real_returns() -> None:
    lengths, factors = [], []
    for number in range(30):
        series, _ = draw_series(b"blocks" + bytes([number]), "sp500")
        record, _, _ = standardised("sp500")
        cut = blocks_of(np.array(series.returns), record)
        assert sum(length for length, _ in cut) == PAST_STEPS
        lengths.append(len(cut))
        factors += [factor for length, factor in cut if length > 60]
    # On average 1 + 999/250 = 5.0 blocks, and 0.1 more for the record's end; standard error 2/sqrt(30).
    assert np.mean(lengths) == pytest.approx(1 + (PAST_STEPS - 1) / MEAN_BLOCK + 0.1, abs=4 * 2 / 30**0.5)
    sizes = np.abs(factors)
    assert sizes.min() >= DAILY / SCALE_SPAN / REGIME_SPAN * 0.99
    assert sizes.max() <= DAILY * SCALE_SPAN * REGIME_SPAN * 1.01
    # Both signs: of some hundred independent signs, a share outside 0.3..0.7 has odds below 1 in 10,000.
    assert 0.3 < np.mean(np.array(factors) > 0) < 0.7


def test_the_origin_is_where_the_last_return_came_from() -> None:
    for number in range(20):
        series, origin = draw_series(b"origin" + bytes([number]), "nasdaq")
        record, _, _ = standardised("nasdaq")
        assert abs(series.returns[-1]) == pytest.approx(abs(origin.factor * record[origin.position]), abs=1)


def test_the_continuation_depends_on_the_later_seed_alone() -> None:
    _, origin = draw_series(b"a", "sp500")
    assert draw_continuation(b"x", origin) == draw_continuation(b"x", origin)
    futures = {draw_continuation(bytes([n]), origin) for n in range(40)}
    assert len(futures) > 30
    assert {len(future) for future in futures} == {HORIZONS[-1]}


def test_continuations_come_from_the_days_with_the_closest_volatility() -> None:
    record, fast, slow = standardised("wti")
    origin = Origin("wti", 4000, 10_000.0)
    days = matched_days(origin)
    assert len(days) == int(MATCHED_PART * len(record))
    assert len(set(days.tolist())) == len(days)
    assert days.min() >= WARM_UP
    assert days.max() + HORIZONS[-1] < len(record)

    def distance(day: int) -> float:
        return float(abs(np.log(fast[day] / fast[4000])) + abs(np.log(slow[day] / slow[4000])))

    worst_taken = max(distance(day) for day in days.tolist())
    left_out = set(range(WARM_UP, len(record) - HORIZONS[-1] - 1)) - set(days.tolist())
    assert worst_taken <= min(distance(day) for day in left_out) + 1e-12


def test_volatility_goes_on_into_the_continuation() -> None:
    before, after = [], []
    for number in range(150):
        seed = b"cluster" + bytes([number])
        series, origin = draw_series(seed, ASSETS[number % 3])
        shown = np.array(series.returns, dtype=float)
        unit = np.sqrt((shown**2).mean())
        before.append(np.log(np.sqrt((shown[-20:] ** 2).mean()) / unit))
        after.append(np.log(np.sqrt((np.array(draw_continuation(seed, origin)) ** 2.0).mean()) / unit))
    # Without clustering the correlation would be 0 with a standard error of 0.08.
    assert np.corrcoef(before, after)[0, 1] > 0.5


def test_direction_does_not_go_on() -> None:
    products = []
    for number in range(200):
        seed = b"direction" + bytes([number])
        series, origin = draw_series(seed, "sp500")
        products.append(np.sign(sum(series.returns[-20:])) * np.sign(sum(draw_continuation(seed, origin))))
    # The sign of the continuation is a fair coin: mean 0, standard error 0.07.
    assert abs(np.mean(products)) < 4 * 0.071
