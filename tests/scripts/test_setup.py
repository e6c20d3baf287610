"""Tests of what `make` says where a machine lacks what the set-up needs. Nothing is installed here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scripts.loading import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder that holds the set-up script as a clone does."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.sh", tmp_path / "scripts")
    return tmp_path


def set_up(checkout: Path, python: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up with the given Python."""
    return subprocess.run(
        ["sh", str(checkout / "scripts" / "setup.sh"), "runtime", ".venv/.ready"],
        env=os.environ | {"PYTHON": python},
        capture_output=True,
        text=True,
    )


def write_python(checkout: Path, body: str) -> str:
    """Put a program that stands for a Python into the folder and return its path."""
    path = checkout / "some-python"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_old_python_is_refused_with_the_next_step(checkout: Path) -> None:
    done = set_up(checkout, write_python(checkout, "exit 1"))
    assert done.returncode == 1
    assert "no Python 3.11 or newer among:" in done.stderr
    assert "make PYTHON=" in done.stderr
    assert not (checkout / ".venv").exists()


def test_missing_ensurepip_is_named_with_the_next_step(checkout: Path) -> None:
    real = sys.executable
    body = f'case "$2" in *ensurepip*) exit 1 ;; esac\nexec {real} "$@"'
    done = set_up(checkout, write_python(checkout, body))
    assert done.returncode == 1
    assert "has no ensurepip" in done.stderr
    assert "python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_every_make_target_of_the_help_exists() -> None:
    done = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    named = {
        word for line in done.stdout.splitlines() if line.startswith("make ") for word in line[5:18].split()
    }
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"up", "test", "bench", "fixtures", "lint", "types", "check", "clean"} <= named
    for target in named:
        assert f"\n{target}:" in makefile, target


def test_ci_steps_are_listed_and_unknown_ones_refused() -> None:
    listed = subprocess.run(
        [ROOT / ".ci" / "run", "--list"], capture_output=True, text=True, check=True
    ).stdout.split()
    assert {"lint", "types", "unit", "properties", "slow", "e2e"} <= set(listed)
    refused = subprocess.run([ROOT / ".ci" / "run", "lnit"], capture_output=True, text=True)
    assert refused.returncode == 2
    assert "no step 'lnit'" in refused.stderr
