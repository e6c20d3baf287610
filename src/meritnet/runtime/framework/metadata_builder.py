"""Builds runtime metadata from the declarations alone: pallets, extrinsic format, runtime APIs."""

from typing import Any

from meritnet.codec import U64, Struct, Type
from meritnet.codec.base import Shape
from meritnet.codec.common import ALPHA, MECH_ID, NET_UID, NET_UID_STORAGE_INDEX, PER_U16, TAO
from meritnet.codec.metadata import (
    ApiMeta,
    ConstantMeta,
    ExtrinsicMeta,
    MethodMeta,
    PalletMeta,
    RuntimeMeta,
    StorageEntry,
)
from meritnet.primitives.params import resolve
from meritnet.state.items import StorageItem
from meritnet.state.overlay import Overlay

from .assembly import Assembly, PalletParts


class _NamedPrimitive(Type):
    """A primitive that carries a path of its own."""

    def __init__(self, path: str, primitive: Type) -> None:
        super().__init__(path, path=path)
        self._primitive = primitive

    def shape(self) -> Shape:
        return self._primitive.shape()


BALANCE_BY_NAME = _NamedPrimitive("Balance", U64)
"""V14 has no runtime APIs, so substrate-interface decodes fees by its own table, where `Balance` has 128 bits.

A type whose whole path is `Balance` replaces that entry; then its fee estimates work without options.
"""

PLAIN_IN_V15 = tuple(
    wrapper.path for wrapper in (NET_UID, MECH_ID, NET_UID_STORAGE_INDEX, TAO, ALPHA, PER_U16)
)
"""Numbers that V15 shows as primitives with a path, not as structs of one field.

SDK 10.2 reads V15 with a decoder that makes a tuple of such a struct and cannot encode one from a number; the other
clients unwrap it anyhow. V14 keeps the structs.
"""


def storage_entry(item: StorageItem, s: Overlay) -> StorageEntry:
    """Return the metadata of one storage item with this chain's default."""
    return StorageEntry(
        name=item.name,
        optional=item.optional,
        hashers=tuple(hasher for _, hasher in item.key_parts),
        keys=tuple(type_ for type_, _ in item.key_parts),
        value=item.value,
        default=item.default_bytes(s),
        docs=(item.doc,) if item.doc else (),
    )


def pallet_meta(parts: PalletParts, s: Overlay) -> PalletMeta:
    """Return the metadata of one pallet."""
    constants = []
    for c in parts.constants:
        value = c.value(s.params) if callable(c.value) else resolve(c.value, s.params)
        constants.append(ConstantMeta(c.name, c.type, c.type.encode(value), (c.doc,) if c.doc else ()))
    return PalletMeta(
        name=parts.name,
        index=parts.index,
        prefix=parts.name if parts.storage else None,
        storage=tuple(storage_entry(item, s) for item in parts.storage),
        calls=parts.call_type,
        event=parts.event_type,
        constants=tuple(constants),
        error=parts.error_type,
        docs=(),
    )


def api_meta(assembly: Assembly) -> tuple[ApiMeta, ...]:
    """Return the metadata of the runtime APIs, in declaration order."""
    return tuple(
        ApiMeta(
            name=name,
            methods=tuple(
                MethodMeta(d.method, d.inputs, d.output, (d.doc,) if d.doc else ()) for d in methods.values()
            ),
            docs=(),
        )
        for name, methods in assembly.apis.items()
    )


def build(assembly: Assembly, params: Any, extrinsic: ExtrinsicMeta) -> RuntimeMeta:
    """Return the metadata of a runtime with these parameters."""

    class _Nothing:
        def get(self, _key: bytes) -> bytes | None:
            return None

        def iterate(self, _prefix: bytes, _start: bytes | None = None) -> Any:
            return iter(())

    s = Overlay(_Nothing(), params)
    pallets = sorted(assembly.pallets.values(), key=lambda p: p.index)
    return RuntimeMeta(
        pallets=tuple(pallet_meta(parts, s) for parts in pallets),
        extrinsic=extrinsic,
        runtime=Struct("node_subtensor_runtime::Runtime", []),
        apis=api_meta(assembly),
        outer_call=assembly.call_type,
        outer_event=assembly.event_type,
        outer_error=assembly.error_type,
        named_for_v14=(BALANCE_BY_NAME,),
        plain_in_v15=PLAIN_IN_V15,
    )
