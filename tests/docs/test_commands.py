"""Every command on a page exists: `meritnet` lines parse, `make` targets and CI steps are there."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from meritnet.cli.lazy import load
from meritnet.cli.main import COMMANDS, cli
from tests.docs.pages import ROOT, all_pages, commands, name_of

LINES = [(name_of(page), line) for page in all_pages() for line in commands(page.read_text(encoding="utf-8"))]


def words_of(line: str) -> list[str]:
    """Return the words of a command line, without variables before and redirections or pipes behind it."""
    words = shlex.split(line)
    while words and re.fullmatch(r"\w+=.*", words[0]):
        words.pop(0)
    for stop in ("|", ">", "&&", ";", "&"):
        if stop in words:
            words = words[: words.index(stop)]
    return words


def parse(words: list[str]) -> None:
    """Parse the words behind `meritnet` down to the last subcommand, without running anything.

    Raises: click.UsageError for unknown names and options, and for missing or surplus arguments.
    """
    command: click.Command = cli
    context: click.Context | None = None
    rest = list(words)
    while isinstance(command, click.Group):
        inside = click.Context(command, parent=context, info_name=command.name)
        _, rest, _ = command.make_parser(inside).parse_args(rest)
        if not rest:
            return
        _, found, rest = command.resolve_command(inside, rest)
        assert found is not None
        command, context = found, inside
    try:
        command.make_context(command.name, rest, parent=context)
    except click.MissingParameter:
        raise
    except click.BadParameter as wrong:
        # A page may name a file that its reader has and this machine has not.
        if "does not exist" not in wrong.message:
            raise


def make_targets() -> set[str]:
    """Return the targets of the Makefile that a person calls."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))


@pytest.mark.parametrize(("page", "line"), LINES, ids=[f"{page}: {line[:60]}" for page, line in LINES])
def test_command_exists(page: str, line: str) -> None:
    words = words_of(line)
    program = Path(words[0]).name
    if program == "meritnet":
        parse(words[1:])
    elif program == "make":
        targets = {word for word in words[1:] if "=" not in word and not word.startswith("-")}
        assert targets <= make_targets()
    elif words[0] == ".ci/run":
        steps = subprocess.run([ROOT / ".ci" / "run", "--list"], capture_output=True, text=True, check=True)
        assert set(words[1:]) <= {*steps.stdout.split(), "--list", "--help"}
    else:
        assert program in {"git", "cd", "python3", "python", "pip", "curl", "btcli", "apt-get"}, (
            f"{page}: nobody checks '{line}'"
        )


def test_every_command_is_on_a_page() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in all_pages())
    assert [name for name in COMMANDS if f"meritnet {name}" not in text] == []


def test_wrong_command_lines_are_found() -> None:
    with pytest.raises(click.UsageError):
        parse(["no-such-noun"])
    with pytest.raises(click.UsageError):
        parse(["--no-such-option"])
    with pytest.raises(click.UsageError):
        parse(["vectors"])
    with pytest.raises(click.UsageError):
        parse(["vectors", "--no-such-option", "tests/vectors"])


def test_every_listed_command_loads() -> None:
    for entry in COMMANDS.values():
        assert isinstance(load(entry), click.Command)
