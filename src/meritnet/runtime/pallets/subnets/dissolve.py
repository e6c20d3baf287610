"""The end of a subnet: its pool is paid out to its stakers, what is left is recycled, its state is deleted."""

from typing import NamedTuple

from meritnet.primitives.fixed import U64F64, U96F32, sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError, ensure
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import money
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.split import owner_cut_of
from meritnet.runtime.pallets.hyperparameters.storage import subnet_owner_cut
from meritnet.runtime.pallets.root_claims import book
from meritnet.runtime.pallets.staking import safe_float, stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subtensor.errors import SubnetNotExists
from meritnet.runtime.pallets.swap.pool import spot_price

from . import clearing, events, payout, storage
from .accounts import subnet_account
from .queries import ROOT, exists, owner


class Position(NamedTuple):
    """A coldkey's stake with a hotkey on the subnet that ends. Unit of `alpha`: rao."""

    hotkey: bytes
    coldkey: bytes
    alpha: int


def dissolve(ctx: Context, netuid: int) -> None:
    """End a subnet: forfeit unclaimed root dividends, pay the stakers, recycle the rest, delete what it kept.

    Raises: SubnetNotExists for root and for a netuid that no subnet has.
    """
    ensure(netuid != ROOT and exists(ctx, netuid), SubnetNotExists, netuid=netuid)
    book.forget(ctx, netuid)
    refund = _refund(ctx, netuid)
    positions = positions_of(ctx, netuid)
    kept = _pay_stakers(ctx, netuid, positions)
    _drop_stakes(ctx, netuid, positions)
    _settle_lock(ctx, netuid, refund, kept)
    clearing.clear(ctx, netuid)
    ctx.emit(events.NetworkRemoved, netuid)


def positions_of(ctx: Context, netuid: int) -> list[Position]:
    """Return every stake on a subnet: hotkeys in storage order, the coldkeys of each in order of their bytes.

    Quirk: a share whose value is 0 counts with its raw number instead.
    """
    found = []
    for hotkey, on, _ in staking.total_hotkey_alpha.iter(ctx):
        if on == netuid:
            shares = _shares_of(ctx, hotkey, netuid)
            for coldkey in sorted(shares):
                alpha = stake.stake_of(ctx, hotkey, coldkey, netuid)
                found.append(Position(hotkey, coldkey, alpha or safe_float.to_u64(shares[coldkey])))
    return found


def _shares_of(ctx: Context, hotkey: bytes, netuid: int) -> dict[bytes, safe_float.SafeFloat]:
    """Return the raw shares of a hotkey's stakers; an entry of the newer map hides the older one."""
    shares = {}
    for (coldkey, on), bits in staking.alpha.iter_prefix(ctx, hotkey):
        if on == netuid:
            shares[coldkey] = safe_float.from_u64f64(bits)
    for (coldkey, on), share in staking.alpha_v2.iter_prefix(ctx, hotkey):
        if on == netuid:
            shares[coldkey] = safe_float.SafeFloat(*share)
    return shares


def _protocol_alpha(ctx: Context, netuid: int) -> int:
    """Return the alpha that takes part in the payout for nobody: what the chain bought, and the pool's own.

    The pool's own counts for subnets registered after `TaoInRefundDeploymentBlock`.
    """
    bought: int = emission.subnet_protocol_alpha.get(ctx, netuid)
    if storage.network_registered_at.get(ctx, netuid) > storage.tao_in_refund_deployment_block.get(ctx):
        return sat_add64(emission.subnet_alpha_in.get(ctx, netuid), bought)
    return bought


def _refund(ctx: Context, netuid: int) -> int:
    """Return what the owner gets back of the lock: something only if the subnet is older than registration itself."""
    if storage.network_registered_at.get(ctx, netuid) >= storage.network_registration_start_block.get(ctx):
        return 0
    issued = sat_add64(emission.subnet_alpha_in.get(ctx, netuid), emission.subnet_alpha_out.get(ctx, netuid))
    return payout.lock_refund(
        storage.subnet_locked.get(ctx, netuid),
        issued,
        owner_cut_of(subnet_owner_cut.get(ctx)),
        U96F32.convert(spot_price(ctx, netuid), U64F64),
    )


def _pay_stakers(ctx: Context, netuid: int, positions: list[Position]) -> int:
    """Pay the pool's TAO to the stakers' coldkeys and return the protocol's part, which stays on the account."""
    pot: int = emission.subnet_tao.get(ctx, netuid)
    stakers = [position for position in positions if position.alpha]
    split = payout.split_pot(pot, [staker.alpha for staker in stakers], _protocol_alpha(ctx, netuid))
    emission.subnet_tao.remove(ctx, netuid)
    stake.take_from_total(ctx, pot)
    for share in split.stakers:
        _pay(ctx, netuid, stakers[share.staker].coldkey, share.tao)
    return split.protocol


def _drop_stakes(ctx: Context, netuid: int, positions: list[Position]) -> None:
    for hotkey, coldkey, _ in positions:
        staking.alpha.remove(ctx, hotkey, coldkey, netuid)
        staking.alpha_v2.remove(ctx, hotkey, coldkey, netuid)
    for hotkey in [hotkey for hotkey, on, _ in staking.total_hotkey_alpha.iter(ctx) if on == netuid]:
        staking.total_hotkey_alpha.remove(ctx, hotkey, netuid)
        staking.total_hotkey_shares.remove(ctx, hotkey, netuid)
        staking.total_hotkey_shares_v2.remove(ctx, hotkey, netuid)


def _settle_lock(ctx: Context, netuid: int, refund: int, kept: int) -> None:
    """Pay the owner's refund as far as the account reaches beside the protocol's part, and recycle the rest."""
    account = subnet_account(netuid)
    if refund:
        spare = max(balances.reducible(ctx, account, keep_alive=False) - kept, 0)
        _pay(ctx, netuid, owner(ctx, netuid), min(refund, spare))
    money.recycle(ctx, account, balances.reducible(ctx, account, keep_alive=True))


def _pay(ctx: Context, netuid: int, who: bytes, tao: int) -> None:
    """Move TAO off the subnet's account; nothing happens where that is impossible.

    Quirk: what a coldkey cannot receive, such as less than the existential deposit of a new account, is recycled.
    """
    try:
        with ctx.layer():
            money.from_subnet(ctx, netuid, who, tao)
    except DispatchError:
        return
