"""Writes docs/reference/: a page for each pallet, runtime APIs, types, hyperparameters, RPC, settings, commands.

usage: python -m scripts.reference_pages [--check]

Everything comes from the declarations that the programs themselves use. `coverage.md` in the same folder belongs to
scripts/coverage_page.py.
"""

import argparse
import sys
from pathlib import Path

from scripts.reference.api_page import api_page
from scripts.reference.command_page import command_page
from scripts.reference.hyperparameter_page import hyperparameter_page
from scripts.reference.index_page import index_page
from scripts.reference.pallet_pages import pallet_pages
from scripts.reference.rpc_page import rpc_page
from scripts.reference.setting_page import setting_page
from scripts.reference.type_page import type_page

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOT_OURS = frozenset({"coverage.md"})


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    return {
        "README.md": index_page(),
        "runtime-apis.md": api_page(),
        "types.md": type_page(),
        "hyperparameters.md": hyperparameter_page(),
        "rpc.md": rpc_page(),
        "settings.md": setting_page(),
        "cli.md": command_page(),
        **pallet_pages(),
    }


def stale(wanted: dict[str, str], folder: Path = FOLDER) -> list[str]:
    """Return the names of pages that are missing, different, or not wanted any more."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    names = (wanted.keys() | there.keys()) - NOT_OURS
    return sorted(name for name in names if wanted.get(name) != there.get(name))


def write(wanted: dict[str, str], folder: Path = FOLDER) -> list[str]:
    """Bring the folder up to date; return the names of what changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = stale(wanted, folder)
    for name in changed:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()
    return changed


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or only compare; 1 if some are out of date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say which pages are out of date")
    options = parser.parse_args(arguments)
    wanted = pages()
    if not options.check:
        changed = write(wanted)
        print(f"{len(changed)} of {len(wanted)} pages changed")
        return 0
    changed = stale(wanted)
    print(f"out of date: {', '.join(changed)}; run make reference" if changed else "up to date")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
