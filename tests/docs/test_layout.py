"""A newcomer finds out what each folder is for, and what each target of the Makefile does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT


def folders() -> Iterator[Path]:
    """Yield the folders of source, tests, benchmarks and scripts."""
    for top in ("src/meritnet", "tests", "bench", "scripts"):
        start = ROOT / top
        yield start
        for folder in sorted(start.rglob("*")):
            names = folder.relative_to(ROOT).parts
            if folder.is_dir() and "__pycache__" not in names and any(folder.iterdir()):
                yield folder


def words(folder: Path) -> str:
    """Return what a folder says about itself: docstring of its package, or its README."""
    package, readme = folder / "__init__.py", folder / "README.md"
    if package.exists():
        return ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
    return readme.read_text(encoding="utf-8") if readme.exists() else ""


@pytest.mark.parametrize("folder", list(folders()), ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_folder_says_what_it_holds(folder: Path) -> None:
    assert len(words(folder).split()) >= 3


def test_every_module_of_the_source_has_a_docstring() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "src").rglob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_make_help_names_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE)) - {"help", "setup"}
    told = set(re.findall(r"@echo 'make ([a-z -]+?)  ", text))
    assert {word for line in told for word in line.split()} == targets
