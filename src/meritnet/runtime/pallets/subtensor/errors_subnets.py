"""Errors of SubtensorModule about subnets and hyperparameters."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "SubtensorModule"

NetworkTxRateLimitExceeded = ErrorDef(
    PALLET,
    33,
    "NetworkTxRateLimitExceeded",
    "A subnet was registered less than NetworkRateLimit blocks ago, by anybody; wait until that many have "
    "passed.",
)
NotSubnetOwner = ErrorDef(
    PALLET,
    41,
    "NotSubnetOwner",
    "Only the subnet's owner coldkey (SubnetOwner) may do this; sign with it.",
)
LiquidAlphaDisabled = ErrorDef(
    PALLET,
    55,
    "LiquidAlphaDisabled",
    "The alpha values matter only with liquid alpha (LiquidAlphaOn is off); switch it on first.",
)
AlphaHighTooLow = ErrorDef(
    PALLET,
    56,
    "AlphaHighTooLow",
    "The upper alpha is below 1638 of 65535 (0.025); raise it.",
)
AlphaLowOutOfRange = ErrorDef(
    PALLET,
    57,
    "AlphaLowOutOfRange",
    "The lower alpha is outside 1638 of 65535 (0.025) and the upper one; choose one within.",
)
TxRateLimitExceeded = ErrorDef(
    PALLET,
    64,
    "TxRateLimitExceeded",
    "The same operation was done too short a time ago: children may change every 150 blocks (50 on a "
    "fast local chain), a setting by its owner every OwnerHyperparamRateLimit tempos, "
    "other things every TxRateLimit blocks; wait for the rest of it.",
)
SubnetNotExists = ErrorDef(
    PALLET,
    76,
    "SubnetNotExists",
    "The subnet does not exist; check SubtensorModule.NetworksAdded for the netuid.",
)
ActivityCutoffTooLow = ErrorDef(
    PALLET,
    86,
    "ActivityCutoffTooLow",
    "The cutoff is below MinActivityCutoff blocks; choose a larger one.",
)
FirstEmissionBlockNumberAlreadySet = ErrorDef(
    PALLET,
    88,
    "FirstEmissionBlockNumberAlreadySet",
    "The subnet has been started already (FirstEmissionBlockNumber); nothing needs to be done.",
)
NeedWaitingMoreBlocksToStarCall = ErrorDef(
    PALLET,
    89,
    "NeedWaitingMoreBlocksToStarCall",
    "The subnet cannot be started before StartCallDelay blocks after its registration (NetworkRegisteredAt); "
    "wait for them.",
)
AdminActionProhibitedDuringWeightsWindow = ErrorDef(
    PALLET,
    108,
    "AdminActionProhibitedDuringWeightsWindow",
    "Hyperparameters are frozen in the last AdminFreezeWindow blocks before an epoch; try again after the "
    "epoch.",
)
SymbolDoesNotExist = ErrorDef(
    PALLET,
    109,
    "SymbolDoesNotExist",
    "The symbol is not among the letters that a subnet may have; pick a free one of an alphabet that subnets use "
    "(TokenSymbol), Greek first.",
)
SymbolAlreadyInUse = ErrorDef(
    PALLET,
    110,
    "SymbolAlreadyInUse",
    "Another subnet has this symbol (TokenSymbol); pick a free one.",
)
RevealPeriodTooLarge = ErrorDef(
    PALLET,
    113,
    "RevealPeriodTooLarge",
    "A commit may be revealed at most 100 epochs later; choose 1..100.",
)
RevealPeriodTooSmall = ErrorDef(
    PALLET,
    114,
    "RevealPeriodTooSmall",
    "A commit is revealed at least 1 epoch later; choose 1..100.",
)
InvalidValue = ErrorDef(
    PALLET,
    115,
    "InvalidValue",
    "The value is outside its bounds, such as 1..MaxMechanismCount mechanisms, emission shares that sum to 65535, or "
    "MinAllowedUids..MaxAllowedUids to trim to; choose one within.",
)
SubnetLimitReached = ErrorDef(
    PALLET,
    116,
    "SubnetLimitReached",
    "The chain has SubnetLimit subnets and all are still immune; wait until NetworkImmunityPeriod blocks have passed "
    "since one of them was registered, or until root raises the limit.",
)
CannotAffordLockCost = ErrorDef(
    PALLET,
    117,
    "CannotAffordLockCost",
    "The coldkey's balance does not cover the present cost of a subnet (it halves over "
    "NetworkLockReductionInterval); add TAO or wait.",
)
TooManyUIDsPerMechanism = ErrorDef(
    PALLET,
    125,
    "TooManyUIDsPerMechanism",
    "Uids times mechanisms may be at most 256; lower MaxAllowedUids or the number of mechanisms.",
)
TempoOutOfBounds = ErrorDef(
    PALLET,
    144,
    "TempoOutOfBounds",
    "The owner may set a tempo of 360..50400 blocks; choose one within.",
)
ActivityCutoffFactorMilliOutOfBounds = ErrorDef(
    PALLET,
    145,
    "ActivityCutoffFactorMilliOutOfBounds",
    "The factor may be 1000..50000 thousandths of a tempo; choose one within.",
)
EpochTriggerAlreadyPending = ErrorDef(
    PALLET,
    146,
    "EpochTriggerAlreadyPending",
    "An epoch is already triggered (PendingEpochAt); wait until it has run.",
)
AutoEpochAlreadyImminent = ErrorDef(
    PALLET,
    147,
    "AutoEpochAlreadyImminent",
    "The next epoch is due within AdminFreezeWindow blocks anyway; wait for it.",
)
DynamicTempoBlockedByCommitReveal = ErrorDef(
    PALLET,
    148,
    "DynamicTempoBlockedByCommitReveal",
    "An epoch cannot be triggered while weights are committed and revealed by epoch; switch "
    "CommitRevealWeightsEnabled off first.",
)
