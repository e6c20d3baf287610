"""Constants of SubtensorModule: what clients read as initial values and bounds, in the order of the metadata.

Those of parts that this chain leaves out stay: they are facts that clients look up, and nothing here uses them.
Source: vectors/wire/wire-pallets.json
"""

from typing import Any

from meritnet.codec import I16, U8, U16, U32, U64, Type
from meritnet.codec.common import PALLET_ID, PERCENT, TAO
from meritnet.primitives.params import Param
from meritnet.runtime.framework.declarations import ConstantDef
from meritnet.runtime.pallets.hyperparameters import bounds, epochs, owner_limits
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.key_swaps import storage as key_swaps
from meritnet.runtime.pallets.key_swaps.announcements import SWAP_COST
from meritnet.runtime.pallets.key_swaps.hotkey import SUBNET_SWAP_COST
from meritnet.runtime.pallets.leases.payout import DISTRIBUTION_INTERVAL
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.registration.pruning import MAX_IMMUNE_PERCENT
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.validation import DEFAULT_MIN_STAKE
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.state.items import StorageItem

PALLET = "SubtensorModule"
UNUSED = "Belongs to a part that this chain leaves out; kept for readers."


def _fact(name: str, type_: Type, value: Any, doc: str = UNUSED) -> ConstantDef:  # Any: a value of the type
    return ConstantDef(PALLET, name, type_, value, doc)


def _start(name: str, item: StorageItem, type_: Type | None = None) -> ConstantDef:
    """Return the constant that shows the default of a storage item."""
    return ConstantDef(
        PALLET, name, type_ or item.value, item.default, f"Value of `{item.name}` until it is set."
    )


CONSTANTS = (
    _fact("InitialIssuance", TAO, 0, "TAO in existence before genesis. Unit: rao."),
    _start("InitialMinAllowedWeights", hyper.min_allowed_weights),
    _fact("InitialEmissionValue", U16, 0, "Emission of a new neuron."),
    _start("InitialTempo", hyper.tempo),
    _start("InitialDifficulty", hyper.difficulty),
    _start("InitialMaxDifficulty", hyper.max_difficulty),
    _start("InitialMinDifficulty", hyper.min_difficulty),
    _start("InitialRAORecycledForRegistration", registration.rao_recycled_for_registration),
    _start("InitialBurn", registration.burn),
    _start("InitialMaxBurn", hyper.max_burn),
    _start("InitialMinBurn", hyper.min_burn),
    _fact("InitialMinStake", TAO, DEFAULT_MIN_STAKE, "Least TAO of one staking operation. Unit: rao."),
    _fact("InitialMinTransfer", TAO, 100_000),
    _fact("MinBurnUpperBound", TAO, bounds.MIN_BURN_BELOW, "`MinBurn` stays below this. Unit: rao."),
    _fact("MaxBurnLowerBound", TAO, bounds.MAX_BURN_ABOVE, "`MaxBurn` stays above this. Unit: rao."),
    _fact("MinTempo", U16, owner_limits.MIN_TEMPO, "Least tempo an owner may set. Unit: blocks."),
    _fact("MaxTempo", U16, owner_limits.MAX_TEMPO, "Most tempo an owner may set. Unit: blocks."),
    _fact(
        "MinActivityCutoffFactorMilli",
        U32,
        epochs.MIN_CUTOFF_FACTOR,
        "Least `ActivityCutoffFactorMilli`. Unit: 1/1000 tempo.",
    ),
    _fact(
        "MaxActivityCutoffFactorMilli",
        U32,
        epochs.MAX_CUTOFF_FACTOR,
        "Most `ActivityCutoffFactorMilli`. Unit: 1/1000 tempo.",
    ),
    _start("InitialAdjustmentInterval", hyper.adjustment_interval),
    _start("InitialBondsMovingAverage", hyper.bonds_moving_average),
    _start("InitialBondsPenalty", hyper.bonds_penalty),
    _start("InitialBondsResetOn", hyper.bonds_reset_on),
    _start("InitialTargetRegistrationsPerInterval", hyper.target_registrations_per_interval),
    _start("InitialRho", hyper.rho),
    _start("InitialAlphaSigmoidSteepness", hyper.alpha_sigmoid_steepness, I16),
    _start("InitialKappa", hyper.kappa),
    _start("InitialMinAllowedUids", hyper.min_allowed_uids),
    _start("InitialMaxAllowedUids", hyper.max_allowed_uids),
    _fact("InitialValidatorPruneLen", U64, 1),
    _fact("InitialScalingLawPower", U16, 50),
    _start("InitialImmunityPeriod", hyper.immunity_period),
    _start("InitialActivityCutoff", hyper.activity_cutoff),
    _start("InitialMaxRegistrationsPerBlock", hyper.max_registrations_per_block),
    _fact("InitialPruningScore", U16, 65_535),
    _start("InitialMaxAllowedValidators", hyper.max_allowed_validators),
    _start("InitialDefaultDelegateTake", staking.max_delegate_take, U16),
    _start("InitialMinDelegateTake", staking.min_delegate_take, U16),
    _start("InitialDefaultChildKeyTake", staking.childkey_take, U16),
    _start("InitialMinChildKeyTake", staking.min_childkey_take, U16),
    _start("InitialMaxChildKeyTake", staking.max_childkey_take, U16),
    _start("InitialWeightsVersionKey", hyper.weights_version_key),
    _start("InitialServingRateLimit", hyper.serving_rate_limit),
    _start("InitialTxRateLimit", hyper.tx_rate_limit),
    _start("InitialTxDelegateTakeRateLimit", staking.tx_delegate_take_rate_limit),
    _start("InitialTxChildKeyTakeRateLimit", staking.tx_childkey_take_rate_limit),
    _start("InitialAdjustmentAlpha", hyper.adjustment_alpha),
    _start("InitialNetworkImmunityPeriod", subnets.network_immunity_period),
    _start("InitialNetworkMinLockCost", subnets.network_min_lock_cost),
    _start("InitialSubnetOwnerCut", hyper.subnet_owner_cut),
    _start("InitialNetworkLockReductionInterval", subnets.network_lock_reduction_interval),
    _fact(
        "InitialNetworkRateLimit",
        U64,
        7_200,
        "`NetworkRateLimit` of a public chain; a local one starts with 0. Unit: blocks.",
    ),
    _fact(
        "KeySwapCost",
        TAO,
        SWAP_COST,
        "What a swap of a coldkey, or of a hotkey everywhere, recycles. Unit: rao.",
    ),
    _fact("AlphaHigh", U16, hyper.alpha_values.default[1], "Upper of the two `AlphaValues` until set."),
    _fact("AlphaLow", U16, hyper.alpha_values.default[0], "Lower of the two `AlphaValues` until set."),
    _start("LiquidAlphaOn", hyper.liquid_alpha_on),
    _start("Yuma3On", hyper.yuma3_on),
    _start("InitialColdkeySwapAnnouncementDelay", key_swaps.coldkey_swap_announcement_delay),
    _start("InitialColdkeySwapReannouncementDelay", key_swaps.coldkey_swap_reannouncement_delay),
    _fact("InitialDissolveNetworkScheduleDuration", U32, 36_000),
    _start("InitialTaoWeight", staking.tao_weight),
    _start("InitialEmaPriceHalvingPeriod", hyper.ema_price_halving_blocks),
    _start("InitialStartCallDelay", subnets.start_call_delay),
    _fact(
        "KeySwapOnSubnetCost",
        TAO,
        SUBNET_SWAP_COST,
        "What a swap of a hotkey on one subnet recycles. Unit: rao.",
    ),
    _fact(
        "HotkeySwapOnSubnetInterval",
        U64,
        Param("hotkey_swap_on_subnet_interval"),
        "Blocks between two swaps of hotkeys by a coldkey on one subnet.",
    ),
    _fact(
        "LeaseDividendsDistributionInterval",
        U32,
        DISTRIBUTION_INTERVAL,
        "Dividends of leases are paid out in blocks that are a multiple of this. Unit: blocks.",
    ),
    _fact(
        "MaxImmuneUidsPercentage",
        PERCENT,
        MAX_IMMUNE_PERCENT,
        "A subnet is trimmed only where fewer than this share would be immune. Unit: 1/100.",
    ),
    _fact("SubtensorPalletId", PALLET_ID, b"subtensr", "Part of the subnets' accounts."),
    _fact("BurnAccountId", PALLET_ID, b"burntnsr", "Part of the account of burned TAO."),
    _start("InitialMaxEpochsPerBlock", hyper.max_epochs_per_block, U8),
)

globals().update({constant.name: constant for constant in CONSTANTS})
