"""Checks recorded vectors with our own functions: the engine behind `meritnet vectors PATH...`."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from meritnet.operator.vector_checks.case import MALFORMED, Case, Document, Status
from meritnet.primitives.errors import Invalid

CHECKS = "meritnet.operator.vector_checks"

CHECKERS = {
    "accounts": "accounts",
    "auto_claim_indices": "auto_claim_indices",
    "block_emission": "block_emission",
    "burn_cost": "burn_cost",
    "coinbase_step": "coinbase_step",
    "conviction_lock": "conviction_lock",
    "dissolve_payout": "dissolve_payout",
    "dividend_distribution": "dividend_distribution",
    "epoch_schedule": "epoch_schedule",
    "epoch_stagger_on_register": "epoch_stagger_on_register",
    "fixed_point_constants": "fixed_point_constants",
    "fixed_point_ops": "fixed_point_ops",
    "lease": "lease",
    "lock_cost": "lock_cost",
    "mechanism_split": "mechanism_split",
    "network_prune_and_seed": "network_prune_and_seed",
    "neuron_prune": "neuron_prune",
    "parent_child": "parent_child",
    "pool_weight_update": "pool_weight_update",
    "root_claim": "root_claim",
    "safe_float_from_u64f64": "safe_float_from_u64f64",
    "share_pool": "share_pool",
    "swap": "swap",
    "table_calls": "table_calls",
    "table_errors_events": "table_errors_events",
    "table_symbols": "table_symbols",
    "table_weights": "table_weights",
    "testnet-genesis": "genesis",
    "tx_fee": "tx_fee",
}
"""File name without `.json` to the checker's module; consensus files are known by their content."""

Write = Callable[[str], None]


class Result(NamedTuple):
    """Outcome of one case of one file."""

    file: str
    case: str
    status: Status
    detail: str


class Summary(NamedTuple):
    """How many cases passed, failed, or belong to a part that Meritnet leaves out."""

    passed: int
    failed: int
    absent: int

    @property
    def exit_code(self) -> int:
        """Return the exit code of the command."""
        return 1 if self.failed else 0

    def __str__(self) -> str:
        """Return the last line of the output."""
        return f"{self.passed} passed, {self.failed} failed, {self.absent} absent"


def run(paths: Iterable[Path], write: Write = print, *, verbose: bool = False) -> Summary:
    """Check every vector file at or under `paths`, write one line a case worth telling and one a file.

    A JSON file without a checker fails if it was named, and is only mentioned if it was found in a folder.
    Raises: Invalid if a path does not exist or holds no vectors.
    """
    total: Counter[Status] = Counter()
    for path, was_named in _files(list(paths)):
        results = check_file(path)
        if results is None and not was_named:
            write(f"{_label(path)}: not a vector file, skipped")
            continue
        if results is None:
            missing = "no checker for this file; the file name must be that of a recorded vector file"
            results = iter([Result(_label(path), "-", "failed", missing)])
        counts: Counter[Status] = Counter()
        for result in results:
            counts[result.status] += 1
            if verbose or result.status != "passed":
                detail = f": {result.detail}" if result.detail else ""
                write(f"{result.status:6} {result.file} {result.case}{detail}")
        write(f"{_label(path)}: {_summary(counts)}")
        total += counts
    summary = _summary(total)
    if sum(summary) == 0:
        raise Invalid(f"no vector cases under {', '.join(map(str, paths))}; name a folder of vector files")
    write(str(summary))
    return summary


def check_file(path: Path) -> Iterator[Result] | None:
    """Return the outcomes of a file's cases, None if it is not a vector file."""
    label = _label(path)
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return iter([Result(label, "-", "failed", f"cannot read: {error}")])
    module = _checker_of(path, document)
    if module is None:
        return None
    return (Result(label, *case) for case in _cases(module, document))


def _cases(module: str, document: Document) -> Iterator[Case]:
    """Yield a file's cases; a document that is not shaped as its checker expects ends in a failed one."""
    check: Callable[[Document], Iterator[Case]] = import_module(f"{CHECKS}.{module}").check
    try:
        yield from check(document)
    except MALFORMED as error:
        yield Case("-", "failed", f"not the expected shape: {type(error).__name__}: {error}")


def _checker_of(path: Path, document: Document) -> str | None:
    """Return the module that checks a file."""
    if isinstance(document, dict) and "case" in document and ("epochs" in document or "items" in document):
        return "consensus"
    return CHECKERS.get(path.stem)


def _files(paths: list[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield the JSON files at or under the paths in the order of their names.

    And whether each was named itself.
    """
    for path in paths:
        if path.is_dir():
            yield from ((file, False) for file in sorted(path.rglob("*.json")))
        elif path.is_file():
            yield path, True
        else:
            raise Invalid(f"{path} does not exist; name vector files or folders that hold them")


def _label(path: Path) -> str:
    """Return a file's name with its folder, which tells the group of vectors."""
    return f"{path.resolve().parent.name}/{path.name}"


def _summary(counts: Counter[Status]) -> Summary:
    """Return the counts as a summary."""
    return Summary(counts["passed"], counts["failed"], counts["absent"])
