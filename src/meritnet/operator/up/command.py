"""`meritnet up`: runs a market on this machine and shows it."""

import asyncio
import json
import time
from pathlib import Path

import click
from rich.console import Console

from meritnet.neuron import networks
from meritnet.node import logs
from meritnet.operator.up.market import Market
from meritnet.operator.up.show import Show, Wanted

DEFAULT_PORT = 9944


@click.command("up")
@click.option(
    "--until-first-reward", is_flag=True, help="End when the first miner is paid by validators' weights."
)
@click.option("--minutes", type=click.FloatRange(min=0), help="End so many minutes after the first reward.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object at the end.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Port of RPC; another is taken if it is in use.",
)
@click.option("--fresh", is_flag=True, help="Begin a new network; the old one is moved aside, not deleted.")
def command(until_first_reward: bool, minutes: float | None, as_json: bool, port: int, fresh: bool) -> int:
    """Run a whole market on this machine: chain, subnet, five honest miners, three cheats, three validators.

    One of the validators lies. What is shown comes from the chain: each miner's measured skill beside its pay,
    each validator's trust and dividends. Prices are a synthetic replay, not a market forecast. Ctrl-C stops
    everything; started again, the same network goes on.
    """
    folder = networks.folder("local")
    if fresh:
        move_aside(folder)
    return asyncio.run(run(folder, port, Wanted(until_first_reward, minutes, as_json)))


async def run(folder: Path, port: int, wanted: Wanted) -> int:
    """Run the market of a folder; return the exit code."""
    # Figures for programs go to stdout alone.
    console = Console(stderr=wanted.as_json)
    logs.set_up("info", folder / "logs" / "up.log", as_json=False)
    market = Market(folder, port, lambda text: show.say(text))
    show = Show(market, console, wanted)
    going_on = "goes on with" if market.resumed else "begins"
    show.say(f"{going_on} the local network in {folder}")
    figures = await show.run()
    show.say("stopped; `make up` (or `meritnet up`) goes on where it was, with --fresh a new network begins")
    is_complete = figures is not None and figures["first_reward"] is not None
    if wanted.as_json and figures is not None:
        click.echo(json.dumps(figures, indent=2, ensure_ascii=False))
    return 0 if is_complete or not (wanted.until_first_reward or wanted.minutes) else 1


def move_aside(folder: Path) -> None:
    """Rename a network's folder, so that a new one can begin."""
    if folder.exists():
        aside = folder.with_name(f"{folder.name}-{time.strftime('%Y%m%d-%H%M%S')}")
        folder.rename(aside)
        click.echo(f"the old network is in {aside} now", err=True)
