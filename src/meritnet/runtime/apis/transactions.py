"""TaggedTransactionQueue, BlockBuilder: whether a pool would take an extrinsic, and what it would do in a block."""

from meritnet.codec import UNIT, Case, Result
from meritnet.codec.common import H256, TRANSACTION_SOURCE, VALID_TRANSACTION
from meritnet.codec.extrinsic import Extrinsic
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.framework.errors import InvalidTransaction, UnknownTransaction
from meritnet.runtime.framework.extrinsic_type import UNCHECKED_EXTRINSIC
from meritnet.runtime.framework.types import DISPATCH_ERROR, TRANSACTION_VALIDITY_ERROR

from .next_block import as_next_block

TRANSACTION_VALIDITY = Result(VALID_TRANSACTION, TRANSACTION_VALIDITY_ERROR)
APPLY_EXTRINSIC_RESULT = Result(Result(UNIT, DISPATCH_ERROR), TRANSACTION_VALIDITY_ERROR)
FIRST_INDEX = 1
"""Position behind the inherent that every block begins with."""


@api(
    "TaggedTransactionQueue",
    {"source": TRANSACTION_SOURCE, "tx": UNCHECKED_EXTRINSIC, "block_hash": H256},
    TRANSACTION_VALIDITY,
)
def validate_transaction(ctx: Context, source: Case, tx: Extrinsic, block_hash: bytes) -> Case:
    """Return priority, tags and longevity of an extrinsic for the next block, or why it is refused."""
    try:
        with as_next_block(ctx, block_hash):
            return Case("Ok", (ctx.runtime.validate(ctx, tx),))
    except (InvalidTransaction, UnknownTransaction) as refused:
        return Case("Err", (refused.case(),))


@api("BlockBuilder", {"extrinsic": UNCHECKED_EXTRINSIC}, APPLY_EXTRINSIC_RESULT)
def apply_extrinsic(ctx: Context, extrinsic: Extrinsic) -> Case:
    """Return how an extrinsic would end in the next block, or why it may not be in one; nothing is kept.

    Known difference: the reference applies it in this block, where a transaction whose era begins with the head is
    refused.
    """
    try:
        with as_next_block(ctx, ctx.state_hash):
            applied = ctx.runtime.executive.apply(ctx, extrinsic, FIRST_INDEX, signature_known=False)
    except (InvalidTransaction, UnknownTransaction) as refused:
        return Case("Err", (refused.case(),))
    if applied.error is None:
        return Case("Ok", (Case("Ok", ((),)),))
    return Case("Ok", (Case("Err", (ctx.chain.error_case(applied.error),)),))
