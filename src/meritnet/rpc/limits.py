"""The bounds that protect one node from its clients; each can be set by the operator."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on requests, answers, connections and queues."""

    request_bytes: int = 15 * MIB
    """Longest HTTP body or WebSocket message that is read."""
    response_bytes: int = 15 * MIB
    """Longest answer to one message, a batch counted as one."""
    batch_items: int = 1000
    """Most requests in one batch."""
    keys_per_page: int = 1000
    """Most keys that `state_getKeysPaged` returns."""
    connections: int = 1000
    """Most WebSocket connections, and apart from them most HTTP requests at the same moment."""
    subscriptions_per_connection: int = 1024
    """Most live subscriptions of one connection."""
    watched_keys: int = 4096
    """Most storage keys of one subscription."""
    follows_per_connection: int = 8
    """Most `chainHead_v1_follow` subscriptions of one connection; the specification asks for 2."""
    follow_first_blocks: int = 32
    """Newest blocks with which a follow begins, so that a client that comes back finds where it was."""
    pinned_blocks: int = 4096
    """Blocks that one follow may keep pinned; beyond it the follow is stopped."""
    operations_per_follow: int = 32
    """Body, call and storage items under way in one follow; the specification asks for 16."""
    storage_page_items: int = 1000
    """Storage items sent before the client is waited for."""
    storage_page_bytes: int = MIB
    """Bytes of keys and values read before they are sent."""
    broadcasts_per_connection: int = 32
    """Most transactions that one connection keeps broadcasting; the specification asks for 4."""
    archive_streams_per_connection: int = 16
    """Most archive storage subscriptions of one kind under way in one connection."""
    queried_changes: int = 100_000
    """Most pairs of block and key that `state_queryStorage` looks at."""
    in_flight_per_connection: int = 1024
    """Requests read but not yet answered; beyond it the connection is read no further."""
    slow_calls_per_connection: int = 4
    """Reads of one connection that occupy worker threads at the same moment."""
    worker_threads: int = 4
    """Threads for reads that may take longer than a millisecond."""
    push_queue_messages: int = 8192
    """Unsent messages at which a consumer counts as too slow and is closed."""
    push_queue_bytes: int = 32 * MIB
    """Unsent bytes at which a consumer counts as too slow and is closed."""
    submissions_waiting: int = 20_000
    """Extrinsics that may wait for the pool; beyond it the server answers that it is busy."""
    send_timeout_s: float = 60.0
    """A connection whose peer takes no byte for this long is dropped."""
    body_timeout_s: float = 30.0
    """Time that an HTTP client has to send its body."""
    keep_alive_s: float = 75.0
    """An idle HTTP connection is closed after this long."""
    heartbeat_s: float = 120.0
    """Interval of pings that find dead connections."""
    drain_s: float = 2.0
    """Grace for open requests when the server stops."""
