"""Splits a subnet's alpha emission of a block between owner, miners, validators and root stakers."""

from typing import NamedTuple

from meritnet.primitives.fixed import U96F32

HALF = U96F32.ONE // 2
U16_MAX = 65535

Ratio = tuple[int, int]
"""Numerator and denominator of an exact fraction."""


class SplitRule(NamedTuple):
    """Extra rule of a preset; the neutral value None leaves the reference's formula untouched."""

    owner: Ratio | None = None
    """Owner's part of the alpha emission; None: the stored `SubnetOwnerCut`."""
    miners: Ratio | None = None
    """Miners' part of what the owner leaves; None: one half."""


REFERENCE_SPLIT = SplitRule()
"""About 18 % owner, 41 % miners, 41 % validators with root."""


class AlphaSplit(NamedTuple):
    """Parts of one block's alpha emission in whole rao, each floored: up to 3 rao stay unassigned."""

    owner: int
    server: int
    """Miners' part."""
    validator: int
    root: int


NOTHING = AlphaSplit(0, 0, 0, 0)


def rule_of(split_ppm: tuple[int, int, int] | None) -> SplitRule:
    """Return the rule that gives miners, validators with root, and owner these exact millionths.

    None: the reference's.

    Without an owner cut on a subnet, miners and validators keep their proportion to each other.
    """
    if split_ppm is None:
        return REFERENCE_SPLIT
    miners, validators, owner = split_ppm
    return SplitRule(owner=(owner, miners + validators + owner), miners=(miners, miners + validators))


def owner_cut_of(stored: int) -> int:
    """Return the owner cut (U96F32) from its stored u16, a fraction of 65535."""
    return U96F32.from_ratio(stored, U16_MAX)


def split_alpha(
    emission: int,
    owner_cut: int,
    root_proportion: int,
    *,
    owner_cut_enabled: bool = True,
    rule: SplitRule = REFERENCE_SPLIT,
) -> AlphaSplit:
    """Return the parts of `emission` rao of alpha; root's part comes out of the validators' part.

    Units: `owner_cut`, `root_proportion` U96F32, the latter with the issuance that already contains the
    emission.
    """
    created = U96F32.from_int(emission)
    owner = 0
    if owner_cut_enabled:
        owner = U96F32.mul(created, owner_cut) if rule.owner is None else _part(created, rule.owner)
    rest = U96F32.sub(created, owner)
    if rule.miners is None:
        server = U96F32.mul(rest, HALF)
        root = U96F32.mul(U96F32.mul(root_proportion, rest), HALF)
    else:
        server = _part(rest, rule.miners)
        root = U96F32.mul(root_proportion, U96F32.sub(rest, server))
    validator = U96F32.sub(U96F32.sub(rest, server), root)
    return AlphaSplit(*(U96F32.to_u64(part) for part in (owner, server, validator, root)))


def _part(amount: int, ratio: Ratio) -> int:
    """Return the exact fraction of an amount (U96F32), floored at the last bit."""
    return amount * ratio[0] // ratio[1]
