"""Returns what is wrong with the subnets of a state; nothing is wrong if it is empty."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration.storage import subnetwork_n

from . import identity, storage
from .queries import ROOT, networks, non_root
from .symbols import DEFAULT_SYMBOL, SYMBOLS


def check_state(ctx: Context) -> list[str]:
    """Return every broken invariant of a state between two blocks."""
    known = networks(ctx)
    wrong = []
    if ROOT not in known:
        wrong.append("the root network does not exist")
    total = storage.total_networks.get(ctx)
    if total != len(known):
        wrong.append(f"TotalNetworks is {total}, but {len(known)} networks exist")
    for netuid in non_root(ctx):
        wrong += _check_subnet(ctx, netuid)
    wrong += _check_symbols(ctx)
    return wrong


def _check_subnet(ctx: Context, netuid: int) -> list[str]:
    wrong = []
    if not subnetwork_n.exists(ctx, netuid):
        wrong.append(f"subnet {netuid} exists without a count of neurons")
    first = storage.first_emission_block_number.get(ctx, netuid)
    if first is not None and first <= storage.network_registered_at.get(ctx, netuid):
        wrong.append(f"subnet {netuid} started with block {first}, before it was registered")
    low, high = hyper.min_burn.get(ctx, netuid), hyper.max_burn.get(ctx, netuid)
    if low >= high:
        wrong.append(f"subnet {netuid}: MinBurn {low} is not below MaxBurn {high}")
    description = storage.subnet_identities_v3.get(ctx, netuid)
    if description is not None:
        for (name, limit), text in zip(identity.LIMITS.items(), description, strict=True):
            if len(text) > limit:
                wrong.append(
                    f"subnet {netuid}: identity field {name} has {len(text)} bytes of at most {limit}"
                )
    return wrong


def _check_symbols(ctx: Context) -> list[str]:
    """Every stored symbol is in the table; only the one that serves when all are taken may serve twice."""
    wrong = []
    seen: dict[bytes, int] = {}
    for netuid, symbol in storage.token_symbol.iter(ctx):
        if symbol not in SYMBOLS and symbol != DEFAULT_SYMBOL:
            wrong.append(f"subnet {netuid} has the symbol {symbol!r}, which is not in the table")
        elif symbol != SYMBOLS[0] and symbol in seen:
            wrong.append(f"subnets {seen[symbol]} and {netuid} have the same symbol {symbol!r}")
        seen[symbol] = netuid
    return wrong
