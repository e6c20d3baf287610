"""Writes a value only where it differs, so that a block changes no more of the state than it must."""

from typing import Any

from meritnet.runtime.framework.context import Context
from meritnet.state.items import StorageMap
from meritnet.state.overlay import MISSING


def put(ctx: Context, item: StorageMap, key: Any, value: Any) -> None:  # Any: whatever the item declares
    """Store `value` unless exactly that is stored; a missing entry is written even where `value` is the default."""
    full_key = item.key_of(key)
    present = ctx.values.get(full_key, MISSING)
    if (ctx.read(full_key, item.value) if present is MISSING else present) != value:
        ctx.write(item.prefix, full_key, item.value, value)
