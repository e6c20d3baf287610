"""Liquid alpha: the bond average of one pair, a sigmoid of how far weight, bond and consensus lie apart."""

import numpy as np

from meritnet.runtime.pallets.consensus_yuma.kernels import ONE, multiply_wide, reciprocal, scale, share_bits
from meritnet.runtime.pallets.consensus_yuma.types import BoolArray, U64Array

_HALF = ONE // 2
_EXP_OF_ONE = 22_802_600 << 9
"""e with 23 fraction bits. Quirk: exp(1) is this constant, exp(-1) is the series (50_units)."""
_EXP_LIMIT = 20 << 32
_TERMS = 32
_BLOCK = 4096


def exp_bits(bits: int) -> int:
    """Return the chain's exp of a signed I32F32 number, clamped to -20..20."""
    magnitude = np.array([min(abs(bits), _EXP_LIMIT)], np.uint64)
    return int(_exp(magnitude, np.array([bits < 0]))[0])


def _exp(magnitude: U64Array, negative: BoolArray) -> U64Array:
    """Return exp(+-magnitude) by the series up to the 31st power, each term floored.

    Bound: 30 terms; a term is at most 20^20/20! < 2^26, so `multiply_wide` never overflows.
    """
    result = magnitude + np.uint64(ONE)
    term = magnitude
    for power in range(2, _TERMS):
        term = multiply_wide(term, magnitude) // np.uint64(power)
        if not term.any():
            break
        result = result + term
    result[(magnitude == ONE) & ~negative] = _EXP_OF_ONE
    if negative.any():
        result[negative] = reciprocal(result[negative])
    return result


def steepness_bits(steepness: int) -> int:
    """Return steepness / -100 truncated toward zero, in signed bits."""
    magnitude = (abs(steepness) << 32) // 100
    return -magnitude if steepness > 0 else magnitude


def sigmoid_alpha(diff: U64Array, low: int, high: int, steepness: int) -> U64Array:
    """Return alpha for each distance in 0..1: low + sigmoid * (high - low), within low..high.

    Units: diff bits; low, high u16 shares; steepness in hundredths.
    """
    low_bits, high_bits = share_bits(low), share_bits(high)
    if high_bits <= low_bits:
        return np.full(diff.shape, low_bits, np.uint64)
    out = np.empty(diff.shape, np.uint64)
    slope = steepness_bits(steepness)
    for start in range(0, diff.size, _BLOCK):
        part = diff[start : start + _BLOCK]
        # slope * (diff - 1/2) by magnitude: a negative product rounds away from zero, a positive one down.
        above = part >= _HALF
        distance = np.where(above, part - np.uint64(_HALF), np.uint64(_HALF) - part)
        negative = above if slope < 0 else ~above
        product = distance * np.uint64(abs(slope) >> 32) + (
            (distance * np.uint64(abs(slope) & (ONE - 1)) + negative * np.uint64(ONE - 1)) >> np.uint64(32)
        )
        exponent = np.minimum(product, np.uint64(_EXP_LIMIT))
        sigmoid = reciprocal(_exp(exponent, negative & (exponent > 0)) + np.uint64(ONE))
        out[start : start + _BLOCK] = scale(high_bits - low_bits, sigmoid) + np.uint64(low_bits)
    return np.clip(out, np.uint64(low_bits), np.uint64(high_bits))


def pair_alpha(
    weight: U64Array, bond: U64Array, consensus: U64Array, low: int, high: int, steepness: int
) -> U64Array:
    """Return alpha of each pair: buying looks at weight over consensus, selling at bond over weight.

    Quirk: with a full bonds penalty no weight exceeds consensus, so every purchase has distance 0 (vector
    35).
    """
    buying = weight >= bond
    over = np.where(weight > consensus, weight - consensus, np.uint64(0))
    diff = np.minimum(np.where(buying, over, bond - weight), np.uint64(ONE))
    apart = diff != 0
    out = np.empty(diff.shape, np.uint64)
    out[~apart] = sigmoid_alpha(np.zeros(1, np.uint64), low, high, steepness)[0]
    out[apart] = sigmoid_alpha(diff[apart], low, high, steepness)
    return out
