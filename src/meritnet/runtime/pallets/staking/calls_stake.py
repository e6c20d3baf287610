"""Calls that add, remove, move and give up stake. Amounts: rao of TAO when adding, rao of alpha otherwise."""

from meritnet.codec import BOOL, Option, Type
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, TAO
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import measured

from . import adding, disposal, events, removal, stake
from .stake_into import stake_into
from .transition import Place, PriceLimit, move

PALLET = "SubtensorModule"

_HOTKEY: dict[str, Type] = {"hotkey": ACCOUNT_ID}
_TWO_HOTKEYS: dict[str, Type] = {"origin_hotkey": ACCOUNT_ID, "destination_hotkey": ACCOUNT_ID}
_TO_COLDKEY: dict[str, Type] = {"destination_coldkey": ACCOUNT_ID, "hotkey": ACCOUNT_ID}
_KEY_AND_NETUID: dict[str, Type] = {"hotkey": ACCOUNT_ID, "netuid": NET_UID}
_BETWEEN_SUBNETS: dict[str, Type] = {
    "origin_netuid": NET_UID,
    "destination_netuid": NET_UID,
    "alpha_amount": ALPHA,
}
_LIMIT: dict[str, Type] = {"limit_price": TAO, "allow_partial": BOOL}


@call(
    PALLET,
    2,
    _KEY_AND_NETUID | {"amount_staked": TAO},
    weight=measured(664_064_000, 8_727, reads=32, writes=16),
)
def add_stake(ctx: Context, origin: Origin, hotkey: bytes, netuid: int, amount_staked: int) -> None:
    """Stake TAO with a hotkey on a subnet at the pool's price, whatever it moves to."""
    adding.add(ctx, ensure_signed(origin), hotkey, netuid, amount_staked)


@call(
    PALLET,
    88,
    _KEY_AND_NETUID | {"amount_staked": TAO} | _LIMIT,
    weight=measured(853_005_000, 8_727, reads=32, writes=16),
)
def add_stake_limit(
    ctx: Context,
    origin: Origin,
    hotkey: bytes,
    netuid: int,
    amount_staked: int,
    limit_price: int,
    allow_partial: bool,
) -> None:
    """Stake TAO up to a price of alpha: all of it or nothing, or with `allow_partial` as much as the limit allows."""
    coldkey = ensure_signed(origin)
    adding.add_within(ctx, coldkey, hotkey, netuid, amount_staked, limit_price, partial=allow_partial)


@call(
    PALLET,
    132,
    _KEY_AND_NETUID | {"amount": TAO, "limit": Option(TAO)},
    weight=measured(967_308_000, 8_727, reads=33, writes=17),
)
def add_stake_burn(
    ctx: Context, origin: Origin, hotkey: bytes, netuid: int, amount: int, limit: int | None
) -> None:
    """Buy a subnet's alpha, with a price limit or without, and burn it at once."""
    coldkey = ensure_signed(origin)
    if limit is None:
        alpha = adding.add(ctx, coldkey, hotkey, netuid, amount)
    else:
        alpha = adding.add_within(ctx, coldkey, hotkey, netuid, amount, limit, partial=False)
    disposal.burn(ctx, coldkey, hotkey, netuid, alpha)
    ctx.emit(events.AddStakeBurn, netuid, hotkey, amount, alpha)


@call(
    PALLET,
    3,
    _KEY_AND_NETUID | {"amount_unstaked": ALPHA},
    weight=measured(569_198_000, 10_557, reads=28, writes=13),
)
def remove_stake(ctx: Context, origin: Origin, hotkey: bytes, netuid: int, amount_unstaked: int) -> None:
    """Turn staked alpha into TAO at the pool's price; more than is staked means all of it."""
    removal.remove(ctx, ensure_signed(origin), hotkey, netuid, amount_unstaked)


@call(
    PALLET,
    89,
    _KEY_AND_NETUID | {"amount_unstaked": ALPHA} | _LIMIT,
    weight=measured(740_696_000, 10_591, reads=27, writes=13),
)
def remove_stake_limit(
    ctx: Context,
    origin: Origin,
    hotkey: bytes,
    netuid: int,
    amount_unstaked: int,
    limit_price: int,
    allow_partial: bool,
) -> None:
    """Turn staked alpha into TAO down to a price: all of it or nothing, or what the limit allows."""
    coldkey = ensure_signed(origin)
    removal.remove_within(ctx, coldkey, hotkey, netuid, amount_unstaked, limit_price, partial=allow_partial)


@call(
    PALLET,
    103,
    _KEY_AND_NETUID | {"limit_price": Option(TAO)},
    weight=measured(754_292_000, 10_591, reads=27, writes=13),
)
def remove_stake_full_limit(
    ctx: Context, origin: Origin, hotkey: bytes, netuid: int, limit_price: int | None
) -> None:
    """Turn the whole stake with a hotkey on a subnet into TAO, with a price limit all or nothing."""
    coldkey = ensure_signed(origin)
    alpha = stake.stake_of(ctx, hotkey, coldkey, netuid)
    if limit_price is None:
        removal.remove(ctx, coldkey, hotkey, netuid, alpha)
    else:
        removal.remove_within(ctx, coldkey, hotkey, netuid, alpha, limit_price, partial=False)


@call(PALLET, 83, {"hotkey": ACCOUNT_ID}, weight=measured(26_830_000, 9_189, reads=6))
def unstake_all(ctx: Context, origin: Origin, hotkey: bytes) -> None:
    """Turn everything staked with a hotkey, root included, into TAO; what cannot be sold now stays."""
    removal.remove_all(ctx, ensure_signed(origin), hotkey, with_root=True)


@call(PALLET, 84, {"hotkey": ACCOUNT_ID}, weight=measured(700_873_000, 11_306, reads=43, writes=25))
def unstake_all_alpha(ctx: Context, origin: Origin, hotkey: bytes) -> None:
    """Turn everything staked with a hotkey on subnets into root stake with the same hotkey."""
    coldkey = ensure_signed(origin)
    tao = removal.remove_all(ctx, coldkey, hotkey, with_root=False)
    stake_into(ctx, hotkey, coldkey, stake.ROOT, tao)


@call(
    PALLET,
    85,
    _TWO_HOTKEYS | _BETWEEN_SUBNETS,
    weight=measured(216_061_000, 7_919, reads=19, writes=7),
)
def move_stake(
    ctx: Context,
    origin: Origin,
    origin_hotkey: bytes,
    destination_hotkey: bytes,
    origin_netuid: int,
    destination_netuid: int,
    alpha_amount: int,
) -> None:
    """Move stake to another hotkey, another subnet, or both."""
    coldkey = ensure_signed(origin)
    source = Place(coldkey, origin_hotkey, origin_netuid)
    target = Place(coldkey, destination_hotkey, destination_netuid)
    tao = move(ctx, source, target, alpha_amount)
    ctx.emit(
        events.StakeMoved, coldkey, origin_hotkey, origin_netuid, destination_hotkey, destination_netuid, tao
    )


@call(
    PALLET,
    149,
    _TWO_HOTKEYS | _BETWEEN_SUBNETS | _LIMIT,
    weight=measured(944_515_000, 11_077, reads=47, writes=24),
)
def move_stake_limit(
    ctx: Context,
    origin: Origin,
    origin_hotkey: bytes,
    destination_hotkey: bytes,
    origin_netuid: int,
    destination_netuid: int,
    alpha_amount: int,
    limit_price: int,
    allow_partial: bool,
) -> None:
    """Move stake to another hotkey and subnet while origin alpha is worth at least the limit in destination alpha."""
    coldkey = ensure_signed(origin)
    source = Place(coldkey, origin_hotkey, origin_netuid)
    target = Place(coldkey, destination_hotkey, destination_netuid)
    tao = move(ctx, source, target, alpha_amount, PriceLimit(limit_price, allow_partial))
    ctx.emit(
        events.StakeMoved, coldkey, origin_hotkey, origin_netuid, destination_hotkey, destination_netuid, tao
    )


@call(
    PALLET,
    86,
    _TO_COLDKEY | _BETWEEN_SUBNETS,
    weight=measured(258_541_000, 7_994, reads=19, writes=6),
)
def transfer_stake(
    ctx: Context,
    origin: Origin,
    destination_coldkey: bytes,
    hotkey: bytes,
    origin_netuid: int,
    destination_netuid: int,
    alpha_amount: int,
) -> None:
    """Give stake with a hotkey to another coldkey, on the same subnet or on another one."""
    coldkey = ensure_signed(origin)
    source = Place(coldkey, hotkey, origin_netuid)
    target = Place(destination_coldkey, hotkey, destination_netuid)
    tao = move(ctx, source, target, alpha_amount, is_transfer=True)
    ctx.emit(
        events.StakeTransferred, coldkey, destination_coldkey, hotkey, origin_netuid, destination_netuid, tao
    )


@call(
    PALLET,
    143,
    {"destination_coldkey": ACCOUNT_ID} | _TWO_HOTKEYS | _BETWEEN_SUBNETS,
    weight=measured(258_541_000, 7_994, reads=19, writes=6),
)
def transfer_stake_and_hotkey(
    ctx: Context,
    origin: Origin,
    destination_coldkey: bytes,
    origin_hotkey: bytes,
    destination_hotkey: bytes,
    origin_netuid: int,
    destination_netuid: int,
    alpha_amount: int,
) -> None:
    """Give stake to another coldkey and with another hotkey, on the same subnet or on another one."""
    coldkey = ensure_signed(origin)
    source = Place(coldkey, origin_hotkey, origin_netuid)
    target = Place(destination_coldkey, destination_hotkey, destination_netuid)
    tao = move(ctx, source, target, alpha_amount, is_transfer=True)
    ctx.emit(
        events.StakeAndHotkeyTransferred,
        coldkey,
        destination_coldkey,
        origin_hotkey,
        destination_hotkey,
        origin_netuid,
        destination_netuid,
        tao,
    )


@call(
    PALLET,
    87,
    _HOTKEY | _BETWEEN_SUBNETS,
    weight=measured(742_019_000, 10_920, reads=47, writes=24),
)
def swap_stake(
    ctx: Context,
    origin: Origin,
    hotkey: bytes,
    origin_netuid: int,
    destination_netuid: int,
    alpha_amount: int,
) -> None:
    """Exchange stake with a hotkey on one subnet for stake with it on another."""
    coldkey = ensure_signed(origin)
    source, target = Place(coldkey, hotkey, origin_netuid), Place(coldkey, hotkey, destination_netuid)
    tao = move(ctx, source, target, alpha_amount)
    ctx.emit(events.StakeSwapped, coldkey, hotkey, origin_netuid, destination_netuid, tao)


@call(
    PALLET,
    90,
    _HOTKEY | _BETWEEN_SUBNETS | _LIMIT,
    weight=measured(944_515_000, 11_077, reads=47, writes=24),
)
def swap_stake_limit(
    ctx: Context,
    origin: Origin,
    hotkey: bytes,
    origin_netuid: int,
    destination_netuid: int,
    alpha_amount: int,
    limit_price: int,
    allow_partial: bool,
) -> None:
    """Exchange stake between subnets while origin alpha is worth at least the limit in destination alpha."""
    coldkey = ensure_signed(origin)
    source, target = Place(coldkey, hotkey, origin_netuid), Place(coldkey, hotkey, destination_netuid)
    tao = move(ctx, source, target, alpha_amount, PriceLimit(limit_price, allow_partial))
    ctx.emit(events.StakeSwapped, coldkey, hotkey, origin_netuid, destination_netuid, tao)


@call(
    PALLET,
    101,
    {"hotkey": ACCOUNT_ID, "amount": ALPHA, "netuid": NET_UID},
    weight=measured(172_139_000, 5_219, reads=13, writes=6),
)
def recycle_alpha(ctx: Context, origin: Origin, hotkey: bytes, amount: int, netuid: int) -> None:
    """Destroy staked alpha so that it may be emitted again; more than is staked means all of it."""
    disposal.recycle(ctx, ensure_signed(origin), hotkey, netuid, amount)


@call(
    PALLET,
    102,
    {"hotkey": ACCOUNT_ID, "amount": ALPHA, "netuid": NET_UID},
    weight=measured(168_964_000, 5_219, reads=12, writes=4),
)
def burn_alpha(ctx: Context, origin: Origin, hotkey: bytes, amount: int, netuid: int) -> None:
    """Give staked alpha up for good, still counted as outstanding; more than is staked means all of it."""
    disposal.burn(ctx, ensure_signed(origin), hotkey, netuid, amount)
