"""What the RPC server reads of the chain: blocks, state at any kept block, runtime APIs."""

from collections import OrderedDict
from itertools import islice
from threading import Lock
from typing import TypeVar

from meritnet.codec import InvalidEncoding, InvalidValue
from meritnet.codec.header import decode_header
from meritnet.rpc.interfaces import (
    BlockNotFound,
    BlockRef,
    RuntimeApiError,
    RuntimeApiNotFound,
    RuntimeVersion,
    StateDiscarded,
)
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.runtime import Runtime
from meritnet.state import errors as state_errors
from meritnet.state.chain_store import ChainStore
from meritnet.state.state_view import StateView

T = TypeVar("T")
CONTEXTS_KEPT = 8
"""Decoded states of recent blocks kept for runtime APIs."""


class ChainAccess:
    """Implements `rpc.interfaces.ChainReader` over a store and a runtime. Safe for several threads."""

    def __init__(self, runtime: Runtime, store: ChainStore, finality_lag: int = 0) -> None:
        self._runtime = runtime
        self._finality_lag = finality_lag
        self._store = store
        self._contexts: OrderedDict[bytes, tuple[Context, Lock]] = OrderedDict()
        self._contexts_lock = Lock()

    # --- blocks ---------------------------------------------------------------------------------------

    def head(self) -> BlockRef:
        """Return the best block."""
        head = self._store.head
        return BlockRef(head.number, head.hash)

    def finalized(self, head: BlockRef) -> BlockRef:
        """Return the block that is told to be final: the head itself, or one that many blocks behind it."""
        number = max(head.number - self._finality_lag, 0)
        found = head.hash if number == head.number else self._store.hash_of(number)
        return head if found is None else BlockRef(number, found)

    def genesis_hash(self) -> bytes:
        """Return the hash of block 0."""
        return self._runtime.extensions.genesis_hash

    def block_hash(self, number: int) -> bytes | None:
        """Return a block's hash."""
        return self._store.hash_of(number)

    def header(self, block_hash: bytes) -> bytes | None:
        """Return a block's SCALE header."""
        try:
            return self._store.header(block_hash)
        except state_errors.UnknownBlock:
            return None

    def body(self, block_hash: bytes) -> list[bytes] | None:
        """Return a block's raw extrinsics."""
        try:
            return self._store.body(block_hash)
        except state_errors.UnknownBlock:
            return None

    # --- state ----------------------------------------------------------------------------------------

    def _view(self, at: bytes | None) -> StateView:
        try:
            return self._store.view(at)
        except state_errors.UnknownBlock as error:
            raise BlockNotFound(at or b"") from error
        except state_errors.StateDiscarded as error:
            raise StateDiscarded(at or b"") from error

    def storage(self, key: bytes, at: bytes | None) -> bytes | None:
        """Return a raw storage value."""
        view = self._view(at)
        try:
            return view.get(key)
        except state_errors.StateDiscarded as error:
            raise StateDiscarded(view.hash) from error

    def keys_paged(self, prefix: bytes, count: int, start: bytes | None, at: bytes | None) -> list[bytes]:
        """Return up to `count` keys after `start`."""
        view = self._view(at)
        out: list[bytes] = []
        try:
            for key, _ in view.iterate(prefix, start):
                if len(out) >= count:
                    break
                out.append(key)
        except state_errors.StateDiscarded as error:
            raise StateDiscarded(view.hash) from error
        return out

    def keys(self, prefix: bytes, at: bytes | None, limit: int) -> list[bytes]:
        """Return up to `limit` keys under a prefix."""
        return self.keys_paged(prefix, limit, None, at)

    def pairs_paged(
        self, prefix: bytes, count: int, start: bytes | None, at: bytes | None
    ) -> list[tuple[bytes, bytes]]:
        """Return up to `count` keys with their values after `start`."""
        view = self._view(at)
        try:
            return list(islice(view.iterate(prefix, start), count))
        except state_errors.StateDiscarded as error:
            raise StateDiscarded(view.hash) from error

    def changed_keys(self, after: int, upto: int, limit: int) -> set[bytes] | None:
        """Return the keys that some blocks changed, None if more than `limit`."""
        try:
            return self._store.changed_keys(after, upto, limit)
        except state_errors.StateDiscarded as error:
            raise StateDiscarded(error.block_hash) from error

    def closest_merkle_value(self, key: bytes, at: bytes | None) -> bytes | None:
        """Return the Merkle value of the trie node at a key or nearest below it."""
        try:
            return self._store.merkle_value_at(at, key)
        except state_errors.UnknownBlock as error:
            raise BlockNotFound(at or b"") from error
        except state_errors.StateDiscarded as error:
            raise StateDiscarded(at or b"") from error
        except state_errors.ProofUnavailable as error:
            raise RuntimeApiError("closestDescendantMerkleValue", str(error)) from error

    def read_proof(self, keys: list[bytes], at: bytes | None) -> list[bytes]:
        """Return the trie nodes that prove some keys."""
        try:
            return self._store.proof_at(at, keys)
        except state_errors.UnknownBlock as error:
            raise BlockNotFound(at or b"") from error
        except state_errors.ProofUnavailable as error:
            raise RuntimeApiError("state_getReadProof", str(error)) from error

    # --- runtime --------------------------------------------------------------------------------------

    def _context(self, at: bytes | None) -> tuple[Context, Lock]:
        view = self._view(at)
        with self._contexts_lock:
            kept = self._contexts.get(view.hash)
            if kept is not None:
                self._contexts.move_to_end(view.hash)
                return kept
            parent = decode_header(self._store.header(view.hash)).parent_hash
            fresh = self._runtime.read_context(view, view.number, parent, view.hash), Lock()
            self._contexts[view.hash] = fresh
            while len(self._contexts) > CONTEXTS_KEPT:
                self._contexts.popitem(last=False)
            return fresh

    def call(self, name: str, data: bytes, at: bytes | None) -> bytes:
        """Run a runtime API."""
        if not self._runtime.has_api(name):
            raise RuntimeApiNotFound(name)
        context, lock = self._context(at)
        try:
            with lock:
                return self._runtime.call_api(context, name, data)
        except (InvalidEncoding, InvalidValue, DispatchError) as error:
            raise RuntimeApiError(name, str(error)) from error
        except state_errors.StateDiscarded as error:
            raise StateDiscarded(at or b"") from error

    def has_call(self, name: str) -> bool:
        """Whether a runtime API is served."""
        return self._runtime.has_api(name)

    def metadata(self, at: bytes | None) -> bytes:
        """Return the V14 metadata."""
        return self._runtime.metadata_v14

    def runtime_version(self, at: bytes | None) -> RuntimeVersion:
        """Return the runtime's version."""
        v = self._runtime.params.runtime_version
        return RuntimeVersion(
            v["spec_name"],
            v["impl_name"],
            v["authoring_version"],
            v["spec_version"],
            v["impl_version"],
            v["transaction_version"],
            v["system_version"],
            v["apis"],
        )
