"""Deletes the bonds that validators hold to one uid."""

import numpy as np

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import columns
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.hyperparameters import storage as hyper


def reset_bonds_to(ctx: Context, netuid: int, uid: int) -> None:
    """Delete all bonds to `uid` in every mechanism, if the subnet allows it (`BondsResetOn`)."""
    if not hyper.bonds_reset_on.get(ctx, netuid):
        return
    for index in columns.indices(ctx, netuid):
        for row, raw in list(consensus.bonds.iter_prefix(ctx, index)):
            pairs = np.frombuffer(raw, "<u2").reshape(-1, 2)
            kept = pairs[pairs[:, 0] != uid]
            if len(kept) != len(pairs):
                consensus.bonds.set(ctx, index, row, kept.tobytes())
