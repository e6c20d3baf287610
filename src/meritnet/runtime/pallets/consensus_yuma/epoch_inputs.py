"""Reads from state what an epoch of a subnet depends on."""

from typing import NamedTuple

import numpy as np

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.registration.storage import block_at_registration
from meritnet.runtime.pallets.staking.inheritance import stake_weights
from meritnet.runtime.pallets.subnets.storage import subnet_owner_hotkey
from meritnet.runtime.pallets.weights.commits import earliest_open

from . import storage
from .masks import activity_cutoff_blocks
from .mechanisms import storage_index
from .types import EpochInput, EpochParams


class Subnet(NamedTuple):
    """What all mechanisms of a subnet share in an epoch. Units: stake I64F64 bits, registered in blocks."""

    netuid: int
    hotkeys: list[bytes]
    stake: list[int]
    permits: list[bool]
    registered: list[int]
    owner_uid: int | None
    last_step: int
    params: EpochParams


def read_subnet(ctx: Context, netuid: int) -> Subnet:
    """Return the shared part of an epoch's inputs as state holds it now."""
    hotkeys = uids.hotkeys(ctx, netuid)
    n = len(hotkeys)
    permits = storage.validator_permit.get(ctx, netuid)[:n].ljust(n, b"\0")
    return Subnet(
        netuid=netuid,
        hotkeys=hotkeys,
        stake=stake_weights(ctx, netuid, hotkeys)[2],
        permits=[permit == 1 for permit in permits],
        registered=[block_at_registration.get(ctx, netuid, uid) for uid in range(n)],
        owner_uid=owner_uid(ctx, netuid),
        last_step=emission.last_mechansim_step_block.get(ctx, netuid),
        params=params_of(ctx, netuid),
    )


def params_of(ctx: Context, netuid: int) -> EpochParams:
    """Return the hyperparameters that an epoch reads."""
    alpha_low, alpha_high = hyper.alpha_values.get(ctx, netuid)
    tempo = hyper.tempo.get(ctx, netuid)
    return EpochParams(
        kappa=hyper.kappa.get(ctx, netuid),
        bonds_penalty=hyper.bonds_penalty.get(ctx, netuid),
        bonds_moving_average=hyper.bonds_moving_average.get(ctx, netuid),
        yuma3=hyper.yuma3_on.get(ctx, netuid),
        liquid_alpha=hyper.liquid_alpha_on.get(ctx, netuid),
        alpha_low=alpha_low,
        alpha_high=alpha_high,
        steepness=hyper.alpha_sigmoid_steepness.get(ctx, netuid),
        commit_reveal=hyper.commit_reveal_weights_enabled.get(ctx, netuid),
        tempo=tempo,
        activity_cutoff=activity_cutoff_blocks(hyper.activity_cutoff_factor_milli.get(ctx, netuid), tempo),
        max_validators=hyper.max_allowed_validators.get(ctx, netuid),
        stake_threshold=hyper.stake_threshold.get(ctx),
    )


def owner_uid(ctx: Context, netuid: int) -> int | None:
    """Return the uid of the subnet's owner hotkey, None if it has none here or none is set."""
    if not subnet_owner_hotkey.exists(ctx, netuid):
        return None
    return uids.uid_of(ctx, netuid, subnet_owner_hotkey.get(ctx, netuid))


def mechanism_input(ctx: Context, subnet: Subnet, mechanism: int, alpha: int) -> EpochInput:
    """Return the complete input of one mechanism's epoch that shares out `alpha` rao."""
    index = storage_index(subnet.netuid, mechanism)
    n = len(subnet.hotkeys)
    weights, bonds = storage.weights, storage.bonds
    commits = None
    if subnet.params.commit_reveal:
        open_since = earliest_open(ctx, subnet.netuid, index)
        commits = [open_since.get(hotkey) for hotkey in subnet.hotkeys]
    return EpochInput(
        params=subnet.params,
        block=ctx.block_number,
        last_step=subnet.last_step,
        emission=alpha,
        stake=subnet.stake,
        weights=[weights.get(ctx, index, uid) for uid in range(n)],
        bonds=[bonds.get(ctx, index, uid) for uid in range(n)],
        permits=subnet.permits,
        last_update=np.frombuffer(storage.last_update.get(ctx, index), "<u8").tolist(),
        registered=subnet.registered,
        owner_uid=subnet.owner_uid,
        commit_blocks=commits,
    )
