"""Tests of the benchmark driver: rows, verdicts, output. No figure is asserted."""

import json

import pytest
from bench import run
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
