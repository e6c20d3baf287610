"""Events of SubtensorModule declared with hyperparameters."""

from meritnet.codec import BOOL, U8, U16, U32, U64
from meritnet.codec.common import ACCOUNT_ID, NET_UID, PER_U16, TAO, U64F64_T
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

MaxAllowedUidsSet = event(PALLET, 10, "MaxAllowedUidsSet", [(None, NET_UID), (None, U16)], "")
DifficultySet = event(PALLET, 12, "DifficultySet", [(None, NET_UID), (None, U64)], "")
AdjustmentIntervalSet = event(PALLET, 13, "AdjustmentIntervalSet", [(None, NET_UID), (None, U16)], "")
RegistrationPerIntervalSet = event(
    PALLET, 14, "RegistrationPerIntervalSet", [(None, NET_UID), (None, U16)], ""
)
MaxRegistrationsPerBlockSet = event(
    PALLET, 15, "MaxRegistrationsPerBlockSet", [(None, NET_UID), (None, U16)], ""
)
ActivityCutoffSet = event(PALLET, 16, "ActivityCutoffSet", [(None, NET_UID), (None, U16)], "")
KappaSet = event(PALLET, 19, "KappaSet", [(None, NET_UID), (None, U16)], "")
MinAllowedWeightSet = event(PALLET, 20, "MinAllowedWeightSet", [(None, NET_UID), (None, U16)], "")
WeightsSetRateLimitSet = event(PALLET, 23, "WeightsSetRateLimitSet", [(None, NET_UID), (None, U64)], "")
ImmunityPeriodSet = event(PALLET, 24, "ImmunityPeriodSet", [(None, NET_UID), (None, U16)], "")
BondsMovingAverageSet = event(PALLET, 25, "BondsMovingAverageSet", [(None, NET_UID), (None, U64)], "")
BondsPenaltySet = event(PALLET, 26, "BondsPenaltySet", [(None, NET_UID), (None, U16)], "")
BondsResetOnSet = event(PALLET, 27, "BondsResetOnSet", [(None, NET_UID), (None, BOOL)], "")
MaxAllowedValidatorsSet = event(PALLET, 28, "MaxAllowedValidatorsSet", [(None, NET_UID), (None, U16)], "")
WeightsVersionKeySet = event(PALLET, 33, "WeightsVersionKeySet", [(None, NET_UID), (None, U64)], "")
MinDifficultySet = event(PALLET, 34, "MinDifficultySet", [(None, NET_UID), (None, U64)], "")
MaxDifficultySet = event(PALLET, 35, "MaxDifficultySet", [(None, NET_UID), (None, U64)], "")
ServingRateLimitSet = event(PALLET, 36, "ServingRateLimitSet", [(None, NET_UID), (None, U64)], "")
MaxBurnSet = event(PALLET, 38, "MaxBurnSet", [(None, NET_UID), (None, TAO)], "")
MinBurnSet = event(PALLET, 39, "MinBurnSet", [(None, NET_UID), (None, TAO)], "")
MaxEpochsPerBlockSet = event(PALLET, 40, "MaxEpochsPerBlockSet", [(None, U8)], "")
TxRateLimitSet = event(PALLET, 41, "TxRateLimitSet", [(None, U64)], "")
TxDelegateTakeRateLimitSet = event(PALLET, 42, "TxDelegateTakeRateLimitSet", [(None, U64)], "")
TxChildKeyTakeRateLimitSet = event(PALLET, 43, "TxChildKeyTakeRateLimitSet", [(None, U64)], "")
AdminFreezeWindowSet = event(PALLET, 44, "AdminFreezeWindowSet", [(None, U16)], "")
OwnerHyperparamRateLimitSet = event(PALLET, 45, "OwnerHyperparamRateLimitSet", [(None, U16)], "")
MinChildKeyTakeSet = event(PALLET, 46, "MinChildKeyTakeSet", [(None, PER_U16)], "")
MinChildKeyTakePerSubnetSet = event(
    PALLET, 47, "MinChildKeyTakePerSubnetSet", [(None, NET_UID), (None, PER_U16)], ""
)
MaxChildKeyTakeSet = event(PALLET, 48, "MaxChildKeyTakeSet", [(None, PER_U16)], "")
RegistrationAllowed = event(PALLET, 51, "RegistrationAllowed", [(None, NET_UID), (None, BOOL)], "")
TempoSet = event(PALLET, 53, "TempoSet", [(None, NET_UID), (None, U16)], "")
RAORecycledForRegistrationSet = event(
    PALLET, 54, "RAORecycledForRegistrationSet", [(None, NET_UID), (None, TAO)], ""
)
StakeThresholdSet = event(PALLET, 55, "StakeThresholdSet", [(None, U64)], "")
AdjustmentAlphaSet = event(PALLET, 56, "AdjustmentAlphaSet", [(None, NET_UID), (None, U64)], "")
SubnetOwnerCutSet = event(PALLET, 58, "SubnetOwnerCutSet", [(None, U16)], "")
NetworkRateLimitSet = event(PALLET, 59, "NetworkRateLimitSet", [(None, U64)], "")
NetworkImmunityPeriodSet = event(PALLET, 60, "NetworkImmunityPeriodSet", [(None, U64)], "")
StartCallDelaySet = event(PALLET, 61, "StartCallDelaySet", [(None, U64)], "")
NetworkMinLockCostSet = event(PALLET, 62, "NetworkMinLockCostSet", [(None, TAO)], "")
SubnetLimitSet = event(PALLET, 63, "SubnetLimitSet", [(None, U16)], "")
NetworkLockCostReductionIntervalSet = event(
    PALLET, 64, "NetworkLockCostReductionIntervalSet", [(None, U64)], ""
)
MaxDelegateTakeSet = event(PALLET, 68, "MaxDelegateTakeSet", [(None, PER_U16)], "")
MinDelegateTakeSet = event(PALLET, 69, "MinDelegateTakeSet", [(None, PER_U16)], "")
TransferToggle = event(PALLET, 94, "TransferToggle", [(None, NET_UID), (None, BOOL)], "")
CommitRevealPeriodsSet = event(PALLET, 101, "CommitRevealPeriodsSet", [(None, NET_UID), (None, U64)], "")
CommitRevealEnabled = event(PALLET, 102, "CommitRevealEnabled", [(None, NET_UID), (None, BOOL)], "")
CommitRevealVersionSet = event(PALLET, 107, "CommitRevealVersionSet", [(None, U16)], "")
MinAllowedUidsSet = event(PALLET, 112, "MinAllowedUidsSet", [(None, NET_UID), (None, U16)], "")
MinNonImmuneUidsSet = event(PALLET, 114, "MinNonImmuneUidsSet", [(None, NET_UID), (None, U16)], "")
BurnHalfLifeSet = event(PALLET, 129, "BurnHalfLifeSet", [("netuid", NET_UID), ("burn_half_life", U16)], "")
BurnIncreaseMultSet = event(
    PALLET, 130, "BurnIncreaseMultSet", [("netuid", NET_UID), ("burn_increase_mult", U64F64_T)], ""
)
ActivityCutoffFactorMilliSet = event(
    PALLET, 135, "ActivityCutoffFactorMilliSet", [("netuid", NET_UID), ("factor_milli", U32)], ""
)
EpochTriggered = event(
    PALLET, 136, "EpochTriggered", [("netuid", NET_UID), ("by", ACCOUNT_ID), ("fires_at", U64)], ""
)
