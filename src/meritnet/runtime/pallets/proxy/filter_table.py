"""What each proxy type allows: one entry a type, the only place that says so.

Names are those of pallets and calls on chain; a rule for a call that this chain does not have says nothing.
Source: the reference's runtime 425, `define_proxy_filters`; type 18 is newer and its calls are not known here. Where a
type denies a call, it also denies the newer calls that do the same.
"""

from dataclasses import dataclass

SMALL_TRANSFER = 500_000_000
"""A small transfer is less than this. Unit: rao of TAO or alpha."""


@dataclass(frozen=True, slots=True)
class LessThan:
    """The call's parameter must be less than the limit."""

    parameter: str
    limit: int


@dataclass(frozen=True, slots=True)
class Holds:
    """The call held in the parameter must be this one."""

    parameter: str
    pallet: str
    call: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A call, or with `call` None every call of a pallet; only where the condition holds, if there is one."""

    pallet: str
    call: str | None = None
    condition: LessThan | Holds | None = None


@dataclass(frozen=True, slots=True)
class TypeFilter:
    """What a type allows: with `allow_listed` the listed calls without the exceptions, else all but the listed."""

    allow_listed: bool
    rules: tuple[Rule, ...] = ()
    exceptions: tuple[Rule, ...] = ()
    deprecated: bool = False


def _rules(pallet: str, names: str) -> tuple[Rule, ...]:
    return tuple(Rule(pallet, name) for name in names.split())


_SUBTENSOR = "SubtensorModule"
_COLDKEY_SWAPS = _rules(
    _SUBTENSOR,
    "announce_coldkey_swap swap_coldkey_announced clear_coldkey_swap_announcement dispute_coldkey_swap",
)
_OLD_COLDKEY_SWAPS = _rules(_SUBTENSOR, "schedule_swap_coldkey swap_coldkey")
_NOTHING = TypeFilter(True, deprecated=True)

FILTERS: dict[str, TypeFilter] = {
    "Any": TypeFilter(False),
    "Owner": TypeFilter(
        True,
        (Rule("AdminUtils"), *_rules(_SUBTENSOR, "set_subnet_identity update_symbol")),
        _rules("AdminUtils", "sudo_set_sn_owner_hotkey sudo_set_subnet_owner_hotkey"),
    ),
    "NonCritical": TypeFilter(
        False,
        (
            *_rules(_SUBTENSOR, "dissolve_network root_register burned_register"),
            Rule("Sudo"),
            *_COLDKEY_SWAPS,
        ),
    ),
    "NonTransfer": TypeFilter(
        False,
        (
            Rule("Balances"),
            *_rules(_SUBTENSOR, "transfer_stake transfer_stake_and_hotkey"),
            *_OLD_COLDKEY_SWAPS,
            *_COLDKEY_SWAPS,
        ),
    ),
    "Senate": _NOTHING,
    "NonFungible": TypeFilter(
        False,
        (
            Rule("Balances"),
            *_rules(
                _SUBTENSOR,
                """add_stake add_stake_limit remove_stake remove_stake_limit remove_stake_full_limit unstake_all
                unstake_all_alpha swap_stake swap_stake_limit move_stake move_stake_limit transfer_stake
                transfer_stake_and_hotkey burned_register root_register""",
            ),
            *_OLD_COLDKEY_SWAPS,
            *_COLDKEY_SWAPS,
            *_rules(_SUBTENSOR, "swap_hotkey swap_hotkey_v2"),
        ),
    ),
    "Triumvirate": _NOTHING,
    "Governance": _NOTHING,
    "Staking": TypeFilter(
        True,
        _rules(
            _SUBTENSOR,
            """add_stake remove_stake unstake_all unstake_all_alpha swap_stake swap_stake_limit move_stake
            add_stake_limit remove_stake_limit remove_stake_full_limit set_root_claim_type""",
        ),
    ),
    "Registration": TypeFilter(True, _rules(_SUBTENSOR, "burned_register register register_limit")),
    "Transfer": TypeFilter(
        True,
        (
            *_rules("Balances", "transfer_keep_alive transfer_allow_death transfer_all"),
            Rule(_SUBTENSOR, "transfer_stake"),
        ),
    ),
    "SmallTransfer": TypeFilter(
        True,
        (
            Rule("Balances", "transfer_keep_alive", LessThan("value", SMALL_TRANSFER)),
            Rule("Balances", "transfer_allow_death", LessThan("value", SMALL_TRANSFER)),
            Rule(_SUBTENSOR, "transfer_stake", LessThan("alpha_amount", SMALL_TRANSFER)),
        ),
    ),
    "RootWeights": _NOTHING,
    "ChildKeys": TypeFilter(True, _rules(_SUBTENSOR, "set_children set_childkey_take")),
    "SudoUncheckedSetCode": TypeFilter(
        True, (Rule("Sudo", "sudo_unchecked_weight", Holds("call", "System", "set_code")),)
    ),
    "SwapHotkey": TypeFilter(True, _rules(_SUBTENSOR, "swap_hotkey swap_hotkey_v2")),
    "SubnetLeaseBeneficiary": TypeFilter(
        True,
        (
            Rule(_SUBTENSOR, "start_call"),
            *_rules(
                "AdminUtils",
                """sudo_set_serving_rate_limit sudo_set_min_difficulty sudo_set_max_difficulty
                sudo_set_weights_version_key sudo_set_adjustment_alpha sudo_set_immunity_period
                sudo_set_min_allowed_weights sudo_set_kappa sudo_set_rho sudo_set_activity_cutoff
                sudo_set_network_registration_allowed sudo_set_network_pow_registration_allowed sudo_set_max_burn
                sudo_set_bonds_moving_average sudo_set_bonds_penalty sudo_set_commit_reveal_weights_enabled
                sudo_set_liquid_alpha_enabled sudo_set_alpha_values sudo_set_commit_reveal_weights_interval
                sudo_set_toggle_transfer sudo_set_subnet_emission_enabled sudo_set_min_childkey_take_per_subnet""",
            ),
        ),
    ),
    "RootClaim": TypeFilter(True, _rules(_SUBTENSOR, "claim_root")),
    "BasketTrading": TypeFilter(True),
}
"""Filters by type name, in the order of the types' indices."""
