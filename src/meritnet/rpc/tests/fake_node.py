"""A tiny node for tests: real headers and hashes, one balance-like storage map, a pool with nonces.

Its extrinsics are length prefix, 32-byte account, u32 nonce, u8 key length, key and value: including one writes the
value under the key. Blocks are produced by the test, from any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from meritnet.codec.common import FEE_DETAILS, RUNTIME_DISPATCH_INFO, WEIGHT
from meritnet.codec.header import Header, aura_pre_runtime
from meritnet.codec.types import BYTES, U32, Case
from meritnet.primitives.hashing import blake2_256
from meritnet.rpc.interfaces import (
    BlockNotFound,
    BlockRef,
    HeadListener,
    Health,
    NodeFacts,
    PeerInfo,
    PoolRejection,
    RuntimeApiError,
    RuntimeApiNotFound,
    RuntimeVersion,
    StateDiscarded,
    TxListener,
    TxState,
    TxStatus,
)

CODE_KEY = b":code"
METADATA = b"meta\x0e" + bytes(range(256)) * 8
FEE = 166_247


def extrinsic(account: bytes, nonce: int, key: bytes, value: bytes) -> bytes:
    """Build an extrinsic of the fake chain."""
    return BYTES.encode(account + U32.encode(nonce) + bytes([len(key)]) + key + value)


@dataclass(frozen=True)
class Call:
    """A decoded extrinsic of the fake chain."""

    account: bytes
    nonce: int
    key: bytes
    value: bytes

    @classmethod
    def read(cls, raw: bytes) -> Call:
        inner = BYTES.decode(raw)
        length = inner[36]
        return cls(inner[:32], U32.decode(inner[32:36]), inner[37 : 37 + length], inner[37 + length :])


@dataclass
class Block:
    ref: BlockRef
    header: bytes
    body: list[bytes]
    state: dict[bytes, bytes] | None
    spec_version: int


@dataclass
class FakeNode:
    """Implements ChainReader, PoolClient, HeadFeed and NodeInfo over lists and dicts."""

    spec_version: int = 461
    finality_lag: int = 0
    blocks: list[Block] = field(default_factory=list)
    pool: dict[bytes, tuple[Call, bytes, TxListener | None]] = field(default_factory=dict)
    nonces: dict[bytes, int] = field(default_factory=dict)
    listeners: list[HeadListener] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    submit_threads: set[int] = field(default_factory=set)
    submissions: list[bytes] = field(default_factory=list)
    on_call: Callable[[], None] = lambda: None
    missing_calls: set[str] = field(default_factory=set)
    facts: NodeFacts = field(
        default_factory=lambda: NodeFacts(
            version="0.1.0",
            chain_type="Local",
            local_peer_id="12D3KooWFake",
            listen_addresses=("/ip4/127.0.0.1",),
        )
    )

    def __post_init__(self) -> None:
        self._append([], {CODE_KEY: b"\x00code of the fake runtime"})

    # Blocks

    def produce(self, changes: dict[bytes, bytes | None] | None = None) -> BlockRef:
        """Make a block of everything in the pool and of direct state changes, and tell everyone."""
        with self.lock:
            included = list(self.pool.items())
            self.pool.clear()
            state = dict(self.blocks[-1].state or {})
            for _, (call, _, _) in included:
                state[call.key] = call.value
                self.nonces[call.account] = call.nonce + 1
            for key, value in (changes or {}).items():
                if value is None:
                    state.pop(key, None)
                else:
                    state[key] = value
            ref = self._append([raw for _, (_, raw, _) in included], state)
        for _, (_, _, listener) in included:
            if listener is not None:
                listener(TxStatus(TxState.IN_BLOCK, ref.hash))
                listener(TxStatus(TxState.FINALIZED, ref.hash))
        for head_listener in tuple(self.listeners):
            head_listener(ref)
        return ref

    def discard_state(self, number: int) -> bytes:
        """Prune a block's state and return its hash."""
        self.blocks[number].state = None
        return self.blocks[number].ref.hash

    def _append(self, body: list[bytes], state: dict[bytes, bytes]) -> BlockRef:
        number = len(self.blocks)
        parent = self.blocks[-1].ref.hash if self.blocks else bytes(32)
        root = blake2_256(b"".join(key + value for key, value in sorted(state.items())))
        header = Header(parent, number, root, blake2_256(b"".join(body)), (aura_pre_runtime(number),))
        ref = BlockRef(number, header.hash)
        self.blocks.append(Block(ref, header.encode(), body, state, self.spec_version))
        return ref

    def _block(self, at: bytes | None) -> Block:
        if at is None:
            return self.blocks[-1]
        for block in self.blocks:
            if block.ref.hash == at:
                return block
        raise BlockNotFound(at)

    def _state(self, at: bytes | None) -> dict[bytes, bytes]:
        block = self._block(at)
        if block.state is None:
            raise StateDiscarded(block.ref.hash)
        return block.state

    # ChainReader

    def head(self) -> BlockRef:
        return self.blocks[-1].ref

    def finalized(self, head: BlockRef) -> BlockRef:
        return self.blocks[max(head.number - self.finality_lag, 0)].ref

    def genesis_hash(self) -> bytes:
        return self.blocks[0].ref.hash

    def block_hash(self, number: int) -> bytes | None:
        return self.blocks[number].ref.hash if number < len(self.blocks) else None

    def header(self, block_hash: bytes) -> bytes | None:
        try:
            return self._block(block_hash).header
        except BlockNotFound:
            return None

    def body(self, block_hash: bytes) -> list[bytes] | None:
        try:
            return self._block(block_hash).body
        except BlockNotFound:
            return None

    def storage(self, key: bytes, at: bytes | None) -> bytes | None:
        return self._state(at).get(key)

    def keys_paged(self, prefix: bytes, count: int, start: bytes | None, at: bytes | None) -> list[bytes]:
        keys = sorted(key for key in self._state(at) if key.startswith(prefix))
        return [key for key in keys if start is None or key > start][:count]

    def keys(self, prefix: bytes, at: bytes | None, limit: int) -> list[bytes]:
        return self.keys_paged(prefix, limit, None, at)

    def pairs_paged(
        self, prefix: bytes, count: int, start: bytes | None, at: bytes | None
    ) -> list[tuple[bytes, bytes]]:
        state = self._state(at)
        return [(key, state[key]) for key in self.keys_paged(prefix, count, start, at)]

    def changed_keys(self, after: int, upto: int, limit: int) -> set[bytes] | None:
        changed: set[bytes] = set()
        for number in range(after + 1, upto + 1):
            former, present = (self._state(self.blocks[each].ref.hash) for each in (number - 1, number))
            changed |= {key for key in former.keys() | present.keys() if former.get(key) != present.get(key)}
        return changed if len(changed) <= limit else None

    def closest_merkle_value(self, key: bytes, at: bytes | None) -> bytes | None:
        below = self.pairs_paged(key, 1000, None, at)
        return blake2_256(b"".join(key + value for key, value in below)) if below else None

    def read_proof(self, keys: list[bytes], at: bytes | None) -> list[bytes]:
        state = self._state(at)
        return [key + state[key] for key in keys if key in state]

    def call(self, name: str, data: bytes, at: bytes | None) -> bytes:
        self._state(at)
        self.on_call()
        if not self.has_call(name):
            raise RuntimeApiNotFound(name)
        if name == "AccountNonceApi_account_nonce":
            if len(data) != 32:
                raise RuntimeApiError(name, f"an account has 32 bytes, not {len(data)}")
            return U32.encode(self.nonces.get(data, 0))
        if name.startswith("TransactionPaymentApi"):
            return self._fee(name, data)
        return name.encode() + data

    def _fee(self, name: str, data: bytes) -> bytes:
        raw, length = data[:-4], U32.decode(data[-4:])
        if length != len(raw):
            raise RuntimeApiError(name, f"length {length} is wrong for {len(raw)} bytes")
        try:
            Call.read(raw)
        except Exception as error:
            raise RuntimeApiError(name, "extrinsic does not decode") from error
        if name.endswith("query_info"):
            weight = WEIGHT(224_050_000, 3593)
            return RUNTIME_DISPATCH_INFO.encode((weight, Case("Normal", ()), FEE))
        return FEE_DETAILS.encode({"inclusion_fee": (54_078, 144, 112_025), "tip": 0})

    def has_call(self, name: str) -> bool:
        apis = (
            "BlockBuilder_",
            "Metadata_",
            "AccountNonceApi_",
            "TransactionPaymentApi_",
            "TaggedTransactionQueue_",
        )
        return name not in self.missing_calls and ("RuntimeApi_" in name or name.startswith(apis))

    def metadata(self, at: bytes | None) -> bytes:
        self._state(at)
        return METADATA

    def runtime_version(self, at: bytes | None) -> RuntimeVersion:
        spec_version = self._block(at).spec_version
        apis = ((bytes.fromhex("df6acb689907609b"), 5),)
        return RuntimeVersion("node-subtensor", "node-subtensor", 1, spec_version, 1, 1, 1, apis)

    # PoolClient

    def submit(self, extrinsic: bytes, source: str) -> bytes:
        assert source == "external"
        return self._admit(extrinsic, None)

    def watch(self, extrinsic: bytes, listener: TxListener) -> tuple[bytes, Callable[[], None]]:
        tx_hash = self._admit(extrinsic, listener)
        listener(TxStatus(TxState.READY))

        def unwatch() -> None:
            with self.lock:
                if tx_hash in self.pool:
                    call, raw, _ = self.pool[tx_hash]
                    self.pool[tx_hash] = (call, raw, None)

        return tx_hash, unwatch

    def drop(self, tx_hash: bytes, status: TxStatus) -> None:
        """Remove an extrinsic from the pool and report the reason."""
        _, _, listener = self.pool.pop(tx_hash)
        if listener is not None:
            listener(status)

    def _admit(self, raw: bytes, listener: TxListener | None) -> bytes:
        self.submit_threads.add(threading.get_ident())
        self.submissions.append(raw)
        try:
            call = Call.read(raw)
        except Exception as error:
            raise PoolRejection(1001, "Extrinsic has invalid format: no valid length prefix") from error
        tx_hash = blake2_256(raw)
        with self.lock:
            if tx_hash in self.pool:
                raise PoolRejection(1013, "Transaction Already Imported", "0x" + tx_hash.hex())
            if call.nonce < self.next_nonce(call.account):
                raise PoolRejection(1010, "Invalid Transaction", "Transaction is outdated")
            self.pool[tx_hash] = (call, raw, listener)
        return tx_hash

    def remove(self, extrinsic_hash: bytes) -> bool:
        if extrinsic_hash not in self.pool:
            return False
        self.drop(extrinsic_hash, TxStatus(TxState.DROPPED))
        return True

    def pending(self) -> list[bytes]:
        with self.lock:
            return [raw for _, raw, _ in self.pool.values()]

    def next_nonce(self, account: bytes) -> int:
        with self.lock:
            pooled = [call.nonce + 1 for call, _, _ in self.pool.values() if call.account == account]
            return max([self.nonces.get(account, 0), *pooled])

    # HeadFeed and NodeInfo

    def subscribe(self, listener: HeadListener) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def health(self) -> Health:
        return Health(peers=len(self.peers()), is_syncing=False, should_have_peers=False)

    def peers(self) -> list[PeerInfo]:
        return [PeerInfo("12D3KooWPeer", "AUTHORITY", self.genesis_hash(), 7)]

    def starting_block(self) -> int:
        return 0
