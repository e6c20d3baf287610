"""Errors of the LimitOrders pallet."""

from meritnet.runtime.framework.errors import ErrorDef

from .types import MAX_ORDERS

PALLET = "LimitOrders"

InvalidSignature = ErrorDef(
    PALLET,
    0,
    "InvalidSignature",
    "The order is not signed by its signer with sr25519 over its SCALE bytes; sign the encoded VersionedOrder itself.",
)
OrderAlreadyProcessed = ErrorDef(
    PALLET, 1, "OrderAlreadyProcessed", "The order was filled or cancelled before (Orders); sign a new one."
)
OrderCancelled = ErrorDef(
    PALLET,
    2,
    "OrderCancelled",
    "The signer cancelled the order (Orders); sign a new one with another expiry or amount, whose id differs.",
)
OrderExpired = ErrorDef(
    PALLET,
    3,
    "OrderExpired",
    "The block's moment (Timestamp.Now) is after the order's expiry, in milliseconds; sign a new one.",
)
PriceConditionNotMet = ErrorDef(
    PALLET,
    4,
    "PriceConditionNotMet",
    "The subnet's price times 10^9 is above limit_price (LimitBuy, StopLoss) or below it (TakeProfit); wait for it.",
)
Unauthorized = ErrorDef(
    PALLET, 5, "Unauthorized", "Only the order's signer may cancel it; sign the call with that key."
)
SwapReturnedZero = ErrorDef(
    PALLET,
    6,
    "SwapReturnedZero",
    "The batch's difference is so small that the pool gives nothing for it; add orders.",
)
RootNetUidNotAllowed = ErrorDef(
    PALLET, 7, "RootNetUidNotAllowed", "Root stake (netuid 0) has no market; name another subnet."
)
OrderNetUidMismatch = ErrorDef(
    PALLET,
    8,
    "OrderNetUidMismatch",
    "An order of the batch is for another subnet than the batch; leave it out.",
)
LimitOrdersDisabled = ErrorDef(
    PALLET,
    9,
    "LimitOrdersDisabled",
    "Root has switched orders off (LimitOrdersEnabled); wait until they are on again.",
)
RelayerMissMatch = ErrorDef(
    PALLET,
    10,
    "RelayerMissMatch",
    "The order names who may carry it out, and the caller is not among them; submit it with one of its relayers.",
)
PartialFillsNotEnabled = ErrorDef(
    PALLET,
    11,
    "PartialFillsNotEnabled",
    "The order was signed to be filled at once; submit it without partial_fill.",
)
IncorrectPartialFillAmount = ErrorDef(
    PALLET,
    12,
    "IncorrectPartialFillAmount",
    "partial_fill is 0, above what is left of the order, or missing though the order is filled in part; pass from 1 "
    "to what is left.",
)
RelayerRequiredForPartialFill = ErrorDef(
    PALLET,
    13,
    "RelayerRequiredForPartialFill",
    "The order names no relayers and can only be filled at once; sign it with relayers, or submit it without "
    "partial_fill.",
)
ChainIdMismatch = ErrorDef(
    PALLET,
    14,
    "ChainIdMismatch",
    "The order was signed for another chain, its chain_id is not EVMChainId.ChainId; sign it again with this chain's "
    "id.",
)
PalletHotkeyNotRegistered = ErrorDef(
    PALLET,
    15,
    "PalletHotkeyNotRegistered",
    "The pallet's hotkey belongs to nobody or to another account (Owner), so orders cannot be switched on; restore "
    "its owner first, as genesis has it.",
)
ArithmeticOverflow = ErrorDef(
    PALLET,
    16,
    "ArithmeticOverflow",
    "The subnet's price is too low to express the batch's TAO in alpha; split the batch.",
)
DuplicateOrderInBatch = ErrorDef(
    PALLET,
    17,
    "DuplicateOrderInBatch",
    f"An order is in the batch twice; name each of up to {MAX_ORDERS} orders once.",
)
ZeroShareInBatch = ErrorDef(
    PALLET,
    18,
    "ZeroShareInBatch",
    "An order's part of the batch's result is below 1 rao; leave the smallest order out.",
)
NoLinkedOutput = ErrorDef(
    PALLET,
    19,
    "NoLinkedOutput",
    "Nothing is recorded for the order that this one is linked to (LinkedOutputs): it was not filled, does not record, "
    "was spent already, or stands in the same batch; submit it alone after the other one.",
)
LinkedOutputSignerMismatch = ErrorDef(
    PALLET,
    20,
    "LinkedOutputSignerMismatch",
    "The order is linked to one of another signer; link it to an order of its own signer.",
)
LinkedOutputAssetMismatch = ErrorDef(
    PALLET,
    21,
    "LinkedOutputAssetMismatch",
    "The linked order brought in something else than this one spends; link a buy to what brought in TAO, a sale to "
    "what brought in alpha of its own hotkey and subnet.",
)
LinkedOutputExpired = ErrorDef(
    PALLET,
    22,
    "LinkedOutputExpired",
    "What the linked order brought in could be spent until expires_at only (LinkedOutputs); sign an order with an "
    "amount of its own.",
)
LinkedAmountResolvedToZero = ErrorDef(
    PALLET,
    23,
    "LinkedAmountResolvedToZero",
    "The percentage of what the linked order brought in is below 1 rao; sign an order with a larger percentage.",
)
PartialFillNotSupportedForLinkedAmount = ErrorDef(
    PALLET,
    24,
    "PartialFillNotSupportedForLinkedAmount",
    "An order sized by another one is filled at once; submit it without partial_fill.",
)
PartialFillNotSupportedForProvider = ErrorDef(
    PALLET,
    25,
    "PartialFillNotSupportedForProvider",
    "An order that records what it brings in is filled at once; submit it without partial_fill.",
)
LinkedOutputNotPrunable = ErrorDef(
    PALLET,
    26,
    "LinkedOutputNotPrunable",
    "The record is not expired (expires_at) and the caller is not its signer; wait until then, or sign with the "
    "signer.",
)

# Absent: OrderSignerFrozen of runtime 461, whose rule is not known here.
