"""Runs one Yuma epoch of a subnet: stored rows in, shares, bonds and emission out."""

from collections.abc import Callable, Sequence

import numpy as np

from meritnet.runtime.pallets.consensus_yuma import dense, sparse
from meritnet.runtime.pallets.consensus_yuma.emission import amounts, emission_shares
from meritnet.runtime.pallets.consensus_yuma.kernels import normalise, quantise
from meritnet.runtime.pallets.consensus_yuma.masks import (
    active_uids,
    commit_blocks,
    last_tempo_block,
    padded_blocks,
    top_validators,
)
from meritnet.runtime.pallets.consensus_yuma.rows import pack_rows, parse_rows
from meritnet.runtime.pallets.consensus_yuma.types import (
    MAX_UIDS,
    EpochInput,
    EpochOutput,
    MalformedEpoch,
    Problem,
    Solution,
    U64Array,
)

Solver = Callable[[Problem, bool], Solution]

DENSE_FROM = 6
"""A weight matrix with at least one entry in this many cells is solved as a full matrix."""


def run_epoch(given: EpochInput, trace: bool = False, solver: Solver | None = None) -> EpochOutput:
    """Return what the epoch stores and pays; `trace` adds the intermediate bits.

    `solver` replaces the choice of method for the matrix part; all of them give the same bits.

    Raises: MalformedEpoch if the input breaks a bound of `EpochInput`.
    """
    _require_shapes(given)
    n, params = given.n, given.params
    last_update = padded_blocks(given.last_update, n)
    active = active_uids(last_update, len(given.last_update), params.activity_cutoff, given.block)
    stake = normalised_stake(given.stake, params.stake_threshold, given.owner_uid)
    permits = np.array(given.permits, np.bool_)
    if given.owner_uid is not None and given.owner_uid < n:
        permits[given.owner_uid] = True
    new_permits = top_validators(stake, params.max_validators, given.owner_uid)
    active_stake = normalise(np.where(active & permits, stake, np.uint64(0)))
    problem = Problem(
        params=params,
        weights=parse_rows(given.weights, n),
        bonds=parse_rows(given.bonds, n),
        permits=permits,
        active_stake=active_stake,
        last_update=last_update,
        registered=np.array(given.registered, np.uint64),
        commit_blocks=_commits(given),
        owner_uid=given.owner_uid,
        last_tempo=last_tempo_block(given.block, given.last_step, params.tempo),
    )
    found = (solver or solve)(problem, trace)
    shares = emission_shares(found.incentive, found.dividends, active_stake, stake)
    bits = None
    if trace:
        bits = {
            "stake": stake,
            "active_stake": active_stake,
            "consensus": found.consensus,
            "ranks": found.ranks,
            "incentive": found.incentive,
            "dividends": found.dividends,
            "norm_server": shares.server,
            "norm_validator": shares.validator,
            "norm_combined": shares.combined,
            **found.matrices,
        }
    return EpochOutput(
        active=active.tolist(),
        permits=new_permits.tolist(),
        stake_weight=packed_shares(stake),
        consensus=packed_shares(found.consensus),
        incentive=packed_shares(found.incentive),
        dividends=packed_shares(found.dividends),
        validator_trust=packed_shares(found.trust),
        bonds=pack_rows(found.bonds, new_permits),
        server_emission=amounts(shares.server, given.emission),
        validator_emission=amounts(shares.validator, given.emission),
        emission=amounts(shares.combined, given.emission),
        bits=bits,
    )


def solve(problem: Problem, trace: bool = False) -> Solution:
    """Return the matrix part of the epoch by the method that suits its density."""
    if problem.params.yuma3 and problem.params.liquid_alpha:
        return sparse.solve(problem, trace)
    if problem.weights.row.size * DENSE_FROM < problem.n * int(np.count_nonzero(problem.permits)):
        return sparse.solve(problem, trace)
    return dense.solve(problem, trace)


def normalised_stake(stake: Sequence[int], threshold: int, owner_uid: int | None) -> U64Array:
    """Return each stake's share of the total in bits, those below `threshold` counting as 0.

    Units: stake I64F64 bits, threshold in rao. The owner's uid is exempt from the threshold.
    """
    counted = [
        value if value >> 64 >= threshold or uid == owner_uid else 0 for uid, value in enumerate(stake)
    ]
    total = sum(counted)
    if total == 0:
        return np.zeros(len(counted), np.uint64)
    return np.array([(value << 32) // total for value in counted], np.uint64)


def packed_shares(bits: U64Array) -> bytes:
    """Return the vector quantised to packed little-endian u16."""
    return quantise(bits).astype("<u2").tobytes()


def _commits(given: EpochInput) -> U64Array | None:
    if not given.params.commit_reveal or given.commit_blocks is None:
        return None
    return commit_blocks(given.commit_blocks)


def _require_shapes(given: EpochInput) -> None:
    if given.n > MAX_UIDS:
        raise MalformedEpoch(
            f"subnet has {given.n} uids, an epoch takes at most {MAX_UIDS}; lower max_allowed_uids"
        )
    lengths = {
        "weights": len(given.weights),
        "bonds": len(given.bonds),
        "permits": len(given.permits),
        "registered": len(given.registered),
    }
    if given.commit_blocks is not None:
        lengths["commit_blocks"] = len(given.commit_blocks)
    for name, length in lengths.items():
        if length != given.n:
            raise MalformedEpoch(
                f"{name} has {length} items, needs one for each of {given.n} uids; fill the gaps"
            )
