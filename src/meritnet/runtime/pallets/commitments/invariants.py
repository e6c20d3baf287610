"""What always holds for timelocked commitments, checked over a whole state."""

from meritnet.runtime.framework.context import Context

from . import storage
from .revealing import MAX_REVEALS, TIMELOCKED


def check(ctx: Context) -> list[str]:
    """Return every violation found, in words; an empty list is a sound state."""
    wrong = []
    indexed = set(storage.timelocked_index.get(ctx))
    for netuid, who, record in storage.commitment_of.iter(ctx):
        waits = any(field.name == TIMELOCKED for field in record.info)
        if waits and (netuid, who) not in indexed:
            wrong.append(f"subnet {netuid}: a timelocked field of 0x{who.hex()} is not in TimelockedIndex")
    for netuid, who, contents in storage.revealed_commitments.iter(ctx):
        if len(contents) > MAX_REVEALS:
            wrong.append(
                f"subnet {netuid}: 0x{who.hex()} keeps {len(contents)} contents, bound {MAX_REVEALS}"
            )
    return wrong
