"""What the RPC server needs from a node: reads, the pool, new heads and a few facts about itself.

The server imports nothing of the node; the node passes objects that have these shapes. Hashes and keys are
raw bytes, `at` is a block hash or None for the best block. Methods may be called from any thread at any time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal, NamedTuple, Protocol

from meritnet.primitives.errors import Denied, Invalid, NotFound


class BlockRef(NamedTuple):
    """A block that is durably stored: its number and its 32-byte hash."""

    number: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class RuntimeVersion:
    """The runtime version as `state_getRuntimeVersion` shows it; `apis` are (8-byte API id, version)."""

    spec_name: str
    impl_name: str
    authoring_version: int
    spec_version: int
    impl_version: int
    transaction_version: int
    state_version: int
    apis: tuple[tuple[bytes, int], ...]


class BlockNotFound(NotFound):
    """The named block hash is not known here."""

    def __init__(self, block_hash: bytes) -> None:
        self.block_hash = block_hash
        super().__init__(f"Header was not found in the database: 0x{block_hash.hex()}")


class StateDiscarded(NotFound):
    """The block is known, but its state was pruned; clients match the text and turn to an archive node."""

    def __init__(self, block_hash: bytes) -> None:
        self.block_hash = block_hash
        super().__init__(f"State already discarded for 0x{block_hash.hex()}")


class RuntimeApiNotFound(NotFound):
    """The runtime has no such API method; clients match the text and fall back to older ones."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"Exported method {name} is not found")


class RuntimeApiError(Invalid):
    """A runtime API method could not answer, normally because its argument bytes do not decode."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"Execution failed: {name}: {reason}")


class PoolRejection(Denied):
    """The pool refuses an extrinsic; code, message and data are those that clients parse."""

    def __init__(self, code: int, message: str, data: str | None = None) -> None:
        self.code = code
        self.message = message
        self.data = data
        super().__init__(f"{message} ({code}): {data}" if data is not None else f"{message} ({code})")


class ChainReader(Protocol):
    """Reads of blocks and state.

    Raises: BlockNotFound for an unknown `at`, StateDiscarded for a pruned one.
    """

    def head(self) -> BlockRef:
        """Return the best block."""

    def finalized(self, head: BlockRef) -> BlockRef:
        """Return the newest block that is final when `head` is the best one."""

    def genesis_hash(self) -> bytes:
        """Return the hash of block 0."""

    def block_hash(self, number: int) -> bytes | None:
        """Return the hash of a block by number, None past the tip."""

    def header(self, block_hash: bytes) -> bytes | None:
        """Return the SCALE header of a block, None if unknown."""

    def body(self, block_hash: bytes) -> list[bytes] | None:
        """Return the raw extrinsics of a block with their length prefixes, None if unknown."""

    def storage(self, key: bytes, at: bytes | None) -> bytes | None:
        """Return a raw storage value; a key of any length may be asked for."""

    def keys_paged(self, prefix: bytes, count: int, start: bytes | None, at: bytes | None) -> list[bytes]:
        """Return up to `count` keys under a prefix, ascending, strictly after `start`."""

    def keys(self, prefix: bytes, at: bytes | None, limit: int) -> list[bytes]:
        """Return up to `limit` keys under a prefix, ascending."""

    def pairs_paged(
        self, prefix: bytes, count: int, start: bytes | None, at: bytes | None
    ) -> list[tuple[bytes, bytes]]:
        """Return up to `count` keys with their values under a prefix, ascending, strictly after `start`."""

    def changed_keys(self, after: int, upto: int, limit: int) -> set[bytes] | None:
        """Return at least the keys that blocks `after` + 1 to `upto` changed, None if more than `limit`.

        Raises: StateDiscarded if the node no longer knows.
        """

    def closest_merkle_value(self, key: bytes, at: bytes | None) -> bytes | None:
        """Return the Merkle value of the trie node at a key or, without one, of the nearest node below it.

        Raises: RuntimeApiError if the trie nodes of the block are no longer kept.
        """

    def read_proof(self, keys: list[bytes], at: bytes | None) -> list[bytes]:
        """Return the trie nodes that prove the values of some keys."""

    def call(self, name: str, data: bytes, at: bytes | None) -> bytes:
        """Run the runtime API method `Api_method` on SCALE arguments and return its SCALE result.

        Raises: RuntimeApiNotFound, RuntimeApiError.
        """

    def has_call(self, name: str) -> bool:
        """Say whether the runtime of the best block has the API method `Api_method`."""

    def metadata(self, at: bytes | None) -> bytes:
        """Return the V14 metadata, magic included, without length prefix."""

    def runtime_version(self, at: bytes | None) -> RuntimeVersion:
        """Return the runtime version of a block's state."""


Answer = dict[str, Any]
"""An explanation as a JSON object. Any: JSON values; names carry units, accounts are SS58 addresses."""


@dataclass(frozen=True, slots=True)
class WeightsQuestion:
    """Weights that a hotkey would like to set; what is None is assumed as the subnet accepts it."""

    netuid: int
    hotkey: bytes
    mechanism: int = 0
    version_key: int | None = None
    row: tuple[list[int], list[int]] | None = None
    """Uids and values."""


@dataclass(frozen=True, slots=True)
class TradeQuestion:
    """Stake that somebody would like to add or remove. Amounts in rao of what is given."""

    side: Literal["stake", "unstake"]
    netuid: int
    hotkey: bytes
    amount: int
    coldkey: bytes | None = None
    limit_price: int | None = None
    """Rao of TAO per whole alpha."""
    allow_partial: bool = False


class Explainer(Protocol):
    """Answers to "why?", asked from the chain's own rules.

    `at` is the block after which the state stands; questions about what would happen are asked for the block that
    follows. Raises: NotFound for what does not exist, BlockNotFound, StateDiscarded.
    """

    def payment(self, netuid: int, who: int | bytes | None, at: bytes | None) -> Answer:
        """Say why a uid, a hotkey or else the best paid miner was paid this in the last epoch up to a block."""

    def pruning(self, netuid: int, who: int | bytes | None, at: bytes | None) -> Answer:
        """Say who is replaced next; of a uid or hotkey also when it is safe and how its slot changed hands."""

    def weights(self, question: WeightsQuestion, at: bytes | None) -> Answer:
        """Say which checks keep a hotkey from setting weights, and from which block on it works."""

    def trade(self, question: TradeQuestion, at: bytes | None) -> Answer:
        """Say what adding or removing stake would give."""

    def eviction(self, at: bytes | None) -> Answer:
        """Say which subnet the next registration of a subnet evicts."""


class TxState(Enum):
    """The states of a watched extrinsic; the value is the word on the wire."""

    FUTURE = "future"
    READY = "ready"
    BROADCAST = "broadcast"
    IN_BLOCK = "inBlock"
    FINALIZED = "finalized"
    RETRACTED = "retracted"
    USURPED = "usurped"
    FINALITY_TIMEOUT = "finalityTimeout"
    DROPPED = "dropped"
    INVALID = "invalid"


TERMINAL_STATES = frozenset(
    {TxState.FINALIZED, TxState.USURPED, TxState.FINALITY_TIMEOUT, TxState.DROPPED, TxState.INVALID}
)
"""States after which a watch sends nothing more."""


@dataclass(frozen=True, slots=True)
class TxStatus:
    """One step of a watched extrinsic.

    `hash` is the block of inBlock, finalized, retracted and finalityTimeout, and the replacing extrinsic of
    usurped; `peers` belongs to broadcast.
    """

    state: TxState
    hash: bytes | None = None
    peers: tuple[str, ...] = ()


TxListener = Callable[[TxStatus], None]
Unwatch = Callable[[], None]
TxSource = Literal["external", "local"]


class PoolClient(Protocol):
    """The transaction pool as RPC sees it. Submissions arrive one after the other from one thread."""

    def submit(self, extrinsic: bytes, source: TxSource) -> bytes:
        """Admit an extrinsic and return its hash, blake2-256 of the bytes.

        Raises: PoolRejection.
        """

    def watch(self, extrinsic: bytes, listener: TxListener) -> tuple[bytes, Unwatch]:
        """Admit an extrinsic and report each step to `listener` until a terminal state or `unwatch`.

        The listener may be called from any thread, also before `watch` returns; it never blocks or raises.
        A block is reported only after it can be read.
        Raises: PoolRejection.
        """

    def remove(self, extrinsic_hash: bytes) -> bool:
        """Take an extrinsic out of the pool, with what depends on it, and say whether it was there."""

    def pending(self) -> list[bytes]:
        """Return the raw extrinsics that wait for a block, the ready ones first."""

    def next_nonce(self, account: bytes) -> int:
        """Return the nonce for an account's next extrinsic, its pooled ones counted."""


HeadListener = Callable[[BlockRef], None]
Unsubscribe = Callable[[], None]


class HeadFeed(Protocol):
    """New blocks, in order, none left out."""

    def subscribe(self, listener: HeadListener) -> Unsubscribe:
        """Call `listener` after each durable commit, from the engine's thread; the listener never blocks."""


@dataclass(frozen=True, slots=True)
class Health:
    """The answer of `system_health`."""

    peers: int
    is_syncing: bool
    should_have_peers: bool


@dataclass(frozen=True, slots=True)
class PeerInfo:
    """One connected peer as `system_peers` shows it."""

    peer_id: str
    roles: str
    best_hash: bytes
    best_number: int


ChainType = Literal["Live", "Development", "Local"]


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What does not change while the node runs."""

    version: str
    chain_type: ChainType
    local_peer_id: str
    chain_name: str = "Bittensor"
    node_name: str = "Subtensor Node"
    properties: dict[str, int | str] = field(
        default_factory=lambda: {"ss58Format": 42, "tokenDecimals": 9, "tokenSymbol": "TAO"}
    )
    roles: tuple[str, ...] = ("Authority",)
    listen_addresses: tuple[str, ...] = ()


class NodeInfo(Protocol):
    """The node's facts and its present condition."""

    @property
    def facts(self) -> NodeFacts:
        """Return what does not change while the node runs."""

    def health(self) -> Health:
        """Return the number of peers and whether the node is catching up."""

    def peers(self) -> list[PeerInfo]:
        """Return the connected peers, none on a single node."""

    def starting_block(self) -> int:
        """Return the height at which this process started."""
