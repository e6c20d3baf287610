"""Tests of the command line's frame: help without imports, lazy loading, errors and exit codes."""

import subprocess
import sys

import click
import pytest

from meritnet import __version__
from meritnet.cli import main as cli_main
from meritnet.cli.lazy import LazyCommand, LazyGroup, load
from meritnet.primitives.errors import Bug, Denied

HEAVY = ("numpy", "bittensor", "aiohttp", "starlette", "uvicorn", "lmdb", "rich", "pydantic", "asyncio")


@click.command()
def refuse() -> None:
    """Refuse with a clear cause."""
    raise Denied("port 70000 is above 65535; choose a lower one")


@click.command()
def break_down() -> None:
    """Meet a bug."""
    raise Bug("issuance 7 differs from sum 8")


@click.command()
@click.option("--count", type=int, default=1)
def count(count: int) -> None:
    """Print a number."""
    click.echo(str(count))


@click.command()
def interrupt() -> None:
    """Be interrupted as by Ctrl-C."""
    raise KeyboardInterrupt


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the commands of this file into the table of the real command line."""
    for name in ("refuse", "break_down", "count", "interrupt"):
        entry = LazyCommand(f"{__name__}:{name}", f"help of {name}")
        monkeypatch.setitem(cli_main.COMMANDS, name, entry)
    monkeypatch.setitem(sys.modules, __name__, sys.modules[refuse.callback.__module__])


def test_help_imports_nothing_heavy() -> None:
    probe = (
        "import sys; from meritnet.cli.main import run; run(['--help']);"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "Usage: meritnet" in done.stdout


def test_every_table_entry_is_a_command_with_help() -> None:
    for name, entry in cli_main.COMMANDS.items():
        command = load(entry)
        assert command.help, f"{name} has no help text"
        assert entry.help, name
        assert len(entry.help) <= 80, f"the help line of {name} is too long for a terminal"


def test_help_lists_the_table_in_order(table: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_main.run(["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    listed = [line.split()[0] for line in lines[lines.index("Commands:") + 1 :] if line.strip()]
    assert listed == list(cli_main.COMMANDS)


def test_version_is_the_package_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_main.run(["--version"]) == 0
    assert capsys.readouterr().out == f"meritnet {__version__}\n"


def test_refusal_is_one_line_and_exit_code_1(table: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_main.run(["refuse"]) == 1
    captured = capsys.readouterr()
    assert captured.err == "Denied: port 70000 is above 65535; choose a lower one\n"
    assert captured.out == ""


def test_bug_keeps_its_traceback(table: None) -> None:
    with pytest.raises(Bug, match="issuance 7"):
        cli_main.run(["break_down"])


@pytest.mark.parametrize("arguments", [["no-such-noun"], ["count", "--count", "many"], ["--no-such-option"]])
def test_wrong_usage_is_exit_code_2(
    arguments: list[str], table: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli_main.run(arguments) == 2
    assert "Error: " in capsys.readouterr().err


def test_interrupt_is_exit_code_130(table: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_main.run(["interrupt"]) == 130
    assert "Interrupted." in capsys.readouterr().err


def test_arguments_reach_the_command(table: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_main.run(["count", "--count", "3"]) == 0
    assert capsys.readouterr().out == "3\n"


def test_wrong_target_is_a_bug() -> None:
    with pytest.raises(Bug, match=r"meritnet\.cli\.main:report is not a click command"):
        load(LazyCommand("meritnet.cli.main:report", "a function, not a command"))


def test_unknown_name_is_none() -> None:
    group = LazyGroup("probe", table={})
    assert group.get_command(click.Context(group), "anything") is None
