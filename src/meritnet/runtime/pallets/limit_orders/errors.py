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
OrderCancelled = _error(2, "OrderCancelled", "The signer cancelled the order; a new one must be signed.")
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
    10, "RelayerMissMatch", "The order names who may carry it out, and the caller is not among them."
)
PartialFillsNotEnabled = _error(
    11, "PartialFillsNotEnabled", "The order was signed to be filled at once; submit it without partial_fill."
)
IncorrectPartialFillAmount = _error(
    12,
    "IncorrectPartialFillAmount",
    "partial_fill must be above 0 and at most what is left of the order; one filled in part needs it stated.",
)
RelayerRequiredForPartialFill = _error(
    13, "RelayerRequiredForPartialFill", "Only orders that name their relayers can be filled in parts."
)
ChainIdMismatch = _error(
    14, "ChainIdMismatch", "The order's chain_id is not EVMChainId.ChainId; it was signed for another chain."
)
PalletHotkeyNotRegistered = _error(
    15,
    "PalletHotkeyNotRegistered",
    "The pallet's hotkey belongs to nobody or to another account (Owner), so orders cannot be switched on.",
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
    20, "LinkedOutputSignerMismatch", "The order is linked to one of another signer; link it to one's own."
)
LinkedOutputAssetMismatch = _error(
    21,
    "LinkedOutputAssetMismatch",
    "The linked order brought in something else than this one spends: a buy spends TAO, a sale alpha of its own hotkey "
    "and subnet.",
)
LinkedOutputExpired = _error(
    22, "LinkedOutputExpired", "What the linked order brought in could be spent for LinkedOutputTtl only."
)
LinkedAmountResolvedToZero = _error(
    23, "LinkedAmountResolvedToZero", "The percentage of what the linked order brought in is below 1 rao."
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
    26, "LinkedOutputNotPrunable", "Only the signer may remove the record before it expires (expires_at)."
)

# Absent: OrderSignerFrozen of runtime 461, whose rule is not known here.
