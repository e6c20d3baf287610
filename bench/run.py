"""Runs the benchmarks: `python -m bench.run [--quick] [--json] [NAME ...]`.

Every module `bench/bench_*.py` has `rows(quick: bool) -> Iterable[Row]`; NAME chooses modules (`yuma` for
`bench_yuma.py`). Figures are printed beside their targets and those of the machine, never asserted.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.machine import Machine, measure
from bench.row import Row

FOLDER = Path(__file__).resolve().parent


def names() -> list[str]:
    """Return the names of all benchmark modules, without their prefix."""
    return sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))


def rows_of(name: str, quick: bool) -> Iterable[Row]:
    """Run one benchmark module and yield its rows."""
    yield from importlib.import_module(f"bench.bench_{name}").rows(quick)


def figure(value: float) -> str:
    """Return a number with three significant digits, thousands separated."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def machine_line(machine: Machine) -> str:
    """Return the machine's figures in one line."""
    return (
        f"{machine.cpu}, {machine.cores} cores, {machine.python}; "
        f"Python loop {figure(machine.loops_millions_per_s)} M/s, "
        f"memory copy {figure(machine.memcpy_gb_per_s)} GB/s, fsync {figure(machine.fsync_ms)} ms, "
        f"loopback round trip {figure(machine.loopback_round_trip_us)} µs"
    )


def cells(row: Row) -> tuple[str, str, str, str, str]:
    """Return what the table shows of a row: name, target, measured, verdict, note."""
    sign = "≥" if row.higher_is_better else "≤"
    target = "" if row.target is None else f"{sign} {figure(row.target)} {row.unit}"
    verdict = {True: "met", False: "missed", None: ""}[row.met]
    return row.name, target, f"{figure(row.measured)} {row.unit}", verdict, row.note


def print_table(title: str, rows: Sequence[Row], console: Console) -> None:
    """Print rows as a table; plain aligned text where the output is no terminal."""
    if not console.is_terminal:
        print(title)
        for name, target, measured, verdict, note in map(cells, rows):
            print(f"  {name:<58} {target:>16} {measured:>16}  {verdict:<7}{note}".rstrip())
        return
    table = Table("what", "target", "measured", "", "note", title=title, title_justify="left")
    for row in rows:
        style = "red" if row.met is False else None
        table.add_row(*cells(row), style=style)
    console.print(table)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen benchmarks and print their rows."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description="Figures beside their targets.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(names())} (default: all)")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions and smaller inputs")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(names()))
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are: {', '.join(names())}")
    machine = measure()
    if not options.json:
        print(machine_line(machine), flush=True)
    console = Console()
    results: dict[str, list[Row]] = {}
    for name in options.names or names():
        results[name] = list(rows_of(name, options.quick))
        if not options.json:
            print_table(name, results[name], console)
    if options.json:
        document = {
            "machine": asdict(machine),
            "rows": [
                {"group": name, **asdict(row), "met": row.met}
                for name, rows in results.items()
                for row in rows
            ],
        }
        print(json.dumps(document, indent=2, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
