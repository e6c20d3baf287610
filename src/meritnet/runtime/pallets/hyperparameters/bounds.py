"""Bounds of subnet settings that the table names."""

from collections.abc import Callable

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ErrorDef, ensure
from meritnet.runtime.pallets.admin_utils import errors as admin
from meritnet.runtime.pallets.consensus_yuma import mechanisms_state
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subtensor import errors as subtensor
from meritnet.state.items import StorageMap

from . import storage
from .rows import Bound

MIN_BURN_BELOW = 1_000_000_000
MAX_BURN_ABOVE = 100_000_000
"""Limits of the two bounds of a registration price. Unit: rao."""
MOST_UIDS = 256
OWNER_MOST_BONDS_AVERAGE = 975_000
LOWEST_ALPHA_VALUE = 65_535 // 40
MOST_LOCK_SHARE = 62_258
"""95 % of a registration's price in parts of 65535: something is always burned."""


def at_least(low: int, error: ErrorDef) -> Bound:
    """Return a bound from below."""
    return Bound(f"≥ {low}", lambda _c, _n, value, _o: ensure(value >= low, error, value=value, least=low))


def at_most(high: int, error: ErrorDef) -> Bound:
    """Return a bound from above."""
    return Bound(f"≤ {high}", lambda _c, _n, value, _o: ensure(value <= high, error, value=value, most=high))


def within(low: int, high: int, error: ErrorDef) -> tuple[Bound, Bound]:
    """Return bounds on both sides."""
    return at_least(low, error), at_most(high, error)


def below(limit: int, error: ErrorDef) -> Bound:
    """Return a strict bound from above."""
    return Bound(
        f"< {limit}", lambda _c, _n, value, _o: ensure(value < limit, error, value=value, below=limit)
    )


def above(limit: int, error: ErrorDef) -> Bound:
    """Return a strict bound from below."""
    return Bound(
        f"> {limit}", lambda _c, _n, value, _o: ensure(value > limit, error, value=value, above=limit)
    )


def relation(text: str, error: ErrorDef, other: StorageMap, holds: Callable[[int, int], bool]) -> Bound:
    """Return a bound by another hyperparameter of the subnet: `holds(value, value of the other)`."""

    def check(ctx: Context, netuid: int, value: int, _owner: bytes | None) -> None:
        limit = other.get(ctx, netuid)
        ensure(holds(value, limit), error, value=value, other=other.name, other_value=limit)

    return Bound(text, check)


def _cutoff(ctx: Context, _netuid: int, value: int, _owner: bytes | None) -> None:
    least = storage.min_activity_cutoff.get(ctx)
    ensure(value >= least, subtensor.ActivityCutoffTooLow, value=value, least=least)


def _owner_bonds(_ctx: Context, _netuid: int, value: int, owner: bytes | None) -> None:
    ensure(
        owner is None or value <= OWNER_MOST_BONDS_AVERAGE,
        admin.BondsMovingAverageMaxReached,
        value=value,
        most=OWNER_MOST_BONDS_AVERAGE,
    )


def _steepness(_ctx: Context, _netuid: int, value: int, owner: bytes | None) -> None:
    ensure(owner is None or value >= 0, admin.NegativeSigmoidSteepness, value=value)


def _not_below_current(ctx: Context, netuid: int, value: int, _owner: bytes | None) -> None:
    count = uids.count(ctx, netuid)
    ensure(value >= count, admin.MaxAllowedUIdsLessThanCurrentUIds, value=value, neurons=count)


def _below_current(ctx: Context, netuid: int, value: int, _owner: bytes | None) -> None:
    count = uids.count(ctx, netuid)
    ensure(value < count, admin.MinAllowedUidsGreaterThanCurrentUids, value=value, neurons=count)


def _uids_fit(ctx: Context, netuid: int, value: int, _owner: bytes | None) -> None:
    mechanisms_state.ensure_uids_fit(value, mechanisms_state.count(ctx, netuid))


def _childkey_take(ctx: Context, _netuid: int, value: int, _owner: bytes | None) -> None:
    low, high = staking.min_childkey_take.get(ctx), staking.max_childkey_take.get(ctx)
    ensure(low <= value <= high, admin.InvalidValue, value=value, least=low, most=high)


ACTIVITY_CUTOFF = (Bound("≥ MinActivityCutoff", _cutoff),)
OWNER_BONDS_AVERAGE = (Bound(f"owner ≤ {OWNER_MOST_BONDS_AVERAGE}", _owner_bonds),)
OWNER_STEEPNESS = (Bound("owner ≥ 0", _steepness),)
CHILDKEY_TAKE = (Bound("MinChildkeyTake to MaxChildkeyTake", _childkey_take),)
MAX_UIDS = (
    relation(
        "≥ MinAllowedUids",
        admin.MaxAllowedUidsLessThanMinAllowedUids,
        storage.min_allowed_uids,
        lambda value, least: value >= least,
    ),
    Bound("≥ neurons", _not_below_current),
    at_most(MOST_UIDS, admin.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids),
    Bound(f"x mechanisms ≤ {MOST_UIDS}", _uids_fit),
)
MIN_UIDS = (
    relation(
        "< MaxAllowedUids",
        admin.MinAllowedUidsGreaterThanMaxAllowedUids,
        storage.max_allowed_uids,
        lambda value, most: value < most,
    ),
    Bound("< neurons", _below_current),
)
MAX_VALIDATORS = (
    relation(
        "≤ MaxAllowedUids",
        admin.MaxValidatorsLargerThanMaxUIds,
        storage.max_allowed_uids,
        lambda value, most: value <= most,
    ),
)
MIN_BURN = (
    below(MIN_BURN_BELOW, admin.ValueNotInBounds),
    relation("< MaxBurn", admin.ValueNotInBounds, storage.max_burn, lambda value, most: value < most),
)
MAX_BURN = (
    above(MAX_BURN_ABOVE, admin.ValueNotInBounds),
    relation("> MinBurn", admin.ValueNotInBounds, storage.min_burn, lambda value, least: value > least),
)
HALF_LIFE = within(1, 36_100, admin.InvalidValue)
REVEAL_PERIOD = (at_most(100, subtensor.RevealPeriodTooLarge), at_least(1, subtensor.RevealPeriodTooSmall))
IMMUNE_OWNER_UIDS = within(1, 10, subtensor.InvalidValue)


def _multiplier(_ctx: Context, _netuid: int, value: int, _owner: bytes | None) -> None:
    ensure(U64F64.ONE <= value <= 3 * U64F64.ONE, admin.InvalidValue, bits=value, bounds="1.0 to 3.0")


BURN_MULTIPLIER = (Bound("1.0 to 3.0", _multiplier),)


def _drain_ratio(_ctx: Context, _netuid: int, value: int, _owner: bytes | None) -> None:
    most = 10 * U64F64.ONE
    ensure(
        0 < value <= most, admin.CollateralDrainRatioOutOfBounds, bits=value, bounds="above 0, at most 10.0"
    )


DRAIN_RATIO = (Bound("above 0, at most 10.0", _drain_ratio),)
LOCK_SHARE = (at_most(MOST_LOCK_SHARE, admin.CollateralLockShareTooHigh),)
