"""StakeInfoRuntimeApi: what coldkeys have staked, and what a move of stake costs. Units: rao.

Absent: conviction locks (`get_coldkey_lock`, `get_hotkey_conviction`, `get_most_convicted_hotkey_on_subnet`);
without them nothing is locked.
"""

from typing import Any

from meritnet.codec import BOOL, U64, BTreeMap, Compact, Option, Struct, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, TAO
from meritnet.primitives.fixed import sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.pallets.emission.storage import alpha_dividends_per_subnet
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
    """Return one position. Emission is the whole hotkey's dividend of the last epoch, TAO dividends are none."""
    return STAKE_INFO(
        hotkey=hotkey,
        coldkey=coldkey,
        netuid=netuid,
        stake=alpha,
        locked=0,
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
    """Return what each coldkey has on each subnet in all and could take out; subnets without stake are left out.

    Asking for no subnet, or for more than there are, gives empty answers; unknown subnets are passed over.
    """
    known = networks(ctx)
    asked = known if netuids is None else sorted(set(netuids))
    if len(asked) > len(known):
        asked = []
    asked = [netuid for netuid in asked if exists(ctx, netuid)]
    return {coldkey: _availability(ctx, coldkey, asked) for coldkey in coldkeys}


def _availability(ctx: Context, coldkey: bytes, netuids: list[int]) -> dict[int, Any]:
    hotkeys = staking_hotkeys.get(ctx, coldkey)
    found = {}
    for netuid in netuids if hotkeys else ():
        total = 0
        for hotkey in hotkeys:
            total = sat_add64(total, stake_of(ctx, hotkey, coldkey, netuid))
        if total:
            found[netuid] = STAKE_AVAILABILITY(total, 0, total)
    return found


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
