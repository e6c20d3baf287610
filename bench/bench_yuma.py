"""How long a Yuma epoch takes: the matrix part alone, and from stored bytes to stored bytes."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from bench.row import Row, best_of
from meritnet.runtime.pallets.consensus_yuma import compiled, dense, sparse
from meritnet.runtime.pallets.consensus_yuma.epoch import Solver, run_epoch, solve
from meritnet.runtime.pallets.consensus_yuma.generated import complete_inputs
from meritnet.runtime.pallets.consensus_yuma.types import EpochInput, EpochOutput, Problem, Solution
from meritnet.runtime.pallets.consensus_yuma.vectors import epoch_input


def rows(quick: bool) -> Iterator[Row]:
    """Measure second epochs (with bonds) of random subnets, rows max-upscaled as validators submit them."""
    repeat = 15 if quick else 150
    yield from _dense(256, repeat, kernel_target=1.0, bytes_target=10.0)
    yield from _sparse(256, repeat)
    yield from _dense(64, repeat, kernel_target=None, bytes_target=None)
    for label, changes in {"Yuma2": {"yuma3": False}, "Yuma3 liquid": {"liquid_alpha": True}}.items():
        given = subnet(256, 100, **changes)
        work = partial(solve, problem_of(given))
        least, middle = best_of(work, repeat=max(5, repeat // 10))
        yield Row(f"{label} 256 x 256 dense, entries to entries", None, least, "ms", _median(middle))


def _dense(
    validators: int, repeat: int, kernel_target: float | None, bytes_target: float | None
) -> Iterator[Row]:
    given = subnet(validators, 100)
    problem = problem_of(given)
    name = f"Yuma3 {validators} x 256 dense"
    uids = np.flatnonzero(problem.permits)
    weights = np.ascontiguousarray(problem.weights.dense()[uids].T).astype(np.uint16)
    bonds = np.ascontiguousarray(problem.bonds.dense()[uids].T).astype(np.uint16)
    stake = problem.active_stake[uids]
    least, middle = best_of(lambda: dense.solve_flat(weights, bonds, stake, problem.params), repeat=repeat)
    yield Row(f"{name}, kernel", kernel_target, least, "ms", _median(middle))
    yield _bytes_to_bytes(name, given, repeat, bytes_target)


def _sparse(validators: int, repeat: int) -> Iterator[Row]:
    given = subnet(validators, 10)
    problem = problem_of(given)
    name = f"Yuma3 {validators} x 256 10 % full"
    least, middle = best_of(lambda: sparse.solve(problem), repeat=repeat)
    yield Row(f"{name}, kernel", 1.3, least, "ms", f"{problem.weights.row.size} entries, {_median(middle)}")
    try:
        fast = compiled.solver()
    except compiled.NumbaMissing:
        fast = None
    if fast is not None:
        least, middle = best_of(lambda: fast(problem, False), repeat=repeat)
        yield Row(f"{name}, kernel with numba", 0.6, least, "ms", _median(middle))
        yield _bytes_to_bytes(f"{name} with numba", given, repeat, None, fast)
    yield _bytes_to_bytes(name, given, repeat, None)


def _bytes_to_bytes(
    name: str, given: EpochInput, repeat: int, target: float | None, solver: Solver | None = None
) -> Row:
    least, middle = best_of(lambda: run_epoch(given, solver=solver), repeat=repeat)
    return Row(f"{name}, stored bytes to stored bytes", target, least, "ms", _median(middle))


def _median(middle: float) -> str:
    return f"median {middle:.3g} ms"


def subnet(validators: int, density: int, **changes: object) -> EpochInput:
    """Return the second epoch of a generated subnet of 256 uids; `density` in percent."""
    generator = {
        "prng": "splitmix64", "seed": 7, "V": validators, "n": 256, "density": density,
        "yuma3": True, "liquid_alpha": False, "bonds_penalty": 65535, **changes,
    }  # fmt: skip
    permits = [uid < validators for uid in range(256)]
    epochs = [
        {"in": {"generated": True, "epoch": number, "bonds": bonds, "permits": permits, "emission": 10**9,
                "current_block": 1000 + 360 * number, "last_update": 950 + 360 * number}}
        for number, bonds in enumerate(("empty", "carry"))
    ]  # fmt: skip
    first, second = complete_inputs({"generator": generator, "epochs": epochs})
    before: EpochOutput = run_epoch(epoch_input(first, None, None))
    return epoch_input(second, before.bonds, before.permits)


def problem_of(given: EpochInput) -> Problem:
    """Return the matrix part that `run_epoch` makes of an input."""
    seen: list[Problem] = []

    def record(problem: Problem, trace: bool) -> Solution:
        seen.append(problem)
        return solve(problem, trace)

    run_epoch(given, solver=record)
    return seen[0]
