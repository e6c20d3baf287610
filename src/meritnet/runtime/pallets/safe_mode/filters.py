"""What passes in safe mode: root, what root needs, votes and endpoints of miners and validators."""

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.system.errors import CallFiltered

from . import storage

WHOLE_PALLETS = frozenset({"Sudo", "Multisig", "System", "SafeMode", "Timestamp"})
SINGLE_CALLS = frozenset(
    {
        ("SubtensorModule", "set_weights"),
        ("SubtensorModule", "serve_axon"),
        ("Commitments", "set_commitment"),
    }
)


def passes_safe_mode(ctx: Context, call: Case) -> None:
    """Filter of the chain. Raises: CallFiltered for what has to wait until safe mode ends."""
    if call.name in WHOLE_PALLETS:
        return
    until = storage.entered_until.get(ctx)
    if until is not None and (call.name, call.args[0].name) not in SINGLE_CALLS:
        raise CallFiltered(call=f"{call.name}.{call.args[0].name}", safe_mode_until=until)
