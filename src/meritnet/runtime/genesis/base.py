"""What every genesis holds: the runtime's identity and the root network."""

from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.evm_chain_id.storage import chain_id
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.limit_orders import genesis as limit_orders
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets import symbols
from meritnet.runtime.pallets.system import storage as system

ROOT = 0
EVM_CHAIN_ID = 42
"""The chain's id among EVM chains where nothing else is asked for."""


def identity(ctx: Context, salt: bytes) -> None:
    """Write the version and `:code`, whose hash clients take as the identity of the runtime.

    It is not code but names version, preset and salt, so that fresh chains differ.
    """
    system.last_runtime_upgrade.set(ctx, (ctx.params.spec_version, "node-subtensor"))
    text = f"meritnet runtime {ctx.params.spec_version} {ctx.params.preset} ".encode() + salt
    ctx.write_raw(b":code", text + blake2_256(text))


def root_network(ctx: Context, owner: bytes, owner_hotkey: bytes) -> None:
    """Write subnet 0, where validators hold root stake."""
    subnets.networks_added.set(ctx, ROOT, True)
    subnets.subnet_owner.set(ctx, ROOT, owner)
    subnets.subnet_owner_hotkey.set(ctx, ROOT, owner_hotkey)
    subnets.token_symbol.set(ctx, ROOT, symbols.SYMBOLS[ROOT])
    registration.subnetwork_n.set(ctx, ROOT, 0)
    hyper.tempo.set(ctx, ROOT, 100)
    hyper.max_allowed_uids.set(ctx, ROOT, 64)
    hyper.max_allowed_validators.set(ctx, ROOT, 64)
    hyper.min_allowed_weights.set(ctx, ROOT, 0)
    hyper.network_registration_allowed.set(ctx, ROOT, True)
    hyper.target_registrations_per_interval.set(ctx, ROOT, 1)


def markets(ctx: Context, evm_chain_id: int) -> None:
    """Write what limit orders need: the chain's id among EVM chains and the accounts that net them."""
    chain_id.set(ctx, evm_chain_id)
    limit_orders.build(ctx)
