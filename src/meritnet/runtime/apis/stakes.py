"""StakeInfoRuntimeApi: what coldkeys have staked and locked, and what a move of stake costs. Units: rao."""

from typing import Any

from meritnet.codec import BOOL, U64, BTreeMap, Compact, Option, Struct, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, TAO, U64F64_T
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.pallets.emission.storage import alpha_dividends_per_subnet
from meritnet.runtime.pallets.locks import conviction, positions
from meritnet.runtime.pallets.locks.available import available, total_alpha
from meritnet.runtime.pallets.locks.types import LOCK_STATE
from meritnet.runtime.pallets.registration.uids import is_registered
from meritnet.runtime.pallets.staking.stake import stake_of
from meritnet.runtime.pallets.staking.storage import staking_hotkeys
from meritnet.runtime.pallets.subnets.queries import exists, networks
from meritnet.runtime.pallets.swap.pool import fee_estimate

STAKE_INFO = Struct(
    "pallet_subtensor::rpc_info::stake_info::StakeInfo",
    [
        ("hotkey", ACCOUNT_ID),
        ("coldkey", ACCOUNT_ID),
        ("netuid", Compact(NET_UID)),
        ("stake", Compact(ALPHA)),
        ("locked", Compact(U64)),
        ("emission", Compact(ALPHA)),
        ("tao_emission", Compact(TAO)),
        ("drain", Compact(U64)),
        ("is_registered", BOOL),
    ],
)
STAKE_AVAILABILITY = Struct(
    "pallet_subtensor::rpc_info::stake_info::StakeAvailability",
    [("total", Compact(ALPHA)), ("locked", Compact(ALPHA)), ("available", Compact(ALPHA))],
)
PLACE = Tuple(ACCOUNT_ID, NET_UID)


def _info(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int, alpha: int) -> Any:
    """Return one position. Emission is the whole hotkey's dividend of the last epoch, TAO dividends are none.

    A lock is shown with the hotkey that it is for, though it holds back alpha with any. The reference always shows 0.
    """
    lock = positions.current(ctx, coldkey, netuid)
    return STAKE_INFO(
        hotkey=hotkey,
        coldkey=coldkey,
        netuid=netuid,
        stake=alpha,
        locked=lock.lock.locked_mass if lock is not None and lock.hotkey == hotkey else 0,
        emission=alpha_dividends_per_subnet.get(ctx, netuid, hotkey),
        tao_emission=0,
        drain=0,
        is_registered=is_registered(ctx, netuid, hotkey),
    )


def _positions(ctx: Context, coldkey: bytes) -> list[Any]:
    hotkeys = staking_hotkeys.get(ctx, coldkey)
    found = []
    for netuid in networks(ctx) if hotkeys else ():
        for hotkey in hotkeys:
            alpha = stake_of(ctx, hotkey, coldkey, netuid)
            if alpha:
                found.append(_info(ctx, hotkey, coldkey, netuid, alpha))
    return found


@api("StakeInfoRuntimeApi", {"coldkey_account": ACCOUNT_ID}, Vec(STAKE_INFO))
def get_stake_info_for_coldkey(ctx: Context, coldkey: bytes) -> list[Any]:
    """Return a coldkey's positions, subnet by subnet, hotkeys in order of first use."""
    return _positions(ctx, coldkey)


@api(
    "StakeInfoRuntimeApi",
    {"coldkey_accounts": Vec(ACCOUNT_ID)},
    Vec(Tuple(ACCOUNT_ID, Vec(STAKE_INFO))),
)
def get_stake_info_for_coldkeys(ctx: Context, coldkeys: tuple[bytes, ...]) -> list[tuple[bytes, list[Any]]]:
    """Return the positions of several coldkeys: one entry for each asked, empty where there is no stake."""
    return [(coldkey, _positions(ctx, coldkey)) for coldkey in coldkeys]


@api(
    "StakeInfoRuntimeApi",
    {"hotkey_account": ACCOUNT_ID, "coldkey_account": ACCOUNT_ID, "netuid": NET_UID},
    Option(STAKE_INFO),
)
def get_stake_info_for_hotkey_coldkey_netuid(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int) -> Any:
    """Return one position, also where nothing is staked."""
    return _info(ctx, hotkey, coldkey, netuid, stake_of(ctx, hotkey, coldkey, netuid))


@api(
    "StakeInfoRuntimeApi",
    {"coldkey_accounts": Vec(ACCOUNT_ID), "netuids": Option(Vec(NET_UID))},
    BTreeMap(ACCOUNT_ID, BTreeMap(NET_UID, STAKE_AVAILABILITY)),
)
def get_stake_availability_for_coldkeys(
    ctx: Context, coldkeys: tuple[bytes, ...], netuids: tuple[int, ...] | None
) -> dict[bytes, dict[int, Any]]:
    """Return what each coldkey has on each subnet in all, what is locked, and what it could take out
    beside its lock and its collateral.

    Subnets without stake and lock are left out.
    Asking for no subnet, or for more than there are, gives empty answers; unknown subnets are passed over.
    """
    known = networks(ctx)
    asked = known if netuids is None else sorted(set(netuids))
    if len(asked) > len(known):
        asked = []
    asked = [netuid for netuid in asked if exists(ctx, netuid)]
    return {coldkey: _availability(ctx, coldkey, asked) for coldkey in coldkeys}


def _availability(ctx: Context, coldkey: bytes, netuids: list[int]) -> dict[int, Any]:
    found = {}
    for netuid in netuids:
        total, locked = total_alpha(ctx, coldkey, netuid), positions.locked(ctx, coldkey, netuid)
        if total or locked:
            found[netuid] = STAKE_AVAILABILITY(total, locked, available(ctx, coldkey, netuid))
    return found


@api("StakeInfoRuntimeApi", {"coldkey": ACCOUNT_ID, "netuid": NET_UID}, Option(LOCK_STATE))
def get_coldkey_lock(ctx: Context, coldkey: bytes, netuid: int) -> Any:
    """Return a coldkey's lock on a subnet as of this block, nothing if it never had one or it has decayed and gone."""
    position = positions.current(ctx, coldkey, netuid)
    return None if position is None else LOCK_STATE(*position.lock)


@api("StakeInfoRuntimeApi", {"hotkey": ACCOUNT_ID, "netuid": NET_UID}, U64F64_T)
def get_hotkey_conviction(ctx: Context, hotkey: bytes, netuid: int) -> int:
    """Return the conviction of all locks for a hotkey on a subnet, in rao as U64F64 bits."""
    return conviction.of_hotkey(ctx, netuid, hotkey)


@api("StakeInfoRuntimeApi", {"netuid": NET_UID}, Option(ACCOUNT_ID))
def get_most_convicted_hotkey_on_subnet(ctx: Context, netuid: int) -> bytes | None:
    """Return the hotkey with the most conviction on a subnet, nothing where nobody has locked stake."""
    return conviction.most_convicted(ctx, netuid)


@api(
    "StakeInfoRuntimeApi",
    {
        "origin": Option(PLACE),
        "origin_coldkey_account": ACCOUNT_ID,
        "destination": Option(PLACE),
        "destination_coldkey_account": ACCOUNT_ID,
        "amount": U64,
    },
    U64,
)
def get_stake_fee(
    ctx: Context,
    origin: tuple[bytes, int] | None,
    origin_coldkey: bytes,
    destination: tuple[bytes, int] | None,
    destination_coldkey: bytes,
    amount: int,
) -> int:
    """Return the pool fee of adding, removing or moving stake: that of the destination, else of the origin."""
    if destination == origin:
        return 0
    place = destination or origin
    return fee_estimate(ctx, 0 if place is None else place[1], amount)
