"""Weights of the Multisig calls, by other signatories and encoded bytes of the call. Unit: picoseconds."""

from meritnet.runtime.framework.weights import Weight, measured

PROOF = 6_811


def threshold_1(size: int) -> Weight:
    """Return the own weight of `as_multi_threshold_1`."""
    return measured(20_727_356 + 572 * size, 3_997, reads=2)


def create(others: int, size: int) -> Weight:
    """Return the own weight of `as_multi` that begins an operation."""
    return measured(32_052_125 + 111_179 * others + 1_447 * size, PROOF, reads=1, writes=1)


def approve(others: int, size: int) -> Weight:
    """Return the own weight of `as_multi` that adds an approval."""
    return measured(17_940_334 + 106_203 * others + 1_441 * size, PROOF, reads=1, writes=1)


def complete(others: int, size: int) -> Weight:
    """Return the own weight of `as_multi` that makes the call."""
    return measured(42_418_863 + 164_555 * others + 1_573 * size, PROOF, reads=4, writes=2)


def approve_hash_create(others: int) -> Weight:
    """Return the weight of `approve_as_multi` that begins an operation."""
    return measured(30_237_756 + 107_619 * others, PROOF, reads=1, writes=1)


def approve_hash(others: int) -> Weight:
    """Return the weight of `approve_as_multi` that adds an approval."""
    return measured(16_907_862 + 101_887 * others, PROOF, reads=1, writes=1)


def cancel(others: int) -> Weight:
    """Return the weight of `cancel_as_multi`, and of `poke_deposit`, which does as much."""
    return measured(31_473_005 + 107_460 * others, PROOF, reads=1, writes=1)
