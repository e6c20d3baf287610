"""What always holds for stake, pools and links, checked over a whole state. Units: rao."""

from collections import defaultdict

from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.alpha_assets.storage import alpha_recycled
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.balances.storage import EXISTENTIAL_DEPOSIT
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.locks import invariants as locks
from meritnet.runtime.pallets.root_claims import invariants as root_claims
from meritnet.runtime.pallets.subnets.accounts import DEFAULT_ACCOUNT, subnet_account
from meritnet.runtime.pallets.subnets.queries import networks, owner
from meritnet.runtime.pallets.swap import invariants as swap

from . import stake, storage
from .child_keys import MAX_CHILDREN

PLACEHOLDER_POOL = 10 * 10**9
"""TAO in the pool of a development genesis' ownerless subnet 1, which nobody ever paid in."""

DUST_BITS = 20
"""A share of less than 2^-20 of a hotkey's pool is dust."""
EPOCH_DUST = 256
"""Most rao that roundings of one block may pay out without cover."""

_PENDING = (
    emission.pending_server_emission,
    emission.pending_validator_emission,
    emission.pending_root_alpha_divs,
    emission.pending_owner_cut,
)


def check(ctx: Context) -> list[str]:
    """Return every violation found, in words; an empty list is a sound state."""
    return [
        *subnet_accounts(ctx),
        *outstanding_alpha(ctx),
        *shares(ctx),
        *links(ctx),
        *root_claims.check(ctx),
        *locks.check(ctx),
        *swap.check(ctx),
    ]


def subnet_accounts(ctx: Context) -> list[str]:
    """A subnet's account holds at least the TAO of its pool; root's holds what is staked there."""
    found = []
    for netuid in networks(ctx):
        held = balances.total(ctx, subnet_account(netuid))
        pool = emission.subnet_tao.get(ctx, netuid)
        unpaid = PLACEHOLDER_POOL if netuid and owner(ctx, netuid) == DEFAULT_ACCOUNT else 0
        # Quirk: what comes into an account that does not exist yet is lost if it is less than an account must hold.
        dust = 0 if held else EXISTENTIAL_DEPOSIT
        if held + unpaid + dust < pool:
            found.append(f"subnet {netuid}: account holds {held}, less than SubnetTAO {pool}")
    return found


def outstanding_alpha(ctx: Context) -> list[str]:
    """`SubnetAlphaOut` covers what hotkeys hold and what waits for the next epoch."""
    held: dict[int, int] = defaultdict(int)
    for _, netuid, alpha in storage.total_hotkey_alpha.iter(ctx):
        held[netuid] += alpha
    found = []
    for netuid in networks(ctx):
        pending = sum(item.get(ctx, netuid) for item in _PENDING)
        outstanding = emission.subnet_alpha_out.get(ctx, netuid)
        # Quirk: a burn on dividends of child keys is recycled, yet the validators' part is paid in full; and an epoch
        # may pay a little more than was set aside. The emission's own check names the bounds block by block.
        slack = alpha_recycled.get(ctx, netuid) + EPOCH_DUST * (ctx.block_number + 1)
        if held[netuid] + pending > outstanding + slack:
            found.append(
                f"subnet {netuid}: {held[netuid]} staked and {pending} pending exceed SubnetAlphaOut {outstanding}"
            )
    return found


def shares(ctx: Context) -> list[str]:
    """Stakes add up to at most the hotkey's alpha (a rao a staker for cut digits), and stakers know their hotkeys."""
    total: dict[tuple[bytes, int], int] = defaultdict(int)
    stakers: dict[tuple[bytes, int], int] = defaultdict(int)
    found = []
    keys = {key for item in (storage.alpha, storage.alpha_v2) for key, _ in item.iter_prefix(ctx)}
    for hotkey, coldkey, netuid in sorted(keys):
        value = stake.stake_of(ctx, hotkey, coldkey, netuid)
        total[hotkey, netuid] += value
        stakers[hotkey, netuid] += 1
        # Quirk: a swap of keys moves whole rao; shares worth less stay behind with a key that is on no list any more,
        # and their part of the pool grows when somebody else stakes with that key.
        dust = 1 + (stake.total_of(ctx, hotkey, netuid) >> DUST_BITS)
        if value > dust and hotkey not in storage.staking_hotkeys.get(ctx, coldkey):
            found.append(f"{coldkey.hex()} stakes with {hotkey.hex()} on {netuid} but does not list it")
    for (hotkey, netuid), staked in total.items():
        value = stake.total_of(ctx, hotkey, netuid)
        if staked > value + stakers[hotkey, netuid]:
            found.append(f"hotkey {hotkey.hex()} on {netuid}: stakes of {staked} exceed its alpha {value}")
    return found


def links(ctx: Context) -> list[str]:
    """Both ends of every link agree; nobody lends more than all, to more than five, to itself or to a parent."""
    forth = {
        (parent, netuid, child, proportion)
        for parent, netuid, children in storage.child_keys.iter(ctx)
        for proportion, child in children
    }
    back = {
        (parent, netuid, child, proportion)
        for child, netuid, parents in storage.parent_keys.iter(ctx)
        for proportion, parent in parents
    }
    found = [
        f"link {parent.hex()} -> {child.hex()} on {netuid} stands at one end only"
        for parent, netuid, child, _ in sorted(forth ^ back)
    ]
    for parent, netuid, children in storage.child_keys.iter(ctx):
        keys = {child for _, child in children}
        lent = sum(proportion for proportion, _ in children)
        above = {key for _, key in storage.parent_keys.get(ctx, parent, netuid)}
        if lent > U64_MAX or len(children) > MAX_CHILDREN or parent in keys or keys & above:
            found.append(f"hotkey {parent.hex()} on {netuid}: children break the rules of lending")
    return found
