"""The registration of a subnet: checks, payment, starting pool, owner, first parents."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import money
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.curve import block_emission
from meritnet.runtime.pallets.hyperparameters.storage import subnet_emission_enabled
from meritnet.runtime.pallets.registration import hotkeys, uids
from meritnet.runtime.pallets.registration.storage import rao_recycled_for_registration
from meritnet.runtime.pallets.staking.child_keys import delegate_root_validators
from meritnet.runtime.pallets.staking.stake import add_to_total
from meritnet.runtime.pallets.subtensor import errors
from meritnet.runtime.pallets.swap.pool import spot_price

from . import dissolve, events, eviction, identity, initial_values, owner_hotkey, storage
from .accounts import subnet_account
from .queries import ROOT, networks, non_root
from .registration_cost import current_cost, ensure_not_too_soon, record_lock, split_of
from .seed_price import median_price, starting_alpha
from .symbols import symbol_for

AMM = 1
"""The only mechanism of a new subnet: a pool with a price."""


def register(
    ctx: Context, coldkey: bytes, hotkey: bytes, description: tuple[bytes, ...] | None = None
) -> int:
    """Register a subnet for `coldkey` with `hotkey` as uid 0 and owner hotkey; return its netuid.

    On a full chain it takes the place of another one, which is dissolved before the newcomer pays.

    Raises: NonAssociatedColdKey, CannotUseSystemAccount, SubNetRegistrationDisabled,
    NetworkTxRateLimitExceeded, SubnetLimitReached, CannotAffordLockCost, InsufficientTaoBalance,
    InvalidIdentity.
    """
    evicted, cost = _check(ctx, coldkey, hotkey)
    if evicted is not None:
        dissolve.dissolve(ctx, evicted)
    netuid = next_netuid(ctx) if evicted is None else evicted
    median = median_price(spot_price(ctx, other) for other in non_root(ctx))
    initial_values.write(ctx, netuid)
    paid = money.to_subnet(ctx, coldkey, netuid, cost)
    if paid is None:
        raise errors.InsufficientTaoBalance(coldkey=coldkey, amount=cost)
    record_lock(ctx, paid)
    hotkeys.associate(ctx, coldkey, hotkey)
    uids.append(ctx, netuid, hotkey)
    storage.subnet_mechanism.set(ctx, netuid, AMM)
    storage.network_registered_at.set(ctx, netuid, ctx.block_number)
    count = storage.registered_subnet_counter.get(ctx, netuid)
    storage.registered_subnet_counter.set(ctx, netuid, count + 1)
    used = {symbol for _, symbol in storage.token_symbol.iter(ctx)}
    storage.token_symbol.set(ctx, netuid, symbol_for(netuid, used))
    _fill_pool(ctx, netuid, paid, median)
    storage.subnet_owner.set(ctx, netuid, coldkey)
    owner_hotkey.assign(ctx, netuid, hotkey)
    if description is not None:
        identity.store(ctx, netuid, description)
    delegate_root_validators(ctx, netuid)
    ctx.emit(events.NetworkAdded, netuid, AMM)
    subnet_emission_enabled.set(ctx, netuid, False)
    return netuid


def next_netuid(ctx: Context) -> int:
    """Return the lowest netuid above root that no subnet has."""
    taken = set(networks(ctx))
    netuid = ROOT + 1
    while netuid in taken:
        netuid += 1
    return netuid


def _check(ctx: Context, coldkey: bytes, hotkey: bytes) -> tuple[int | None, int]:
    """Return the subnet that has to make room, if any, and the cost. Raises: what speaks against the registration."""
    ensure(
        not hotkeys.exists(ctx, hotkey) or hotkeys.owns(ctx, coldkey, hotkey),
        errors.NonAssociatedColdKey,
        coldkey=coldkey,
        hotkey=hotkey,
    )
    hotkeys.ensure_not_system(hotkey)
    opening = storage.network_registration_start_block.get(ctx)
    ensure(ctx.block_number >= opening, errors.SubNetRegistrationDisabled, opening=opening)
    ensure_not_too_soon(ctx)
    limit = storage.subnet_limit.get(ctx)
    is_full = len(non_root(ctx)) >= limit
    evicted = eviction.next_to_go(ctx) if is_full else None
    ensure(evicted is not None or not is_full, errors.SubnetLimitReached, limit=limit)
    # Quirk: asking for the cost leaves the TAO emission in `BlockEmission`, which otherwise holds alpha.
    emitted = block_emission(emission.total_issuance.get(ctx))
    if emission.block_emission.get(ctx) != emitted:
        emission.block_emission.set(ctx, emitted)
    cost = current_cost(ctx)
    # Quirk: the check counts the existential deposit, the payment leaves it: up to 500 rao less are paid.
    balance = balances.reducible(ctx, coldkey, keep_alive=False)
    ensure(balance >= cost, errors.CannotAffordLockCost, balance=balance, cost=cost)
    return evicted, cost


def _fill_pool(ctx: Context, netuid: int, paid: int, median: int) -> None:
    """Turn the paid lock into the pool's reserves; burn what the chain's rules take out of it."""
    pool_tao, burned = split_of(ctx, paid)
    if burned:
        money.destroy(ctx, subnet_account(netuid), burned)
    emission.subnet_tao.set(ctx, netuid, pool_tao)
    emission.subnet_alpha_in.set(ctx, netuid, starting_alpha(pool_tao, median))
    emission.subnet_alpha_out.set(ctx, netuid, 0)
    emission.subnet_volume.set(ctx, netuid, 0)
    storage.subnet_locked.set(ctx, netuid, paid)
    rao_recycled_for_registration.set(ctx, netuid, burned)
    add_to_total(ctx, pool_tao)
