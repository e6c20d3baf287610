"""`meritnet mine SUBNET`: puts a model on the market."""

import asyncio

import click

from meritnet.cli.neuron_options import (
    find_network,
    join,
    key_options,
    network_options,
    run_group,
    set_up_logs,
)
from meritnet.neuron.host_spec import Role
from meritnet.neuron.seat import try_out
from meritnet.subnets.catalogue import find


@click.command("mine")
@click.argument("subnet")
@click.option(
    "--command", "program", default="", help="Program that answers: JSON lines on stdin and stdout."
)
@click.option("--model", default="", help="Miner of the subnet's roster.  [default: the best one]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="Port.  [default: a free one]")
@click.option("--public-ip", help="Address published on chain.  [default: --host]")
@network_options
@key_options
def command(
    subnet: str,
    program: str,
    model: str,
    host: str,
    port: int,
    public_ip: str | None,
    network: str,
    genesis: str | None,
    netuid: int | None,
    wallet_name: str,
    hotkey_name: str,
    yes: bool,
    log_level: str,
) -> int:
    """Mine on SUBNET: register if needed, publish where to ask, answer until Ctrl-C.

    The program of --command gets one request as a JSON line and prints one answer as a JSON line; the
    subnet's README shows both. Registration burns the price that is shown, and goes through the shield:
    nobody sees it before it runs. On a local network keys are created and //Alice pays.
    """
    if program and model:
        raise click.UsageError("--command and --model exclude each other")
    # An unknown name, or a program that does not answer, is refused before anything is spent.
    asyncio.run(check_miner(subnet, model, program))
    found, number = find_network(network, genesis, subnet, netuid)
    set_up_logs(log_level)
    join(found, number, wallet_name, hotkey_name, yes=yes)
    role = Role(wallet_name, hotkey_name, runs=model, command=program)
    click.echo("Mining; Ctrl-C ends it.")
    return run_group(found, number, subnet, "miners", role, host=host, port=port, public_host=public_ip)


async def check_miner(subnet: str, model: str, program: str) -> None:
    """Let the miner answer one request.

    Raises: MinerFailed or MinerLate with what is wrong with a program, SubnetNameNotFound for unknown names.
    """
    entry = find(subnet)
    (miner,) = entry.miners([model], [program])
    if not program:
        return
    try:
        await try_out(entry.mechanism(""), miner)
    finally:
        await miner.close()
