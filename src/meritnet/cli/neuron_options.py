"""What `mine`, `validate` and `ask` have in common: network, key, joining, and the wait for the end."""

import asyncio
import dataclasses
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from meritnet.neuron import joining, wallet
from meritnet.neuron.chain import Signer
from meritnet.neuron.host import serve
from meritnet.neuron.host_spec import HostSpec, Role
from meritnet.neuron.joining import FEE_RESERVE_RAO, tao
from meritnet.neuron.live_chain import LiveChain, connect
from meritnet.neuron.networks import Network, folder, resolve

# A click decorator keeps the type of what it decorates, which may be a function or a command.
F = TypeVar("F", bound=Callable[..., Any])

EXISTENTIAL_RAO = 1_000
TOLERANCE_PERCENT = 5.0


def network_options(function: F) -> F:
    """Add the options that choose a chain and a subnet on it."""
    for option in reversed(
        (
            click.option(
                "--network",
                default="local",
                show_default=True,
                help="Name of a network, or ws:// address of a node.",
            ),
            click.option(
                "--genesis", help="Genesis hash the chain must have; needed for an address not known here."
            ),
            click.option(
                "--netuid", type=click.IntRange(0, 65_535), help="The subnet.  [default: the network's]"
            ),
        )
    ):
        function = option(function)
    return function


def key_options(function: F) -> F:
    """Add the options that choose a neuron's key."""
    for option in reversed(
        (
            click.option(
                "--wallet", "wallet_name", default="default", show_default=True, help="Name of the wallet."
            ),
            click.option("--hotkey", "hotkey_name", default="default", show_default=True, help="Its hotkey."),
            click.option(
                "-y", "--yes", is_flag=True, help="Pay the price of the registration without asking."
            ),
            click.option(
                "--log-level",
                type=click.Choice(["debug", "info", "warning", "error"]),
                default="info",
                show_default=True,
                help="How much to log.",
            ),
        )
    ):
        function = option(function)
    return function


def find_network(network: str, genesis: str | None, subnet: str, netuid: int | None) -> tuple[Network, int]:
    """Return the network and the netuid of a subnet on it."""
    found = resolve(network, genesis)
    return found, found.netuid(subnet) if netuid is None else netuid


def set_up_logs(level: str) -> None:
    """Log to stderr from `level` on."""
    logging.basicConfig(
        level=getattr(logging, level.upper()), format="%(asctime)s %(levelname)-7s %(name)s %(message)s"
    )
    # One line a request of the libraries below would drown our own.
    for name in ("uvicorn", "bittensor"):
        logging.getLogger(name).setLevel(logging.WARNING)


def join(
    network: Network,
    netuid: int,
    wallet_name: str,
    hotkey_name: str,
    *,
    yes: bool,
    stake_rao: int = 0,
    tolerance: float | None = None,
) -> None:
    """Make sure that the hotkey exists and has a uid on the subnet; stake to it if asked.

    On a local network keys are created and //Alice pays; elsewhere both are the user's business.
    `tolerance` is in percent, 5 unless given; on a local network any price will do.
    """
    asyncio.run(_join(network, netuid, wallet_name, hotkey_name, yes, stake_rao, tolerance))


async def _join(
    network: Network,
    netuid: int,
    wallet_name: str,
    hotkey_name: str,
    yes: bool,
    stake_rao: int,
    tolerance: float | None,
) -> None:
    chain = await connect(network.endpoint, network.genesis)
    try:
        if chain.development and not wallet.exists(network.wallets, wallet_name, hotkey_name):
            wallet.create(network.wallets, wallet_name, hotkey_name)
            click.echo(f"Created wallet {wallet_name}, hotkey {hotkey_name}, in {network.wallets}.")
        hotkey = wallet.hotkey(network.wallets, wallet_name, hotkey_name)
        metagraph = await chain.metagraph(netuid)
        registered = hotkey.ss58_address in metagraph.by_hotkey
        if registered and not stake_rao:
            click.echo(
                f"uid {metagraph.row(hotkey.ss58_address).uid} on netuid {netuid}, {hotkey.ss58_address}"
            )
            return
        coldkey = wallet.coldkey(network.wallets, wallet_name)
        price = 0 if registered else (await chain.rules(netuid)).burn_rao
        # Twice the price: others who register at the same moment raise it.
        needed = 2 * price + stake_rao + 3 * FEE_RESERVE_RAO + EXISTENTIAL_RAO
        funded = await joining.fund_locally(chain, coldkey.ss58_address, needed)
        if funded:
            click.echo(f"//Alice sent {tao(funded)} to {coldkey.ss58_address} (local network).")
        if tolerance is None and not chain.development:
            tolerance = TOLERANCE_PERCENT
        await _register_and_stake(chain, netuid, hotkey, coldkey, yes, stake_rao, tolerance)
    finally:
        await chain.close()


async def _register_and_stake(
    chain: LiveChain,
    netuid: int,
    hotkey: Signer,
    coldkey: Signer,
    yes: bool,
    stake_rao: int,
    tolerance: float | None,
) -> None:
    def agree(question: str) -> bool:
        if yes or chain.development:
            click.echo(question.removesuffix("?") + ".")
            return True
        return click.confirm(question)

    joined = await joining.register(chain, netuid, hotkey.ss58_address, coldkey, agree)
    click.echo(f"uid {joined.row.uid} on netuid {netuid}, {hotkey.ss58_address}")
    if stake_rao:
        part = None if tolerance is None else tolerance / 100
        included = await joining.stake(chain, netuid, hotkey.ss58_address, coldkey, stake_rao, agree, part)
        click.echo(f"Staked {tao(stake_rao)} in block {included.block}.")


def run_group(network: Network, netuid: int, subnet: str, kind: str, role: Role, **more: Any) -> int:
    """Run one neuron as a group of its own until a signal; return the exit code."""
    spec = HostSpec(
        role=kind,
        endpoint=network.endpoint,
        genesis=network.genesis,
        netuid=netuid,
        subnet=subnet,
        wallets=network.wallets,
        data=state_folder(network),
        roles=(role,),
    )
    return serve(dataclasses.replace(spec, **more))


def state_folder(network: Network) -> Path:
    """Return where validators of this network keep their scores."""
    return folder(network.name) / "validators"
