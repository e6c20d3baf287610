"""Holds extrinsics until a block takes them: ready ones in nonce order, future ones behind a gap.

Order of ready extrinsics: higher priority first, then arrival; a sender's always by nonce. All methods are
safe to call from any thread; validity is judged on the last durable state.
"""

import heapq
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import RLock

from meritnet.codec import InvalidEncoding
from meritnet.codec.extrinsic import Extrinsic
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import InvalidTransaction, UnknownTransaction
from meritnet.runtime.pallets.system import accounts as system
from meritnet.runtime.pallets.system import storage as system_storage
from meritnet.runtime.runtime import Runtime
from meritnet.runtime.validity import MAX_LONGEVITY, ValidTransaction
from meritnet.state.overlay import ReadState

from ..signature_cache import SignatureCache
from ..state_machine import Candidate
from .entry import Entry, Listener, Step
from .errors import (
    PoolError,
    already_imported,
    bad_format,
    banned,
    invalid,
    pool_full,
    priority_too_low,
    unknown,
)

BAN_BLOCKS = 5
BANNED_LIMIT = 20_000
NEVER = 2**64 - 1


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """How much the pool holds."""

    count: int = 8_192
    total_bytes: int = 20 * 1024 * 1024
    per_sender: int = 512
    future_per_sender: int = 128
    extrinsic_bytes: int = 5 * 1024 * 1024


class Pool:
    """The pool of one node. `on_ready` is called when a ready extrinsic arrives (instant engines build then)."""

    def __init__(
        self,
        runtime: Runtime,
        signatures: SignatureCache,
        limits: PoolLimits = PoolLimits(),
        on_ready: Callable[[], None] | None = None,
        finality_lag: int = 0,
    ) -> None:
        self._runtime = runtime
        self._signatures = signatures
        self._limits = limits
        self.on_ready = on_ready
        self._finality_lag = finality_lag
        self._not_final: dict[bytes, tuple[int, bytes, Entry]] = {}
        self._lock = RLock()
        self._by_hash: dict[bytes, Entry] = {}
        self._senders: dict[bytes, dict[int, Entry]] = {}
        self._bytes = 0
        self._arrivals = 0
        self._banned: OrderedDict[bytes, int] = OrderedDict()
        self._ctx: Context | None = None
        self._head = 0

    # --- state ----------------------------------------------------------------------------------------

    def set_head(self, state: ReadState, number: int, block_hash: bytes) -> None:
        """Judge by this state from now on: block `number`, as if the next block had begun."""
        with self._lock:
            ctx = self._runtime.read_context(state, number + 1, block_hash)
            system_storage.block_hash.set(ctx, number, block_hash)
            self._ctx, self._head = ctx, number

    def _context(self) -> Context:
        if self._ctx is None:
            raise pool_full("the node is still starting")
        return self._ctx

    def account_nonce(self, account: bytes) -> int:
        """Return the nonce in state."""
        with self._lock:
            return int(system.info(self._context(), account).nonce)

    # --- admission ------------------------------------------------------------------------------------

    def submit(self, raw: bytes, *, local: bool = False, listener: Listener | None = None) -> Entry:
        """Validate and take an extrinsic. Raises: PoolError with the code that clients parse."""
        if len(raw) > self._limits.extrinsic_bytes:
            raise pool_full(f"{len(raw)} bytes, at most {self._limits.extrinsic_bytes}")
        key = blake2_256(raw)
        with self._lock:
            if key in self._by_hash:
                raise already_imported(key)
            if self._banned.get(key, -1) >= self._head:
                raise banned()
            try:
                extrinsic = self._runtime.decode(raw)
            except InvalidEncoding as error:
                raise bad_format(str(error)) from error
            valid = self._validate(key, extrinsic)
            entry = self._entry(key, extrinsic, valid, local=local)
            self._make_room(entry)
            if listener is not None:
                entry.listeners.append(listener)
            self._insert(entry)
            ready = entry.ready
            if ready:
                self._promote(entry.account)
        if ready and self.on_ready is not None:
            self.on_ready()
        return entry

    def _validate(self, key: bytes, extrinsic: Extrinsic) -> ValidTransaction:
        known = self._signatures.knows(extrinsic.raw)
        try:
            valid = self._runtime.validate(self._context(), extrinsic, signature_known=known)
        except InvalidTransaction as error:
            if error.variant in ("BadProof", "BadSigner", "Call"):
                self._ban(key)
            raise invalid(error) from error
        except UnknownTransaction as error:
            raise unknown(error) from error
        if not known:
            self._signatures.add(extrinsic.raw)
        return valid

    def _entry(self, key: bytes, extrinsic: Extrinsic, valid: ValidTransaction, *, local: bool) -> Entry:
        by = extrinsic.signed
        if by is None:
            # What provides the same competes as one sender's transactions with the same nonce do.
            account, nonce = blake2_256(valid.provides[0]), 0
        elif by.account is None:
            raise bad_format("the signer's address is not an account id")
        else:
            account, nonce = by.account, by.extra.nonce
        self._arrivals += 1
        dies_at = NEVER if valid.longevity >= MAX_LONGEVITY else self._head + 1 + valid.longevity
        return Entry(key, extrinsic, account, nonce, valid.priority, dies_at, self._arrivals, local)

    def _make_room(self, entry: Entry) -> None:
        mine = self._senders.get(entry.account, {})
        old = mine.get(entry.nonce)
        if old is not None:
            if entry.priority <= old.priority:
                raise priority_too_low(entry.priority, old.priority)
            self._remove(old)
            old.tell(Step.USURPED, entry.hash)
            return
        if len(mine) >= self._limits.per_sender:
            raise pool_full(f"{self._limits.per_sender} extrinsics of one sender wait already")
        nonce = system.info(self._context(), entry.account).nonce
        if (
            entry.nonce > nonce + len(mine)
            and sum(not e.ready for e in mine.values()) >= self._limits.future_per_sender
        ):
            raise pool_full(f"{self._limits.future_per_sender} future extrinsics of one sender wait already")
        if len(self._by_hash) >= self._limits.count:
            raise pool_full(f"{self._limits.count} extrinsics wait already")
        if self._bytes + len(entry.extrinsic.raw) > self._limits.total_bytes:
            raise pool_full(f"{self._limits.total_bytes} bytes wait already")

    def _insert(self, entry: Entry) -> None:
        self._by_hash[entry.hash] = entry
        mine = self._senders.setdefault(entry.account, {})
        mine[entry.nonce] = entry
        self._bytes += len(entry.extrinsic.raw)
        nonce = system.info(self._context(), entry.account).nonce
        before = mine.get(entry.nonce - 1)
        entry.ready = entry.nonce == nonce or (before is not None and before.ready)
        entry.tell(Step.READY if entry.ready else Step.FUTURE)

    def _promote(self, account: bytes) -> None:
        """Make the run of nonces from the account's own ready."""
        mine = self._senders.get(account, {})
        nonce = system.info(self._context(), account).nonce
        while (entry := mine.get(nonce)) is not None:
            if not entry.ready:
                entry.ready = True
                entry.tell(Step.READY)
            nonce += 1

    def _ban(self, key: bytes) -> None:
        self._banned[key] = self._head + BAN_BLOCKS
        while len(self._banned) > BANNED_LIMIT:
            self._banned.popitem(last=False)

    def _remove(self, entry: Entry) -> None:
        del self._by_hash[entry.hash]
        mine = self._senders[entry.account]
        del mine[entry.nonce]
        if not mine:
            del self._senders[entry.account]
        self._bytes -= len(entry.extrinsic.raw)

    # --- blocks ---------------------------------------------------------------------------------------

    def ready(self) -> Iterator[Candidate]:
        """Yield ready extrinsics in the order in which a block should take them (a consistent snapshot)."""
        with self._lock:
            queues: dict[bytes, list[Entry]] = {}
            for account, mine in self._senders.items():
                run = sorted((e for e in mine.values() if e.ready), key=lambda e: e.nonce)
                if run:
                    queues[account] = run
        heap = [(-run[0].priority, run[0].arrival, account, 0) for account, run in queues.items()]
        heapq.heapify(heap)
        while heap:
            _, _, account, position = heapq.heappop(heap)
            run = queues[account]
            entry = run[position]
            yield Candidate(entry.hash, entry.extrinsic)
            if position + 1 < len(run):
                following = run[position + 1]
                heapq.heappush(heap, (-following.priority, following.arrival, account, position + 1))

    def drop(self, reasons: dict[bytes, str]) -> None:
        """Remove extrinsics that a block builder found invalid."""
        with self._lock:
            for key in reasons:
                entry = self._by_hash.get(key)
                if entry is not None:
                    self._remove(entry)
                    self._ban(key)
                    entry.tell(Step.INVALID)

    def forget(self, key: bytes) -> bool:
        """Remove an extrinsic that this node cannot or shall not keep; its watchers hear that it was dropped."""
        with self._lock:
            entry = self._by_hash.get(key)
            if entry is None:
                return False
            self._remove(entry)
            entry.tell(Step.DROPPED)
            return True

    def on_block(
        self, state: ReadState, number: int, block_hash: bytes, included: Iterable[Extrinsic]
    ) -> None:
        """Move on to a durable block: report and remove what it holds, revalidate its senders, let the dead
        go.
        """
        with self._lock:
            self.set_head(state, number, block_hash)
            touched: set[bytes] = set()
            for extrinsic in included:
                by = extrinsic.signed
                if by is not None and by.account is not None:
                    touched.add(by.account)
                entry = self._by_hash.get(blake2_256(extrinsic.raw))
                if entry is not None:
                    self._remove(entry)
                    entry.tell(Step.IN_BLOCK, block_hash)
                    if entry.listeners:
                        self._not_final[entry.hash] = (number, block_hash, entry)
            self._tell_final(number - self._finality_lag)
            for entry in [e for e in self._by_hash.values() if e.dies_at <= number + 1]:
                self._remove(entry)
                entry.tell(Step.INVALID)
                touched.add(entry.account)
            for account in sorted(touched):
                self._revalidate(account)

    def _tell_final(self, upto: int) -> None:
        """Report what is final once block `upto` is, oldest first."""
        for key, (number, block_hash, entry) in list(self._not_final.items()):
            if number > upto:
                break
            del self._not_final[key]
            entry.tell(Step.FINALIZED, block_hash)

    def _revalidate(self, account: bytes) -> None:
        """Drop a sender's used nonces and set what is ready.

        What else a block may have changed (balance, rate limits) shows when the next block is built: it drops
        what fails.
        """
        nonce = system.info(self._context(), account).nonce
        were_ready = set()
        for entry in list(self._senders.get(account, {}).values()):
            if entry.nonce < nonce:
                # Another extrinsic with this nonce is in a block: this one can never be.
                self._remove(entry)
                entry.tell(Step.INVALID)
            elif entry.ready:
                were_ready.add(entry.nonce)
                entry.ready = False
        run = nonce
        mine = self._senders.get(account, {})
        while (following := mine.get(run)) is not None:
            following.ready = True
            if run not in were_ready:
                following.tell(Step.READY)
            run += 1

    # --- reads ----------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._by_hash)

    def __contains__(self, key: bytes) -> bool:
        return key in self._by_hash

    def pending(self) -> list[bytes]:
        """Return the raw extrinsics, ready ones first, each group by arrival."""
        with self._lock:
            entries = sorted(self._by_hash.values(), key=lambda e: (not e.ready, e.arrival))
            return [e.extrinsic.raw for e in entries]

    def next_nonce(self, account: bytes) -> int:
        """Return the nonce after the account's own and its ready extrinsics."""
        with self._lock:
            nonce = int(system.info(self._context(), account).nonce)
            mine = self._senders.get(account, {})
            while nonce in mine:
                nonce += 1
            return nonce

    def counts(self) -> tuple[int, int]:
        """Return (ready, future)."""
        with self._lock:
            ready = sum(e.ready for e in self._by_hash.values())
            return ready, len(self._by_hash) - ready

    def unwatch(self, key: bytes, listener: Listener) -> None:
        """Stop reporting to a listener."""
        with self._lock:
            included = self._not_final.get(key)
            entry = self._by_hash.get(key) if included is None else included[2]
            if entry is not None and listener in entry.listeners:
                entry.listeners.remove(listener)


__all__ = ["Pool", "PoolError", "PoolLimits"]
