"""Returns what collateral a registration asks for, how a payment is split, and what earnings do to a bond.

Units: rao; ratios and prices U64F64. Newer than runtime 425; the rule is that of runtime 461.
"""

from typing import NamedTuple

from meritnet.primitives.fixed import U64F64, sat_add64, sat_sub64

U16_MAX = 65_535
RAO_PER_ALPHA = 10**9
WORST_PERCENT = 105
"""A registration buys its collateral at up to this part of the present price."""


class Bond(NamedTuple):
    """A position's collateral."""

    locked: int
    """Alpha of the position that cannot leave it."""
    drain_ratio: int
    """Alpha released for an alpha earned, U64F64, as of the last registration."""
    floor: int = 0
    """The miner's own choice: below it earnings are held, at it nothing more is released."""
    earned: int = 0
    """Everything the hotkey earned since the bond began."""

    @property
    def is_over(self) -> bool:
        """Whether nothing is held and nothing is to be filled up."""
        return not self.locked and not self.floor


class Settlement(NamedTuple):
    """What earnings did to a bond."""

    bond: Bond | None
    """None where it is over."""
    captured: int
    """Part of the earnings that was held."""


class Charge(NamedTuple):
    """What a registration costs in TAO."""

    burned: int
    """Its alpha is destroyed."""
    bonded: int
    """Its alpha is staked and held."""

    @property
    def total(self) -> int:
        """Return what the coldkey pays."""
        return sat_add64(self.burned, self.bonded)


def requirement(price: int, share: int) -> int:
    """Return the TAO of a registration's price that is to be held; `share` is a u16 part of 65535."""
    part = U64F64.div(U64F64.from_int(share), U64F64.from_int(U16_MAX))
    return U64F64.to_u64(U64F64.mul(U64F64.from_int(price), part))


def charge(price: int, share: int, locked: int, moving_price: int) -> Charge:
    """Return what a registration costs where `locked` alpha is held already.

    What is held counts at the moving price, which one block's trades hardly move.
    """
    required = requirement(price, share)
    worth = U64F64.to_u64(U64F64.mul(U64F64.from_int(locked), moving_price))
    return Charge(sat_sub64(price, required), sat_sub64(required, worth))


def purchase_limit(spot_price: int) -> int:
    """Return the worst price, in rao of TAO a whole alpha, at which a registration buys; 0 where there is none."""
    limit = U64F64.div(U64F64.mul(spot_price, U64F64.from_int(WORST_PERCENT)), U64F64.from_int(100))
    return U64F64.to_u64(U64F64.mul(limit, U64F64.from_int(RAO_PER_ALPHA)))


def cost_of(alpha: int, moving_price: int) -> int:
    """Return the TAO with which `alpha` is bought on top of what is staked."""
    return U64F64.to_u64(U64F64.mul(U64F64.from_int(alpha), moving_price))


def held_part(amount: int, paid: Charge) -> int:
    """Return the part of an amount that belongs to what is held, in proportion to the TAO of both parts."""
    return amount * paid.bonded // paid.total if paid.total else 0


def settle(bond: Bond, emission: int, capturable: int) -> Settlement:
    """Return the bond after its hotkey earned `emission`, of which at most `capturable` is its owner's to hold.

    Below the floor earnings are held until it is reached; otherwise a part in the bond's ratio is released, down to
    the floor. Quirk: the tempo in which the floor is reached releases nothing, however much is earned.
    """
    if not emission:
        return Settlement(bond, 0)
    bond = bond._replace(earned=sat_add64(bond.earned, emission))
    shortfall = sat_sub64(bond.floor, bond.locked)
    if shortfall:
        captured = min(capturable, shortfall)
        return Settlement(bond._replace(locked=sat_add64(bond.locked, captured)), captured)
    release = U64F64.to_u64(U64F64.mul(U64F64.from_int(emission), bond.drain_ratio))
    bond = bond._replace(locked=bond.locked - min(release, bond.locked - bond.floor))
    return Settlement(None if bond.is_over else bond, 0)


def merged(there: Bond | None, arriving: Bond) -> Bond:
    """Return two bonds that a swap of keys makes one: amounts add up, the slower ratio stays."""
    if there is None:
        return arriving
    return Bond(
        sat_add64(there.locked, arriving.locked),
        min(there.drain_ratio, arriving.drain_ratio),
        sat_add64(there.floor, arriving.floor),
        sat_add64(there.earned, arriving.earned),
    )
