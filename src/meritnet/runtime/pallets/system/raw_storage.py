"""Puts raw bytes under raw keys, and deletes keys, for the test programs that set up a local chain by root.

State is held decoded, so a key of a declared item must be one of its keys and the bytes a value of its type.
"""

from meritnet.codec.errors import InvalidEncoding
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import Other
from meritnet.state.items import StorageItem

PREFIX_SIZE = 32


def write(ctx: Context, key: bytes, raw: bytes) -> None:
    """Store `raw` under `key`.

    Quirk: bytes behind the value are allowed. Difference: they are dropped at once, where the reference keeps them
    until the item is written again. Raises: Other if the key or the value does not fit the item it belongs to.
    """
    item = _item_of(ctx, key)
    if item is None:
        ctx.write_raw(key, raw)
        return
    try:
        if item.key_of(*item.parts_of(key)) != key:
            raise InvalidEncoding("the key's digest or length is wrong")
        value, _ = item.value.read(raw, 0)
    except InvalidEncoding as error:
        raise Other(
            f"{raw.hex()[:80]} cannot be stored under {key.hex()} of {item.pallet}.{item.name}: {error}"
        ) from error
    ctx.write(item.prefix, key, item.value, value)


def delete(ctx: Context, key: bytes) -> None:
    """Delete what is stored under `key`, if anything."""
    item = _item_of(ctx, key)
    if item is None:
        ctx.delete_raw(key)
    else:
        ctx.write(item.prefix, key, item.value, None)


def delete_under(ctx: Context, prefix: bytes, most: int) -> None:
    """Delete the keys of declared items that begin with `prefix`, in ascending order, at most `most` of them.

    Difference: the reference counts only keys of earlier blocks and spares none of this block's.
    """
    keys: list[bytes] = []
    for parts in ctx.chain.pallets.values():
        for item in parts.storage:
            if item.prefix.startswith(prefix) or prefix.startswith(item.prefix):
                longest = max(item.prefix, prefix, key=len)
                keys += [key for key, _ in ctx.iterate(item.prefix, longest, item.value)]
    for key in sorted(keys)[:most]:
        delete(ctx, key)


def _item_of(ctx: Context, key: bytes) -> StorageItem | None:
    prefix = key[:PREFIX_SIZE]
    for parts in ctx.chain.pallets.values():
        for item in parts.storage:
            if item.prefix == prefix:
                return item
    return None
