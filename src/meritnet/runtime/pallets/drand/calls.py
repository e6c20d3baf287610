"""Calls of the Drand pallet. Rounds come in unsigned: they prove themselves."""

from typing import Any

from meritnet.codec import U64, Case, Option
from meritnet.codec.common import MULTI_SIGNATURE
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_none, ensure_root
from meritnet.runtime.framework.weights import measured

from . import books, storage
from .errors import UnverifiedPulse
from .events import BeaconConfigChanged, NewLocalPulse, NewPulse, SetOldestStoredRound
from .recording import Pulse, record
from .types import BEACON_CONFIGURATION_PAYLOAD, PULSE, PULSES_PAYLOAD

PALLET = "Drand"

WRITE = measured(4_294_000_000, 0, reads=3, writes=4)


@call(PALLET, 0, {"pulses_payload": PULSES_PAYLOAD, "signature": Option(MULTI_SIGNATURE)}, weight=WRITE)
def write_pulse(
    ctx: Context,
    origin: Origin,
    pulses_payload: Any,  # Any: a value of PULSES_PAYLOAD
    signature: Case | None,
) -> None:
    """Check rounds of the public beacon and store them; unsigned, whoever sends it signs the payload."""
    ensure_none(origin)
    stored = record(ctx, books.PUBLIC, pulses_payload.pulses)
    storage.next_unsigned_at.set(ctx, ctx.block_number)
    if stored:
        ctx.emit(NewPulse, tuple(stored))


@call(
    PALLET,
    1,
    {"config_payload": BEACON_CONFIGURATION_PAYLOAD, "signature": Option(MULTI_SIGNATURE)},
    weight=measured(8_766_000, 0, writes=2),
)
def set_beacon_config(
    ctx: Context,
    origin: Origin,
    config_payload: Any,  # Any: a value of BEACON_CONFIGURATION_PAYLOAD
    signature: Case | None,
) -> None:
    """Follow another public beacon; root only, and nothing is checked: a wrong key stops every timelock."""
    ensure_root(origin)
    storage.beacon_config.set(ctx, config_payload.config)
    storage.next_unsigned_at.set(ctx, ctx.block_number + 1)
    ctx.emit(BeaconConfigChanged)


@call(PALLET, 2, {"oldest_round": U64}, weight=measured(5_370_000, 0, writes=1))
def set_oldest_stored_round(ctx: Context, origin: Origin, oldest_round: int) -> None:
    """Set from which round on old rounds are removed; root only."""
    ensure_root(origin)
    storage.oldest_stored_round.set(ctx, oldest_round)
    ctx.emit(SetOldestStoredRound, oldest_round)


@call(PALLET, 100, {"pulse": PULSE}, weight=WRITE)
def write_local_pulse(ctx: Context, origin: Origin, pulse: Pulse) -> None:
    """Check a round of the local beacon and store it; unsigned, on development chains only."""
    ensure_none(origin)
    ensure(books.has_local(ctx), UnverifiedPulse, preset=ctx.params.preset)
    for round_ in record(ctx, books.LOCAL, (pulse,)):
        ctx.emit(NewLocalPulse, round_)
