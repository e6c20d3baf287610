"""A chain with two started subnets for tests of stake: pools, funds and hotkeys are put in place directly."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.registration import hotkeys
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import DEFAULT_ACCOUNT, subnet_account
from meritnet.runtime.pallets.swap import storage as swap
from meritnet.runtime.params import params_for
from meritnet.testing.chain import TestChain, account

TAO = 10**9
PALLET = "SubtensorModule"
PRICE = 10**6
"""A limit that every trade of `ways_out` keeps, in rao of TAO a whole alpha."""
ALICE, BOB, AUTHOR = account("//Alice"), account("//Bob"), account("//One")
HOT, OTHER_HOT, BOBS_HOT = account("//Alice//hot"), account("//Alice//other"), account("//Bob//hot")
UNKNOWN = account("//nobody//knows")
POOL_TAO, POOL_ALPHA = 50_000 * TAO, 2_000_000 * TAO
"""Pool of the worked examples: price 0.025."""


def open_subnet(ctx: Context, netuid: int, tao: int = POOL_TAO, alpha: int = POOL_ALPHA) -> None:
    """Start a subnet with a paid-for pool of even weights."""
    subnets.networks_added.set(ctx, netuid, True)
    subnets.subtoken_enabled.set(ctx, netuid, True)
    subnets.subnet_mechanism.set(ctx, netuid, 1)
    swap.pal_swap_initialized.set(ctx, netuid, True)
    emission.subnet_tao.set(ctx, netuid, tao)
    emission.subnet_alpha_in.set(ctx, netuid, alpha)
    stake.decrease(
        ctx, DEFAULT_ACCOUNT, DEFAULT_ACCOUNT, netuid, stake.total_of(ctx, DEFAULT_ACCOUNT, netuid)
    )
    emission.subnet_alpha_out.set(ctx, netuid, 0)
    balances.set_balance(ctx, subnet_account(netuid), tao)


def scene(block_time_ms: int = 250) -> TestChain:
    """Return a local chain with started subnets 1 and 2 and root, and three hotkeys."""
    chain = TestChain(params_for("local", block_time_ms))
    ctx = chain.ctx
    for netuid in (1, 2):
        open_subnet(ctx, netuid)
    subnets.subtoken_enabled.set(ctx, 0, True)
    for coldkey, hotkey in ((ALICE, HOT), (ALICE, OTHER_HOT), (BOB, BOBS_HOT)):
        hotkeys.associate(ctx, coldkey, hotkey)
    ctx.events.clear()
    return chain


def ways_out(amount: int) -> list[tuple[object, ...]]:
    """Return the calls, with their arguments, that take `amount` of ALICE's alpha with HOT out of subnet 1."""
    return [
        ("remove_stake", HOT, 1, amount),
        ("remove_stake_limit", HOT, 1, amount, PRICE, False),
        ("move_stake", HOT, OTHER_HOT, 1, 2, amount),
        ("move_stake_limit", HOT, OTHER_HOT, 1, 2, amount, PRICE, True),
        ("swap_stake", HOT, 1, 0, amount),
        ("swap_stake_limit", HOT, 1, 2, amount, PRICE, True),
        ("transfer_stake", BOB, HOT, 1, 2, amount),
        ("transfer_stake_and_hotkey", BOB, HOT, BOBS_HOT, 1, 0, amount),
        ("recycle_alpha", HOT, amount, 1),
        ("burn_alpha", HOT, amount, 1),
    ]


def ways_within(amount: int) -> list[tuple[object, ...]]:
    """Return the calls that give `amount` of it to another key on the subnet."""
    return [
        ("move_stake", HOT, OTHER_HOT, 1, 1, amount),
        ("transfer_stake", BOB, HOT, 1, 1, amount),
        ("transfer_stake_and_hotkey", BOB, HOT, BOBS_HOT, 1, 1, amount),
    ]


def staked(chain: TestChain, hotkey: bytes, coldkey: bytes, netuid: int, alpha: int) -> None:
    """Give a coldkey stake as if it had been earned: counted in the subnet's outstanding alpha."""
    ctx = chain.ctx
    stake.increase(ctx, hotkey, coldkey, netuid, alpha)
    emission.subnet_alpha_out.set(ctx, netuid, emission.subnet_alpha_out.get(ctx, netuid) + alpha)
    if netuid == 0:
        emission.subnet_tao.set(ctx, 0, emission.subnet_tao.get(ctx, 0) + alpha)
        home = subnet_account(0)
        balances.set_balance(ctx, home, balances.free(ctx, home) + alpha)
    ctx.events.clear()


def register(chain: TestChain, netuid: int, hotkey: bytes) -> None:
    """Give a hotkey the next uid, without what registration costs."""
    ctx = chain.ctx
    uid = registration.subnetwork_n.get(ctx, netuid)
    registration.uids.set(ctx, netuid, hotkey, uid)
    registration.keys.set(ctx, netuid, uid, hotkey)
    registration.is_network_member.set(ctx, hotkey, netuid, True)
    registration.subnetwork_n.set(ctx, netuid, uid + 1)


def event_args(chain: TestChain, name: str) -> list[tuple[object, ...]]:
    """Return the arguments of this block's events of a name."""
    return [record.args for record in chain.events(name)]
