"""The matrix part of an epoch as machine code, for sparse rows under flat alpha; needs `meritnet[numba]`.

The loops are plain Python that also runs as it stands, which is how the tests prove it without a compiler.
All numbers are uint64: mixing in a signed one would make the compiler choose a float.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from meritnet.primitives.errors import NotFound
from meritnet.runtime.pallets.consensus_yuma import sparse
from meritnet.runtime.pallets.consensus_yuma.bonds import flat_alpha
from meritnet.runtime.pallets.consensus_yuma.epoch import Solver
from meritnet.runtime.pallets.consensus_yuma.kernels import ONE, normalise, share_bits
from meritnet.runtime.pallets.consensus_yuma.masks import NO_COMMIT
from meritnet.runtime.pallets.consensus_yuma.types import Entries, Problem, Solution

# Any: the loops below are turned into machine code by an untyped decorator, so their types stop at its
# border.
Loop = Callable[..., Any]

_NOBODY = 2**63


class NumbaMissing(NotFound):
    """The compiler is not installed."""


@cache
def solver() -> Solver:
    """Return a solver that runs compiled; the first epoch of a process waits some seconds for the compiler.

    Raises: NumbaMissing if numba is not installed.
    """
    try:
        import numba
    except ImportError as error:
        raise NumbaMissing(
            "numba is not installed, the compiled epoch needs it; pip install 'meritnet[numba]'"
        ) from error
    return solver_of(numba.njit(nogil=True))


def solver_of(jit: Callable[[Loop], Loop]) -> Solver:
    """Return a solver whose loops went through `jit`; traces and liquid alpha are left to `sparse`."""
    judge, reward = _loops(jit)

    def solve(problem: Problem, trace: bool = False) -> Solution:
        if trace or problem.n == 0 or (problem.params.yuma3 and problem.params.liquid_alpha):
            return sparse.solve(problem, trace)
        return _solve(problem, judge, reward)

    return solve


def _solve(problem: Problem, judge: Loop, reward: Loop) -> Solution:
    n, params, weights, bonds = problem.n, problem.params, problem.weights, problem.bonds
    commits = problem.commit_blocks
    if commits is None:
        commits = np.full(n, NO_COMMIT, np.uint64)
    owner = _NOBODY if problem.owner_uid is None else problem.owner_uid
    voting = normalise(problem.active_stake)
    minority = int(voting.sum()) - share_bits(params.kappa)
    u64 = np.uint64
    row_start = np.searchsorted(weights.row, np.arange(n + 1))
    scores, counted, consensus, trust, ranks = judge(
        row_start, weights.col, weights.value, problem.permits, problem.last_update, problem.registered,
        commits, u64(owner), problem.active_stake, voting, u64(max(minority, 0)), minority < 0,
    )  # fmt: skip
    incentive = normalise(ranks)
    bond_start = np.searchsorted(bonds.row, np.arange(n + 1))
    row, col, value, earned = reward(
        row_start, weights.col, scores, counted, consensus, incentive, problem.active_stake,
        bond_start, bonds.col, bonds.value, problem.registered >= u64(problem.last_tempo),
        u64(share_bits(params.bonds_penalty)), u64(flat_alpha(params.bonds_moving_average)), params.yuma3,
    )  # fmt: skip
    stored = Entries(n, row, col, value)
    return Solution(consensus, ranks, incentive, normalise(earned), trust, stored, {})


def _loops(jit: Callable[[Loop], Loop]) -> tuple[Loop, Loop]:
    """Return the two loops, before and after incentive is known, each passed through `jit`."""
    one, shift, zero = np.uint64(ONE), np.uint64(32), np.uint64(0)
    u16_max, most = np.uint64(65535), np.uint64(2**64 - 1)

    def multiply_loop(a, b):  # type: ignore[no-untyped-def]
        if a == one:
            return b
        if b == one:
            return a
        return (a * b) >> shift

    def divide_loop(a, b):  # type: ignore[no-untyped-def]
        # a <= b and a <= 1.0, so only a = 1.0 needs care: 2^64 / b from the largest number below it.
        if a == b:
            return one if a != zero else zero
        if a == one:
            q = most // b
            return q + np.uint64(1) if most - q * b == b - np.uint64(1) else q
        return (a << shift) // b

    multiply, divide = jit(multiply_loop), jit(divide_loop)

    def judge(  # type: ignore[no-untyped-def]
        start, col, raw, permits, last_update, registered, commits, owner, stake, voting, minority, below
    ):
        """Return scores, which entries count, consensus, trust and ranks."""
        n = stake.size
        scores = np.zeros(raw.size, np.uint64)
        counted = np.zeros(raw.size, np.bool_)
        members = np.zeros(n + 1, np.int64)
        voters, total = 0, zero
        for i in range(n):
            if stake[i] != zero:
                voters += 1
                total += voting[i]
            row_sum = zero
            if permits[i]:
                for k in range(start[i], start[i + 1]):
                    j = col[k]
                    own = i == j and np.uint64(i) != owner
                    if not own and last_update[i] > registered[j] and commits[i] >= registered[j]:
                        counted[k] = True
                        row_sum += raw[k]
                        if stake[i] != zero:
                            members[j + 1] += 1
            if row_sum != zero:
                for k in range(start[i], start[i + 1]):
                    if counted[k]:
                        scores[k] = divide(raw[k], row_sum)
        for j in range(n):
            members[j + 1] += members[j]
        place = members[:-1].copy()
        score = np.empty(members[n], np.uint64)
        voter = np.empty(members[n], np.int64)
        for i in range(n):
            if stake[i] != zero:
                for k in range(start[i], start[i + 1]):
                    if counted[k]:
                        at = place[col[k]]
                        score[at] = scores[k]
                        voter[at] = i
                        place[col[k]] = at + 1
        consensus = np.zeros(n, np.uint64)
        for j in range(n):
            low, high = members[j], members[j + 1]
            running = total
            for k in range(low, high):
                running -= voting[voter[k]]
            if high == low or (high - low < voters and (below or running > minority)):
                continue
            order = np.argsort(score[low:high])
            answer = score[low + order[high - low - 1]]
            for k in range(high - low):
                running += voting[voter[low + order[k]]]
                if below or running > minority:
                    answer = score[low + order[k]]
                    break
            consensus[j] = answer
        trust = np.zeros(n, np.uint64)
        ranks = np.zeros(n, np.uint64)
        for i in range(n):
            for k in range(start[i], start[i + 1]):
                if counted[k]:
                    clipped = min(scores[k], consensus[col[k]])
                    trust[i] += clipped
                    ranks[col[k]] += multiply(stake[i], clipped)
        return scores, counted, consensus, trust, ranks

    def reward(  # type: ignore[no-untyped-def]
        start, col, scores, counted, consensus, incentive, stake, bond_start, bond_col, bond, fresh, penalty,
        alpha, yuma3
    ):  # fmt: skip
        """Return the new bonds as row, column and u16 value, and what each validator earned."""
        n = stake.size
        new_sum = np.zeros(n, np.uint64)
        old_sum = np.zeros(n, np.uint64)
        new = np.zeros(scores.size, np.uint64)
        for i in range(n):
            for k in range(start[i], start[i + 1]):
                if counted[k]:
                    clipped = min(scores[k], consensus[col[k]])
                    value = scores[k]
                    if penalty == one:
                        value = clipped
                    elif penalty != zero:
                        value -= ((value - clipped) * penalty + (one - np.uint64(1))) >> shift
                    if not yuma3:
                        value = multiply(stake[i], value)
                        new_sum[col[k]] += value
                    new[k] = value
        if not yuma3:
            for k in range(bond.size):
                if not fresh[bond_col[k]]:
                    old_sum[bond_col[k]] += bond[k]
        most_entries = scores.size + bond.size
        row = np.empty(most_entries, np.int64)
        column = np.empty(most_entries, np.int64)
        average = np.empty(most_entries, np.uint64)
        cells = np.zeros(n, np.uint64)
        column_sum = np.zeros(n, np.uint64)
        size = 0
        for i in range(n):
            for k in range(start[i], start[i + 1]):
                if counted[k]:
                    value = new[k] if yuma3 else divide(new[k], new_sum[col[k]])
                    cells[col[k]] += multiply(alpha, value)
            for k in range(bond_start[i], bond_start[i + 1]):
                j = bond_col[k]
                if not fresh[j]:
                    value = divide(bond[k], u16_max if yuma3 else old_sum[j])
                    cells[j] += multiply(one - alpha, value)
            for j in range(n):
                if cells[j] != zero:
                    row[size], column[size], average[size] = i, j, cells[j]
                    column_sum[j] += cells[j]
                    cells[j] = zero
                    size += 1
        earned = np.zeros(n, np.uint64)
        largest = np.zeros(n, np.uint64)
        for k in range(size):
            j = column[k]
            share = divide(average[k], column_sum[j])
            earned[row[k]] += multiply(share, incentive[j])
            if not yuma3:
                average[k] = share
                largest[j] = max(largest[j], share)
        for i in range(n):
            if yuma3:
                earned[i] = multiply(earned[i], stake[i])
        for k in range(size):
            value = average[k] if yuma3 else divide(average[k], largest[column[k]])
            average[k] = (value * u16_max) >> shift
        return row[:size], column[:size], average[:size], earned

    return jit(judge), jit(reward)
