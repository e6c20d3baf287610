"""Errors of SubtensorModule about key swaps, voting power and EVM keys."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "SubtensorModule"

NewHotKeyIsSameWithOld = ErrorDef(
    PALLET,
    22,
    "NewHotKeyIsSameWithOld",
    "The new hotkey is the old one; name another hotkey.",
)
NewHotKeyNotCleanForRootSwap = ErrorDef(
    PALLET,
    23,
    "NewHotKeyNotCleanForRootSwap",
    "The swap touches root and the new hotkey has a book of root dividends, root stake or claims of its own; "
    "choose a hotkey that never was on root.",
)
HotKeySetTxRateLimitExceeded = ErrorDef(
    PALLET,
    35,
    "HotKeySetTxRateLimitExceeded",
    "The coldkey swapped a key at most TxRateLimit blocks ago; wait until more than that many have passed.",
)
NotEnoughBalanceToPaySwapHotKey = ErrorDef(
    PALLET,
    45,
    "NotEnoughBalanceToPaySwapHotKey",
    "The coldkey cannot pay for the swap of a hotkey, 0.1 TAO on all subnets or 0.001 TAO on one; add TAO to it "
    "first.",
)
ColdKeyAlreadyAssociated = ErrorDef(
    PALLET,
    58,
    "ColdKeyAlreadyAssociated",
    "The new coldkey has staked or owned hotkeys before (StakingHotkeys); choose a coldkey that was never used.",
)
NotEnoughBalanceToPaySwapColdKey = ErrorDef(
    PALLET,
    59,
    "NotEnoughBalanceToPaySwapColdKey",
    "The coldkey cannot pay for its swap, 0.1 TAO with the first announcement or what root asks, and keep the "
    "existential deposit of 500 rao; add TAO to it first.",
)
ColdkeySwapAnnouncementNotFound = ErrorDef(
    PALLET,
    65,
    "ColdkeySwapAnnouncementNotFound",
    "The coldkey has announced no swap (ColdkeySwapAnnouncements); call announce_coldkey_swap first.",
)
ColdkeySwapTooEarly = ErrorDef(
    PALLET,
    66,
    "ColdkeySwapTooEarly",
    "The announced swap is not due yet; wait until the block that ColdkeySwapAnnouncements names.",
)
ColdkeySwapReannouncedTooEarly = ErrorDef(
    PALLET,
    67,
    "ColdkeySwapReannouncedTooEarly",
    "An announced swap may be replaced ColdkeySwapReannouncementDelay blocks after it is due; wait until then.",
)
AnnouncedColdkeyHashDoesNotMatch = ErrorDef(
    PALLET,
    68,
    "AnnouncedColdkeyHashDoesNotMatch",
    "Blake2-256 of the new coldkey is not the announced hash; swap to the announced coldkey or announce again.",
)
ColdkeySwapAlreadyDisputed = ErrorDef(
    PALLET,
    69,
    "ColdkeySwapAlreadyDisputed",
    "The announced swap is disputed already; only root can reset it (reset_coldkey_swap).",
)
NewColdKeyIsHotkey = ErrorDef(
    PALLET,
    70,
    "NewColdKeyIsHotkey",
    "The new coldkey is somebody's hotkey (Owner); choose an account that is none.",
)
UnableToRecoverPublicKey = ErrorDef(
    PALLET,
    92,
    "UnableToRecoverPublicKey",
    "What the signature was made with is no point of secp256k1; sign with the EVM key again.",
)
InvalidRecoveredPublicKey = ErrorDef(
    PALLET,
    93,
    "InvalidRecoveredPublicKey",
    "Another EVM key than the named one made the signature, or over another text; sign the hotkey and keccak-256 of "
    "the block number with the key of the address.",
)
HotKeySwapOnSubnetIntervalNotPassed = ErrorDef(
    PALLET,
    95,
    "HotKeySwapOnSubnetIntervalNotPassed",
    "The coldkey swapped a hotkey on the subnet less than HotkeySwapOnSubnetInterval blocks ago (never counts as "
    "block 0 for a swap on one subnet); wait until more than that many have passed.",
)
EvmKeyAssociateRateLimitExceeded = ErrorDef(
    PALLET,
    118,
    "EvmKeyAssociateRateLimitExceeded",
    "The uid got an EVM address less than 7200 blocks ago (1 on a fast chain), where never counts as block 0; wait "
    "until that many have passed.",
)
EvmKeyAssociationLimitExceeded = ErrorDef(
    PALLET,
    119,
    "EvmKeyAssociationLimitExceeded",
    "The EVM address already belongs to 32 uids of this subnet (AssociatedUidsByEvmAddress); use another address.",
)
VotingPowerTrackingNotEnabled = ErrorDef(
    PALLET,
    126,
    "VotingPowerTrackingNotEnabled",
    "The subnet does not track voting power (VotingPowerTrackingEnabled is off); nothing needs to be disabled.",
)
InvalidVotingPowerEmaAlpha = ErrorDef(
    PALLET,
    127,
    "InvalidVotingPowerEmaAlpha",
    "The weight of new stake in voting power is above 10^18, which stands for 1; choose a lower one.",
)
Deprecated = ErrorDef(
    PALLET,
    128,
    "Deprecated",
    "The call no longer does anything; use the one that replaced it, announce_coldkey_swap for schedule_swap_coldkey.",
)
ColdkeySwapAnnounced = ErrorDef(
    PALLET,
    132,
    "ColdkeySwapAnnounced",
    "The account has announced the swap of its coldkey and may only announce, make, dispute or clear it, or send a "
    "shielded transaction; make or clear the swap first.",
)
ColdkeySwapDisputed = ErrorDef(
    PALLET,
    133,
    "ColdkeySwapDisputed",
    "The account's coldkey swap is disputed and it can do nothing; root must reset it (reset_coldkey_swap).",
)
ColdkeySwapClearTooEarly = ErrorDef(
    PALLET,
    134,
    "ColdkeySwapClearTooEarly",
    "An announced swap may be cleared ColdkeySwapReannouncementDelay blocks after it is due; wait until then.",
)
