"""`meritnet faucet ADDRESS`: test coins on a local network, a few at a time."""

import asyncio
import json
import time
from pathlib import Path

import click

from meritnet.neuron import intents, networks, wallet
from meritnet.neuron.chain import Included
from meritnet.neuron.live_chain import connect
from meritnet.primitives import ss58
from meritnet.primitives.errors import Denied
from meritnet.primitives.units import RAO_PER_TAO

PAYER = "//Bob"
MOST_TAO = 1_000.0
WAIT_S = 60
"""Seconds until the same address may be paid again."""
MOST_A_WINDOW = 10
"""Payments from one machine within that time."""
BOOK = "faucet.json"


class FaucetDenied(Denied):
    """The faucet does not pay here, or not yet."""


@click.command("faucet")
@click.argument("address")
@click.option(
    "--amount",
    type=click.FloatRange(0.000_001, MOST_TAO),
    default=100.0,
    show_default=True,
    help=f"TAO to send, at most {MOST_TAO:,.0f}.",
)
@click.option(
    "--network", default="local", show_default=True, help="Name of a network, or ws:// address of a node."
)
@click.option("--genesis", help="Genesis hash the chain must have; needed for an address not known here.")
def command(address: str, amount: float, network: str, genesis: str | None) -> None:
    """Send test coins to ADDRESS on a local network.

    They come from a development key that everybody knows and are worth nothing. Other networks are refused;
    an address is paid once a minute.
    """
    ss58.decode(address)
    found = networks.resolve(network, genesis)
    rao = round(amount * RAO_PER_TAO)
    included = asyncio.run(pay(found, address, rao))
    click.echo(f"{PAYER} sent {amount:,g} TAO to {address} in block {included.block}")


async def pay(network: networks.Network, address: str, rao: int) -> Included:
    """Send coins from the development key. Raises: FaucetDenied, and what the chain refuses."""
    chain = await connect(network.endpoint, network.genesis)
    try:
        if not chain.development:
            raise FaucetDenied(
                f"the chain at {network.endpoint} is no local one; only local networks have a faucet"
            )
        book = networks.folder(network.name) / BOOK
        check_rate(read_book(book), address, time.time())
        payer = wallet.development_key(PAYER, development=chain.development)
        included = await chain.execute(intents.transfer(address, rao), payer)
        note_payment(book, address, time.time())
        return included
    finally:
        await chain.close()


def check_rate(paid: dict[str, float], address: str, now: float) -> None:
    """Raises: FaucetDenied if the address, or this machine, was paid too often; `paid` are times by address."""
    wait = WAIT_S - (now - paid.get(address, 0.0))
    if wait > 0:
        raise FaucetDenied(f"{address} was paid less than {WAIT_S} s ago; ask again in {wait:.0f} s")
    recent = sum(now - moment < WAIT_S for moment in paid.values())
    if recent >= MOST_A_WINDOW:
        raise FaucetDenied(
            f"{recent} addresses were paid within {WAIT_S} s, at most {MOST_A_WINDOW} are; ask again in a minute"
        )


def read_book(path: Path) -> dict[str, float]:
    """Return when each address was last paid; a damaged book counts as empty."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): float(v) for k, v in raw.items()} if isinstance(raw, dict) else {}


def note_payment(path: Path, address: str, now: float) -> None:
    """Write a payment into the book; what no longer counts is left out."""
    paid = {k: v for k, v in read_book(path).items() if now - v < WAIT_S}
    paid[address] = now
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(paid) + "\n", encoding="utf-8")
    draft.replace(path)
