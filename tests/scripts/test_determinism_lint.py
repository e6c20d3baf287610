"""Tests of the determinism lint: every rule has an example that breaks it and one that keeps it."""

from pathlib import Path

import pytest

from tests.scripts.loading import ROOT, load_script

LINT = load_script("determinism_lint")

BREAKS = [
    ("float-literal", "RATE = 0.5"),
    ("float-literal", "x = 1e9"),
    ("float-literal", "z = 2j"),
    ("true-division", "x = a / b"),
    ("true-division", "x /= 2"),
    ("import", "import time"),
    ("import", "import random"),
    ("import", "from datetime import datetime"),
    ("import", "import secrets"),
    ("import", "import uuid"),
    ("import", "import socket"),
    ("import", "import threading"),
    ("import", "from concurrent.futures import ThreadPoolExecutor"),
    ("import", "import numpy.random"),
    ("environment", "import os\nx = os.environ['A']"),
    ("environment", "from os import environ"),
    ("environment", "from os import getenv"),
    ("environment", "x = np.random.default_rng(1)"),
    ("environment", "from numpy import random"),
    ("math", "x = math.log(y)"),
    ("math", "from math import sqrt"),
    ("float-dtype", "x = np.float64(y)"),
    ("float-dtype", "from numpy import float32"),
    ("float-dtype", "x = y.astype('<f8')"),
    ("float-dtype", "x = np.zeros(3, dtype=float)"),
    ("float-dtype", "x = np.zeros(3, dtype='float64')"),
    ("call-float", "x = float(y)"),
    ("call-complex", "x = complex(y)"),
    ("call-hash", "x = hash(name)"),
    ("call-id", "x = id(thing)"),
    ("broad-except", "try:\n    f()\nexcept Exception:\n    pass"),
    ("broad-except", "try:\n    f()\nexcept (KeyError, BaseException):\n    pass"),
    ("broad-except", "try:\n    f()\nexcept:\n    pass"),
    ("set-order", "for x in {1, 2}: f(x)"),
    ("set-order", "for x in set(y): f(x)"),
    ("set-order", "for x in frozenset(y): f(x)"),
    ("set-order", "seen = set()\nfor x in seen: f(x)"),
    ("set-order", "def f(seen: set[int]):\n    for x in seen: g(x)"),
    ("set-order", "def f():\n    seen: set[int] = g()\n    return list(seen)"),
    ("set-order", "x = [f(y) for y in {1, 2}]"),
    ("set-order", "x = {y: 1 for y in set(z)}"),
    ("set-order", "x = list({1, 2})"),
    ("set-order", "x = tuple(set(y))"),
    ("set-order", "x = dict.fromkeys(y); z = list(a.keys() | b.keys())"),
    ("set-order", "x = [*{1, 2}]"),
    ("set-order", "f(*set(y))"),
    ("set-order", "s = set(a)\nfor x in s.union(b): f(x)"),
    ("set-order", "s = set(a)\nfor x in s - b: f(x)"),
    ("set-order", "x = next(iter({1, 2}))"),
]

KEEPS = [
    "RATE = 5",
    "x = a // b",
    "x //= 2",
    "import os.path",
    "import bisect",
    "from math import isqrt",
    "x = math.gcd(a, b)",
    "x = math.comb(5, 2)",
    "x = np.uint64(3)",
    "x = y.astype('<u8')",
    "x = np.zeros(3, dtype='i8')",
    "x = np.zeros(3, dtype=np.int64)",
    "x = hasher(y)",
    "x = self.id",
    "x = thing.hash(b'')",
    "try:\n    f()\nexcept KeyError:\n    pass",
    "for x in sorted({1, 2}): f(x)",
    "seen = set()\nseen.add(1)\nx = 1 in seen",
    "seen = set()\nseen = sorted(seen)\nfor x in seen: f(x)",
    "for x in {1: 2}: f(x)",
    "x = len({1, 2})",
    "x = {y for y in {1, 2}}",
    "x = sorted(map(str, set(a) ^ set(b)))",
    "x = sorted([f(y) for y in set(z)])",
    "x = [f(y) for y in (1, 2)]",
    "x = isinstance(y, (set, frozenset))",
    "def f():\n    seen = set()\ndef g(seen):\n    return list(seen)",
    "x = float64_of(y)",
]


@pytest.mark.parametrize(("rule", "source"), BREAKS)
def test_example_breaks_its_rule(rule: str, source: str) -> None:
    assert rule in {found.rule for found in LINT.check_source(source, "example.py")}


@pytest.mark.parametrize("source", KEEPS)
def test_example_keeps_every_rule(source: str) -> None:
    assert LINT.check_source(source, "example.py") == []


def test_finding_names_file_line_rule_and_remedy() -> None:
    (found,) = LINT.check_source("a = 1\nb = a / 2\n", "some/file.py")
    assert (
        str(found) == "some/file.py:2: true-division: `/` gives floating point; use `//` or primitives.fixed"
    )


def test_exact_comment_allows_its_own_line_only() -> None:
    source = "x = np.float64(y)  # exact: y < 2**53\nz = np.float64(y)\n"
    assert [found.line for found in LINT.check_source(source, "example.py")] == [2]


def test_exact_comment_needs_a_reason() -> None:
    assert LINT.check_source("x = a / b  # exact: \n", "example.py")


def test_read_only_file_is_left_out() -> None:
    source = '"""Docstring."""\n# determinism: read-only (figures for people)\nx = 0.5\n'
    assert LINT.check_source(source, "example.py") == []


@pytest.mark.parametrize(
    "comment",
    ["# determinism: read-only", "    # determinism: read-only (indented)", "# determinism: read-only ()"],
)
def test_read_only_comment_needs_a_reason_and_the_first_level(comment: str) -> None:
    assert LINT.check_source(f"if True:\n{comment}\n    x = 0.5\n", "example.py")


def test_every_rule_has_a_breaking_example() -> None:
    source = (ROOT / "scripts" / "determinism_lint.py").read_text(encoding="utf-8")
    named = {rule for rule, _ in BREAKS}
    for rule in (
        "float-literal",
        "true-division",
        "import",
        "environment",
        "math",
        "float-dtype",
        "broad-except",
        "set-order",
    ):
        assert f'"{rule}"' in source
        assert rule in named
    assert {f"call-{name}" for name in LINT.FORBIDDEN_CALLS} <= named


def test_folder_is_walked_without_its_tests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pallet" / "tests").mkdir(parents=True)
    (tmp_path / "pallet" / "curve.py").write_text("x = 1 / 2\n")
    (tmp_path / "pallet" / "tests" / "test_curve.py").write_text("x = 1 / 2\n")
    assert LINT.main([str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[1] == "determinism: 1 files, 1 findings"


def test_clean_folder_passes(tmp_path: Path) -> None:
    (tmp_path / "curve.py").write_text("x = 1 // 2\n")
    assert LINT.main([str(tmp_path)]) == 0


def test_missing_path_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert LINT.main([str(tmp_path / "nothing")]) == 2
    assert "no such file or folder" in capsys.readouterr().err


def test_rule_executing_code_exists_where_the_lint_looks() -> None:
    assert [path for path in LINT.RULE_CODE if not (ROOT / path).exists()] == []
