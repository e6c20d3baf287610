"""`meritnet explain`: why a payment, a replacement, a refusal, a price; asked from a node or a chain's folder."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from meritnet.operator import explain_view as view
from meritnet.operator.explain_answer import Answer
from meritnet.operator.explain_payment_text import payment_lines
from meritnet.operator.explain_source import default_netuid, source
from meritnet.operator.explain_text import address_of, rao_of
from meritnet.primitives.errors import Invalid

# A click decorator keeps the type of what it decorates, which may be a function or a command.
F = TypeVar("F", bound=Callable[..., Any])

U16 = click.IntRange(0, 65_535)
ROWS = 20
"""Rows of an order that are shown without --all."""


def _options(*options: Callable[[Any], Any]) -> Callable[[F], F]:  # Any: click's decorators
    def add(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return add


NODE = click.option("--node", metavar="URL", help="ws:// address of a node.  [default: the local network's]")
STATE = click.option(
    "--state",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Read the folder of a chain instead.  [default where no node runs: the local network's]",
)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object, as the node answers it.")
BLOCK = click.option("--block", type=click.IntRange(0), help="State after this block.  [default: the newest]")
NETUID = click.option("--netuid", type=U16, help="The subnet.  [default: the local market's]")
UID = click.option("--uid", type=U16, help="The neuron, by its place.")
HOTKEY = click.option("--hotkey", help="The neuron, by its hotkey: an SS58 address, or a wallet's name.")
COLDKEY = click.option(
    "--coldkey", help="Whose balance, stake and fee to check: SS58 address or wallet's name."
)
LIMIT = click.option("--limit-price", metavar="TAO", help="Worst price of an alpha that is taken.")
PARTIAL = click.option("--partial", is_flag=True, help="With a limit: take what it lets through.")
ALL = click.option("--all", "show_all", is_flag=True, help=f"Show all rows, not only {ROWS}.")
WHERE = (NODE, STATE, BLOCK, JSON)


@dataclass(frozen=True, slots=True)
class Where:
    """Who is asked, about the state after which block, and whether the answer is shown as it comes."""

    node: str | None
    folder: Path | None
    block: int | None
    as_json: bool

    def netuid(self, given: int | None) -> int:
        """Return the subnet that is meant. Raises: NotFound where none is given and none is the local market's."""
        return default_netuid(self.node, self.folder) if given is None else given

    def ask(self, method: str, *params: object) -> Answer:
        """Return a method's answer."""
        with source(self.node, self.folder) as answers:
            return answers.ask(method, *params, answers.block_hash(self.block))

    def show(self, answer: Answer, draw: Callable[[Console], None]) -> None:
        """Print an answer, for people or as JSON."""
        if self.as_json:
            click.echo(json.dumps(answer, indent=2))
            return
        console = Console(soft_wrap=False)
        # Piped into a file or a program, tables need not fit the width of a terminal.
        draw(console if console.is_terminal else Console(width=200))


def _asks(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say where, as one argument in front of its own."""

    @wraps(function)
    def asked(
        node: str | None, folder: Path | None, block: int | None, as_json: bool, **given: Any
    ) -> None:  # Any: values of the command's own options
        function(Where(node, folder, block, as_json), **given)

    return _options(*WHERE)(asked)


@click.group("explain", invoke_without_command=True)
@_options(UID, HOTKEY, NETUID, *WHERE)
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:  # Any: values of the options
    """Explain what the chain does and why: a payment, a replacement, a refusal, a price.

    Every answer is computed by the chain's own rules. Without a subcommand: `payment`.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(payment, **given)
        return
    named = [name for name, value in given.items() if value not in (None, False)]
    if named:
        raise click.UsageError(f"write --{named[0]} behind `{ctx.invoked_subcommand}`, not before it")


def _who(uid: int | None, hotkey: str | None) -> int | str | None:
    if uid is not None and hotkey is not None:
        raise Invalid("--uid and --hotkey name the neuron twice; give one of them")
    return uid if hotkey is None else address_of(hotkey)


@command.command("payment")
@_options(UID, HOTKEY, NETUID)
@_asks
def payment(where: Where, uid: int | None, hotkey: str | None, netuid: int | None) -> None:
    """Explain what a neuron was paid in the last epoch: votes, consensus, rank, parts, its worth in TAO.

    Every step is computed again from the state before the epoch's block. Without --uid and --hotkey: the best paid
    miner. With --block: the last epoch up to that block.
    """
    answer = where.ask("explain_payment", where.netuid(netuid), _who(uid, hotkey))
    where.show(answer, lambda _console: click.echo("\n".join(payment_lines(answer, {}))))


@command.command("pruning")
@_options(UID, HOTKEY, NETUID, ALL)
@_asks
def pruning(where: Where, uid: int | None, hotkey: str | None, netuid: int | None, show_all: bool) -> None:
    """Explain who is replaced next, what pushing a neuron out costs, and who took whose slot and why."""
    answer = where.ask("explain_pruning", where.netuid(netuid), _who(uid, hotkey))
    most = len(answer["slots"]) if show_all else ROWS
    where.show(answer, lambda console: view.show_pruning(console, answer, most=most))


@command.command("weights")
@click.argument("hotkey")
@_options(
    NETUID,
    click.option("--mechanism", type=click.IntRange(0, 255), default=0, help="Mechanism of the subnet."),
    click.option(
        "--version-key", type=click.IntRange(0), help="The validator's.  [default: what is asked for]"
    ),
    click.option(
        "--row",
        metavar="UID=VALUE,…",
        help="Weights to try, such as 3=65535,4=1000.  [default: a row that the subnet accepts]",
    ),
)
@_asks
def weights(
    where: Where,
    hotkey: str,
    netuid: int | None,
    mechanism: int,
    version_key: int | None,
    row: str | None,
) -> None:
    """Explain why HOTKEY cannot set weights, check by check, and from which block on it can.

    HOTKEY is an SS58 address, or the name of a wallet of the local network.
    """
    number = where.netuid(netuid)
    uids, values = (None, None) if row is None else _row(row)
    answer = where.ask("explain_weights", number, address_of(hotkey), mechanism, version_key, uids, values)
    where.show(answer, lambda console: view.show_weights(console, answer))


def _row(text: str) -> tuple[list[int], list[int]]:
    try:
        pairs = [part.split("=") for part in text.split(",")]
        return [int(uid) for uid, _ in pairs], [int(value) for _, value in pairs]
    except ValueError:
        raise Invalid(f"the row {text[:60]!r} must look like 3=65535,4=1000 (uid=value)") from None


_TRADE = _options(
    click.option("--hotkey", required=True, help="With whom: SS58 address or wallet's name."), COLDKEY
)


@command.command("stake")
@click.argument("amount", metavar="TAO")
@_TRADE
@_options(NETUID, LIMIT, PARTIAL)
@_asks
def stake(where: Where, amount: str, **given: Any) -> None:  # Any: values of the options
    """Explain what staking TAO would give: alpha, slippage, fees, limits, and whether the chain takes it."""
    _trade(where, "explain_stake", amount, **given)


@command.command("unstake")
@click.argument("amount", metavar="ALPHA")
@_TRADE
@_options(NETUID, LIMIT, PARTIAL)
@_asks
def unstake(where: Where, amount: str, **given: Any) -> None:  # Any: values of the options
    """Explain what taking ALPHA out would give: TAO, slippage, fees, locks, and whether the chain takes it."""
    _trade(where, "explain_unstake", amount, **given)


def _trade(
    where: Where,
    method: str,
    amount: str,
    hotkey: str,
    coldkey: str | None,
    netuid: int | None,
    limit_price: str | None,
    partial: bool,
) -> None:
    answer = where.ask(
        method,
        where.netuid(netuid),
        address_of(hotkey),
        rao_of(amount),
        None if coldkey is None else address_of(coldkey, cold=True),
        None if limit_price is None else rao_of(limit_price),
        partial,
    )
    where.show(answer, lambda console: view.show_trade(console, answer))


@command.command("eviction")
@ALL
@_asks
def eviction(where: Where, show_all: bool) -> None:
    """Explain which subnet the next registration of a subnet evicts, and everybody's place."""
    answer = where.ask("explain_eviction")
    most = len(answer["order"]) if show_all else ROWS
    where.show(answer, lambda console: view.show_eviction(console, answer, most=most))
