"""How often a subnet's owner may do one thing; root never waits."""

from collections.abc import Callable
from dataclasses import dataclass

from meritnet.runtime.framework.context import Context

from . import rate_limits, storage
from .authority import ensure_rate, ensure_rate_for, owner_limit
from .rate_limits import Kind


@dataclass(frozen=True, slots=True)
class OwnerLimit:
    """A wait of `blocks(ctx, netuid)` between two uses, recorded under a hyperparameter or a kind of operation."""

    text: str
    blocks: Callable[[Context, int], int]
    parameter: str = ""
    kind: Kind | None = None

    def ensure_passed(self, ctx: Context, owner: bytes | None, netuid: int) -> None:
        """Raises: TxRateLimitExceeded unless the owner waited long enough."""
        if owner is None:
            return
        wait = self.blocks(ctx, netuid)
        if self.kind is None:
            ensure_rate(ctx, rate_limits.hyperparameter_key(netuid, self.parameter), wait)
        else:
            ensure_rate_for(ctx, owner, netuid, self.kind, wait)

    def record(self, ctx: Context, owner: bytes | None, netuid: int) -> None:
        """Remember that the owner did it in this block."""
        if owner is None:
            return
        if self.kind is None:
            rate_limits.record(ctx, rate_limits.hyperparameter_key(netuid, self.parameter))
        else:
            rate_limits.record_for(ctx, owner, netuid, self.kind)


def per_parameter(parameter: str) -> OwnerLimit:
    """Return the ordinary limit of a hyperparameter (a variant of `HYPERPARAMETER`): one change per few tempos."""
    return OwnerLimit("OwnerHyperparamRateLimit x Tempo", owner_limit, parameter=parameter)


def _version_key_wait(ctx: Context, netuid: int) -> int:
    return int(storage.weights_version_key_rate_limit.get(ctx)) * int(storage.tempo.get(ctx, netuid))


MIN_TEMPO = 360
MAX_TEMPO = 50_400
"""Bounds of the tempo an owner may set. Unit: blocks."""

VERSION_KEY = OwnerLimit(
    "WeightsVersionKeyRateLimit x Tempo", _version_key_wait, kind=Kind.WEIGHTS_VERSION_KEY
)
MECHANISM_COUNT = OwnerLimit(
    "a chain parameter", lambda ctx, _: int(ctx.params.mechanism_count_rate_limit), kind=Kind.MECHANISM_COUNT
)
MECHANISM_SPLIT = OwnerLimit(
    "a chain parameter",
    lambda ctx, _: int(ctx.params.mechanism_emission_rate_limit),
    kind=Kind.MECHANISM_EMISSION,
)
TRIMMING = OwnerLimit(
    "a chain parameter",
    lambda ctx, _: int(ctx.params.max_uids_trimming_rate_limit),
    kind=Kind.MAX_UIDS_TRIMMING,
)
TEMPO = OwnerLimit(f"{MIN_TEMPO} blocks", lambda _, __: MIN_TEMPO, kind=Kind.TEMPO)
