"""Names for the plain integers and byte strings that identify things on the chain.

They are aliases, not new types: values come out of the codec as `int` and `bytes`, and a signature says which
one is meant.
"""

from typing import TypeAlias

AccountId: TypeAlias = bytes
"""32 bytes: the public key of an sr25519 or ed25519 account, or a hash that stands for another account."""

Hash: TypeAlias = bytes
"""32 bytes: blake2b-256 of a block header, an extrinsic or a call."""

NetUid: TypeAlias = int
"""Number of a subnet, u16; 0 is the root network."""

Uid: TypeAlias = int
"""Slot of a neuron in a subnet, u16."""

MechId: TypeAlias = int
"""Number of a mechanism within a subnet, u8."""

StorageIndex: TypeAlias = int
"""A mechanism of a subnet as one u16: netuid + 4096 * mechid."""

BlockNumber: TypeAlias = int
"""Height of a block, u32 on the wire; 0 is genesis."""

Nonce: TypeAlias = int
"""Number of transactions that an account has sent, u32."""

MECHANISM_STRIDE = 4096
"""Distance between the storage indices of two neighbouring mechanisms of one subnet."""


def storage_index(netuid: NetUid, mechid: MechId) -> StorageIndex:
    """Return the index under which a mechanism's matrices and vectors are stored."""
    return netuid + MECHANISM_STRIDE * mechid


def netuid_and_mechid(index: StorageIndex) -> tuple[NetUid, MechId]:
    """Return the subnet and the mechanism that a storage index stands for."""
    mechid, netuid = divmod(index, MECHANISM_STRIDE)
    return netuid, mechid
