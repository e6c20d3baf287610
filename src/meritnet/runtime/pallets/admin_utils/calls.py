"""Calls of AdminUtils: the rows of the two tables of settings, and the few that are more than one value.

Absent: `schedule_grandpa_change` (59), for the engine finalizes by itself; `sudo_toggle_evm_precompile` (62), for
there are no precompiles; and the setters of later runtimes whose rules are not known (98 to 109).
"""

from meritnet.codec import BOOL, U16, U32, BoundedVec, Option, Vec
from meritnet.codec.common import ACCOUNT_ID, MECH_ID, NET_UID, TAO
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_root
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.aura import authors
from meritnet.runtime.pallets.aura.storage import MAX_AUTHORITIES, PUBLIC
from meritnet.runtime.pallets.consensus_yuma import mechanisms_state
from meritnet.runtime.pallets.hyperparameters import epochs, owner_limits, storage
from meritnet.runtime.pallets.hyperparameters.bounds import LOWEST_ALPHA_VALUE
from meritnet.runtime.pallets.hyperparameters.network_table import NETWORK_SETTINGS
from meritnet.runtime.pallets.hyperparameters.rows import authorize, network_call, subnet_call
from meritnet.runtime.pallets.hyperparameters.table import SUBNET_SETTINGS
from meritnet.runtime.pallets.registration.trimming import trim_to
from meritnet.runtime.pallets.subnets import owner_hotkey
from meritnet.runtime.pallets.subnets.queries import ensure_exists
from meritnet.runtime.pallets.subtensor import errors as subtensor

from .errors import Deprecated, POWRegistrationDisabled

PALLET = "AdminUtils"
AUTHORITIES = BoundedVec(PUBLIC, MAX_AUTHORITIES)
ALPHA_VALUES_LIMIT = owner_limits.per_parameter("AlphaValues")

globals().update({row.call: subnet_call(row) for row in SUBNET_SETTINGS})
globals().update({row.call: network_call(row) for row in NETWORK_SETTINGS if row.pallet == PALLET})


@call(
    PALLET,
    0,
    {"new_authorities": AUTHORITIES},
    weight=lambda _ctx, new_authorities: measured(4_442_146 + 29_392 * len(new_authorities), writes=1),
)
def swap_authorities(ctx: Context, origin: Origin, new_authorities: tuple[bytes, ...]) -> None:
    """Replace the accounts that take turns as authors of blocks, as root; an empty list changes nothing."""
    ensure_root(origin)
    authors.change(ctx, new_authorities)


@call(
    PALLET,
    20,
    {"netuid": NET_UID, "registration_allowed": BOOL},
    weight=measured(14_000_000, 0, writes=1),
)
def sudo_set_network_pow_registration_allowed(
    ctx: Context, origin: Origin, netuid: int, registration_allowed: bool
) -> None:
    """Always fails: there is no proof-of-work registration any more."""
    raise POWRegistrationDisabled(netuid=netuid)


@call(PALLET, 33, {"total_issuance": TAO}, weight=measured(5_931_000))
def sudo_set_total_issuance(ctx: Context, origin: Origin, total_issuance: int) -> None:
    """Always fails: nobody sets the issuance."""
    raise Deprecated(total_issuance=total_issuance)


@call(
    PALLET,
    51,
    {"netuid": NET_UID, "alpha_low": U16, "alpha_high": U16},
    weight=measured(34_224_000, 4427, reads=5, writes=1),
)
def sudo_set_alpha_values(ctx: Context, origin: Origin, netuid: int, alpha_low: int, alpha_high: int) -> None:
    """Set the least and most smoothing of bonds with liquid alpha, as owner or root. Unit: 1/65535."""
    owner = authorize(ctx, origin, netuid, owner=True, limit=ALPHA_VALUES_LIMIT, frozen=True)
    ensure(storage.liquid_alpha_on.get(ctx, netuid), subtensor.LiquidAlphaDisabled, netuid=netuid)
    ensure(
        alpha_high >= LOWEST_ALPHA_VALUE,
        subtensor.AlphaHighTooLow,
        alpha_high=alpha_high,
        least=LOWEST_ALPHA_VALUE,
    )
    ensure(
        LOWEST_ALPHA_VALUE <= alpha_low <= alpha_high,
        subtensor.AlphaLowOutOfRange,
        alpha_low=alpha_low,
        bounds=f"{LOWEST_ALPHA_VALUE}..{alpha_high}",
    )
    storage.alpha_values.set(ctx, netuid, (alpha_low, alpha_high))
    ALPHA_VALUES_LIMIT.record(ctx, owner, netuid)


@call(
    PALLET,
    64,
    {"netuid": NET_UID, "hotkey": ACCOUNT_ID},
    weight=measured(3_918_000, 0, writes=1),
)
def sudo_set_subnet_owner_hotkey(ctx: Context, origin: Origin, netuid: int, hotkey: bytes) -> None:
    """Replace the owner hotkey of a subnet, as owner or root; the older number of `sudo_set_sn_owner_hotkey`."""
    owner_hotkey.change(ctx, origin, netuid, hotkey)


@call(
    PALLET,
    67,
    {"netuid": NET_UID, "hotkey": ACCOUNT_ID},
    weight=measured(25_687_000, 4177, reads=2, writes=2),
)
def sudo_set_sn_owner_hotkey(ctx: Context, origin: Origin, netuid: int, hotkey: bytes) -> None:
    """Replace the owner hotkey of a subnet, as owner or root."""
    owner_hotkey.change(ctx, origin, netuid, hotkey)


@call(
    PALLET,
    76,
    {"netuid": NET_UID, "mechanism_count": MECH_ID},
    weight=measured(15_000_000, 0, reads=1, writes=1),
)
def sudo_set_mechanism_count(ctx: Context, origin: Origin, netuid: int, mechanism_count: int) -> None:
    """Change the number of mechanisms of a subnet, as owner or root; those that go lose their data."""
    limit = owner_limits.MECHANISM_COUNT
    owner = authorize(ctx, origin, netuid, owner=True, limit=limit, frozen=True)
    mechanisms_state.set_count(ctx, netuid, mechanism_count)
    limit.record(ctx, owner, netuid)


@call(
    PALLET,
    77,
    {"netuid": NET_UID, "maybe_split": Option(Vec(U16))},
    weight=measured(15_000_000, 0, reads=1, writes=1),
)
def sudo_set_mechanism_emission_split(
    ctx: Context, origin: Origin, netuid: int, maybe_split: tuple[int, ...] | None
) -> None:
    """Set the mechanisms' shares of the subnet's alpha (sum 65535; none: equal parts), as owner or root."""
    limit = owner_limits.MECHANISM_SPLIT
    owner = authorize(ctx, origin, netuid, owner=True, limit=limit, frozen=True)
    mechanisms_state.set_split(ctx, netuid, maybe_split)
    limit.record(ctx, owner, netuid)


@call(
    PALLET,
    78,
    {"netuid": NET_UID, "max_n": U16},
    weight=measured(38_302_000, 4398, reads=8, writes=1),
)
def sudo_trim_to_max_allowed_uids(ctx: Context, origin: Origin, netuid: int, max_n: int) -> None:
    """Bring a subnet down to `max_n` neurons and as many allowed ones, as owner or root."""
    limit = owner_limits.TRIMMING
    owner = authorize(ctx, origin, netuid, owner=True, limit=limit, frozen=True)
    ensure_exists(ctx, netuid)
    least, most = storage.min_allowed_uids.get(ctx, netuid), storage.max_allowed_uids.get(ctx, netuid)
    ensure(least <= max_n <= most, subtensor.InvalidValue, max_n=max_n, bounds=f"{least}..{most}")
    storage.max_allowed_uids.set(ctx, netuid, max_n)
    trim_to(ctx, netuid, max_n)
    limit.record(ctx, owner, netuid)


@call(
    PALLET,
    97,
    {"netuid": NET_UID, "factor_milli": U32},
    weight=measured(39_193_000, 4364, reads=7, writes=2),
)
def sudo_set_activity_cutoff_factor(ctx: Context, origin: Origin, netuid: int, factor_milli: int) -> None:
    """Change after how many tempos (in 1/1000) a silent validator counts as inactive, as owner or root.

    The same as `SubtensorModule.set_activity_cutoff_factor`, where later clients look for it.
    """
    epochs.set_activity_cutoff_factor(ctx, origin, netuid, factor_milli)
