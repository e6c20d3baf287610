"""The keys' way through the chain: announced by an author, published, pending, in use, gone.

Each block moves every key on by one step. The key to encrypt with (`NextKey`) is that of the author two blocks
ahead; it was announced in that author's previous block.
"""

from meritnet.crypto import ml_kem
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.aura.authors import author_of
from meritnet.state.items import StorageValue

from . import storage
from .envelope import key_hash
from .errors import BadEncKeyLen, Unreachable

PENDING_LIFE = 2
NEXT_LIFE = 3
"""After how many blocks, this one included, a key is of no use any more."""


def rotate(ctx: Context, announced: bytes | None) -> None:
    """Move the keys on and note the author's new one. Raises: Unreachable, BadEncKeyLen."""
    author = ctx.author
    if author is None:
        raise Unreachable(block=ctx.block_number)
    _put(ctx, storage.current_key, storage.pending_key.get(ctx))
    _put(ctx, storage.pending_key, storage.next_key.get(ctx))
    ahead = author_of(ctx, ctx.block_number + 2)
    # The author's own key is replaced below, so that a sole author publishes the key of its previous block.
    _put(ctx, storage.next_key, None if ahead is None else storage.author_keys.get(ctx, ahead))
    if announced is None:
        storage.author_keys.remove(ctx, author)
    else:
        ensure(
            len(announced) == ml_kem.PUBLIC_BYTES,
            BadEncKeyLen,
            got=len(announced),
            needed=ml_kem.PUBLIC_BYTES,
        )
        storage.author_keys.set(ctx, author, announced)
    _expire(ctx, storage.pending_key, storage.pending_key_expires_at, PENDING_LIFE)
    _expire(ctx, storage.next_key, storage.next_key_expires_at, NEXT_LIFE)


def _put(ctx: Context, item: StorageValue, key: bytes | None) -> None:
    if key is None:
        item.remove(ctx)
    else:
        item.set(ctx, key)


def _expire(ctx: Context, key: StorageValue, expires_at: StorageValue, life: int) -> None:
    if key.exists(ctx):
        expires_at.set(ctx, ctx.block_number + life)
    else:
        expires_at.remove(ctx)


def is_pending(ctx: Context, hashed: bytes) -> bool:
    """Whether the next block's author takes a transaction encrypted for the key with this hash."""
    key = storage.pending_key.get(ctx)
    return key is not None and key_hash(key) == hashed


def live(ctx: Context) -> set[bytes]:
    """Return the hashes of all keys that a transaction may still be encrypted with, now or later."""
    keys = [storage.pending_key.get(ctx), storage.next_key.get(ctx)]
    keys += [key for _, key in storage.author_keys.iter(ctx)]
    return {key_hash(key) for key in keys if key is not None}
