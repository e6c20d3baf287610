"""DelegateInfoRuntimeApi: who validates for others, their stakers and what they earn. Units: rao."""

from typing import Any

from meritnet.codec import U64, Compact, Option, Struct, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, PER_U16
from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.staking import stake, storage
from meritnet.runtime.pallets.staking.queries import netuids_of
from meritnet.runtime.pallets.subnets.queries import exists

from .subnet_reading import SubnetReading

BLOCKS_A_DAY = 7200
"""At the reference's pace of 12 seconds, whatever this chain's pace is: clients read the figures so."""
THOUSAND_TAO = 1000 * 10**9
U16_MAX = 65535

DELEGATE_INFO = Struct(
    "pallet_subtensor::rpc_info::delegate_info::DelegateInfo",
    [
        ("delegate_ss58", ACCOUNT_ID),
        ("take", Compact(PER_U16)),
        ("nominators", Vec(Tuple(ACCOUNT_ID, Vec(Tuple(Compact(NET_UID), Compact(U64)))))),
        ("owner_ss58", ACCOUNT_ID),
        ("registrations", Vec(Compact(NET_UID))),
        ("validator_permits", Vec(Compact(NET_UID))),
        ("return_per_1000", Compact(U64)),
        ("total_daily_return", Compact(U64)),
    ],
)
DELEGATION = Tuple(DELEGATE_INFO, Tuple(Compact(NET_UID), Compact(ALPHA)))


def daily_return_of_1000_tao(take: int, total_stake: int, emission_a_day: int) -> int:
    """Return what 1000 TAO behind a delegate earn in a day after its take; 0 without stake.

    Units: take in 1/65535, stake in rao, emission in U64F64 bits of rao; result in rao, floored.
    """
    if not total_stake:
        return 0
    kept = U64F64.sub(U64F64.ONE, U64F64.from_ratio(take, U16_MAX))
    thousands = U64F64.from_ratio(total_stake, THOUSAND_TAO)
    return U64F64.to_u64(U64F64.div(U64F64.mul(emission_a_day, kept), thousands))


def _nominators(ctx: Context, hotkey: bytes) -> tuple[tuple[bytes, list[tuple[int, int]]], ...]:
    stakes: dict[bytes, dict[int, int]] = {}
    for item in (storage.alpha, storage.alpha_v2):
        for (coldkey, netuid), _ in item.iter_prefix(ctx, hotkey):
            if exists(ctx, netuid):
                stakes.setdefault(coldkey, {})[netuid] = stake.stake_of(ctx, hotkey, coldkey, netuid)
    return tuple((coldkey, sorted(stakes[coldkey].items())) for coldkey in sorted(stakes))


def _info(ctx: Context, hotkey: bytes, *, with_nominators: bool) -> Any:
    registrations = uids.networks_of(ctx, hotkey)
    permits, emission_a_day = [], 0
    for netuid in registrations:
        uid = uids.uid_of(ctx, netuid, hotkey)
        if uid is None:
            continue
        subnet = SubnetReading(ctx, netuid)
        if uid < len(subnet.permits) and subnet.permits[uid]:
            permits.append(netuid)
        tempo = subnet.get(hyper.tempo)
        paid = subnet.column(yuma.emission)
        if tempo and uid < len(paid):
            epochs = U64F64.from_ratio(BLOCKS_A_DAY, tempo)
            emission_a_day = U64F64.add(emission_a_day, U64F64.mul(U64F64.from_int(paid[uid]), epochs))
    take = stake.delegate_take(ctx, hotkey)
    return DELEGATE_INFO(
        delegate_ss58=hotkey,
        take=take,
        nominators=_nominators(ctx, hotkey) if with_nominators else (),
        owner_ss58=owner_of(ctx, hotkey),
        registrations=registrations,
        validator_permits=permits,
        return_per_1000=daily_return_of_1000_tao(
            take, stake.total_of(ctx, hotkey, stake.ROOT), emission_a_day
        ),
        total_daily_return=U64F64.to_u64(emission_a_day),
    )


@api("DelegateInfoRuntimeApi", {}, Vec(DELEGATE_INFO))
def get_delegates(ctx: Context) -> list[Any]:
    """Return all hotkeys that have stored a take, in storage order."""
    return [_info(ctx, hotkey, with_nominators=True) for hotkey in storage.delegates.keys(ctx)]


@api("DelegateInfoRuntimeApi", {"delegate_account": ACCOUNT_ID}, Option(DELEGATE_INFO))
def get_delegate(ctx: Context, hotkey: bytes) -> Any:
    """Return one delegate, nothing for a hotkey that never stored a take."""
    return _info(ctx, hotkey, with_nominators=True) if storage.delegates.exists(ctx, hotkey) else None


@api("DelegateInfoRuntimeApi", {"delegatee_account": ACCOUNT_ID}, Vec(DELEGATION))
def get_delegated(ctx: Context, coldkey: bytes) -> list[Any]:
    """Return what a coldkey has with each delegate on each subnet; delegates without their other stakers."""
    staked_with = set(storage.staking_hotkeys.get(ctx, coldkey))
    found = []
    for hotkey in storage.delegates.keys(ctx):
        if hotkey not in staked_with:
            continue
        for netuid in netuids_of(ctx, hotkey, coldkey):
            amount = stake.stake_of(ctx, hotkey, coldkey, netuid)
            found.append((_info(ctx, hotkey, with_nominators=False), (netuid, amount)))
    return found
