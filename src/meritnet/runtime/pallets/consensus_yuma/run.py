"""Runs the epoch of a subnet over state: all its mechanisms, stored vectors, what every hotkey earned."""

from collections.abc import Sequence

import numpy as np

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission.events import IncentiveAlphaEmittedToMiners
from meritnet.runtime.pallets.voting_power import tracking

from . import mechanisms_state, storage
from .epoch import run_epoch
from .epoch_inputs import Subnet, mechanism_input, read_subnet
from .mechanisms import aggregate, aggregation_weights, split_emission, storage_index
from .types import EpochOutput

U64_MAX = 2**64 - 1


def run_subnet_epoch(ctx: Context, netuid: int, alpha: int) -> list[tuple[bytes, int, int]]:
    """Run consensus on `alpha` rao and store its results; return (hotkey, incentive, dividend) by account bytes.

    The caller has advanced the epoch index, so that commits expire by the epoch that begins now.
    """
    subnet = read_subnet(ctx, netuid)
    parts = split_emission(alpha, mechanisms_state.count(ctx, netuid), mechanisms_state.split(ctx, netuid))
    outputs = []
    for mechanism, part in enumerate(parts):
        output = run_epoch(mechanism_input(ctx, subnet, mechanism, part))
        _store_mechanism(ctx, storage_index(netuid, mechanism), output)
        outputs.append(output)
    _store_subnet(ctx, netuid, outputs, parts)
    _track_voting_power(ctx, subnet, len(outputs))
    incentives = [sum(amounts) for amounts in zip(*(o.server_emission for o in outputs), strict=True)]
    dividends = [sum(amounts) for amounts in zip(*(o.validator_emission for o in outputs), strict=True)]
    return sorted(zip(subnet.hotkeys, incentives, dividends, strict=True))


def _store_mechanism(ctx: Context, index: int, output: EpochOutput) -> None:
    storage.incentive.set(ctx, index, output.incentive)
    bonds = storage.bonds
    for uid, row in enumerate(output.bonds):
        # Quirk: every uid has a stored row, if only an empty one. A row that stays as it is is not touched.
        if not bonds.exists(ctx, index, uid) or bonds.get(ctx, index, uid) != row:
            bonds.set(ctx, index, uid, row)
    ctx.emit(IncentiveAlphaEmittedToMiners, index, tuple(output.server_emission))


def _store_subnet(ctx: Context, netuid: int, outputs: Sequence[EpochOutput], parts: Sequence[int]) -> None:
    weights = aggregation_weights(parts)
    first = outputs[0]
    single = len(outputs) == 1

    def shares(vectors: Sequence[bytes]) -> bytes:
        if single:
            return vectors[0]
        combined = aggregate([np.frombuffer(v, "<u2").tolist() for v in vectors], weights)
        return np.array(combined, "<u2").tobytes()

    storage.stake_weight.set(ctx, netuid, shares([o.stake_weight for o in outputs]))
    storage.consensus.set(ctx, netuid, shares([o.consensus for o in outputs]))
    storage.dividends.set(ctx, netuid, shares([o.dividends for o in outputs]))
    storage.validator_trust.set(ctx, netuid, shares([o.validator_trust for o in outputs]))
    emission = first.emission if single else aggregate([o.emission for o in outputs], weights, U64_MAX)
    storage.emission.set(ctx, netuid, np.array(emission, "<u8").tobytes())
    storage.active.set(ctx, netuid, _any([o.active for o in outputs]))
    storage.validator_permit.set(ctx, netuid, _any([o.permits for o in outputs]))


def _track_voting_power(ctx: Context, subnet: Subnet, mechanisms: int) -> None:
    """Update the voting power of the epoch's new validators. Quirk: stake counts once for every mechanism."""
    if not tracking.is_tracked(ctx, subnet.netuid):
        return
    permits = storage.validator_permit.get(ctx, subnet.netuid)
    tracking.update(
        ctx,
        subnet.netuid,
        (
            tracking.Standing(hotkey, permit == 1, min(mechanisms * max(stake >> 64, 0), U64_MAX))
            for hotkey, permit, stake in zip(subnet.hotkeys, permits, subnet.stake, strict=True)
        ),
    )


def _any(flags: Sequence[Sequence[bool]]) -> bytes:
    return bytes(any(of_uid) for of_uid in zip(*flags, strict=True))
