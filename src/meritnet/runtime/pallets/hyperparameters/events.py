"""Events of SubtensorModule declared with hyperparameters."""

from meritnet.codec import BOOL, U8, U16, U32, U64
from meritnet.codec.common import ACCOUNT_ID, NET_UID, PER_U16, TAO, U64F64_T
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

MaxAllowedUidsSet = event(
    PALLET,
    10,
    "MaxAllowedUidsSet",
    [(None, NET_UID), (None, U16)],
    "`MaxAllowedUids` of a subnet changed: netuid, new value.",
)
DifficultySet = event(
    PALLET,
    12,
    "DifficultySet",
    [(None, NET_UID), (None, U64)],
    "`Difficulty` of a subnet changed: netuid, new value.",
)
AdjustmentIntervalSet = event(
    PALLET,
    13,
    "AdjustmentIntervalSet",
    [(None, NET_UID), (None, U16)],
    "`AdjustmentInterval` of a subnet changed: netuid, new value in blocks.",
)
RegistrationPerIntervalSet = event(
    PALLET,
    14,
    "RegistrationPerIntervalSet",
    [(None, NET_UID), (None, U16)],
    "`TargetRegistrationsPerInterval` of a subnet changed: netuid, new value.",
)
MaxRegistrationsPerBlockSet = event(
    PALLET,
    15,
    "MaxRegistrationsPerBlockSet",
    [(None, NET_UID), (None, U16)],
    "`MaxRegistrationsPerBlock` of a subnet changed: netuid, new value.",
)
ActivityCutoffSet = event(
    PALLET,
    16,
    "ActivityCutoffSet",
    [(None, NET_UID), (None, U16)],
    "`ActivityCutoff` of a subnet changed: netuid, new value in blocks.",
)
KappaSet = event(
    PALLET,
    19,
    "KappaSet",
    [(None, NET_UID), (None, U16)],
    "`Kappa` of a subnet changed: netuid, new value in 1/65535.",
)
MinAllowedWeightSet = event(
    PALLET,
    20,
    "MinAllowedWeightSet",
    [(None, NET_UID), (None, U16)],
    "`MinAllowedWeights` of a subnet changed: netuid, new value.",
)
WeightsSetRateLimitSet = event(
    PALLET,
    23,
    "WeightsSetRateLimitSet",
    [(None, NET_UID), (None, U64)],
    "`WeightsSetRateLimit` of a subnet changed: netuid, new value in blocks.",
)
ImmunityPeriodSet = event(
    PALLET,
    24,
    "ImmunityPeriodSet",
    [(None, NET_UID), (None, U16)],
    "`ImmunityPeriod` of a subnet changed: netuid, new value in blocks.",
)
BondsMovingAverageSet = event(
    PALLET,
    25,
    "BondsMovingAverageSet",
    [(None, NET_UID), (None, U64)],
    "`BondsMovingAverage` of a subnet changed: netuid, new value in 1/1000000.",
)
BondsPenaltySet = event(
    PALLET,
    26,
    "BondsPenaltySet",
    [(None, NET_UID), (None, U16)],
    "`BondsPenalty` of a subnet changed: netuid, new value in 1/65535.",
)
BondsResetOnSet = event(
    PALLET,
    27,
    "BondsResetOnSet",
    [(None, NET_UID), (None, BOOL)],
    "`BondsResetOn` of a subnet changed: netuid, new value.",
)
MaxAllowedValidatorsSet = event(
    PALLET,
    28,
    "MaxAllowedValidatorsSet",
    [(None, NET_UID), (None, U16)],
    "`MaxAllowedValidators` of a subnet changed: netuid, new value.",
)
WeightsVersionKeySet = event(
    PALLET,
    33,
    "WeightsVersionKeySet",
    [(None, NET_UID), (None, U64)],
    "`WeightsVersionKey` of a subnet changed: netuid, new value.",
)
MinDifficultySet = event(
    PALLET,
    34,
    "MinDifficultySet",
    [(None, NET_UID), (None, U64)],
    "`MinDifficulty` of a subnet changed: netuid, new value.",
)
MaxDifficultySet = event(
    PALLET,
    35,
    "MaxDifficultySet",
    [(None, NET_UID), (None, U64)],
    "`MaxDifficulty` of a subnet changed: netuid, new value.",
)
ServingRateLimitSet = event(
    PALLET,
    36,
    "ServingRateLimitSet",
    [(None, NET_UID), (None, U64)],
    "`ServingRateLimit` of a subnet changed: netuid, new value in blocks.",
)
MaxBurnSet = event(
    PALLET,
    38,
    "MaxBurnSet",
    [(None, NET_UID), (None, TAO)],
    "`MaxBurn` of a subnet changed: netuid, new value in rao.",
)
MinBurnSet = event(
    PALLET,
    39,
    "MinBurnSet",
    [(None, NET_UID), (None, TAO)],
    "`MinBurn` of a subnet changed: netuid, new value in rao.",
)
MaxEpochsPerBlockSet = event(
    PALLET, 40, "MaxEpochsPerBlockSet", [(None, U8)], "`MaxEpochsPerBlock` changed: new value."
)
TxRateLimitSet = event(
    PALLET, 41, "TxRateLimitSet", [(None, U64)], "`TxRateLimit` changed: new value in blocks."
)
TxDelegateTakeRateLimitSet = event(
    PALLET,
    42,
    "TxDelegateTakeRateLimitSet",
    [(None, U64)],
    "`TxDelegateTakeRateLimit` changed: new value in blocks.",
)
TxChildKeyTakeRateLimitSet = event(
    PALLET,
    43,
    "TxChildKeyTakeRateLimitSet",
    [(None, U64)],
    "`TxChildkeyTakeRateLimit` changed: new value in blocks.",
)
AdminFreezeWindowSet = event(
    PALLET, 44, "AdminFreezeWindowSet", [(None, U16)], "`AdminFreezeWindow` changed: new value in blocks."
)
OwnerHyperparamRateLimitSet = event(
    PALLET,
    45,
    "OwnerHyperparamRateLimitSet",
    [(None, U16)],
    "`OwnerHyperparamRateLimit` changed: new value in tempos.",
)
MinChildKeyTakeSet = event(
    PALLET, 46, "MinChildKeyTakeSet", [(None, PER_U16)], "`MinChildkeyTake` changed: new value in 1/65535."
)
MinChildKeyTakePerSubnetSet = event(
    PALLET,
    47,
    "MinChildKeyTakePerSubnetSet",
    [(None, NET_UID), (None, PER_U16)],
    "`MinChildkeyTakePerSubnet` changed: netuid, new value in 1/65535.",
)
MaxChildKeyTakeSet = event(
    PALLET, 48, "MaxChildKeyTakeSet", [(None, PER_U16)], "`MaxChildkeyTake` changed: new value in 1/65535."
)
RegistrationAllowed = event(
    PALLET,
    51,
    "RegistrationAllowed",
    [(None, NET_UID), (None, BOOL)],
    "`NetworkRegistrationAllowed` of a subnet changed: netuid, new value.",
)
TempoSet = event(
    PALLET,
    53,
    "TempoSet",
    [(None, NET_UID), (None, U16)],
    "`Tempo` of a subnet changed and its epoch cycle began anew: netuid, new value in blocks.",
)
RAORecycledForRegistrationSet = event(
    PALLET,
    54,
    "RAORecycledForRegistrationSet",
    [(None, NET_UID), (None, TAO)],
    "`RAORecycledForRegistration` of a subnet changed: netuid, new total in rao.",
)
StakeThresholdSet = event(
    PALLET, 55, "StakeThresholdSet", [(None, U64)], "`StakeThreshold` changed: new value in rao."
)
AdjustmentAlphaSet = event(
    PALLET,
    56,
    "AdjustmentAlphaSet",
    [(None, NET_UID), (None, U64)],
    "`AdjustmentAlpha` of a subnet changed: netuid, new value.",
)
SubnetOwnerCutSet = event(
    PALLET, 58, "SubnetOwnerCutSet", [(None, U16)], "`SubnetOwnerCut` changed: new value in 1/65535."
)
NetworkRateLimitSet = event(
    PALLET, 59, "NetworkRateLimitSet", [(None, U64)], "`NetworkRateLimit` changed: new value in blocks."
)
NetworkImmunityPeriodSet = event(
    PALLET,
    60,
    "NetworkImmunityPeriodSet",
    [(None, U64)],
    "`NetworkImmunityPeriod` changed: new value in blocks.",
)
StartCallDelaySet = event(
    PALLET, 61, "StartCallDelaySet", [(None, U64)], "`StartCallDelay` changed: new value in blocks."
)
NetworkMinLockCostSet = event(
    PALLET, 62, "NetworkMinLockCostSet", [(None, TAO)], "`NetworkMinLockCost` changed: new value in rao."
)
SubnetLimitSet = event(PALLET, 63, "SubnetLimitSet", [(None, U16)], "`SubnetLimit` changed: new value.")
NetworkLockCostReductionIntervalSet = event(
    PALLET,
    64,
    "NetworkLockCostReductionIntervalSet",
    [(None, U64)],
    "`NetworkLockReductionInterval` changed: new value in blocks.",
)
MaxDelegateTakeSet = event(
    PALLET, 68, "MaxDelegateTakeSet", [(None, PER_U16)], "`MaxDelegateTake` changed: new value in 1/65535."
)
MinDelegateTakeSet = event(
    PALLET, 69, "MinDelegateTakeSet", [(None, PER_U16)], "`MinDelegateTake` changed: new value in 1/65535."
)
TransferToggle = event(
    PALLET,
    94,
    "TransferToggle",
    [(None, NET_UID), (None, BOOL)],
    "`TransferToggle` of a subnet changed: netuid, new value.",
)
CommitRevealPeriodsSet = event(
    PALLET,
    101,
    "CommitRevealPeriodsSet",
    [(None, NET_UID), (None, U64)],
    "`RevealPeriodEpochs` of a subnet changed: netuid, new value in epochs.",
)
CommitRevealEnabled = event(
    PALLET,
    102,
    "CommitRevealEnabled",
    [(None, NET_UID), (None, BOOL)],
    "`CommitRevealWeightsEnabled` of a subnet changed: netuid, new value.",
)
CommitRevealVersionSet = event(
    PALLET, 107, "CommitRevealVersionSet", [(None, U16)], "`CommitRevealWeightsVersion` changed: new value."
)
MinAllowedUidsSet = event(
    PALLET,
    112,
    "MinAllowedUidsSet",
    [(None, NET_UID), (None, U16)],
    "`MinAllowedUids` of a subnet changed: netuid, new value.",
)
MinNonImmuneUidsSet = event(
    PALLET,
    114,
    "MinNonImmuneUidsSet",
    [(None, NET_UID), (None, U16)],
    "`MinNonImmuneUids` of a subnet changed: netuid, new value.",
)
BurnHalfLifeSet = event(
    PALLET,
    129,
    "BurnHalfLifeSet",
    [("netuid", NET_UID), ("burn_half_life", U16)],
    "Declared for readers of the table; AdminUtils announces this change with its own event.",
)
BurnIncreaseMultSet = event(
    PALLET,
    130,
    "BurnIncreaseMultSet",
    [("netuid", NET_UID), ("burn_increase_mult", U64F64_T)],
    "Declared for readers of the table; AdminUtils announces this change with its own event.",
)
ActivityCutoffFactorMilliSet = event(
    PALLET,
    135,
    "ActivityCutoffFactorMilliSet",
    [("netuid", NET_UID), ("factor_milli", U32)],
    "`ActivityCutoffFactorMilli` of a subnet changed. Unit: 1/1000 tempo.",
)
EpochTriggered = event(
    PALLET,
    136,
    "EpochTriggered",
    [("netuid", NET_UID), ("by", ACCOUNT_ID), ("fires_at", U64)],
    "The owner asked for an epoch; it runs in block `fires_at`.",
)
DissolveNetworkScheduleDurationSet = event(
    PALLET,
    84,
    "DissolveNetworkScheduleDurationSet",
    [(None, U32)],
    "The wait before a scheduled end of a subnet changed: blocks. Nothing schedules one any more.",
)
