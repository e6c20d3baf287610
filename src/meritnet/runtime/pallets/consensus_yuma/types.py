"""What an epoch takes and gives, and the bounds of both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meritnet.primitives.errors import Invalid

U64Array = NDArray[np.uint64]
I64Array = NDArray[np.int64]
U16Array = NDArray[np.uint16]
BoolArray = NDArray[np.bool_]

MAX_UIDS = 4096
"""Largest subnet the packed sort keys and the division kernel are proved for. Unit: uids."""


class MalformedEpoch(Invalid):
    """An epoch input breaks a bound that the kernels rely on."""


@dataclass(frozen=True, slots=True)
class EpochParams:
    """The hyperparameters an epoch reads.

    Units: kappa, bonds_penalty, alpha_low, alpha_high in 1/65535; bonds_moving_average in parts per million;
           steepness in hundredths; tempo and activity_cutoff in blocks; stake_threshold in rao.
    """

    kappa: int = 32767
    bonds_penalty: int = 65535
    bonds_moving_average: int = 900_000
    yuma3: bool = True
    liquid_alpha: bool = False
    alpha_low: int = 45875
    alpha_high: int = 58982
    steepness: int = 1000
    commit_reveal: bool = False
    tempo: int = 360
    activity_cutoff: int = 5000
    max_validators: int = 64
    stake_threshold: int = 0


@dataclass(frozen=True, slots=True)
class EpochInput:
    """Everything an epoch of one subnet and mechanism depends on.

    Shapes: `stake`, `weights`, `bonds`, `permits`, `registered` and `commit_blocks` have one item a uid;
            `last_update` may be shorter (a missing item is inactive and block 0) or longer (ignored).
    Units:  `stake` I64F64 bits; rows of `weights` and `bonds` are little-endian (u16 uid, u16 value) pairs
            as stored; `last_step` is the block of the last successful epoch, 0 for none; `emission` in rao
            of alpha; `commit_blocks` the earliest block of a uid's open commits, None for none.
    """

    params: EpochParams
    block: int
    last_step: int
    emission: int
    stake: Sequence[int]
    weights: Sequence[bytes]
    bonds: Sequence[bytes]
    permits: Sequence[bool]
    last_update: Sequence[int]
    registered: Sequence[int]
    owner_uid: int | None = None
    commit_blocks: Sequence[int | None] | None = None

    @property
    def n(self) -> int:
        """The number of uids."""
        return len(self.stake)


@dataclass(frozen=True, slots=True)
class EpochOutput:
    """What an epoch stores and pays.

    Units: share vectors are packed little-endian u16 (value/65535); emissions are rao of alpha a uid.
    """

    active: list[bool]
    permits: list[bool]
    stake_weight: bytes
    consensus: bytes
    incentive: bytes
    dividends: bytes
    validator_trust: bytes
    bonds: list[bytes]
    server_emission: list[int]
    validator_emission: list[int]
    emission: list[int]
    bits: dict[str, U64Array] | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """A sparse matrix as parallel arrays, rows ascending and each row in stored order.

    An entry with value 0 is present; that differs from no entry (see the README, "absent is not zero").
    """

    n: int
    row: I64Array
    col: I64Array
    value: U64Array

    def where(self, keep: BoolArray) -> "Entries":
        """Return the entries that `keep` marks, in the same order."""
        return Entries(self.n, self.row[keep], self.col[keep], self.value[keep])

    def with_value(self, value: U64Array) -> "Entries":
        """Return the same positions with other values."""
        return Entries(self.n, self.row, self.col, value)

    def dense(self) -> U64Array:
        """Return the n x n matrix; absent entries are 0."""
        out = np.zeros((self.n, self.n), np.uint64)
        out[self.row, self.col] = self.value
        return out


@dataclass(frozen=True, slots=True)
class Problem:
    """The matrix part of an epoch: what `sparse` and `dense` both solve.

    Units: `active_stake` bits summing to at most 1.0; `kappa`, `beta`, `alpha` bits; blocks are uint64.
    Shapes: `permits`, `last_update`, `registered` and `commit_blocks` (n,).
    """

    params: EpochParams
    weights: Entries
    bonds: Entries
    permits: BoolArray
    active_stake: U64Array
    last_update: U64Array
    registered: U64Array
    commit_blocks: U64Array | None
    owner_uid: int | None
    last_tempo: int

    @property
    def n(self) -> int:
        """The number of uids."""
        return self.weights.n


@dataclass(frozen=True, slots=True)
class Solution:
    """The matrix part's answer; `bonds` holds u16 values in stored order, for every row."""

    consensus: U64Array
    ranks: U64Array
    incentive: U64Array
    dividends: U64Array
    trust: U64Array
    bonds: Entries
    matrices: dict[str, U64Array]
