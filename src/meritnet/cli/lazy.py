"""A click group whose commands are imported only when they run."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import click

from meritnet.primitives.errors import Bug


@dataclass(frozen=True, slots=True)
class LazyCommand:
    """Where a command lives and the line that `--help` shows for it."""

    target: str
    """`package.module:attribute` of a click command."""
    help: str


class LazyGroup(click.Group):
    """A group that knows its commands by a table and lists them without importing any."""

    def __init__(self, *args: object, table: Mapping[str, LazyCommand], **kwargs: object) -> None:
        """Take the table of commands beside what every click group takes."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through as click defines them
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the named command; None where the table has no such name."""
        entry = self.table.get(cmd_name)
        return None if entry is None else load(entry)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table alone."""
        if not self.table:
            return
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self.table.items()])


def load(entry: LazyCommand) -> click.Command:
    """Import the command behind a table entry.

    Raises: Bug if the target is not a click command; a missing module raises ImportError as it is.
    """
    module_name, _, attribute = entry.target.partition(":")
    command = getattr(import_module(module_name), attribute, None)
    if not isinstance(command, click.Command):
        raise Bug(
            f"command target {entry.target} is not a click command; correct the table in meritnet.cli.main"
        )
    return command
