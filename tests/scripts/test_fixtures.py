"""Tests of the fixture fetcher: only the recorded archive reaches the cache. Nothing is downloaded here."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.scripts.loading import ROOT, load_script

FIXTURES = load_script("fixtures")
CONTENT = b"recorded archive"
FIXTURE = FIXTURES.Fixture(
    "thing-1.0.tar.gz", "thing", "1.0", hashlib.sha256(CONTENT).hexdigest(), "a reason"
)


def pip_that_delivers(monkeypatch: pytest.MonkeyPatch, name: str, content: bytes) -> list[list[str]]:
    """Replace the run of pip by one that puts a file into `--dest`; return the list of commands it got."""
    commands: list[list[str]] = []

    def run(command: list[str]) -> None:
        commands.append(command)
        (Path(command[command.index("--dest") + 1]) / name).write_bytes(content)

    monkeypatch.setattr(FIXTURES, "run", run)
    return commands


def test_recorded_archive_reaches_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = pip_that_delivers(monkeypatch, FIXTURE.file, CONTENT)
    FIXTURES.fetch(FIXTURE, tmp_path / "cache", Path("python"))
    assert (tmp_path / "cache" / FIXTURE.file).read_bytes() == CONTENT
    assert FIXTURES.is_cached(FIXTURE, tmp_path / "cache")
    assert commands[0][-1] == "thing==1.0"
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [FIXTURE.file]


def test_other_content_never_reaches_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip_that_delivers(monkeypatch, FIXTURE.file, b"something else")
    with pytest.raises(FIXTURES.FixtureError, match=FIXTURE.sha256):
        FIXTURES.fetch(FIXTURE, tmp_path, Path("python"))
    assert list(tmp_path.iterdir()) == []


def test_other_file_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip_that_delivers(monkeypatch, "thing-1.0.whl", CONTENT)
    with pytest.raises(FIXTURES.FixtureError, match=r"thing-1\.0\.whl instead of thing-1\.0\.tar\.gz"):
        FIXTURES.fetch(FIXTURE, tmp_path, Path("python"))


def test_changed_file_in_the_cache_is_refused(tmp_path: Path) -> None:
    (tmp_path / FIXTURE.file).write_bytes(b"changed")
    with pytest.raises(FIXTURES.FixtureError, match="remove the file"):
        FIXTURES.is_cached(FIXTURE, tmp_path)


def test_missing_file_is_not_cached(tmp_path: Path) -> None:
    assert not FIXTURES.is_cached(FIXTURE, tmp_path)


def test_failing_command_shows_the_end_of_its_output() -> None:
    with pytest.raises(FIXTURES.FixtureError, match=r"exit code 3:\nwrong"):
        FIXTURES.run([FIXTURES.sys.executable, "-c", "import sys; print('wrong'); sys.exit(3)"])


def test_check_without_the_archive_fails_with_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(FIXTURES, "CACHE", tmp_path)
    monkeypatch.setattr(FIXTURES, "listed", lambda: [FIXTURE])
    assert FIXTURES.main(["--check"]) == 1
    assert "run `make fixtures`" in capsys.readouterr().err


def test_recorded_list_agrees_with_the_pinned_package() -> None:
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    entries = json.loads((ROOT / "scripts" / "fixtures.json").read_text(encoding="utf-8"))
    assert [fixture.file for fixture in FIXTURES.listed()] == list(entries)
    for fixture in FIXTURES.listed():
        assert fixture.file == f"{fixture.package}-{fixture.version}.tar.gz"
        assert pinned[fixture.package] == fixture.version
        assert re.fullmatch("[0-9a-f]{64}", fixture.sha256)
