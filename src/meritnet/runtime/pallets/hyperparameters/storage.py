"""Hyperparameters of subnets and of the network, and the rate limits around them."""

from meritnet.codec import BOOL, Case, I16, Tuple, U16, U32, U64, U8
from meritnet.codec.common import ACCOUNT_ID, I96F32_T, MECH_ID, NET_UID, TAO, U64F64_T
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY, TWOX64_CONCAT
from meritnet.primitives.params import Param
from meritnet.state.items import StorageMap, StorageNMap, StorageValue

from .types import RATE_LIMIT_KEY, RECYCLE_OR_BURN_ENUM

PALLET = "SubtensorModule"

admin_freeze_window = StorageValue(PALLET, "AdminFreezeWindow", U16, 10, doc="")
owner_hyperparam_rate_limit = StorageValue(PALLET, "OwnerHyperparamRateLimit", U16, 2, doc="")
min_activity_cutoff = StorageValue(PALLET, "MinActivityCutoff", U16, 360, doc="")
tempo = StorageMap(PALLET, "Tempo", (NET_UID, IDENTITY), U16, Param("initial_tempo"), doc="")
activity_cutoff_factor_milli = StorageMap(
    PALLET, "ActivityCutoffFactorMilli", (NET_UID, IDENTITY), U32, 13889, doc=""
)
activity_cutoff = StorageMap(PALLET, "ActivityCutoff", (NET_UID, IDENTITY), U16, 5000, doc="")
serving_rate_limit = StorageMap(PALLET, "ServingRateLimit", (NET_UID, IDENTITY), U64, 50, doc="")
min_difficulty = StorageMap(PALLET, "MinDifficulty", (NET_UID, IDENTITY), U64, 10_000_000, doc="")
max_difficulty = StorageMap(
    PALLET, "MaxDifficulty", (NET_UID, IDENTITY), U64, 4_611_686_018_427_387_903, doc=""
)
difficulty = StorageMap(PALLET, "Difficulty", (NET_UID, IDENTITY), U64, 10_000_000, doc="")
weights_version_key = StorageMap(PALLET, "WeightsVersionKey", (NET_UID, IDENTITY), U64, 0, doc="")
weights_version_key_rate_limit = StorageValue(PALLET, "WeightsVersionKeyRateLimit", U64, 5, doc="")
weights_set_rate_limit = StorageMap(PALLET, "WeightsSetRateLimit", (NET_UID, IDENTITY), U64, 100, doc="")
adjustment_interval = StorageMap(PALLET, "AdjustmentInterval", (NET_UID, IDENTITY), U16, 100, doc="")
adjustment_alpha = StorageMap(PALLET, "AdjustmentAlpha", (NET_UID, IDENTITY), U64, 0, doc="")
immunity_period = StorageMap(PALLET, "ImmunityPeriod", (NET_UID, IDENTITY), U16, 4096, doc="")
min_allowed_weights = StorageMap(PALLET, "MinAllowedWeights", (NET_UID, IDENTITY), U16, 1024, doc="")
max_allowed_uids = StorageMap(PALLET, "MaxAllowedUids", (NET_UID, IDENTITY), U16, 256, doc="")
min_allowed_uids = StorageMap(PALLET, "MinAllowedUids", (NET_UID, IDENTITY), U16, 64, doc="")
kappa = StorageMap(PALLET, "Kappa", (NET_UID, IDENTITY), U16, 32767, doc="")
rho = StorageMap(PALLET, "Rho", (NET_UID, IDENTITY), U16, 10, doc="")
network_registration_allowed = StorageMap(
    PALLET, "NetworkRegistrationAllowed", (NET_UID, IDENTITY), BOOL, True, doc=""
)
network_pow_registration_allowed = StorageMap(
    PALLET, "NetworkPowRegistrationAllowed", (NET_UID, IDENTITY), BOOL, True, doc=""
)
target_registrations_per_interval = StorageMap(
    PALLET, "TargetRegistrationsPerInterval", (NET_UID, IDENTITY), U16, 2, doc=""
)
min_burn = StorageMap(PALLET, "MinBurn", (NET_UID, IDENTITY), TAO, 500_000, doc="")
max_burn = StorageMap(PALLET, "MaxBurn", (NET_UID, IDENTITY), TAO, 100_000_000_000, doc="")
burn_half_life = StorageMap(PALLET, "BurnHalfLife", (NET_UID, IDENTITY), U16, 360, doc="")
burn_increase_mult = StorageMap(
    PALLET, "BurnIncreaseMult", (NET_UID, IDENTITY), U64F64_T, 23_242_897_532_874_035_200, doc=""
)
max_allowed_validators = StorageMap(PALLET, "MaxAllowedValidators", (NET_UID, IDENTITY), U16, 128, doc="")
max_registrations_per_block = StorageMap(
    PALLET, "MaxRegistrationsPerBlock", (NET_UID, IDENTITY), U16, 1, doc=""
)
bonds_moving_average = StorageMap(PALLET, "BondsMovingAverage", (NET_UID, IDENTITY), U64, 900_000, doc="")
bonds_penalty = StorageMap(PALLET, "BondsPenalty", (NET_UID, IDENTITY), U16, 65535, doc="")
bonds_reset_on = StorageMap(PALLET, "BondsResetOn", (NET_UID, IDENTITY), BOOL, False, doc="")
commit_reveal_weights_enabled = StorageMap(
    PALLET, "CommitRevealWeightsEnabled", (NET_UID, IDENTITY), BOOL, True, doc=""
)
commit_reveal_weights_version = StorageValue(PALLET, "CommitRevealWeightsVersion", U16, 4, doc="")
reveal_period_epochs = StorageMap(PALLET, "RevealPeriodEpochs", (NET_UID, TWOX64_CONCAT), U64, 1, doc="")
liquid_alpha_on = StorageMap(PALLET, "LiquidAlphaOn", (NET_UID, BLAKE2_128_CONCAT), BOOL, False, doc="")
alpha_values = StorageMap(PALLET, "AlphaValues", (NET_UID, IDENTITY), Tuple(U16, U16), (45875, 58982), doc="")
alpha_sigmoid_steepness = StorageMap(PALLET, "AlphaSigmoidSteepness", (NET_UID, IDENTITY), I16, 1000, doc="")
yuma3_on = StorageMap(PALLET, "Yuma3On", (NET_UID, BLAKE2_128_CONCAT), BOOL, False, doc="")
transfer_toggle = StorageMap(PALLET, "TransferToggle", (NET_UID, IDENTITY), BOOL, True, doc="")
recycle_or_burn = StorageMap(
    PALLET, "RecycleOrBurn", (NET_UID, IDENTITY), RECYCLE_OR_BURN_ENUM, Case("Burn"), doc=""
)
immune_owner_uids_limit = StorageMap(PALLET, "ImmuneOwnerUidsLimit", (NET_UID, IDENTITY), U16, 1, doc="")
min_non_immune_uids = StorageMap(PALLET, "MinNonImmuneUids", (NET_UID, IDENTITY), U16, 10, doc="")
owner_cut_enabled = StorageMap(PALLET, "OwnerCutEnabled", (NET_UID, IDENTITY), BOOL, True, doc="")
subnet_emission_enabled = StorageMap(PALLET, "SubnetEmissionEnabled", (NET_UID, IDENTITY), BOOL, True, doc="")
subnet_owner_cut = StorageValue(PALLET, "SubnetOwnerCut", U16, 11796, doc="")
max_weights_limit = StorageMap(PALLET, "MaxWeightsLimit", (NET_UID, IDENTITY), U16, 65535, doc="")
stake_threshold = StorageValue(PALLET, "StakeThreshold", U64, 0, doc="")
nominator_min_required_stake = StorageValue(PALLET, "NominatorMinRequiredStake", U64, 0, doc="")
tx_rate_limit = StorageValue(PALLET, "TxRateLimit", U64, 1000, doc="")
max_epochs_per_block = StorageValue(PALLET, "MaxEpochsPerBlock", U8, Param("max_epochs_per_block"), doc="")
ema_price_halving_blocks = StorageMap(
    PALLET, "EMAPriceHalvingBlocks", (NET_UID, IDENTITY), U64, 201_600, doc=""
)
subnet_moving_alpha = StorageValue(PALLET, "SubnetMovingAlpha", I96F32_T, 12885, doc="")
last_rate_limited_block = StorageMap(
    PALLET, "LastRateLimitedBlock", (RATE_LIMIT_KEY, IDENTITY), U64, 0, doc=""
)
transaction_key_last_block = StorageNMap(
    PALLET,
    "TransactionKeyLastBlock",
    ((ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY), (U16, IDENTITY)),
    U64,
    0,
    doc="",
)
last_tx_block = StorageMap(PALLET, "LastTxBlock", (ACCOUNT_ID, IDENTITY), U64, 0, doc="")
max_mechanism_count = StorageValue(PALLET, "MaxMechanismCount", MECH_ID, 2, doc="")
ck_burn = StorageValue(PALLET, "CKBurn", U64, 0, doc="")
