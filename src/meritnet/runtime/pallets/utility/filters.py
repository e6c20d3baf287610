"""What batches may hold: no batch may directly hold a batch."""

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.system.errors import CallFiltered

PALLET = "Utility"
BATCHES = ("batch", "batch_all", "force_batch")


def is_batch(call: Case) -> bool:
    """Whether a call is one of the three batches."""
    return call.name == PALLET and call.args[0].name in BATCHES


def no_nested_batches(_ctx: Context, call: Case) -> None:
    """Filter of the chain. Raises: CallFiltered for a batch that directly holds a batch, in any place."""
    if is_batch(call) and any(is_batch(item) for item in call.args[0].args[0]):
        raise CallFiltered(call=f"{PALLET}.{call.args[0].name}", holds="a batch")


def no_batch_all(_ctx: Context, call: Case) -> None:
    """Filter of the origin inside a `batch_all`. Raises: CallFiltered for another one, at any depth."""
    if call.name == PALLET and call.args[0].name == "batch_all":
        raise CallFiltered(call=f"{PALLET}.batch_all", inside="batch_all")
