"""TaggedTransactionQueue: whether a pool would take an extrinsic."""

from meritnet.codec import Case, Result
from meritnet.codec.common import H256, TRANSACTION_SOURCE, VALID_TRANSACTION
from meritnet.codec.extrinsic import Extrinsic
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.framework.errors import InvalidTransaction, UnknownTransaction
from meritnet.runtime.framework.extrinsic_type import UNCHECKED_EXTRINSIC
from meritnet.runtime.framework.types import TRANSACTION_VALIDITY_ERROR

TRANSACTION_VALIDITY = Result(VALID_TRANSACTION, TRANSACTION_VALIDITY_ERROR)


@api(
    "TaggedTransactionQueue",
    {"source": TRANSACTION_SOURCE, "tx": UNCHECKED_EXTRINSIC, "block_hash": H256},
    TRANSACTION_VALIDITY,
)
def validate_transaction(ctx: Context, source: Case, tx: Extrinsic, block_hash: bytes) -> Case:
    """Return priority, tags and longevity of an extrinsic at this block, or why it is refused."""
    try:
        return Case("Ok", (ctx.runtime.validate(ctx, tx),))
    except (InvalidTransaction, UnknownTransaction) as refused:
        return Case("Err", (refused.case(),))
