"""TransactionPaymentApi and TransactionPaymentCallApi: what an extrinsic would cost. Signatures are not
verified.
"""

from typing import Any

from meritnet.codec import U32, Case
from meritnet.codec.common import TAO
from meritnet.codec.extrinsic import Extrinsic
from meritnet.runtime.framework.assembly import RUNTIME_CALL
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.framework.dispatch import dispatch_info
from meritnet.runtime.framework.extrinsic_type import UNCHECKED_EXTRINSIC
from meritnet.runtime.framework.fee_math import base_fee, length_fee, weight_fee
from meritnet.runtime.framework.types import FEE_DETAILS, RUNTIME_DISPATCH_INFO, WEIGHT
from meritnet.runtime.framework.weights import Weight
from meritnet.runtime.pallets.transaction_payment.fees import compute_fee


def _info(ctx: Context, call: Case, length: int, tip: int, *, signed: bool) -> Any:
    info = dispatch_info(ctx, call)
    fee = compute_fee(info.weight, length, tip, pays=info.pays) if signed else 0
    return RUNTIME_DISPATCH_INFO(info.weight, Case(info.dispatch_class), fee)


def _details(ctx: Context, call: Case, length: int, tip: int, *, signed: bool) -> Any:
    info = dispatch_info(ctx, call)
    inclusion = None
    if signed and info.pays:
        inclusion = (base_fee(), length_fee(length), weight_fee(info.weight.ref_time))
    return FEE_DETAILS(inclusion, tip)


@api("TransactionPaymentApi", {"uxt": UNCHECKED_EXTRINSIC, "len": U32}, RUNTIME_DISPATCH_INFO)
def query_info(ctx: Context, uxt: Extrinsic, length: int) -> Any:
    """Return weight, class and fee of an extrinsic, tip excluded."""
    return _info(ctx, uxt.call, length, 0, signed=uxt.signed is not None)


@api("TransactionPaymentApi", {"uxt": UNCHECKED_EXTRINSIC, "len": U32}, FEE_DETAILS)
def query_fee_details(ctx: Context, uxt: Extrinsic, length: int) -> Any:
    """Return the parts of an extrinsic's fee."""
    tip = 0 if uxt.signed is None else uxt.signed.extra.tip
    return _details(ctx, uxt.call, length, tip, signed=uxt.signed is not None)


@api("TransactionPaymentApi", {"weight": WEIGHT}, TAO)
def query_weight_to_fee(ctx: Context, weight: Weight) -> int:
    """Return the fee of a weight in rao."""
    return weight_fee(weight.ref_time)


@api("TransactionPaymentApi", {"length": U32}, TAO)
def query_length_to_fee(ctx: Context, length: int) -> int:
    """Return the fee of a length in rao."""
    return length_fee(length)


@api("TransactionPaymentCallApi", {"weight": WEIGHT}, TAO, method="query_weight_to_fee")
def query_call_weight_to_fee(ctx: Context, weight: Weight) -> int:
    """Return the fee of a weight in rao."""
    return weight_fee(weight.ref_time)


@api("TransactionPaymentCallApi", {"length": U32}, TAO, method="query_length_to_fee")
def query_call_length_to_fee(ctx: Context, length: int) -> int:
    """Return the fee of a length in rao."""
    return length_fee(length)


@api("TransactionPaymentCallApi", {"call": RUNTIME_CALL, "len": U32}, RUNTIME_DISPATCH_INFO)
def query_call_info(ctx: Context, call: Case, length: int) -> Any:
    """Return weight, class and fee of a call as if it were signed."""
    return _info(ctx, call, length, 0, signed=True)


@api("TransactionPaymentCallApi", {"call": RUNTIME_CALL, "len": U32}, FEE_DETAILS)
def query_call_fee_details(ctx: Context, call: Case, length: int) -> Any:
    """Return the parts of a call's fee as if it were signed."""
    return _details(ctx, call, length, 0, signed=True)
