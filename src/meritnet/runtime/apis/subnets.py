"""SubnetInfoRuntimeApi, subnets one by one or all: settings of old clients, pools and prices, epochs, accounts;
SubnetRegistrationRuntimeApi: what the next subnet costs.
"""

from typing import Any

from meritnet.codec import U8, U16, U64, U128, Array, Compact, Option, Struct, Vec
from meritnet.codec.common import ACCOUNT_ID, ALPHA, I96F32_T, NET_UID, TAO
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.schedule_state import next_epoch
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.staking.stake import ROOT
from meritnet.runtime.pallets.staking.storage import auto_stake_destination
from meritnet.runtime.pallets.subnets import eviction
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.subnets.queries import exists, networks
from meritnet.runtime.pallets.subnets.registration_cost import current_cost
from meritnet.runtime.pallets.subnets.types import SUBNET_IDENTITY_V3

from .hyperparameters import MAX_WEIGHTS_LIMIT
from .subnet_reading import SubnetReading

SCALING_LAW_POWER = 50
"""A setting without effect that the first form still carries; its value in `wire-pallets`."""
TEXT = Vec(Compact(U8))
"""Bytes as clients expect them in these answers: one compact number each."""


def _info_fields(emission_name: str) -> list[Any]:
    return [
        ("netuid", Compact(NET_UID)),
        ("rho", Compact(U16)),
        ("kappa", Compact(U16)),
        ("difficulty", Compact(U64)),
        ("immunity_period", Compact(U16)),
        ("max_allowed_validators", Compact(U16)),
        ("min_allowed_weights", Compact(U16)),
        ("max_weights_limit", Compact(U16)),
        ("scaling_law_power", Compact(U16)),
        ("subnetwork_n", Compact(U16)),
        ("max_allowed_uids", Compact(U16)),
        ("blocks_since_last_step", Compact(U64)),
        ("tempo", Compact(U16)),
        ("network_modality", Compact(U16)),
        ("network_connect", Vec(Array(U16, 2))),
        (emission_name, Compact(U64)),
        ("burn", Compact(TAO)),
        ("owner", ACCOUNT_ID),
    ]


SUBNET_INFO = Struct("pallet_subtensor::rpc_info::subnet_info::SubnetInfo", _info_fields("emission_values"))
SUBNET_INFO_V2 = Struct(
    "pallet_subtensor::rpc_info::subnet_info::SubnetInfov2",
    [*_info_fields("emission_value"), ("identity", Option(SUBNET_IDENTITY_V3))],
)
DYNAMIC_INFO = Struct(
    "pallet_subtensor::rpc_info::dynamic_info::DynamicInfo",
    [
        ("netuid", Compact(NET_UID)),
        ("owner_hotkey", ACCOUNT_ID),
        ("owner_coldkey", ACCOUNT_ID),
        ("subnet_name", TEXT),
        ("token_symbol", TEXT),
        ("tempo", Compact(U16)),
        ("last_step", Compact(U64)),
        ("blocks_since_last_step", Compact(U64)),
        ("emission", Compact(U64)),
        ("alpha_in", Compact(ALPHA)),
        ("alpha_out", Compact(ALPHA)),
        ("tao_in", Compact(TAO)),
        ("alpha_out_emission", Compact(ALPHA)),
        ("alpha_in_emission", Compact(ALPHA)),
        ("tao_in_emission", Compact(TAO)),
        ("pending_alpha_emission", Compact(ALPHA)),
        ("pending_root_emission", Compact(TAO)),
        ("subnet_volume", Compact(U128)),
        ("network_registered_at", Compact(U64)),
        ("subnet_identity", Option(SUBNET_IDENTITY_V3)),
        ("moving_price", I96F32_T),
    ],
)


def _info(subnet: SubnetReading) -> tuple[Any, ...]:
    """Return the fields of the first form. Modality, connections and emission are 0: they no longer exist."""
    return (
        subnet.netuid,
        subnet.get(hyper.rho),
        subnet.get(hyper.kappa),
        subnet.get(hyper.difficulty),
        subnet.get(hyper.immunity_period),
        subnet.get(hyper.max_allowed_validators),
        subnet.get(hyper.min_allowed_weights),
        MAX_WEIGHTS_LIMIT,
        SCALING_LAW_POWER,
        subnet.count,
        subnet.get(hyper.max_allowed_uids),
        subnet.get(emission.blocks_since_last_step),
        subnet.get(hyper.tempo),
        0,
        (),
        0,
        subnet.get(registration.burn),
        subnet.get(subnets.subnet_owner),
    )


def _dynamic(subnet: SubnetReading) -> Any:
    """Return the pool of a subnet. Emission and pending root emission are 0 as in the reference: clients take the
    TAO that a subnet earns from `tao_in_emission`.
    """
    return DYNAMIC_INFO(
        netuid=subnet.netuid,
        owner_hotkey=subnet.get(subnets.subnet_owner_hotkey),
        owner_coldkey=subnet.get(subnets.subnet_owner),
        subnet_name=tuple(subnet.name),
        token_symbol=tuple(subnet.get(subnets.token_symbol)),
        tempo=subnet.get(hyper.tempo),
        last_step=subnet.last_step,
        blocks_since_last_step=subnet.blocks_since_last_step,
        emission=0,
        alpha_in=subnet.get(emission.subnet_alpha_in),
        alpha_out=subnet.get(emission.subnet_alpha_out),
        tao_in=subnet.get(emission.subnet_tao),
        alpha_out_emission=subnet.get(emission.subnet_alpha_out_emission),
        alpha_in_emission=subnet.get(emission.subnet_alpha_in_emission),
        tao_in_emission=subnet.get(emission.subnet_tao_in_emission),
        pending_alpha_emission=subnet.pending_alpha,
        pending_root_emission=0,
        subnet_volume=subnet.get(emission.subnet_volume),
        network_registered_at=subnet.get(subnets.network_registered_at),
        subnet_identity=subnet.identity,
        moving_price=subnet.get(emission.subnet_moving_price),
    )


def _reading(ctx: Context, netuid: int) -> SubnetReading | None:
    return SubnetReading(ctx, netuid) if exists(ctx, netuid) else None


def _all(ctx: Context) -> list[SubnetReading]:
    return [SubnetReading(ctx, netuid) for netuid in networks(ctx)]


def _ascending(ctx: Context) -> list[SubnetReading]:
    return [SubnetReading(ctx, netuid) for netuid in sorted(networks(ctx))]


@api("SubnetInfoRuntimeApi", {"netuid": NET_UID}, Option(SUBNET_INFO))
def get_subnet_info(ctx: Context, netuid: int) -> Any:
    """Return a subnet in the first form, nothing for an unknown one."""
    subnet = _reading(ctx, netuid)
    return None if subnet is None else SUBNET_INFO(*_info(subnet))


@api("SubnetInfoRuntimeApi", {}, Vec(Option(SUBNET_INFO)))
def get_subnets_info(ctx: Context) -> list[Any]:
    """Return all subnets in the first form, root among them, by netuid."""
    return [SUBNET_INFO(*_info(subnet)) for subnet in _ascending(ctx)]


@api("SubnetInfoRuntimeApi", {"netuid": NET_UID}, Option(SUBNET_INFO_V2))
def get_subnet_info_v2(ctx: Context, netuid: int) -> Any:
    """Return a subnet with its identity, nothing for an unknown one."""
    subnet = _reading(ctx, netuid)
    return None if subnet is None else SUBNET_INFO_V2(*_info(subnet), subnet.identity)


@api("SubnetInfoRuntimeApi", {}, Vec(Option(SUBNET_INFO_V2)))
def get_subnets_info_v2(ctx: Context) -> list[Any]:
    """Return all subnets with their identities, root among them, by netuid."""
    return [SUBNET_INFO_V2(*_info(subnet), subnet.identity) for subnet in _ascending(ctx)]


@api("SubnetInfoRuntimeApi", {"netuid": NET_UID}, Option(DYNAMIC_INFO))
def get_dynamic_info(ctx: Context, netuid: int) -> Any:
    """Return the pool of a subnet, nothing for an unknown one."""
    subnet = _reading(ctx, netuid)
    return None if subnet is None else _dynamic(subnet)


@api("SubnetInfoRuntimeApi", {}, Vec(Option(DYNAMIC_INFO)))
def get_all_dynamic_info(ctx: Context) -> list[Any]:
    """Return the pools of all subnets, root among them."""
    return [_dynamic(subnet) for subnet in _all(ctx)]


@api("SubnetInfoRuntimeApi", {"netuid": NET_UID}, Option(U64))
def get_next_epoch_start_block(ctx: Context, netuid: int) -> int | None:
    """Return the block in which the subnet's next epoch is expected, nothing if its tempo is 0.

    Root runs no epochs, so its schedule stands still. The reference answers with a block long past; clients that wait
    for it get the next one here at which root's tempo would bring an epoch.
    """
    expected = next_epoch(ctx, netuid)
    if netuid != ROOT or expected is None or expected > ctx.block_number:
        return expected
    tempo = int(hyper.tempo.get(ctx, ROOT))
    return expected + ((ctx.block_number - expected) // tempo + 1) * tempo


@api("SubnetInfoRuntimeApi", {"coldkey": ACCOUNT_ID, "netuid": NET_UID}, Option(ACCOUNT_ID))
def get_coldkey_auto_stake_hotkey(ctx: Context, coldkey: bytes, netuid: int) -> bytes | None:
    """Return the hotkey with which a coldkey's mining rewards are staked, nothing for the mining hotkey itself."""
    destination: bytes | None = auto_stake_destination.get(ctx, coldkey, netuid)
    return destination


@api("SubnetInfoRuntimeApi", {"netuid": NET_UID}, Option(ACCOUNT_ID))
def get_subnet_account_id(ctx: Context, netuid: int) -> bytes | None:
    """Return the account that holds a subnet's TAO, nothing for an unknown subnet."""
    return subnet_account(netuid) if exists(ctx, netuid) else None


@api("SubnetRegistrationRuntimeApi", {}, TAO)
def get_network_registration_cost(ctx: Context) -> int:
    """Return what registering a subnet costs in this block. Unit: rao."""
    return current_cost(ctx)


@api("SubnetInfoRuntimeApi", {}, Option(NET_UID))
def get_subnet_to_prune(ctx: Context) -> int | None:
    """Return the subnet that would make room for a newcomer if the chain were full; none while all are immune."""
    return eviction.next_to_go(ctx)
