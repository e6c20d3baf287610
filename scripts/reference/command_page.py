"""Returns the page of commands."""

from collections.abc import Iterator

import click

from meritnet.cli.main import COMMANDS, cli

from .markdown import code, page, paragraph, section, table

INTRO = """\
Every command with its options. Exit codes: 0 done, 1 a refusal or failure with a clear cause, 2 wrong usage,
130 interrupted."""


def command_page() -> str:
    """Return the page."""
    root = click.Context(cli, info_name="meritnet")
    return page("cli.md", "Commands", INTRO, *_sections(cli, root))


def _sections(command: click.Command, context: click.Context) -> Iterator[str]:
    yield section(context.command_path, _text(command, context))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                yield from _sections(inner, click.Context(inner, parent=context, info_name=name))


def _text(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    options = [
        (code(record[0]), record[1])
        for param in command.get_params(context)
        if isinstance(param, click.Option) and (record := param.get_help_record(context)) is not None
    ]
    listed = [(f"[{name}](#meritnet-{name})", entry.help) for name, entry in COMMANDS.items()]
    return "\n\n".join(
        part
        for part in (
            f"```text\n{usage}\n```",
            paragraph(command.help or ""),
            table(("command", "what it does"), listed) if command is cli else "",
            table(("option", "meaning"), options),
        )
        if part
    )
