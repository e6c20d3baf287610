"""Registers neurons: on a subnet for the price of the moment, on root by stake."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure, fail
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.collateral import bonds, paying
from meritnet.runtime.pallets.emission import money
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.hyperparameters.events import RAORecycledForRegistrationSet
from meritnet.runtime.pallets.staking import flows, stake
from meritnet.runtime.pallets.subnets import queries as subnets
from meritnet.runtime.pallets.subtensor import errors
from meritnet.runtime.pallets.swap import pool
from meritnet.runtime.pallets.swap.amm import BUY_DEFAULT_LIMIT

from . import hotkeys, price, storage, uids
from .events import NeuronRegistered
from .prune_order import uid_to_prune

ROOT = 0
U64_MAX = 2**64 - 1
U16_MAX = 2**16 - 1
INTERVALS_AT_ONCE = 3
"""Root takes this many times its target of registrations in an interval."""


def ensure_open_subnet(ctx: Context, netuid: int) -> None:
    """Raises: RegistrationNotPermittedOnRootSubnet, SubnetNotExists."""
    ensure(netuid != ROOT, errors.RegistrationNotPermittedOnRootSubnet)
    subnets.ensure_exists(ctx, netuid)


def register(ctx: Context, coldkey: bytes, netuid: int, hotkey: bytes) -> int:
    """Register `hotkey` on a subnet at the coldkey's expense and return its uid.

    The price buys alpha from the pool, and that alpha is destroyed; where the subnet takes collateral, a part of it is
    staked and held instead, as far as none is held from before. Raises: the first rule that is broken.
    """
    ensure_open_subnet(ctx, netuid)
    ensure(
        hyper.network_registration_allowed.get(ctx, netuid), errors.SubNetRegistrationDisabled, netuid=netuid
    )
    ensure(
        not uids.is_registered(ctx, netuid, hotkey),
        errors.HotKeyAlreadyRegisteredInSubNet,
        netuid=netuid,
        hotkey=hotkey,
    )
    cost: int = storage.burn.get(ctx, netuid)
    charge = paying.charge_of(ctx, netuid, hotkey, coldkey, cost)
    due = cost if charge is None else charge.total
    balance = balances.reducible(ctx, coldkey, keep_alive=charge is not None)
    ensure(due <= balance, errors.NotEnoughBalanceToStake, price=due, balance=balance)
    hotkeys.associate(ctx, coldkey, hotkey)
    ensure(
        hotkeys.owns(ctx, coldkey, hotkey),
        errors.NonAssociatedColdKey,
        coldkey=coldkey,
        owner=hotkeys.owner_of(ctx, hotkey),
    )
    _ensure_slot(ctx, netuid)
    if charge is None:
        _pay(ctx, coldkey, netuid, cost)
        bonds.renew_terms(ctx, netuid, hotkey, coldkey)
    else:
        paying.pay(ctx, netuid, hotkey, coldkey, charge)
        _count_recycled(ctx, netuid, charge.burned)
    uid = uids.register(ctx, netuid, hotkey)
    price.bump(ctx, netuid)
    count = storage.registrations_this_block.get(ctx, netuid)
    storage.registrations_this_block.set(ctx, netuid, min(count + 1, U16_MAX))
    ctx.emit(NeuronRegistered, netuid, uid, hotkey)
    return uid


def root_register(ctx: Context, coldkey: bytes, hotkey: bytes) -> int:
    """Give `hotkey` a seat on root and return its uid; the full root gives it the seat with the least stake.

    Quirk: who owns a known hotkey does not matter; anybody may seat it. Raises: the first rule that is broken.
    """
    block_limit = hyper.max_registrations_per_block.get(ctx, ROOT)
    in_block = storage.registrations_this_block.get(ctx, ROOT)
    ensure(in_block < block_limit, errors.TooManyRegistrationsThisBlock, count=in_block, limit=block_limit)
    interval_limit = min(hyper.target_registrations_per_interval.get(ctx, ROOT) * INTERVALS_AT_ONCE, U16_MAX)
    in_interval = storage.registrations_this_interval.get(ctx, ROOT)
    ensure(
        in_interval < interval_limit,
        errors.TooManyRegistrationsThisInterval,
        count=in_interval,
        limit=interval_limit,
    )
    ensure(
        not uids.is_registered(ctx, ROOT, hotkey),
        errors.HotKeyAlreadyRegisteredInSubNet,
        netuid=ROOT,
        hotkey=hotkey,
    )
    hotkeys.associate(ctx, coldkey, hotkey)
    uid = uids.append(ctx, ROOT, hotkey) if uids.has_room(ctx, ROOT) else _take_seat(ctx, hotkey)
    stake.become_delegate(ctx, hotkey)
    storage.registrations_this_interval.set(ctx, ROOT, in_interval + 1)
    storage.registrations_this_block.set(ctx, ROOT, in_block + 1)
    ctx.emit(NeuronRegistered, ROOT, uid, hotkey)
    return uid


def _ensure_slot(ctx: Context, netuid: int) -> None:
    max_uids = hyper.max_allowed_uids.get(ctx, netuid)
    if not max_uids or (not uids.has_room(ctx, netuid) and uid_to_prune(ctx, netuid) is None):
        fail(errors.NoNeuronIdAvailable, netuid=netuid, max_uids=max_uids)


def _pay(ctx: Context, coldkey: bytes, netuid: int, cost: int) -> None:
    """Buy alpha for the price and destroy it.

    Quirk: the pool's fee stays on the subnet's account instead of going to the block author, and the counter of
    recycled TAO takes the whole price even if keeping the coldkey alive left up to 500 rao of it unpaid.
    """
    paid = money.to_subnet(ctx, coldkey, netuid, cost)
    if paid is None:
        fail(errors.InsufficientTaoBalance, coldkey=coldkey, price=cost)
    bought = pool.buy(ctx, netuid, paid, BUY_DEFAULT_LIMIT)
    # Quirk: this alpha leaves the outstanding amount without being counted as burned or recycled.
    left = emission.subnet_alpha_out.get(ctx, netuid) - bought.paid_out
    emission.subnet_alpha_out.set(ctx, netuid, max(left, 0))
    _count_recycled(ctx, netuid, cost)
    flows.stakers_in(ctx, netuid, paid)


def _count_recycled(ctx: Context, netuid: int, tao: int) -> None:
    total = min(storage.rao_recycled_for_registration.get(ctx, netuid) + tao, U64_MAX)
    storage.rao_recycled_for_registration.set(ctx, netuid, total)
    ctx.emit(RAORecycledForRegistrationSet, netuid, total)


def _take_seat(ctx: Context, hotkey: bytes) -> int:
    """Replace the root neuron with the least stake, the first of equals. Raises: StakeTooLowForRoot."""
    seats = [(stake.total_of(ctx, seated, ROOT), uid) for uid, seated in storage.keys.iter_prefix(ctx, ROOT)]
    # A root that allows nobody has no seat to take; uid 0 stands for it as in a scan that found nothing.
    lowest, uid = min(seats, key=lambda seat: seat[0], default=(U64_MAX, 0))
    own = stake.total_of(ctx, hotkey, ROOT)
    ensure(own > lowest, errors.StakeTooLowForRoot, stake=own, lowest_seat=lowest)
    uids.replace(ctx, ROOT, uid, hotkey)
    return uid
