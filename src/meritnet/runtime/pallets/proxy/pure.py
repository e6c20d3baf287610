"""Pure accounts: made by their creator, without a key; all they do, a proxy does for them."""

from meritnet.codec import Case
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.balances import reserves

from . import delegates, deposits, storage
from .deposits import PROXIES
from .errors import Duplicate, NoPermission
from .events import PureCreated, PureKilled
from .types import PROXY_DEFINITION

DERIVATION = b"modlpy/proxy____"


def pure_account(creator: bytes, proxy_type: str, index: int, height: int, extrinsic: int) -> bytes:
    """Return the pure account that an extrinsic of a block made, by its creator, type and index."""
    return blake2_256(
        DERIVATION
        + creator
        + height.to_bytes(4, "little")
        + extrinsic.to_bytes(4, "little")
        + bytes([delegates.TYPE_INDEX[proxy_type]])
        + index.to_bytes(2, "little")
    )


def create(ctx: Context, creator: bytes, proxy_type: str, delay: int, index: int) -> bytes:
    """Make a pure account whose only proxy is its creator, who pays the deposit; return it.

    Raises: Duplicate, InsufficientBalance.
    """
    pure = pure_account(creator, proxy_type, index, ctx.block_number, ctx.extrinsic_index)
    ensure(not storage.proxies.exists(ctx, pure), Duplicate, pure=pure, index=index)
    deposit = deposits.deposit(PROXIES, 1)
    reserves.reserve(ctx, creator, deposit)
    first = PROXY_DEFINITION.cls(creator, Case(proxy_type), delay)
    storage.proxies.set(ctx, pure, ((first,), deposit))
    ctx.emit(PureCreated, pure, creator, first.proxy_type, index)
    return pure


def kill(
    ctx: Context, who: bytes, creator: bytes, proxy_type: str, index: int, height: int, extrinsic: int
) -> None:
    """Take every proxy from the pure account `who`; what it still owns is lost. Raises: NoPermission.

    Quirk: the whole deposit is freed at the creator, also what the pure account itself deposited for further proxies;
    marks of who pays fees stay.
    """
    ensure(pure_account(creator, proxy_type, index, height, extrinsic) == who, NoPermission, account=who)
    _, deposit = storage.proxies.get(ctx, who)
    storage.proxies.remove(ctx, who)
    reserves.unreserve(ctx, creator, deposit)
    ctx.emit(PureKilled, who, creator, Case(proxy_type), index)
