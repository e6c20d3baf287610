"""Who pays for an extrinsic: the signer, or the real account of a proxy call that agreed to pay for its delegate.

    proxy(A, ..)                        A, if A pays for the signer
    proxy(B, proxy(A, ..))              A, if also A pays for B; else B
    proxy(B, batch[proxy(A, ..), ..])   A, if every call is a proxy call for A and A pays for B; else B

Announced calls are paid by who sends them.
"""

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.utility.filters import is_batch

from . import storage


def fee_payer(ctx: Context, signer: bytes, call: Case) -> bytes:
    """Return the account that pays the fee of a call that `signer` signed."""
    outer = _consenting(ctx, call, signer)
    if outer is None:
        return signer
    inner = call.args[0].args[2]
    deeper = _of_batch(ctx, inner, outer) if is_batch(inner) else _consenting(ctx, inner, outer)
    return outer if deeper is None else deeper


def _real(call: Case) -> bytes | None:
    """Return the real account of a proxy call."""
    if call.name != "Proxy" or call.args[0].name != "proxy":
        return None
    address = call.args[0].args[0]
    return address.args[0] if address.name == "Id" else None


def _consenting(ctx: Context, call: Case, delegate: bytes) -> bytes | None:
    real = _real(call)
    return real if real is not None and storage.real_pays_fee.exists(ctx, real, delegate) else None


def _of_batch(ctx: Context, batch: Case, delegate: bytes) -> bytes | None:
    calls = batch.args[0].args[0]
    if not calls:
        return None
    first = _consenting(ctx, calls[0], delegate)
    return first if first is not None and all(_real(call) == first for call in calls) else None
