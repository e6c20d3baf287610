"""Writes the input of an epoch into state, so that recorded and generated subnets run through the real epoch."""

import numpy as np

from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import storage
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.consensus_yuma.types import EpochInput
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.weights.storage import weight_commits


def hotkey_of(netuid: int, uid: int) -> bytes:
    """Return the hotkey that `store` gives a uid; the order of accounts is not that of uids."""
    return blake2_256(b"neuron" + netuid.to_bytes(2, "little") + uid.to_bytes(2, "little"))


def store(ctx: Context, netuid: int, given: EpochInput, *, bonds: bool = True) -> None:
    """Make a subnet's state say what `given` says, in mechanism 0; without `bonds` bonds and permits stay as stored.

    Stake is put in whole rao of alpha; its fraction must be zero.
    """
    ctx.block_number = given.block
    subnets.networks_added.set(ctx, netuid, True)
    _params(ctx, netuid, given)
    registration.subnetwork_n.set(ctx, netuid, given.n)
    for uid in range(given.n):
        hotkey = hotkey_of(netuid, uid)
        registration.keys.set(ctx, netuid, uid, hotkey)
        registration.uids.set(ctx, netuid, hotkey, uid)
        registration.block_at_registration.set(ctx, netuid, uid, given.registered[uid])
        whole, fraction = divmod(given.stake[uid], 1 << 64)
        if fraction:
            raise ValueError(f"stake of uid {uid} has a fraction; only whole rao can be stored as alpha")
        staking.total_hotkey_alpha.set(ctx, hotkey, netuid, whole)
        commit = given.commit_blocks[uid] if given.commit_blocks else None
        if commit is None:
            weight_commits.remove(ctx, netuid, hotkey)
        else:
            weight_commits.set(ctx, netuid, hotkey, ((bytes(32), 0, commit, 0),))
    if given.owner_uid is None:
        subnets.subnet_owner_hotkey.remove(ctx, netuid)
    else:
        subnets.subnet_owner_hotkey.set(ctx, netuid, hotkey_of(netuid, given.owner_uid))
    emission.last_mechansim_step_block.set(ctx, netuid, given.last_step)
    store_rows(ctx, netuid, 0, given, bonds=bonds)
    if bonds:
        storage.validator_permit.set(ctx, netuid, bytes(given.permits))


def store_rows(ctx: Context, netuid: int, mechanism: int, given: EpochInput, *, bonds: bool = True) -> None:
    """Store last updates, weights and, with `bonds`, bonds of one mechanism."""
    index = storage_index(netuid, mechanism)
    storage.last_update.set(ctx, index, np.array(given.last_update, "<u8").tobytes())
    for uid in range(given.n):
        storage.weights.set(ctx, index, uid, given.weights[uid])
        if bonds:
            storage.bonds.set(ctx, index, uid, given.bonds[uid])


def _params(ctx: Context, netuid: int, given: EpochInput) -> None:
    params = given.params
    hyper.kappa.set(ctx, netuid, params.kappa)
    hyper.bonds_penalty.set(ctx, netuid, params.bonds_penalty)
    hyper.bonds_moving_average.set(ctx, netuid, params.bonds_moving_average)
    hyper.yuma3_on.set(ctx, netuid, params.yuma3)
    hyper.liquid_alpha_on.set(ctx, netuid, params.liquid_alpha)
    hyper.alpha_values.set(ctx, netuid, (params.alpha_low, params.alpha_high))
    hyper.alpha_sigmoid_steepness.set(ctx, netuid, params.steepness)
    hyper.commit_reveal_weights_enabled.set(ctx, netuid, params.commit_reveal)
    hyper.tempo.set(ctx, netuid, params.tempo)
    # The least factor whose cutoff is the one asked for; without a tempo the cutoff is 1 whatever the factor.
    factor = -(-params.activity_cutoff * 1000 // params.tempo) if params.tempo else 1000
    hyper.activity_cutoff_factor_milli.set(ctx, netuid, factor)
    hyper.max_allowed_validators.set(ctx, netuid, params.max_validators)
    hyper.stake_threshold.set(ctx, params.stake_threshold)
