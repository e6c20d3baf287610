"""Executes a stored chain again from genesis and compares every header, and with it every state root."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from meritnet.codec import InvalidEncoding
from meritnet.codec.header import decode_header
from meritnet.engine.block import BlockInput
from meritnet.engine.state_machine import StateMachine
from meritnet.node.chain_file import ChainFile
from meritnet.node.fresh_chain import build_genesis
from meritnet.primitives.errors import NotFound
from meritnet.runtime.executive import InvalidBlock
from meritnet.runtime.framework.errors import InvalidTransaction, UnknownTransaction
from meritnet.runtime.params import params_for
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_store import ChainStore
from meritnet.state.errors import StateDiscarded

KEYS_SHOWN = 8


class BlocksMissing(NotFound):
    """The folder does not hold the chain from genesis on."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The first block that does not come out as it is stored."""

    height: int
    why: str
    keys: tuple[str, ...] = ()
    """Some of the state keys that differ, where the stored state of that block is still kept."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """How far a replay came; without a difference, every height up to `height` has the same root."""

    height: int
    extrinsics: int
    difference: Difference | None


def replay(
    chain: ChainFile,
    store: ChainStore,
    *,
    to: int | None = None,
    scratch: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Replayed:
    """Execute the blocks 1 to `to` (default: the head at the start) on a fresh state and compare each header.

    The fresh state is in memory, or in the new folder `scratch`. Signatures are verified again.
    Raises: BlocksMissing for a chain that began from a state file.
    """
    last = store.head.number if to is None else min(to, store.head.number)
    stored_genesis = store.hash_of(0)
    if stored_genesis is None:
        raise BlocksMissing("the first blocks are not stored here, so there is nothing to execute from")
    runtime = Runtime(params_for(chain.preset, chain.block_time_ms, rules=chain.rules))
    fresh = ChainStore.open(scratch, keep_blocks=0, proof_blocks=0)
    try:
        machine = StateMachine(runtime, fresh)
        genesis = machine.init_chain(lambda ctx: build_genesis(ctx, chain))
        if genesis != stored_genesis:
            why = f"genesis is 0x{genesis.hex()}, stored is 0x{stored_genesis.hex()}"
            return Replayed(0, 0, Difference(0, why, _different_keys(store, fresh, 0)))
        return _replay_blocks(machine, store, last, progress)
    finally:
        fresh.close()


def _replay_blocks(
    machine: StateMachine, store: ChainStore, last: int, progress: Callable[[int, int], None] | None
) -> Replayed:
    count = 0
    for height in range(1, last + 1):
        body = tuple(store.body(height))
        count += len(body)
        block = BlockInput(height, machine.author_of(height), body)
        try:
            output = machine.finalize(block)
        except (InvalidBlock, InvalidTransaction, UnknownTransaction, InvalidEncoding) as error:
            return Replayed(height - 1, count, Difference(height, f"{type(error).__name__}: {error}"))
        machine.commit()
        stored = store.header(height)
        if output.header_bytes != stored:
            theirs = decode_header(stored)
            named = ("state_root", "extrinsics_root", "parent_hash", "digest")
            fields = [
                f"{name} is {_show(getattr(output.header, name))}, stored is {_show(getattr(theirs, name))}"
                for name in named
                if getattr(output.header, name) != getattr(theirs, name)
            ]
            keys = _different_keys(store, machine.store, height)
            return Replayed(height - 1, count, Difference(height, "; ".join(fields), keys))
        if progress is not None:
            progress(height, last)
    return Replayed(last, count, None)


def _show(value: object) -> str:
    return "0x" + value.hex() if isinstance(value, bytes) else repr(value)


def _different_keys(store: ChainStore, fresh: ChainStore, height: int) -> tuple[str, ...]:
    try:
        theirs = dict(store.view(height).iterate())
    except StateDiscarded:
        return ()
    ours = dict(fresh.view().iterate())
    keys = sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key))
    return tuple("0x" + key.hex() for key in keys[:KEYS_SHOWN])
