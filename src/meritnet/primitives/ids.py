"""Names for the plain integers and byte strings that identify things on the chain.

They are aliases, not new types: values come out of the codec as `int` and `bytes`, and a signature says which
one is meant.
"""

from typing import TypeAlias

AccountId: TypeAlias = bytes
"""32 bytes: the public key of an sr25519 or ed25519 account, or a hash that stands for another account."""

Hash: TypeAlias = bytes
"""32 bytes: blake2b-256 of a block header, an extrinsic or a call."""

BlockNumber: TypeAlias = int
"""Height of a block, u32 on the wire; 0 is genesis."""
