"""Core, Metadata, AuraApi: version, metadata, slot duration."""

from typing import Any

from meritnet.codec import BYTES, U32, U64, Option, Vec, Wrapper
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.framework.types import RUNTIME_VERSION
from meritnet.runtime.pallets.aura import storage as aura

OPAQUE_METADATA = Wrapper("sp_core::OpaqueMetadata", BYTES)
SLOT_DURATION = Wrapper("sp_consensus_slots::SlotDuration", U64)


@api("Core", {}, RUNTIME_VERSION)
def version(ctx: Context) -> Any:
    """Return the runtime's version."""
    return ctx.params.runtime_version


@api("Metadata", {}, OPAQUE_METADATA)
def metadata(ctx: Context) -> bytes:
    """Return the metadata, version 14."""
    return bytes(ctx.runtime.metadata_v14)


@api("Metadata", {"version": U32}, Option(OPAQUE_METADATA))
def metadata_at_version(ctx: Context, version: int) -> bytes | None:
    """Return the metadata of a version, or nothing for one that is not served."""
    served = {14: "metadata_v14", 15: "metadata_v15"}
    return bytes(getattr(ctx.runtime, served[version])) if version in served else None


@api("Metadata", {}, Vec(U32))
def metadata_versions(ctx: Context) -> tuple[int, ...]:
    """Return the metadata versions that are served."""
    return (14, 15)


@api("AuraApi", {}, SLOT_DURATION)
def slot_duration(ctx: Context) -> int:
    """Return the time between blocks. Unit: milliseconds."""
    return int(ctx.params.slot_duration_ms)


@api("AuraApi", {}, Vec(aura.PUBLIC))
def authorities(ctx: Context) -> Any:
    """Return the block authors."""
    return aura.authorities.get(ctx)
