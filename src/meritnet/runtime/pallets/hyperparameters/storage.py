"""Hyperparameters of subnets and of the network, and the rate limits around them."""

from meritnet.codec import BOOL, I16, U8, U16, U32, U64, Case, Tuple
from meritnet.codec.common import ACCOUNT_ID, I96F32_T, MECH_ID, NET_UID, TAO, U64F64_T
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY, TWOX64_CONCAT
from meritnet.primitives.params import Param
from meritnet.state.items import StorageMap, StorageNMap, StorageValue

from .types import RATE_LIMIT_KEY, RECYCLE_OR_BURN_ENUM

PALLET = "SubtensorModule"

admin_freeze_window = StorageValue(
    PALLET,
    "AdminFreezeWindow",
    U16,
    10,
    doc="Blocks before an epoch in which a subnet's settings cannot change; 0: never frozen.",
)
owner_hyperparam_rate_limit = StorageValue(
    PALLET,
    "OwnerHyperparamRateLimit",
    U16,
    2,
    doc="Tempos between two changes of one hyperparameter by a subnet's owner; 0: no wait.",
)
min_activity_cutoff = StorageValue(
    PALLET, "MinActivityCutoff", U16, 360, doc="Least `ActivityCutoff` that may be set. Unit: blocks."
)
tempo = StorageMap(
    PALLET,
    "Tempo",
    (NET_UID, IDENTITY),
    U16,
    Param("initial_tempo"),
    doc="Blocks from one epoch of a subnet to the next; 0: no epochs.",
)
activity_cutoff_factor_milli = StorageMap(
    PALLET,
    "ActivityCutoffFactorMilli",
    (NET_UID, IDENTITY),
    U32,
    13889,
    doc="Tempos without new weights after which a validator counts as inactive. Unit: 1/1000, 1000 to 50000.",
)
activity_cutoff = StorageMap(
    PALLET,
    "ActivityCutoff",
    (NET_UID, IDENTITY),
    U16,
    5000,
    doc="Former activity cutoff, kept for readers; `ActivityCutoffFactorMilli` decides. Unit: blocks.",
)
serving_rate_limit = StorageMap(
    PALLET,
    "ServingRateLimit",
    (NET_UID, IDENTITY),
    U64,
    50,
    doc="Blocks between two announcements of a neuron's axon or prometheus endpoint; 0: no wait.",
)
min_difficulty = StorageMap(
    PALLET,
    "MinDifficulty",
    (NET_UID, IDENTITY),
    U64,
    10_000_000,
    doc="Least difficulty of proof-of-work registration, which no longer exists; kept for readers.",
)
max_difficulty = StorageMap(
    PALLET,
    "MaxDifficulty",
    (NET_UID, IDENTITY),
    U64,
    4_611_686_018_427_387_903,
    doc="Most difficulty of proof-of-work registration, which no longer exists; kept for readers.",
)
difficulty = StorageMap(
    PALLET,
    "Difficulty",
    (NET_UID, IDENTITY),
    U64,
    10_000_000,
    doc="Difficulty of proof-of-work registration, which no longer exists; kept for readers.",
)
weights_version_key = StorageMap(
    PALLET,
    "WeightsVersionKey",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="Least version key that weights must carry; 0: any.",
)
weights_version_key_rate_limit = StorageValue(
    PALLET,
    "WeightsVersionKeyRateLimit",
    U64,
    5,
    doc="Tempos between two changes of `WeightsVersionKey` by a subnet's owner.",
)
weights_set_rate_limit = StorageMap(
    PALLET,
    "WeightsSetRateLimit",
    (NET_UID, IDENTITY),
    U64,
    100,
    doc="Blocks between two settings or commits of weights by one neuron.",
)
adjustment_interval = StorageMap(
    PALLET,
    "AdjustmentInterval",
    (NET_UID, IDENTITY),
    U16,
    100,
    doc="Former interval of difficulty adjustment, kept for readers. Unit: blocks.",
)
adjustment_alpha = StorageMap(
    PALLET,
    "AdjustmentAlpha",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="Former smoothing of difficulty adjustment, kept for readers. Unit: 1/(2^64 - 1).",
)
immunity_period = StorageMap(
    PALLET,
    "ImmunityPeriod",
    (NET_UID, IDENTITY),
    U16,
    4096,
    doc="Blocks after its registration in which a neuron is not pruned.",
)
min_allowed_weights = StorageMap(
    PALLET,
    "MinAllowedWeights",
    (NET_UID, IDENTITY),
    U16,
    1024,
    doc="Least number of weights a validator must set.",
)
max_allowed_uids = StorageMap(
    PALLET,
    "MaxAllowedUids",
    (NET_UID, IDENTITY),
    U16,
    256,
    doc="Most neurons of a subnet, at most 256 over all its mechanisms.",
)
min_allowed_uids = StorageMap(
    PALLET,
    "MinAllowedUids",
    (NET_UID, IDENTITY),
    U16,
    64,
    doc="Least value that `MaxAllowedUids` may be lowered to.",
)
kappa = StorageMap(
    PALLET,
    "Kappa",
    (NET_UID, IDENTITY),
    U16,
    32767,
    doc="Share of stake that must agree on a weight for it to count in full. Unit: 1/65535.",
)
rho = StorageMap(
    PALLET,
    "Rho",
    (NET_UID, IDENTITY),
    U16,
    10,
    doc="Steepness of the trust curve, kept for readers; consensus no longer uses it.",
)
network_registration_allowed = StorageMap(
    PALLET,
    "NetworkRegistrationAllowed",
    (NET_UID, IDENTITY),
    BOOL,
    True,
    doc="Whether neurons can register; a closed subnet earns no TAO either.",
)
network_pow_registration_allowed = StorageMap(
    PALLET,
    "NetworkPowRegistrationAllowed",
    (NET_UID, IDENTITY),
    BOOL,
    True,
    doc="Former switch of proof-of-work registration, kept for readers.",
)
target_registrations_per_interval = StorageMap(
    PALLET,
    "TargetRegistrationsPerInterval",
    (NET_UID, IDENTITY),
    U16,
    2,
    doc="A third of the most registrations in an interval; only root has this limit.",
)
min_burn = StorageMap(
    PALLET,
    "MinBurn",
    (NET_UID, IDENTITY),
    TAO,
    500_000,
    doc="Least registration price, below 1 TAO and below `MaxBurn`. Unit: rao.",
)
max_burn = StorageMap(
    PALLET,
    "MaxBurn",
    (NET_UID, IDENTITY),
    TAO,
    100_000_000_000,
    doc="Most registration price, above 0.1 TAO and above `MinBurn`. Unit: rao.",
)
burn_half_life = StorageMap(
    PALLET,
    "BurnHalfLife",
    (NET_UID, IDENTITY),
    U16,
    360,
    doc="Blocks in which the registration price halves; 1 to 36100.",
)
burn_increase_mult = StorageMap(
    PALLET,
    "BurnIncreaseMult",
    (NET_UID, IDENTITY),
    U64F64_T,
    23_242_897_532_874_035_200,
    doc="Factor of the registration price at each registration, 1 to 3. Unit: U64F64 bits.",
)
max_allowed_validators = StorageMap(
    PALLET,
    "MaxAllowedValidators",
    (NET_UID, IDENTITY),
    U16,
    128,
    doc="Most neurons with a validator permit, at most `MaxAllowedUids`.",
)
max_registrations_per_block = StorageMap(
    PALLET,
    "MaxRegistrationsPerBlock",
    (NET_UID, IDENTITY),
    U16,
    1,
    doc="Most registrations in a block; only root has this limit.",
)
bonds_moving_average = StorageMap(
    PALLET,
    "BondsMovingAverage",
    (NET_UID, IDENTITY),
    U64,
    900_000,
    doc="Weight of old bonds in each epoch's new ones; the owner may set up to 975000. Unit: 1/1000000.",
)
bonds_penalty = StorageMap(
    PALLET,
    "BondsPenalty",
    (NET_UID, IDENTITY),
    U16,
    65535,
    doc="How much bonds suffer from weights that consensus clips. Unit: 1/65535.",
)
bonds_reset_on = StorageMap(
    PALLET,
    "BondsResetOn",
    (NET_UID, IDENTITY),
    BOOL,
    False,
    doc="Whether a neuron may ask for its bonds to be reset by a commitment.",
)
commit_reveal_weights_enabled = StorageMap(
    PALLET,
    "CommitRevealWeightsEnabled",
    (NET_UID, IDENTITY),
    BOOL,
    True,
    doc="Whether weights are committed as hashes first and revealed later.",
)
commit_reveal_weights_version = StorageValue(
    PALLET, "CommitRevealWeightsVersion", U16, 4, doc="Version that timelocked commits must name."
)
reveal_period_epochs = StorageMap(
    PALLET,
    "RevealPeriodEpochs",
    (NET_UID, TWOX64_CONCAT),
    U64,
    1,
    doc="Epochs after which committed weights are to be revealed; 1 to 100.",
)
liquid_alpha_on = StorageMap(
    PALLET,
    "LiquidAlphaOn",
    (NET_UID, BLAKE2_128_CONCAT),
    BOOL,
    False,
    doc="Whether each bond has its own smoothing, between the two `AlphaValues`.",
)
alpha_values = StorageMap(
    PALLET,
    "AlphaValues",
    (NET_UID, IDENTITY),
    Tuple(U16, U16),
    (45875, 58982),
    doc="Least and most smoothing of bonds with liquid alpha, each at least 1638. Unit: 1/65535.",
)
alpha_sigmoid_steepness = StorageMap(
    PALLET,
    "AlphaSigmoidSteepness",
    (NET_UID, IDENTITY),
    I16,
    1000,
    doc="Steepness of the curve that picks a bond's smoothing; only root may set it below 0. Unit: 1/100.",
)
yuma3_on = StorageMap(
    PALLET,
    "Yuma3On",
    (NET_UID, BLAKE2_128_CONCAT),
    BOOL,
    False,
    doc="Whether bonds follow the third form of the consensus rules.",
)
transfer_toggle = StorageMap(
    PALLET,
    "TransferToggle",
    (NET_UID, IDENTITY),
    BOOL,
    True,
    doc="Whether stake can be transferred to other coldkeys.",
)
recycle_or_burn = StorageMap(
    PALLET,
    "RecycleOrBurn",
    (NET_UID, IDENTITY),
    RECYCLE_OR_BURN_ENUM,
    Case("Burn"),
    doc="Whether the incentive of the owner's own miners leaves the alpha supply or only counts as burned.",
)
immune_owner_uids_limit = StorageMap(
    PALLET,
    "ImmuneOwnerUidsLimit",
    (NET_UID, IDENTITY),
    U16,
    1,
    doc="Most of the owner's neurons that are never pruned; 1 to 10.",
)
min_non_immune_uids = StorageMap(
    PALLET,
    "MinNonImmuneUids",
    (NET_UID, IDENTITY),
    U16,
    10,
    doc="Neurons out of immunity that pruning leaves; below that an immune one goes.",
)
owner_cut_enabled = StorageMap(
    PALLET,
    "OwnerCutEnabled",
    (NET_UID, IDENTITY),
    BOOL,
    True,
    doc="Whether the owner gets its cut of the subnet's alpha.",
)
subnet_emission_enabled = StorageMap(
    PALLET,
    "SubnetEmissionEnabled",
    (NET_UID, IDENTITY),
    BOOL,
    True,
    doc="Whether a subnet takes part in the TAO emission of a block.",
)
subnet_owner_cut = StorageValue(
    PALLET, "SubnetOwnerCut", U16, 11796, doc="The owner's share of a subnet's alpha emission. Unit: 1/65535."
)
max_weights_limit = StorageMap(
    PALLET,
    "MaxWeightsLimit",
    (NET_UID, IDENTITY),
    U16,
    65535,
    doc="Former bound of a single weight, kept for readers. Unit: 1/65535.",
)
stake_threshold = StorageValue(
    PALLET, "StakeThreshold", U64, 0, doc="Least stake weight to set weights or have a permit. Unit: rao."
)
nominator_min_required_stake = StorageValue(
    PALLET,
    "NominatorMinRequiredStake",
    U64,
    0,
    doc="Least a nominator may keep staked, in millionths of the minimum stake.",
)
tx_rate_limit = StorageValue(
    PALLET, "TxRateLimit", U64, 1000, doc="Blocks between two hotkey swaps of a coldkey; 0: no wait."
)
max_epochs_per_block = StorageValue(
    PALLET,
    "MaxEpochsPerBlock",
    U8,
    Param("max_epochs_per_block"),
    doc="Most epochs that run in one block, at least 1; the others wait for the next.",
)
ema_price_halving_blocks = StorageMap(
    PALLET,
    "EMAPriceHalvingBlocks",
    (NET_UID, IDENTITY),
    U64,
    201_600,
    doc="Blocks after a subnet's start at which its moving price adapts at half speed.",
)
subnet_moving_alpha = StorageValue(
    PALLET, "SubnetMovingAlpha", I96F32_T, 12885, doc="Fastest smoothing of moving prices. Unit: I96F32 bits."
)
last_rate_limited_block = StorageMap(
    PALLET,
    "LastRateLimitedBlock",
    (RATE_LIMIT_KEY, IDENTITY),
    U64,
    0,
    doc="Block of the last operation of a kind, by subnet, parameter or account; 0: never.",
)
transaction_key_last_block = StorageNMap(
    PALLET,
    "TransactionKeyLastBlock",
    ((ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY), (U16, IDENTITY)),
    U64,
    0,
    doc="Block of an account's last operation on a subnet, by kind (u16); 0: never.",
)
last_tx_block = StorageMap(
    PALLET,
    "LastTxBlock",
    (ACCOUNT_ID, IDENTITY),
    U64,
    0,
    doc="Former place of rate limits by account, kept for readers.",
)
max_mechanism_count = StorageValue(
    PALLET, "MaxMechanismCount", MECH_ID, 2, doc="Most mechanisms of a subnet; 1 to 16."
)
ck_burn = StorageValue(
    PALLET,
    "CKBurn",
    U64,
    0,
    doc="Share of what inherited stake earns that is recycled instead of paid. Unit: 1/(2^64 - 1).",
)
