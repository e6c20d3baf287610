"""How the mechanisms of one subnet share its alpha, and how their results combine."""

from collections.abc import Sequence

U16_MAX = 65535
MECHANISM_STRIDE = 4096


def storage_index(netuid: int, mechid: int) -> int:
    """Return the storage index of a mechanism: netuid + 4096 * mechid, at most the largest u16.

    A call may name any of 256 mechanisms; those that an index cannot tell apart share one that is never used.
    """
    return min(netuid + MECHANISM_STRIDE * mechid, U16_MAX)


def split_emission(total: int, mechanisms: int, split: Sequence[int] | None) -> list[int]:
    """Return each mechanism's part of `total`; what flooring leaves goes to mechanism 0.

    Units: rao; `split` in 1/65535, None for equal parts; a mechanism beyond the split gets nothing.
    """
    if mechanisms == 0:
        return []
    if split is None:
        parts = [total // mechanisms] * mechanisms
    else:
        shares = [*split[:mechanisms], *[0] * (mechanisms - len(split))]
        parts = [total * share // U16_MAX for share in shares]
    parts[0] += total - sum(parts)
    return parts


def aggregation_weights(parts: Sequence[int]) -> list[int]:
    """Return each mechanism's weight in the combined vectors: its part of the sum.

    Units: U64F64 bits; without emission mechanism 0 has weight 1.
    """
    total = sum(parts)
    if total == 0:
        return [1 << 64, *[0] * (len(parts) - 1)] if parts else []
    return [(part << 64) // total for part in parts]


def aggregate(vectors: Sequence[Sequence[int]], weights: Sequence[int], ceiling: int = U16_MAX) -> list[int]:
    """Return the combined vector: after each mechanism floor(so far + value * weight), at most `ceiling`.

    Units: weights U64F64 bits.
    Quirk: the combined emission of a mechanism is already its part, and is weighted once more here; the
    stored emission of a subnet with several mechanisms is therefore smaller than what was paid (only pruning
    reads it).
    """
    if not vectors:
        return []
    combined = [0] * len(vectors[0])
    for vector, weight in zip(vectors, weights, strict=True):
        combined = [
            min(so_far + (value * weight >> 64), ceiling)
            for so_far, value in zip(combined, vector, strict=True)
        ]
    return combined
