"""Tests of the pytest plugin, run on small test files in a process-internal pytest of their own."""

from pathlib import Path
from random import Random

import pytest

pytest_plugins = ["pytester"]

OPTIONS = ("-p", "meritnet.testing.plugin", "-p", "no:cacheprovider")


@pytest.fixture(autouse=True)
def only_our_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the inner pytest without the other installed plugins: faster, and nothing else can interfere."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def test_swallowed_refusal_fails_the_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import socket

        def test_swallows():
            try:
                socket.getaddrinfo("example.invalid", 80)
            except Exception:
                pass

        def test_stays_at_home():
            with socket.create_server(("127.0.0.1", 0)) as s, socket.create_connection(s.getsockname()):
                pass
        """
    )
    result = pytester.runpytest_subprocess(*OPTIONS)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*network beyond loopback: socket.getaddrinfo 'example.invalid'*"])


def test_seed_is_printed_and_repeats_the_inputs(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_draw(rng, seed):
            print(f"\\ndrew {seed} {rng.randrange(10**9)}")
        """
    )
    run = [pytester.runpytest_subprocess(*OPTIONS, "-s", "--seed", text) for text in ("7", "7", "8")]
    drawn = [[line for line in result.outlines if line.startswith("drew ")] for result in run]
    expected = Random("7/test_seed_is_printed_and_repeats_the_inputs.py::test_draw").randrange(10**9)
    assert drawn[0] == drawn[1] == [f"drew 7 {expected}"]
    assert drawn[2] != drawn[0]
    run[0].stdout.fnmatch_lines(["seed 7"])


def test_random_seed_differs_between_runs(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_nothing(seed): print('drew', seed)")
    drawn = {
        str(pytester.runpytest_subprocess(*OPTIONS, "-s", "--seed", "random").stdout).split("drew ")[1]
        for _ in "ab"
    }
    assert len(drawn) == 2


def test_bad_seed_is_a_usage_error(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess(*OPTIONS, "--seed", "often")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--seed 'often' is not a number*"])


def test_shuffle_keeps_every_test_and_the_files_together(pytester: pytest.Pytester) -> None:
    for name in "abc":
        pytester.makepyfile(**{f"test_{name}": "\n".join(f"def test_{n}(): pass" for n in range(6))})
    listing = pytester.runpytest_subprocess(
        *OPTIONS, "--collect-only", "-q", "--shuffle", "--seed", "3"
    ).outlines
    plain = pytester.runpytest_subprocess(*OPTIONS, "--collect-only", "-q", "--seed", "3").outlines
    tests = [line for line in listing if "::" in line]
    files = [Path(line.split("::")[0]).name for line in tests]
    assert tests != [line for line in plain if "::" in line]
    assert sorted(tests) == sorted(line for line in plain if "::" in line)
    assert len([i for i in range(len(files)) if i == 0 or files[i] != files[i - 1]]) == 3
