"""Weights for bonds and the moving average of bonds, on sparse rows."""

import numpy as np

from meritnet.runtime.pallets.consensus_yuma.kernels import ONE, multiply, scale, scale_up
from meritnet.runtime.pallets.consensus_yuma.liquid_alpha import pair_alpha
from meritnet.runtime.pallets.consensus_yuma.types import BoolArray, Entries, EpochParams, I64Array, U64Array

PPM = 1_000_000


def flat_alpha(bonds_moving_average: int) -> int:
    """Return 1 - bonds_moving_average / 10^6 in bits.

    Absent: a moving average above 1, which no setter of ours accepts; it is read as 1.
    """
    return ONE - (min(bonds_moving_average, PPM) << 32) // PPM


def clip_present(weights: Entries, clipped: U64Array) -> BoolArray:
    """Return which entries survive clipping: those lowered to 0 are dropped, those that were 0 stay."""
    present: BoolArray = (clipped != 0) | (weights.value == 0)
    return present


def weights_for_bonds(weights: Entries, clipped: U64Array, penalty: int) -> Entries:
    """Return W + penalty * (clipped - W). Units: penalty bits.

    Quirk: a penalty strictly between 0 and 1 drops zero entries and sorts rows by uid; 0 and 1 keep the row's
    order and its explicit zeros (vectors 29, 30).
    """
    if penalty == 0:
        return weights
    if penalty == ONE:
        return weights.with_value(clipped).where(clip_present(weights, clipped))
    mixed = weights.with_value(weights.value - scale_up(penalty, weights.value - clipped))
    mixed = mixed.where(mixed.value != 0)
    return sorted_rows(mixed)


def sorted_rows(entries: Entries) -> Entries:
    """Return the entries with every row in ascending uid order."""
    key = entries.row * entries.n + entries.col
    if (key[1:] > key[:-1]).all():
        return entries
    order = np.argsort(key)
    return Entries(entries.n, entries.row[order], entries.col[order], entries.value[order])


def flat_average(new: Entries, old: Entries, alpha: int) -> Entries:
    """Return floor(alpha * new) + floor((1 - alpha) * old) on both patterns: positive entries, rows sorted."""
    n = new.n
    key = np.concatenate((new.row * n + new.col, old.row * n + old.col))
    part = np.concatenate((scale(alpha, new.value), scale(ONE - alpha, old.value)))
    order = np.argsort(key, kind="stable")
    key, part = key[order], part[order]
    first = np.ones(key.size, np.bool_)
    np.not_equal(key[1:], key[:-1], out=first[1:])
    at = np.flatnonzero(first)
    value = np.add.reduceat(part, at) if at.size else part
    key = key[at]
    entries = Entries(n, key // n, key % n, value)
    return entries.where(value != 0)


def liquid_average(new: Entries, old: Entries, consensus: U64Array, params: EpochParams) -> Entries:
    """Return min(1, floor((1 - a) * old) + floor(a * new)), a by pair, on the pattern and order of `new`.

    Quirk: a bond to a uid that the new row does not name is gone at once (vector 29).
    Quirk: alpha sees a row through a forward-only cursor, so entries behind a larger uid count as 0 there,
    while the average itself uses them (vector 30).
    """
    n = new.n
    new_key = new.row * n + new.col
    old_key = old.row * n + old.col
    order = np.argsort(old_key, kind="stable")
    sorted_key = np.append(old_key[order], n * n)
    at = np.searchsorted(sorted_key, new_key)
    found = sorted_key[at] == new_key
    bond = np.where(found, np.append(old.value[order], np.uint64(0))[at], np.uint64(0))
    seen_bond = np.where(np.append(cursor_visible(old)[order], False)[at], bond, np.uint64(0))
    seen_weight = np.where(cursor_visible(new), new.value, np.uint64(0))
    low, high, steepness = params.alpha_low, params.alpha_high, params.steepness
    alpha = pair_alpha(seen_weight, seen_bond, consensus[new.col], low, high, steepness)
    value = multiply(np.uint64(ONE) - alpha, bond) + multiply(alpha, new.value)
    value = np.minimum(value, np.uint64(ONE))
    return new.with_value(value).where(value != 0)


def cursor_visible(entries: Entries) -> BoolArray:
    """Return which entries no larger uid precedes in their row."""
    n = entries.n
    # Adding row * n makes one running maximum serve all rows.
    key: I64Array = entries.row * n + entries.col
    visible: BoolArray = key == np.maximum.accumulate(key)
    return visible
