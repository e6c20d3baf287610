"""Tests of the benchmark driver: rows, verdicts, output. No figure is asserted."""

import json
import re
import sys
from pathlib import Path

import pytest
from bench import bench_clients, run
from bench.machine import Machine, cpu_model
from bench.row import Row, best_of

MACHINE = Machine("Test CPU", 2, "CPython 3.11.7", 30.0, 10.0, 0.5, 15.0)
ROWS = [
    Row("kernel", 1.0, 1.14, "ms", "dense"),
    Row("transfers", 2000, 2512.3, "/s", higher_is_better=True),
    Row("bandwidth", None, 12345.6, "MB/s"),
]


@pytest.fixture
def one_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the driver one benchmark, named demo, with known rows, and a known machine."""
    monkeypatch.setattr(run, "measure", lambda: MACHINE)
    monkeypatch.setattr(run, "names", lambda: ["demo"])
    monkeypatch.setattr(run, "rows_of", lambda *_: iter(ROWS))


def test_verdict_follows_the_direction_of_the_target() -> None:
    assert Row("a", 1.0, 1.0, "ms").met is True
    assert Row("a", 1.0, 1.01, "ms").met is False
    assert Row("a", 5, 6, "/s", higher_is_better=True).met is True
    assert Row("a", 5, 4, "/s", higher_is_better=True).met is False
    assert Row("a", None, 4, "ms").met is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.14, "1.14"),
        (0.000123, "0.000123"),
        (99.99, "100"),
        (2512.3, "2,512"),
        (0, "0"),
        (1e7, "10,000,000"),
    ],
)
def test_figures_are_short(value: float, text: str) -> None:
    assert run.figure(value) == text


def test_plain_output_has_target_and_measured_beside_each_other(
    one_group: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Test CPU, 2 cores, CPython 3.11.7; Python loop 30 M/s")
    assert lines[1] == "demo"
    assert [line.split() for line in lines[2:]] == [
        ["kernel", "≤", "1", "ms", "1.14", "ms", "missed", "dense"],
        ["transfers", "≥", "2,000", "/s", "2,512", "/s", "met"],
        ["bandwidth", "12,346", "MB/s"],
    ]


def test_json_output_is_one_document(one_group: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--json", "demo"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["machine"]["cpu"] == "Test CPU"
    assert [(row["group"], row["name"], row["met"]) for row in document["rows"]] == [
        ("demo", "kernel", False),
        ("demo", "transfers", True),
        ("demo", "bandwidth", None),
    ]


def test_unknown_name_is_wrong_usage(one_group: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run.main(["yama"])
    assert stopped.value.code == 2
    assert "no benchmark yama; there are: demo" in capsys.readouterr().err


def test_best_of_calls_the_work_as_often_as_told() -> None:
    calls: list[int] = []
    least, middle = best_of(lambda: calls.append(1), repeat=3, number=4)
    assert len(calls) == 12
    assert 0 <= least <= middle


def test_processor_has_a_name() -> None:
    assert cpu_model().strip()


def test_every_benchmark_module_offers_rows() -> None:
    for name in run.names():
        module = run.importlib.import_module(f"bench.bench_{name}")
        assert callable(getattr(module, "rows", None)), f"bench/bench_{name}.py has no rows(quick)"


def test_clients_are_pinned_and_have_their_programs() -> None:
    for name, client in bench_clients.clients().items():
        assert (bench_clients.SCRIPTS / client["script"]).is_file(), name
        packages = client["packages"]
        versions = (
            [package.partition("==")[2] for package in packages]
            if isinstance(packages, list)
            else list(packages.values())
        )
        assert versions
        assert all(re.fullmatch(r"\d+(\.\d+)+", version) for version in versions), name


def test_a_client_that_cannot_be_used_is_named_and_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = ({"kind": "python", "packages": [name], "script": name} for name in ("good", "bad"))
    figures = {"balance": 0.5, "metagraph": 0.025, "neurons": 256, "transfers": 2.0}

    def installed(client: bench_clients.Client) -> list[str]:
        if client is bad:
            raise bench_clients.Unusable("no such package")
        return ["program"]

    monkeypatch.setattr(bench_clients, "clients", lambda: {"bad 1": bad, "good 2": good})
    monkeypatch.setattr(bench_clients, "installed", installed)
    monkeypatch.setattr(bench_clients, "run", lambda *_: figures)
    rows = list(bench_clients.rows(quick=True))
    assert capsys.readouterr().err == "left out: bad 1: no such package\n"
    assert [(row.name, row.measured, row.unit) for row in rows] == [
        ("good 2: connect to first balance", 0.5, "s"),
        ("good 2: metagraph of 256 uids", 25.0, "ms"),
        ("good 2: 20 transfers with finality", 2.0, "s"),
    ]


def test_a_program_that_fails_makes_its_client_unusable(tmp_path: Path) -> None:
    failing = [sys.executable, "-c", "import sys; sys.exit('the node said no')"]
    with pytest.raises(bench_clients.Unusable, match="ended with 1: the node said no"):
        bench_clients._finish(failing, tmp_path, 30)
    with pytest.raises(bench_clients.Unusable, match="no-such-program"):
        bench_clients._finish(["no-such-program"], tmp_path, 30)
