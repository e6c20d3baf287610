"""The `meritnet` command: the table of subcommands and the one place where errors become exit codes."""

import sys
from collections.abc import Sequence

import click

from meritnet import __version__
from meritnet.cli.lazy import LazyCommand, LazyGroup
from meritnet.primitives.errors import Bug, MeritnetError

COMMANDS: dict[str, LazyCommand] = {
    "up": LazyCommand(
        "meritnet.operator.up.command:command", "Run a whole market on this machine and watch it."
    ),
    "node": LazyCommand("meritnet.operator.node_command:command", "Run a node with the embedded chain."),
    "chain": LazyCommand(
        "meritnet.operator.chain_command:command", "Look at, check, export or replay a stored chain."
    ),
    "explain": LazyCommand(
        "meritnet.operator.explain_command:command",
        "Explain why: a payment, a replacement, a refusal, a price.",
    ),
    "mine": LazyCommand("meritnet.cli.mine:command", "Put a model on the market of a subnet."),
    "validate": LazyCommand("meritnet.cli.validate:command", "Judge a subnet's miners and set weights."),
    "ask": LazyCommand("meritnet.cli.ask:command", "Ask a subnet's best miners."),
    "faucet": LazyCommand("meritnet.cli.faucet:command", "Send test coins on a local network."),
    "vectors": LazyCommand("meritnet.cli.vectors:command", "Check recorded vectors with our own functions."),
}
"""Every subcommand: where it lives and its line in `--help`, in the order of the help page."""


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, message="meritnet %(version)s")
def cli() -> None:
    """Run an open market for machine intelligence: models compete, validators judge, code pays.

    Independent project, not affiliated with Bittensor. Never use mainnet keys.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    Codes: 0 done, 1 a refusal or failure with a clear cause, 2 wrong usage, 130 interrupted by the user.
    A `Bug` and everything unforeseen keeps its traceback: it must be reported, not explained away.
    """
    try:
        result = cli.main(args=arguments, prog_name="meritnet", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Interrupted.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Bug:
        raise
    except MeritnetError as error:
        report(error)
        return 1
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; Python would complain once more while it closes stdout.
        sys.stderr.close()
        return 0
    return result if isinstance(result, int) else 0


def report(error: MeritnetError) -> None:
    """Print one clear line for an error, in colour where the terminal has colours."""
    label = click.style(f"{type(error).__name__}:", fg="red", bold=True)
    click.echo(f"{label} {error}", err=True)


def main() -> None:
    """Run the command line of this process and exit."""
    sys.exit(run())


if __name__ == "__main__":
    main()
