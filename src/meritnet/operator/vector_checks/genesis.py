"""Checks the state root and hash of a public test network's genesis block."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Document, compare
from meritnet.primitives.hashing import blake2_256
from meritnet.state.trie import root_of
from meritnet.state.trie_codec import HashedValue


def check(document: Document) -> Iterator[Case]:
    """Yield the empty root, the root of the genesis storage, and the hash of the header that carries it."""
    empty = root_of({})
    yield compare("empty_root", _hex(empty), document["empty_root"])
    root = root_of({_bytes(entry["key"]): _value(entry) for entry in document["entries"]})
    yield compare("state_root", _hex(root), document["state_root"])
    # Parent of zeros, compact number 0, state root, root of no extrinsics, empty digest.
    header = bytes(32) + b"\0" + root + empty + b"\0"
    yield compare("genesis_hash", _hex(blake2_256(header)), document["genesis_hash"])


def _value(entry: Document) -> bytes | HashedValue:
    """Return an entry's value, or its hash where the value itself is not recorded."""
    return _bytes(entry["value"]) if "value" in entry else HashedValue(_bytes(entry["value_blake2_256"]))


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


def _hex(raw: bytes) -> str:
    return f"0x{raw.hex()}"
