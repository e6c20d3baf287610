"""Errors of SubtensorModule about stake, takes, child keys and alpha."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "SubtensorModule"

NotEnoughStakeToWithdraw = ErrorDef(
    PALLET,
    9,
    "NotEnoughStakeToWithdraw",
    "The coldkey has less staked with this hotkey on this subnet than is to be moved; ask for at most that "
    "amount.",
)
NotEnoughStakeToSetChildkeys = ErrorDef(
    PALLET,
    11,
    "NotEnoughStakeToSetChildkeys",
    "The parent hotkey's stake, over all subnets and in TAO, is below StakeThreshold, which a subnet's owner hotkey "
    "alone need not reach to name children; add stake to it first.",
)
NotEnoughBalanceToStake = ErrorDef(
    PALLET,
    12,
    "NotEnoughBalanceToStake",
    "The coldkey's free balance does not cover the stake or the price of the registration; add TAO to it "
    "first.",
)
DelegateTxRateLimitExceeded = ErrorDef(
    PALLET,
    34,
    "DelegateTxRateLimitExceeded",
    "The hotkey's take was changed less than TxDelegateTakeRateLimit blocks ago; wait until that many have "
    "passed.",
)
DelegateTakeTooLow = ErrorDef(
    PALLET,
    49,
    "DelegateTakeTooLow",
    "The take is below MinDelegateTake, or not above the present one when it is to be raised; choose a higher"
    " take.",
)
DelegateTakeTooHigh = ErrorDef(
    PALLET,
    50,
    "DelegateTakeTooHigh",
    "The take is above MaxDelegateTake (11796 of 65535), or not below the present one when it is to be "
    "lowered; choose a lower take.",
)
InvalidChild = ErrorDef(
    PALLET,
    60,
    "InvalidChild",
    "A hotkey cannot be its own child; leave it out of the list.",
)
DuplicateChild = ErrorDef(PALLET, 61, "DuplicateChild", "A child occurs twice in the list; name each once.")
ProportionOverflow = ErrorDef(
    PALLET,
    62,
    "ProportionOverflow",
    "The children's proportions add up to more than the whole (2^64 - 1); lower some of them.",
)
TooManyChildren = ErrorDef(
    PALLET,
    63,
    "TooManyChildren",
    "A hotkey has at most 5 children on a subnet; shorten the list.",
)
InvalidChildkeyTake = ErrorDef(
    PALLET,
    71,
    "InvalidChildkeyTake",
    "The take is outside MinChildkeyTake (or the subnet's own minimum) and MaxChildkeyTake; choose one "
    "within.",
)
TxChildkeyTakeRateLimitExceeded = ErrorDef(
    PALLET,
    72,
    "TxChildkeyTakeRateLimitExceeded",
    "The child key take was raised less than TxChildkeyTakeRateLimit blocks ago; wait until that many have "
    "passed.",
)
AmountTooLow = ErrorDef(
    PALLET,
    82,
    "AmountTooLow",
    "The amount is below the minimum for a stake operation (0.002 TAO of value), or buys or leaves nothing; "
    "use a larger amount.",
)
InsufficientLiquidity = ErrorDef(
    PALLET,
    83,
    "InsufficientLiquidity",
    "The pool cannot take an amount of this size; use a smaller one or wait for more liquidity.",
)
SlippageTooHigh = ErrorDef(
    PALLET,
    84,
    "SlippageTooHigh",
    "The trade would move the price beyond the limit; allow a partial fill, use a smaller amount or move the "
    "limit.",
)
TransferDisallowed = ErrorDef(
    PALLET,
    85,
    "TransferDisallowed",
    "The subnet does not let stake change its coldkey (TransferToggle is off); unstake and stake again "
    "instead.",
)
NotEnoughAlphaOutToRecycle = ErrorDef(
    PALLET,
    90,
    "NotEnoughAlphaOutToRecycle",
    "The subnet has less alpha outstanding (SubnetAlphaOut) than is to be recycled; never raised here, a hotkey's "
    "stake, which is checked, is never more than that.",
)
CannotBurnOrRecycleOnRootSubnet = ErrorDef(
    PALLET,
    91,
    "CannotBurnOrRecycleOnRootSubnet",
    "Root stake (netuid 0) is TAO and cannot be burned or recycled; name a subnet.",
)
SubtokenDisabled = ErrorDef(
    PALLET,
    94,
    "SubtokenDisabled",
    "The subnet's alpha cannot be staked yet (SubtokenEnabled is off); wait until its owner has called "
    "start_call.",
)
SameNetuid = ErrorDef(
    PALLET,
    97,
    "SameNetuid",
    "Origin and destination are the same subnet; name two different ones.",
)
InsufficientTaoBalance = ErrorDef(
    PALLET,
    98,
    "InsufficientTaoBalance",
    "The account has nothing to move beyond its existential deposit of 500 rao; add TAO first.",
)
SameAutoStakeHotkeyAlreadySet = ErrorDef(
    PALLET,
    120,
    "SameAutoStakeHotkeyAlreadySet",
    "The coldkey's rewards on this subnet already go to this hotkey; nothing needs to be done.",
)
ChildParentInconsistency = ErrorDef(
    PALLET,
    123,
    "ChildParentInconsistency",
    "A child here would also be a parent of the hotkey on this subnet; remove one of the two relations first.",
)
InvalidRootClaimThreshold = ErrorDef(
    PALLET,
    124,
    "InvalidRootClaimThreshold",
    "The threshold is above 10,000,000 rao; choose a lower one.",
)
InvalidSubnetNumber = ErrorDef(
    PALLET,
    175,
    "InvalidSubnetNumber",
    "A root claim names from 1 to 5 subnets; split the claim or name at least one.",
)
"""Runtime 425 has it at 124, where 461 has another error; no later table names it, so it stands behind them all."""
StakeUnavailable = ErrorDef(
    PALLET,
    75,
    "StakeUnavailable",
    "The coldkey's lock on this subnet, or a hotkey's collateral, holds that much of the alpha back; take out at most "
    "what is available beside them.",
)
LockHotkeyMismatch = ErrorDef(
    PALLET,
    137,
    "LockHotkeyMismatch",
    "The coldkey has a lock on this subnet for another hotkey already; lock for that one, or move the lock first.",
)
InsufficientStakeForLock = ErrorDef(
    PALLET,
    138,
    "InsufficientStakeForLock",
    "The coldkey has less alpha on this subnet, with all hotkeys, than its lock would hold; add stake or lock less.",
)
NoExistingLock = ErrorDef(
    PALLET,
    139,
    "NoExistingLock",
    "The coldkey has no lock on this subnet that could be moved; lock stake first.",
)
ActiveLockExists = ErrorDef(
    PALLET,
    140,
    "ActiveLockExists",
    "The new coldkey has locked alpha of its own; swap to a coldkey without a lock.",
)
UnlockAmountTooHigh = ErrorDef(
    PALLET,
    142,
    "UnlockAmountTooHigh",
    "More is to be unlocked than the lock holds; never raised here, for no call opens a lock: its mass decays by "
    "itself (UnlockRate).",
)
AccountRejectsLockedAlpha = ErrorDef(
    PALLET,
    149,
    "AccountRejectsLockedAlpha",
    "The receiving coldkey turns locked alpha away, as all do at first; it can call set_reject_locked_alpha(false), or "
    "send no more than is available beside the lock.",
)
InvalidNumRootClaim = ErrorDef(
    PALLET,
    176,
    "InvalidNumRootClaim",
    "A block draws at most 50 root stakers for automatic claims; set 50 or fewer.",
)
"""Runtime 425 has it at 122, where 461 has another error; no later table names it, so it stands behind them all."""
