"""`meritnet explain`: how a miner's pay in an epoch came about, recomputed from the stored chain."""

import json
from pathlib import Path

import click

from meritnet.neuron import networks
from meritnet.operator.chain_command import opened
from meritnet.operator.chain_folder import local_chain, state_option
from meritnet.operator.up.epochs import context_at, last_epoch_block, read_epoch
from meritnet.operator.up.explain import explain
from meritnet.operator.up.plan import SUBNET
from meritnet.primitives import ss58
from meritnet.primitives.errors import NotFound


@click.command("explain")
@click.option("--uid", type=click.IntRange(0, 65_535), help="The miner.  [default: the best paid]")
@click.option("--block", type=click.IntRange(1), help="Block of the epoch.  [default: the last epoch's]")
@click.option("--netuid", type=click.IntRange(0, 65_535), help="The subnet.  [default: the local market's]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@state_option
def command(uid: int | None, block: int | None, netuid: int | None, as_json: bool, folder: Path) -> None:
    """Explain what a miner was paid: votes, consensus, rank, incentive, alpha, and its worth in TAO.

    Every step is computed again from the state before the epoch's block. Reads only, also while the chain's
    node runs.
    """
    with opened(folder) as (runtime, store, _):
        number = default_netuid(folder) if netuid is None else netuid
        epoch_block = block or last_epoch_block(context_at(runtime, store, store.head.number), number)
        if not epoch_block:
            raise NotFound(
                f"netuid {number} has had no epoch yet, so nothing was paid; wait for the first one"
            )
        epoch = read_epoch(runtime, store, number, epoch_block)
        if uid is None:
            uid = max(range(len(epoch.hotkeys)), key=lambda place: epoch.miners_alpha[place])
        payment = explain(runtime, store, number, epoch_block, uid)
    if as_json:
        click.echo(json.dumps(payment.to_json(), indent=2))
        return
    names = {place: ss58.encode(hotkey) for place, hotkey in enumerate(epoch.hotkeys)}
    for line in payment.lines(names):
        click.echo(line)


def default_netuid(folder: Path) -> int:
    """Return the subnet of the local market. Raises: NotFound for any other folder."""
    if folder != local_chain():
        raise NotFound(f"which subnet of {folder}? Give it with --netuid (`meritnet chain state` lists them)")
    return networks.load("local").netuid(SUBNET)
