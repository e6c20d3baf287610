"""`meritnet ask`: consumes what a subnet produces, one command a subnet."""

import asyncio
import json
import sys

import click

from meritnet.cli.neuron_options import find_network, network_options
from meritnet.neuron import wallet
from meritnet.neuron.asking import Asked, ask
from meritnet.neuron.chain import Signer
from meritnet.neuron.live_chain import connect
from meritnet.neuron.networks import Network
from meritnet.subnets.price.consumer import ask_request, forecast
from meritnet.subnets.price.data import ASSETS
from meritnet.subnets.price.mechanism import PriceMechanism
from meritnet.subnets.price.plot import fan_chart, quantile_table
from meritnet.subnets.price.task import PriceAnswer, PriceRequest


@click.group("ask")
def command() -> None:
    """Ask the best miners of a subnet and show what they answer together."""


@command.command("price")
@click.option(
    "--asset", type=click.Choice(list(ASSETS)), default="sp500", show_default=True, help="What to forecast."
)
@click.option("--best", type=click.IntRange(1, 64), default=5, show_default=True, help="Most miners to ask.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a program instead of a picture.")
@click.option(
    "--wallet", "wallet_name", help="Wallet whose hotkey signs.  [default: a key made for this call]"
)
@network_options
def price(
    asset: str,
    best: int,
    as_json: bool,
    wallet_name: str | None,
    network: str,
    genesis: str | None,
    netuid: int | None,
) -> None:
    """Ask for the distribution of an asset's return over 1, 5 and 20 steps.

    The miners with the highest incentive answer; the result is their mixture, weighted by incentive. A
    synthetic replay, not a market forecast.
    """
    found, number = find_network(network, genesis, "price", netuid)
    signer = wallet.hotkey(found.wallets, wallet_name) if wallet_name else wallet.throwaway()
    request, asked = asyncio.run(_ask_price(found, number, signer, asset, best))
    result = forecast(request, asked.answers, asked.weights)[0]
    if as_json:
        failures = {str(uid): why for uid, why in sorted(asked.failures.items())}
        click.echo(json.dumps({**result.to_json(), "netuid": number, "failures": failures}, indent=2))
        return
    click.echo(fan_chart(request.series[0], result, colour=sys.stdout.isatty()))
    click.echo(quantile_table(result))
    for uid, why in sorted(asked.failures.items()):
        click.echo(f"uid {uid} did not answer: {why}", err=True)


async def _ask_price(
    network: Network, netuid: int, signer: Signer, asset: str, best: int
) -> tuple[PriceRequest, Asked[PriceAnswer]]:
    chain = await connect(network.endpoint, network.genesis)
    try:
        head, metagraph = await asyncio.gather(chain.finalized(), chain.metagraph(netuid))
    finally:
        await chain.close()
    request = ask_request(asset, head.hash)
    return request, await ask(signer, metagraph, PriceMechanism(), request, best)
