"""The dependency table names exactly the direct dependencies, and the installed licences agree with it."""

import importlib.metadata
import re
import tomllib

import pytest

from tests.docs.pages import ROOT, table_rows

PAGE = ROOT / "docs" / "decisions" / "dependencies.md"
ROWS = table_rows(PAGE.read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_in(requirement: str) -> str:
    """Return the normalised package name of a requirement."""
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match is not None, requirement
    return re.sub(r"[-_.]+", "-", match.group()).lower()


def declared() -> list[str]:
    """Return the names of all direct dependencies, with those that are installed without their own."""
    requirements = list(PROJECT["project"]["dependencies"])
    for extra in PROJECT["project"]["optional-dependencies"].values():
        requirements += extra
    for group in PROJECT["dependency-groups"].values():
        requirements += group
    nodeps = ROOT / "requirements-nodeps.txt"
    if nodeps.exists():
        requirements += re.findall(r"^[\w.-]+==\S+", nodeps.read_text(encoding="utf-8"), re.MULTILINE)
    return [name_in(requirement) for requirement in requirements]


def test_table_names_exactly_the_direct_dependencies() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(set(declared()))


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_row_has_licence_and_reason(row: list[str]) -> None:
    _, licence, reason = row
    assert licence
    assert len(reason.split()) >= 3


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_licence_agrees_with_the_package(row: list[str]) -> None:
    try:
        metadata = importlib.metadata.metadata(row[0])
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{row[0]} is not installed here")
    stated = " ".join(
        [
            metadata.get("License-Expression") or metadata.get("License") or "",
            *(metadata.get_all("Classifier") or []),
        ]
    ).lower()
    family = re.match(r"[A-Za-z]+", row[1])
    assert family is not None
    assert family.group().lower() in stated


def test_every_direct_dependency_is_pinned_with_a_hash() -> None:
    pinned = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("requirements*.txt"))
    for name in {name_in(text) for text in PROJECT["project"]["dependencies"]}:
        pattern = rf"(?im)^{name.replace('-', '[-_.]')}(\[[\w,]+\])?==\S+ [^\n]*\\\n +--hash=sha256:"
        assert re.search(pattern, pinned), f"{name} has no pinned hash; run `make requirements`"


def test_no_requirements_file_names_an_index() -> None:
    for path in [*ROOT.glob("requirements*.txt"), ROOT / "pyproject.toml"]:
        assert not re.search(r"https?://|--index-url|--find-links", path.read_text(encoding="utf-8")), (
            path.name
        )
