"""Opens the timelocked fields of commitments, in the first block whose state has their round.

What was in a field moves to `RevealedCommitments`; a field that does not open stays, marked as failed.
"""

from collections.abc import Iterator

from meritnet.codec import Case
from meritnet.crypto.timelock import CannotOpen, Failure
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.drand.opening import is_lost, open_timelock

from . import storage
from .events import CommitmentRevealed, CommitmentRevealFailed

TIMELOCKED, REVEAL_FAILED = "TimelockEncrypted", "TimelockRevealFailed"
MAX_REVEALS = 10
"""Contents that are kept of a hotkey on a subnet."""
_FAILURES = {
    Failure.SIGNATURE: "SignatureDeserialize",
    Failure.CIPHERTEXT: "CiphertextDeserialize",
    Failure.DECRYPT: "Decrypt",
}

Row = tuple[int, bytes]


def index(ctx: Context, netuid: int, who: bytes, *, waits: bool) -> None:
    """Note whether a hotkey's commitment has a field that waits for its round."""
    rows: tuple[Row, ...] = storage.timelocked_index.get(ctx)
    row = (netuid, who)
    if (row in rows) != waits:
        kept = [one for one in rows if one != row]
        storage.timelocked_index.set(ctx, tuple(sorted([*kept, row] if waits else kept)))


def on_initialize(ctx: Context) -> None:
    """Open what can be opened in this block. Bound: the hotkeys in the index, up to three fields each."""
    rows: tuple[Row, ...] = storage.timelocked_index.get(ctx)
    settled = {row for row in rows if _settle(ctx, *row)}
    if settled:
        storage.timelocked_index.set(ctx, tuple(row for row in rows if row not in settled))


def openable(ctx: Context) -> Iterator[tuple[int, bytes]]:
    """Yield (round, ciphertext) of all fields that wait, in the order in which they are looked at."""
    for netuid, who in storage.timelocked_index.get(ctx):
        record = storage.commitment_of.get(ctx, netuid, who)
        for field in () if record is None else record.info:
            if field.name == TIMELOCKED:
                ciphertext, round_ = field.args
                yield round_, ciphertext


def _settle(ctx: Context, netuid: int, who: bytes) -> bool:
    """Open what can be opened of one commitment; return whether no field waits any more."""
    record = storage.commitment_of.get(ctx, netuid, who)
    if record is None:
        return True
    fields: list[Case] = []
    contents: list[bytes] = []
    for field in record.info:
        found = _outcome(ctx, field) if field.name == TIMELOCKED else None
        if found is None:
            fields.append(field)
        elif isinstance(found, bytes):
            contents.append(found)
            ctx.emit(CommitmentRevealed, netuid, who)
        else:
            fields.append(Case(REVEAL_FAILED, field.args))
            ctx.emit(CommitmentRevealFailed, netuid, who, field.args[1], found)
    if contents:
        before = storage.revealed_commitments.get(ctx, netuid, who) or ()
        opened = tuple((content, ctx.block_number) for content in contents)
        storage.revealed_commitments.set(ctx, netuid, who, (*before, *opened)[-MAX_REVEALS:])
    if not fields:
        storage.commitment_of.remove(ctx, netuid, who)
    elif tuple(fields) != record.info:
        storage.commitment_of.set(ctx, netuid, who, record._replace(info=tuple(fields)))
    return all(field.name != TIMELOCKED for field in fields)


def _outcome(ctx: Context, field: Case) -> bytes | Case | None:
    """Return the content of a timelocked field, the reason why it has none, or None while its round may come."""
    ciphertext, round_ = field.args
    if is_lost(ctx, round_):
        return Case("PulseExpired")
    try:
        content = open_timelock(ctx, round_, ciphertext)
    except CannotOpen as error:
        return Case(_FAILURES[error.failure])
    return Case("EmptyPlaintext") if content == b"" else content
