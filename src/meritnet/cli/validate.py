"""`meritnet validate SUBNET`: judges miners and sets weights."""

from decimal import Decimal, InvalidOperation

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
from meritnet.primitives.units import RAO_PER_TAO
from meritnet.subnets.catalogue import find


def to_rao(text: str) -> int:
    """Return an amount of TAO in rao, exactly.

    Raises: click.BadParameter if it is negative, finer than a rao, or no number.
    """
    try:
        amount = Decimal(text) * RAO_PER_TAO
    except InvalidOperation:
        raise click.BadParameter(f"{text!r} is no amount of TAO") from None
    if not amount.is_finite() or not 0 <= amount <= 21_000_000 * RAO_PER_TAO or amount != int(amount):
        raise click.BadParameter(f"{text} TAO must lie in 0..21000000 and have at most nine decimals")
    return int(amount)


@click.command("validate")
@click.argument("subnet")
@click.option("--stake", default="0", help="TAO to stake to the hotkey first.  [default: 0]")
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 99),
    help="Percent by which the price may rise before staking is refused.  [default: 5, on a local network any]",
)
@click.option(
    "--variant", default="", help="Variant of the mechanism, such as liar.  [default: the honest one]"
)
@click.option("--most-asked", type=click.IntRange(1), help="Most miners asked in a round.  [default: all]")
@network_options
@key_options
def command(
    subnet: str,
    stake: str,
    tolerance: float | None,
    variant: str,
    most_asked: int | None,
    network: str,
    genesis: str | None,
    netuid: int | None,
    wallet_name: str,
    hotkey_name: str,
    yes: bool,
    log_level: str,
) -> int:
    """Validate on SUBNET: register if needed, stake, judge miners and set weights until Ctrl-C.

    Registration and stake go through the shield: nobody sees them before they run. On a subnet with
    commit-reveal a row is encrypted until the chain opens it. Weights count only with a validator permit,
    which the chain gives at an epoch to the hotkeys with most stake. Scores are kept in the network's folder
    and survive a restart.
    """
    amount = to_rao(stake)
    find(subnet).mechanism(variant)
    found, number = find_network(network, genesis, subnet, netuid)
    set_up_logs(log_level)
    join(found, number, wallet_name, hotkey_name, yes=yes, stake_rao=amount, tolerance=tolerance)
    role = Role(wallet_name, hotkey_name, runs=variant)
    click.echo("Validating; Ctrl-C ends it.")
    return run_group(found, number, subnet, "validators", role, most_asked=most_asked)
