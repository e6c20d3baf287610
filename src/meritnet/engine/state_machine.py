"""The chain as a state machine: build, check, finalize, commit. Drivers decide when; nothing above knows
which one runs.

The interface is that of a Byzantine-fault-tolerant engine: `build` proposes, `check` judges a proposal,
`finalize` executes the decided block and keeps the result in memory, `commit` makes it durable in one
transaction. Executing a proposal is cached, so that finalizing the same block only adopts it.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from meritnet.codec import InvalidEncoding
from meritnet.codec.extrinsic import Extrinsic
from meritnet.codec.header import GENESIS_PARENT, Header, aura_pre_runtime
from meritnet.primitives.errors import Bug, Invalid
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.executive import Applied, InvalidBlock
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import InvalidTransaction, UnknownTransaction
from meritnet.runtime.pallets.aura import authors
from meritnet.runtime.pallets.aura import storage as aura
from meritnet.runtime.pallets.commitments import revealing as commitments
from meritnet.runtime.pallets.drand.opening import signatures_of
from meritnet.runtime.pallets.mev_shield import keys as shield
from meritnet.runtime.pallets.subnets.queries import non_root
from meritnet.runtime.pallets.timestamp import storage as timestamp
from meritnet.runtime.pallets.weights import timelocked as weights
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_store import ChainStore
from meritnet.state.ordered_root import extrinsics_root
from meritnet.state.trie import TrieUpdate

from .block import BlockInput, BlockOutput, Budget, BuildReport
from .round_source import RoundSource
from .shield_keys import ShieldKeys
from .shielded import Opener, envelope_of
from .signature_cache import SignatureCache

log = logging.getLogger(__name__)

EMPTY_EXTRINSICS_ROOT = extrinsics_root([])


class WrongGenesis(Invalid):
    """The folder holds another chain than the one that was asked for."""


@dataclass(slots=True)
class _Staged:
    """An executed block that is not durable yet."""

    block: BlockInput
    output: BlockOutput
    changes: dict[bytes, bytes | None]
    update: TrieUpdate


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pooled extrinsic on its way into a block."""

    hash: bytes
    extrinsic: Extrinsic


class StateMachine:
    """Executes blocks over a durable chain. One thread drives it; `pool` reads happen elsewhere."""

    def __init__(
        self, runtime: Runtime, store: ChainStore, *, signatures: SignatureCache | None = None
    ) -> None:
        self.runtime = runtime
        self.store = store
        self.signatures = signatures or SignatureCache()
        self._ctx: Context | None = None
        self._staged: _Staged | None = None
        if not store.is_empty:
            self._open()

    def _open(self) -> None:
        genesis = self.store.hash_of(0)
        if genesis is None:
            raise Bug("a chain without block 0")
        self.runtime.extensions.genesis_hash = genesis
        self._ctx = self.runtime.context(self.store.view())

    @property
    def _head_ctx(self) -> Context:
        if self._ctx is None:
            raise Bug("the chain has no genesis yet; call init_chain")
        return self._ctx

    # --- handshake ------------------------------------------------------------------------------------

    def info(self) -> tuple[int, bytes]:
        """Return (height, block hash) of the last durable block; whatever was not committed is dropped."""
        self._drop_staged()
        head = self.store.head
        return head.number, head.hash

    def init_chain(self, build: Callable[[Context], None]) -> bytes:
        """Write the genesis state and return the genesis hash; a chain that exists already is left alone."""
        if self.store.is_empty:
            ctx = self.runtime.context(_EMPTY)
            build(ctx)
            changes = ctx.changes()
            root, _ = self.store.prepare(changes)
            header = Header(GENESIS_PARENT, 0, root, EMPTY_EXTRINSICS_ROOT, ())
            self.store.genesis(header.encode(), changes)
        self._open()
        return self.runtime.extensions.genesis_hash

    # --- build ----------------------------------------------------------------------------------------

    def build(
        self,
        height: int,
        author: bytes | None,
        moment_ms: int,
        candidates: Iterable[Candidate],
        budget: Budget,
        keys: ShieldKeys | None = None,
        rounds: RoundSource | None = None,
    ) -> tuple[BlockInput, BuildReport]:
        """Propose a block: inherents, then candidates while weight, length and time last.

        With `keys`, the author announces its next key, and shielded candidates whose turn it is are taken and what
        they hold is put right behind them. Without, shielded candidates are left. `rounds` gives rounds of beacons,
        which go before all candidates.

        The block stays staged, so that `finalize` of the same block need not execute it again.
        """
        ctx = self._begin(height, author)
        inherent = self.runtime.timestamp_inherent(self.next_moment(ctx, moment_ms))
        raws, applied = [inherent], [self._apply(ctx, self.runtime.decode(inherent), 0)]
        if keys is not None and author is not None:
            announcement = self.runtime.shield_key_inherent(keys.announce(height))
            applied.append(self._apply(ctx, self.runtime.decode(announcement), 1))
            raws.append(announcement)
        if rounds is not None:
            self._take_rounds(ctx, rounds, raws, applied)
        opener = Opener(ctx, keys)
        size, report = sum(map(len, raws)), BuildReport()
        end = None if budget.time_s is None else time.perf_counter() + budget.time_s
        blocked: set[bytes] = set()
        for candidate in candidates:
            if end is not None and time.perf_counter() > end:
                report.full = True
                break
            by = candidate.extrinsic.signed
            account = None if by is None else by.account
            if account in blocked:
                continue
            raw = candidate.extrinsic.raw
            envelope = envelope_of(candidate.extrinsic.call)
            if envelope is not None and not opener.takes(envelope):
                if account is not None:
                    blocked.add(account)
                continue
            inner_bytes = 0 if envelope is None else envelope.plaintext_bytes
            if size + len(raw) + inner_bytes > budget.max_bytes:
                report.full = True
                break
            try:
                applied.append(self._apply(ctx, candidate.extrinsic, len(raws)))
            except (InvalidTransaction, UnknownTransaction) as error:
                if account is not None:
                    blocked.add(account)
                if error.variant == "ExhaustsResources":
                    report.full = True
                elif error.variant != "Future":
                    report.dropped[candidate.hash] = str(error)
                continue
            raws.append(raw)
            size += len(raw)
            report.included.append(candidate.hash)
            report.extrinsics.append(candidate.extrinsic)
            inner = None if envelope is None else opener.open(envelope)
            if inner is not None and self._take_inner(ctx, candidate.hash, inner, raws, applied, report):
                size += len(inner.raw)
        block = BlockInput(height, author, tuple(raws))
        self._stage(ctx, block, applied)
        return block, report

    def _take_rounds(
        self, ctx: Context, rounds: RoundSource, raws: list[bytes], applied: list[Applied]
    ) -> None:
        for raw in rounds.rounds(ctx, int(timestamp.now.get(ctx))):
            try:
                applied.append(self._apply(ctx, self.runtime.decode(raw), len(raws)))
            except (InvalidTransaction, UnknownTransaction) as error:
                log.warning("round_refused height=%d why=%s", ctx.block_number, error)
                return
            raws.append(raw)

    def _take_inner(
        self,
        ctx: Context,
        outer: bytes,
        inner: Extrinsic,
        raws: list[bytes],
        applied: list[Applied],
        report: BuildReport,
    ) -> bool:
        try:
            applied.append(self._apply(ctx, inner, len(raws)))
        except (InvalidTransaction, UnknownTransaction) as error:
            report.full = report.full or error.variant == "ExhaustsResources"
            log.debug("shielded_inner_refused outer=0x%s why=%s", outer.hex(), error)
            return False
        raws.append(inner.raw)
        report.extrinsics.append(inner)
        return True

    def next_moment(self, ctx: Context, moment_ms: int) -> int:
        """Return the block's moment: the given one, or one millisecond after the parent's if the clock went
        back.
        """
        return max(moment_ms, int(timestamp.now.get(ctx)) + 1)

    # --- check and finalize ---------------------------------------------------------------------------

    def check(self, block: BlockInput) -> bool:
        """Whether a proposed block may be decided: it executes, and its inherents stand where they must."""
        try:
            self._execute(block)
        except (InvalidBlock, InvalidTransaction, UnknownTransaction, InvalidEncoding):
            self._drop_staged()
            return False
        return True

    def finalize(self, block: BlockInput) -> BlockOutput:
        """Execute a decided block and keep the result in memory. Raises: InvalidBlock, Invalid..., Unknown..."""
        if self._staged is None or self._staged.block != block:
            self._execute(block)
        if self._staged is None:
            raise Bug("a finalized block was not staged")
        return self._staged.output

    def commit(self) -> BlockOutput:
        """Make the finalized block durable in one transaction and return it."""
        staged = self._staged
        if staged is None:
            raise Bug("commit without a finalized block")
        output = staged.output
        self.store.commit(
            staged.block.height,
            output.block_hash,
            output.header_bytes,
            list(staged.block.extrinsics),
            staged.changes,
            staged.update,
        )
        self._staged = None
        self._head_ctx.rebase(self.store.view())
        return output

    # --- execution ------------------------------------------------------------------------------------

    def _drop_staged(self) -> None:
        self._staged = None
        if self._ctx is not None:
            self._ctx.rollback(0)
            self._ctx.events.clear()

    def _begin(self, height: int, author: bytes | None) -> Context:
        self._drop_staged()
        ctx = self._head_ctx
        head = self.store.head
        if height != head.number + 1:
            raise InvalidBlock(
                f"block {height} does not follow the head {head.number}; send block {head.number + 1}"
            )
        self.runtime.executive.initialize(ctx, height, head.hash, author)
        return ctx

    def _apply(self, ctx: Context, extrinsic: Extrinsic, index: int) -> Applied:
        known = extrinsic.signed is None or self.signatures.knows(extrinsic.raw)
        applied = self.runtime.executive.apply(ctx, extrinsic, index, signature_known=known)
        if not known:
            self.signatures.add(extrinsic.raw)
        return applied

    def _execute(self, block: BlockInput) -> None:
        if self._staged is not None and self._staged.block == block:
            return
        ctx = self._begin(block.height, block.author)
        applied = []
        signed_seen = False
        for index, raw in enumerate(block.extrinsics):
            extrinsic = self.runtime.decode(raw)
            if (
                signed_seen
                and extrinsic.signed is None
                and self.runtime.executive.is_inherent(extrinsic.call)
            ):
                raise InvalidBlock(
                    f"extrinsic {index} of block {block.height} is an inherent behind a signed one"
                )
            signed_seen = signed_seen or extrinsic.signed is not None
            applied.append(self._apply(ctx, extrinsic, index))
        self._stage(ctx, block, applied)

    def _stage(self, ctx: Context, block: BlockInput, applied: list[Applied]) -> None:
        self.runtime.executive.finalize(ctx)
        events = tuple(ctx.events)
        former: dict[bytes, bytes | None] = {}
        changes = ctx.changes(former)
        root, update = self.store.prepare(changes, former)
        slot = aura_pre_runtime(aura.current_slot.get(ctx))
        header = Header(ctx.parent_hash, block.height, root, extrinsics_root(list(block.extrinsics)), (slot,))
        header_bytes = header.encode()
        output = BlockOutput(
            header, header_bytes, blake2_256(header_bytes), tuple(applied), events, len(changes)
        )
        self._staged = _Staged(block, output, changes, update)

    def author_of(self, height: int) -> bytes | None:
        """Return the account that authors block `height`: the authorities take turns."""
        return authors.author_of(self._head_ctx, height)

    def live_shield_keys(self) -> set[bytes]:
        """Return the hashes of the keys on chain that a shielded transaction may still be made for."""
        return shield.live(self._head_ctx)

    def openable_timelocks(self) -> list[tuple[bytes, bytes]]:
        """Return (ciphertext, signature) of the timelocks that the next block may open, in its order."""
        ctx = self._head_ctx
        found = [*commitments.openable(ctx), *weights.openable(ctx, non_root(ctx))]
        signatures = {round_: signatures_of(ctx, round_) for round_, _ in found}
        return [(ciphertext, one) for round_, ciphertext in found for one in signatures[round_]]


class _Empty:
    def get(self, _key: bytes, /) -> bytes | None:
        return None

    def iterate(self, _prefix: bytes, _start: bytes | None = None, /) -> Iterator[tuple[bytes, bytes]]:
        return iter(())


_EMPTY = _Empty()
