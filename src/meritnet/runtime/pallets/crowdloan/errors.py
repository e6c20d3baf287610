"""Errors of the Crowdloan pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Crowdloan"

DepositTooLow = ErrorDef(
    PALLET, 0, "DepositTooLow", "The deposit is below MinimumDeposit (10 TAO); offer at least that much."
)
CapTooLow = ErrorDef(
    PALLET,
    1,
    "CapTooLow",
    "The cap must be above the deposit, and never below what is raised already; choose a higher cap.",
)
MinimumContributionTooLow = ErrorDef(
    PALLET,
    2,
    "MinimumContributionTooLow",
    "The minimum contribution is below AbsoluteMinimumContribution (0.1 TAO); demand at least that much.",
)
CannotEndInPast = ErrorDef(
    PALLET, 3, "CannotEndInPast", "The end block is not after the present one; choose a later block."
)
BlockDurationTooShort = ErrorDef(
    PALLET,
    4,
    "BlockDurationTooShort",
    "The end is less than MinimumBlockDuration blocks away; choose a later block.",
)
BlockDurationTooLong = ErrorDef(
    PALLET,
    5,
    "BlockDurationTooLong",
    "The end is more than MaximumBlockDuration blocks away; choose an earlier block.",
)
InsufficientBalance = ErrorDef(
    PALLET,
    6,
    "InsufficientBalance",
    "The account's free balance does not cover the deposit or the contribution; add TAO to it or offer less.",
)
Overflow = ErrorDef(
    PALLET,
    7,
    "Overflow",
    "A number of the crowdloan would leave its range (ids u32, rao u64); contribute less, or report it where ids are "
    "used up.",
)
InvalidCrowdloanId = ErrorDef(
    PALLET,
    8,
    "InvalidCrowdloanId",
    "No crowdloan has this id, or a lease was asked for outside of a crowdloan's finalization; look the id up in "
    "Crowdloans and register a leased subnet as the stored call of a crowdloan.",
)
CapRaised = ErrorDef(
    PALLET, 9, "CapRaised", "The crowdloan has raised its cap and takes no more; its creator may finalize it."
)
ContributionPeriodEnded = ErrorDef(
    PALLET,
    10,
    "ContributionPeriodEnded",
    "The crowdloan's end block is reached; its creator may move the end with update_end.",
)
ContributionTooLow = ErrorDef(
    PALLET,
    11,
    "ContributionTooLow",
    "The amount is below the crowdloan's min_contribution; offer at least that much, the cap cuts it if need be.",
)
InvalidOrigin = ErrorDef(
    PALLET,
    12,
    "InvalidOrigin",
    "Only the crowdloan's creator may make this call; sign with the creator's key.",
)
AlreadyFinalized = ErrorDef(
    PALLET,
    13,
    "AlreadyFinalized",
    "The crowdloan is finalized and its funds are spent; start another one (create), nothing of this one changes any "
    "more.",
)
NoContribution = ErrorDef(
    PALLET,
    16,
    "NoContribution",
    "The account has no contribution in this crowdloan (Contributions), so nothing can be taken back; check account "
    "and id.",
)
CapNotRaised = ErrorDef(
    PALLET,
    17,
    "CapNotRaised",
    "What is raised does not equal the cap; wait for contributions or lower the cap with update_cap.",
)
Underflow = ErrorDef(
    PALLET,
    18,
    "Underflow",
    "A number of the crowdloan would fall below zero, so its records disagree; report it with the crowdloan's id.",
)
CallUnavailable = ErrorDef(
    PALLET,
    19,
    "CallUnavailable",
    "The preimage of the stored call is gone or is no call of this runtime; note the preimage again before finalizing.",
)
NotReadyToDissolve = ErrorDef(
    PALLET,
    20,
    "NotReadyToDissolve",
    "Others than the creator still have contributions in the crowdloan; call refund until all are paid back.",
)
DepositCannotBeWithdrawn = ErrorDef(
    PALLET,
    21,
    "DepositCannotBeWithdrawn",
    "The creator has nothing in the crowdloan above its deposit; call dissolve to get that back, once nobody else has "
    "anything in it.",
)
MaxContributorsReached = ErrorDef(
    PALLET,
    22,
    "MaxContributorsReached",
    "The crowdloan has MaxContributors (500) contributors and takes no more from anybody; wait until one leaves.",
)
InvalidFinalizationConfig = ErrorDef(
    PALLET,
    23,
    "InvalidFinalizationConfig",
    "A crowdloan needs either a call or a target address, and not both; give exactly one.",
)
MaxContributionReached = ErrorDef(
    PALLET,
    24,
    "MaxContributionReached",
    "The account has contributed as much as the crowdloan takes from one account (MaxContributions); contribute with "
    "another account or not at all.",
)
MaximumContributionTooLow = ErrorDef(
    PALLET,
    25,
    "MaximumContributionTooLow",
    "The maximum contribution is below the crowdloan's minimum or below what its creator gave; choose a higher one.",
)
MinimumContributionTooHigh = ErrorDef(
    PALLET,
    26,
    "MinimumContributionTooHigh",
    "The minimum contribution is above the crowdloan's maximum (MaxContributions); choose a lower one.",
)

# Absent: AlreadyFinalizing and FundsNotSettled of runtime 461, ContributionPeriodNotEnded, which no rule raises.
