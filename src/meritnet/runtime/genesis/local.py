"""Genesis of a fresh development chain: endowed development accounts, sudo, root network and subnet 1.

Source: the reference's local chain spec (recorded in tests/vectors/wire/localnet.json). A salt makes every
fresh chain's genesis hash its own, because clients cache metadata by genesis hash and spec version.
"""

from dataclasses import dataclass, field

from meritnet.crypto.dev_keys import keypair
from meritnet.primitives import ss58
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.aura import storage as aura
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets import symbols
from meritnet.runtime.pallets.sudo.declarations import key as sudo_key
from meritnet.runtime.pallets.swap.pool import record_price

from . import base

TAO = 10**9
RICH = 1_000_000 * TAO
MODEST = 2_000 * TAO
RICH_URIS = ("//Alice", "//Bob", "//Charlie")
MODEST_URIS = ("//Dave", "//Eve", "//Ferdie", "//One", "//Two", "//Three")
EVM_DEV_ACCOUNTS = (
    "5Fghzk1AJt88PeFEzuRfXzbPchiBbsVGTTXcdx599VdZzkTA",
    "5GeqNhKWj1KG78VHzbmo3ZjZgUTrCuWeamdgiA114XHGdaEr",
)
AUTHOR_URI = "//One"
ZERO_ACCOUNT = bytes(32)
FAST_BELOW_MS = 12_000


@dataclass(frozen=True, slots=True)
class LocalGenesis:
    """Options of a development genesis. `endowments` come on top of the development accounts. Units: rao."""

    salt: bytes = b""
    endowments: tuple[tuple[bytes, int], ...] = field(default=())


def build(ctx: Context, options: LocalGenesis) -> None:
    """Write the genesis state into a context of block 0."""
    base.identity(ctx, options.salt)
    _accounts(ctx, options)
    fast = ctx.params.slot_duration_ms < FAST_BELOW_MS
    owner, hotkey = (keypair(uri).account if fast else ZERO_ACCOUNT for uri in ("//Alice", "//Alice_hk"))
    base.root_network(ctx, owner, hotkey)
    base.markets(ctx, base.EVM_CHAIN_ID)
    _first_subnet(ctx)
    subnets.total_networks.set(ctx, 2)


def _accounts(ctx: Context, options: LocalGenesis) -> None:
    for uris, amount in ((RICH_URIS, RICH), (MODEST_URIS, MODEST)):
        for uri in uris:
            balances.set_balance(ctx, keypair(uri).account, amount)
    for address in EVM_DEV_ACCOUNTS:
        balances.set_balance(ctx, ss58.decode(address), MODEST)
    for account, amount in options.endowments:
        balances.set_balance(ctx, account, amount)
    sudo_key.set(ctx, keypair("//Alice").account)
    aura.authorities.set(ctx, (keypair(AUTHOR_URI).account,))


def _first_subnet(ctx: Context) -> None:
    """Subnet 1 as the reference leaves it: owned by nobody, with the zero account as uid 0 holding 1 alpha."""
    netuid = 1
    subnets.networks_added.set(ctx, netuid, True)
    subnets.subnet_owner.set(ctx, netuid, ZERO_ACCOUNT)
    subnets.subnet_mechanism.set(ctx, netuid, 1)
    subnets.subnet_locked.set(ctx, netuid, 1)
    hyper.tempo.set(ctx, netuid, 100)
    hyper.max_allowed_uids.set(ctx, netuid, 256)
    hyper.max_allowed_validators.set(ctx, netuid, 64)
    hyper.min_allowed_weights.set(ctx, netuid, 0)
    hyper.network_registration_allowed.set(ctx, netuid, True)
    emission.subnet_tao.set(ctx, netuid, 10 * TAO)
    emission.subnet_alpha_in.set(ctx, netuid, 10 * TAO)
    emission.subnet_alpha_out.set(ctx, netuid, TAO)
    record_price(ctx, netuid)
    subnets.token_symbol.set(ctx, netuid, symbols.SYMBOLS[netuid])
    registration.owner.set(ctx, ZERO_ACCOUNT, ZERO_ACCOUNT)
    uids.append(ctx, netuid, ZERO_ACCOUNT)
    stake.increase(ctx, ZERO_ACCOUNT, ZERO_ACCOUNT, netuid, TAO)
