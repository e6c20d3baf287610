"""The vector engine: what it counts, prints and refuses."""

import json
import shutil
from pathlib import Path

import pytest

from meritnet.operator.vector_checks import lease
from meritnet.operator.vector_checks.case import Case
from meritnet.operator.vectors import Summary, run
from meritnet.primitives.errors import Invalid
from meritnet.testing.vectors import VECTORS

STAGGER = VECTORS / "economics" / "epoch_stagger_on_register.json"


def lines_of(*paths: Path, verbose: bool = False) -> tuple[Summary, list[str]]:
    lines: list[str] = []
    return run(paths, lines.append, verbose=verbose), lines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder `economics` with one small vector file."""
    target = tmp_path / "economics"
    target.mkdir()
    shutil.copy(STAGGER, target)
    return target


def spoil(folder: Path) -> None:
    file = folder / STAGGER.name
    document = json.loads(file.read_text())
    document[2]["last_epoch_block"] = "871"
    file.write_text(json.dumps(document))


def test_the_last_line_counts_every_case(folder: Path) -> None:
    summary, lines = lines_of(folder)
    assert summary == (6, 0, 0)
    assert summary.exit_code == 0
    assert lines == [
        "economics/epoch_stagger_on_register.json: 6 passed, 0 failed, 0 absent",
        "6 passed, 0 failed, 0 absent",
    ]


def test_a_wrong_number_is_named_with_both_values_and_fails_the_run(folder: Path) -> None:
    spoil(folder)
    summary, lines = lines_of(folder)
    assert summary == (5, 1, 0)
    assert summary.exit_code == 1
    assert lines[0] == (
        "failed economics/epoch_stagger_on_register.json netuid 128 tempo 360: value is 872, recorded 871"
    )
    assert lines[-1] == "5 passed, 1 failed, 0 absent"


def test_verbose_shows_passed_cases(folder: Path) -> None:
    _, lines = lines_of(folder, verbose=True)
    assert lines[0] == "passed economics/epoch_stagger_on_register.json netuid 1 tempo 360"
    assert len(lines) == 6 + 2


def test_absent_cases_name_the_part_and_do_not_fail_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "check", lambda _: iter([Case("0", "absent", "subnet leasing")]))
    summary, lines = lines_of(VECTORS / "economics" / "lease.json")
    assert summary.exit_code == 0
    assert (summary.passed, summary.failed) == (0, 0)
    assert lines[0] == "absent economics/lease.json 0: subnet leasing"


def test_other_json_in_a_folder_is_mentioned_but_a_named_one_fails(folder: Path) -> None:
    other = folder / "notes.json"
    other.write_text("{}")
    summary, lines = lines_of(folder)
    assert summary == (6, 0, 0)
    assert "economics/notes.json: not a vector file, skipped" in lines
    summary, lines = lines_of(other)
    assert summary == (0, 1, 0)
    assert lines[0].startswith("failed economics/notes.json -: no checker for this file")


@pytest.mark.parametrize("text", ["", "{not json", "[1, 2]", '{"cases": 3}', "null", "[{}]"])
def test_a_damaged_file_is_a_failed_case(folder: Path, text: str) -> None:
    (folder / STAGGER.name).write_text(text)
    summary, lines = lines_of(folder)
    assert summary.failed >= 1
    assert summary.passed == 0
    assert lines[0].startswith("failed economics/epoch_stagger_on_register.json")


def test_a_file_that_is_not_text_is_a_failed_case(folder: Path) -> None:
    (folder / STAGGER.name).write_bytes(b"\xff\xfe\x00")
    summary, _ = lines_of(folder)
    assert summary == (0, 1, 0)


def test_a_missing_path_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="does not exist"):
        lines_of(tmp_path / "nowhere")
    with pytest.raises(Invalid, match="no vector cases"):
        lines_of(tmp_path)


def test_files_are_checked_in_the_order_of_their_names(folder: Path) -> None:
    shutil.copy(VECTORS / "economics" / "fixed_point_ops.json", folder)
    shutil.copy(VECTORS / "economics" / "block_emission.json", folder)
    _, lines = lines_of(folder)
    names = [line.split(":")[0].split("/")[1] for line in lines[:-1]]
    assert names == ["block_emission.json", "epoch_stagger_on_register.json", "fixed_point_ops.json"]
