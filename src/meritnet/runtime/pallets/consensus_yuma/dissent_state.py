"""The dissent report of a validator on a live subnet: what the next epoch would cost it, were it to run now."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.registration.uids import uid_of

from . import dissent, mechanisms_state
from .epoch_inputs import mechanism_input, read_subnet
from .mechanisms import split_emission
from .types import EpochInput


def next_epoch_input(ctx: Context, netuid: int, mechanism: int = 0) -> EpochInput:
    """Return what a mechanism's epoch would work on in this block, with the alpha that has gathered so far.

    Commits that the coming epoch will void still count as open.
    """
    gathered = sum(
        item.get(ctx, netuid)
        for item in (
            emission.pending_server_emission,
            emission.pending_validator_emission,
            emission.pending_root_alpha_divs,
        )
    )
    parts = split_emission(gathered, mechanisms_state.count(ctx, netuid), mechanisms_state.split(ctx, netuid))
    return mechanism_input(ctx, read_subnet(ctx, netuid), mechanism, parts[mechanism])


def report_of(
    ctx: Context, netuid: int, hotkey: bytes, mechanism: int = 0, top: int = 5
) -> dissent.DissentReport | None:
    """Return the report of one hotkey, naming the `top` miners it disagrees on most; None if it has no uid here.

    Raises: MechanismDoesNotExist.
    """
    mechanisms_state.ensure_exists(ctx, netuid, mechanism)
    uid = uid_of(ctx, netuid, hotkey)
    if uid is None:
        return None
    return dissent.report(next_epoch_input(ctx, netuid, mechanism), uid, top=top)
