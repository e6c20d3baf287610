"""AccountNonceApi: the next nonce of an account in state."""

from meritnet.codec import U32
from meritnet.codec.common import ACCOUNT_ID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.pallets.system import accounts


@api("AccountNonceApi", {"account": ACCOUNT_ID}, U32)
def account_nonce(ctx: Context, account: bytes) -> int:
    """Return the account's nonce."""
    return int(accounts.info(ctx, account).nonce)
