"""Random states and chains with plain headers, for the tests of this folder."""

from random import Random

from meritnet.codec.header import Header
from meritnet.primitives.hashing import blake2_256
from meritnet.state.chain_store import ChainStore

State = dict[bytes, bytes]
Changes = dict[bytes, bytes | None]

# Few different bytes make paths that share a lot; the escaping of history keys treats 00 and FF specially.
ALPHABET = b"\x00\xff\x01\x10"
VALUE_LENGTHS = (0, 1, 5, 31, 32, 33, 100, 20_000)


def random_changes(chance: Random, state: State, count: int, deletions: float = 0.4) -> Changes:
    """Return sets, rewrites and deletions, of keys that are there, are not there, or begin another key."""
    present = sorted(state)
    changes: Changes = {}
    for _ in range(count):
        if present and chance.random() < 0.5:
            key = chance.choice(present)
            if chance.random() < 0.2:
                key = key[: chance.randrange(1, len(key) + 1)]
        else:
            key = bytes(chance.choices(ALPHABET, k=chance.choice((1, 2, 3, 4, 40))))
        gone = chance.random() < deletions
        changes[key] = None if gone else chance.randbytes(chance.choice(VALUE_LENGTHS))
    return changes


def apply(state: State, changes: Changes) -> None:
    """Carry changes out on a plain dictionary."""
    for key, value in changes.items():
        if value is None:
            state.pop(key, None)
        else:
            state[key] = value


def add_block(store: ChainStore, changes: Changes, body: list[bytes] | None = None) -> bytes:
    """Append a block with these changes, the genesis block first, and return its hash."""
    root, update = store.prepare(changes)
    if store.is_empty:
        return store.genesis(Header(bytes(32), 0, root, bytes(32)).encode(), changes).hash
    head = store.head
    header = Header(head.hash, head.number + 1, root, bytes(32)).encode()
    block_hash = blake2_256(header)
    store.commit(head.number + 1, block_hash, header, body or [], changes, update)
    return block_hash
