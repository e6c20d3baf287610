"""`payment_*`: what an extrinsic would cost, asked from the runtime and shown as JSON."""

from __future__ import annotations

from meritnet.codec.common import FEE_DETAILS, RUNTIME_DISPATCH_INFO
from meritnet.codec.types import U32
from meritnet.rpc.backend import Backend
from meritnet.rpc.errors import CUSTOM_METHOD_ERROR
from meritnet.rpc.params import AT, Param, hex_bytes
from meritnet.rpc.registry import Namespace
from meritnet.rpc.shapes import Json

PAYMENT = Namespace()

EXTRINSIC = Param("extrinsic", hex_bytes)


@PAYMENT.method(
    "payment_queryInfo",
    params=[EXTRINSIC, AT],
    slow=True,
    error_code=CUSTOM_METHOD_ERROR,
    requires="TransactionPaymentApi_query_info",
)
def query_info(node: Backend, extrinsic: bytes, at: bytes | None) -> Json:
    """Return weight, class and fee of an extrinsic; its signature is not checked. Units: rao, as text."""
    answer = node.chain.call("TransactionPaymentApi_query_info", with_length(extrinsic), at)
    weight, dispatch_class, partial_fee = RUNTIME_DISPATCH_INFO.decode(answer)
    return {
        "weight": {"ref_time": weight.ref_time, "proof_size": weight.proof_size},
        "class": dispatch_class.name.lower(),
        "partialFee": str(partial_fee),
    }


@PAYMENT.method(
    "payment_queryFeeDetails",
    params=[EXTRINSIC, AT],
    slow=True,
    error_code=CUSTOM_METHOD_ERROR,
    requires="TransactionPaymentApi_query_fee_details",
)
def query_fee_details(node: Backend, extrinsic: bytes, at: bytes | None) -> Json:
    """Return the parts of an extrinsic's fee, null for one that pays none. Units: rao, as hex text."""
    answer = node.chain.call("TransactionPaymentApi_query_fee_details", with_length(extrinsic), at)
    fee = FEE_DETAILS.decode(answer).inclusion_fee
    if fee is None:
        return {"inclusionFee": None}
    return {
        "inclusionFee": {
            "baseFee": hex(fee.base_fee),
            "lenFee": hex(fee.len_fee),
            "adjustedWeightFee": hex(fee.adjusted_weight_fee),
        }
    }


def with_length(extrinsic: bytes) -> bytes:
    """Return the arguments of both runtime methods: the extrinsic and its length as u32."""
    return extrinsic + U32.encode(len(extrinsic))
