"""Errors of the LimitOrders pallet."""

from meritnet.runtime.framework.errors import ErrorDef

from .types import MAX_ORDERS

PALLET = "LimitOrders"


def _error(index: int, name: str, text: str) -> ErrorDef:
    return ErrorDef(PALLET, index, name, text)


InvalidSignature = _error(
    0,
    "InvalidSignature",
    "The order is not signed by its signer with sr25519 over its SCALE bytes; sign the encoded VersionedOrder itself.",
)
OrderAlreadyProcessed = _error(
    1, "OrderAlreadyProcessed", "The order was filled or cancelled before (Orders); sign a new one."
)
OrderCancelled = _error(
    2,
    "OrderCancelled",
    "The signer cancelled the order (Orders); sign a new one with another expiry or amount, whose id differs.",
)
OrderExpired = _error(
    3,
    "OrderExpired",
    "The block's moment (Timestamp.Now) is after the order's expiry, in milliseconds; sign a new one.",
)
PriceConditionNotMet = _error(
    4,
    "PriceConditionNotMet",
    "The subnet's price times 10^9 is above limit_price (LimitBuy, StopLoss) or below it (TakeProfit); wait for it.",
)
Unauthorized = _error(
    5, "Unauthorized", "Only the order's signer may cancel it; sign the call with that key."
)
SwapReturnedZero = _error(
    6,
    "SwapReturnedZero",
    "The batch's difference is so small that the pool gives nothing for it; add orders.",
)
RootNetUidNotAllowed = _error(
    7, "RootNetUidNotAllowed", "Root stake (netuid 0) has no market; name another subnet."
)
OrderNetUidMismatch = _error(
    8, "OrderNetUidMismatch", "An order of the batch is for another subnet than the batch; leave it out."
)
LimitOrdersDisabled = _error(
    9,
    "LimitOrdersDisabled",
    "Root has switched orders off (LimitOrdersEnabled); wait until they are on again.",
)
RelayerMissMatch = _error(
    10,
    "RelayerMissMatch",
    "The order names who may carry it out, and the caller is not among them; submit it with one of its relayers.",
)
PartialFillsNotEnabled = _error(
    11, "PartialFillsNotEnabled", "The order was signed to be filled at once; submit it without partial_fill."
)
IncorrectPartialFillAmount = _error(
    12,
    "IncorrectPartialFillAmount",
    "partial_fill is 0, above what is left of the order, or missing though the order is filled in part; pass from 1 "
    "to what is left.",
)
RelayerRequiredForPartialFill = _error(
    13,
    "RelayerRequiredForPartialFill",
    "The order names no relayers and can only be filled at once; sign it with relayers, or submit it without "
    "partial_fill.",
)
ChainIdMismatch = _error(
    14,
    "ChainIdMismatch",
    "The order was signed for another chain, its chain_id is not EVMChainId.ChainId; sign it again with this chain's "
    "id.",
)
PalletHotkeyNotRegistered = _error(
    15,
    "PalletHotkeyNotRegistered",
    "The pallet's hotkey belongs to nobody or to another account (Owner), so orders cannot be switched on; restore "
    "its owner first, as genesis has it.",
)
ArithmeticOverflow = _error(
    16,
    "ArithmeticOverflow",
    "The subnet's price is too low to express the batch's TAO in alpha; split the batch.",
)
DuplicateOrderInBatch = _error(
    17,
    "DuplicateOrderInBatch",
    f"An order is in the batch twice; name each of up to {MAX_ORDERS} orders once.",
)
ZeroShareInBatch = _error(
    18,
    "ZeroShareInBatch",
    "An order's part of the batch's result is below 1 rao; leave the smallest order out.",
)
NoLinkedOutput = _error(
    19,
    "NoLinkedOutput",
    "Nothing is recorded for the order that this one is linked to (LinkedOutputs): it was not filled, does not record, "
    "was spent already, or stands in the same batch; submit it alone after the other one.",
)
LinkedOutputSignerMismatch = _error(
    20,
    "LinkedOutputSignerMismatch",
    "The order is linked to one of another signer; link it to an order of its own signer.",
)
LinkedOutputAssetMismatch = _error(
    21,
    "LinkedOutputAssetMismatch",
    "The linked order brought in something else than this one spends; link a buy to what brought in TAO, a sale to "
    "what brought in alpha of its own hotkey and subnet.",
)
LinkedOutputExpired = _error(
    22,
    "LinkedOutputExpired",
    "What the linked order brought in could be spent until expires_at only (LinkedOutputs); sign an order with an "
    "amount of its own.",
)
LinkedAmountResolvedToZero = _error(
    23,
    "LinkedAmountResolvedToZero",
    "The percentage of what the linked order brought in is below 1 rao; sign an order with a larger percentage.",
)
PartialFillNotSupportedForLinkedAmount = _error(
    24,
    "PartialFillNotSupportedForLinkedAmount",
    "An order sized by another one is filled at once; submit it without partial_fill.",
)
PartialFillNotSupportedForProvider = _error(
    25,
    "PartialFillNotSupportedForProvider",
    "An order that records what it brings in is filled at once; submit it without partial_fill.",
)
LinkedOutputNotPrunable = _error(
    26,
    "LinkedOutputNotPrunable",
    "The record is not expired (expires_at) and the caller is not its signer; wait until then, or sign with the "
    "signer.",
)

# Absent: OrderSignerFrozen of runtime 461, whose rule is not known here.
