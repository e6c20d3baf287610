"""Calls of the Preimage pallet. Root manages requests and pays no deposit; others pay one for what they store."""

from meritnet.codec import BYTES, Vec
from meritnet.codec.common import H256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_root, ensure_signed
from meritnet.runtime.framework.weights import measured

from . import store
from .errors import TooFew, TooMany

PALLET = "Preimage"
MAX_UPDATED = 1_024
"""Hashes that one call may bring to the current layout."""


def _signed_or_root(origin: Origin) -> bytes | None:
    """Return the signer, None for root. Raises: BadOrigin."""
    return None if origin.is_root else ensure_signed(origin)


@call(
    PALLET,
    0,
    {"bytes": BYTES},
    weight=lambda _ctx, preimage: measured(129_485_531 + 2_133 * len(preimage), 6_012, reads=5, writes=3),
)
def note_preimage(ctx: Context, origin: Origin, preimage: bytes) -> PostDispatch:
    """Store bytes under their hash; free where the hash is requested, or for root."""
    payer = _signed_or_root(origin)
    _, requested = store.note(ctx, preimage, payer)
    return PostDispatch(pays=not requested and payer is not None)


@call(PALLET, 1, {"hash": H256}, weight=measured(57_648_000, 3_802, reads=3, writes=3))
def unnote_preimage(ctx: Context, origin: Origin, key: bytes) -> None:
    """Get the deposit of stored bytes back; they go unless something requests them."""
    store.unnote(ctx, key, _signed_or_root(origin))


@call(PALLET, 2, {"hash": H256}, weight=measured(25_485_000, 3_556, reads=2, writes=1))
def request_preimage(ctx: Context, origin: Origin, key: bytes) -> None:
    """Ask for the bytes behind a hash, so that anybody may store them for free; root only."""
    ensure_root(origin)
    store.request(ctx, key)


@call(PALLET, 3, {"hash": H256}, weight=measured(25_369_000, 3_556, reads=2, writes=2))
def unrequest_preimage(ctx: Context, origin: Origin, key: bytes) -> None:
    """Withdraw a request; root only."""
    ensure_root(origin)
    store.unrequest(ctx, key)


@call(
    PALLET,
    4,
    {"hashes": Vec(H256)},
    weight=lambda _ctx, hashes: measured(
        61_821_000 + 58_427_064 * len(hashes),
        6_012 + 2_812 * len(hashes),
        reads=2 + 3 * len(hashes),
        writes=4 * len(hashes),
    ),
)
def ensure_updated(ctx: Context, origin: Origin, hashes: tuple[bytes, ...]) -> PostDispatch:
    """Bring statuses to the current layout; free if nine of ten needed it."""
    ensure_signed(origin)
    ensure(hashes, TooFew, hashes=0)
    ensure(len(hashes) <= MAX_UPDATED, TooMany, hashes=len(hashes), limit=MAX_UPDATED)
    updated = sum(store.ensure_updated(ctx, key) for key in hashes)
    return PostDispatch(pays=updated * 10 < len(hashes) * 9)
