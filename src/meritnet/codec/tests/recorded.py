"""The recorded runtime as declared types: registry, pallets and runtime APIs of the wire tables."""

from functools import cache
from typing import Any

from meritnet.codec.base import Type
from meritnet.codec.metadata import (
    ApiMeta,
    ConstantMeta,
    ExtrinsicMeta,
    MethodMeta,
    PalletMeta,
    RuntimeMeta,
    SignedExtension,
    StorageEntry,
)
from meritnet.codec.portable import PortableRegistry
from meritnet.codec.storage_key import HASHERS
from meritnet.testing.vectors import load

TABLE = load("wire/wire-types")
VECTORS = load("wire/wire-vectors")


@cache
def registry() -> PortableRegistry:
    """Return the recorded types."""
    return PortableRegistry(TABLE["types"])


def type_of(number: int | None) -> Any:
    """Return a recorded type, None for none."""
    return None if number is None else registry().type(number)


def call_type() -> Type:
    """Return the recorded outer call enum."""
    return registry().type(TABLE["outer_enums"]["call"])


def pallet(name: str) -> PalletMeta:
    """Return a recorded pallet."""
    return next(entry for entry in runtime().pallets if entry.name == name)


@cache
def runtime() -> RuntimeMeta:
    """Return the whole recorded runtime."""
    extrinsic, outer = TABLE["extrinsic"], TABLE["outer_enums"]
    return RuntimeMeta(
        pallets=tuple(_pallet(entry) for entry in load("wire/wire-pallets")["pallets"]),
        extrinsic=ExtrinsicMeta(
            address=type_of(extrinsic["address"]),
            call=type_of(extrinsic["call"]),
            signature=type_of(extrinsic["signature"]),
            extra=type_of(extrinsic["extra"]),
            extensions=tuple(
                SignedExtension(name, type_of(sent), type_of(additional))
                for name, sent, additional in extrinsic["signed_extensions"]
            ),
            unchecked=type_of(extrinsic["unchecked_extrinsic_v14"]),
        ),
        runtime=type_of(TABLE["runtime_type"]),
        apis=tuple(_api(entry) for entry in load("wire/wire-apis")["apis"]),
        outer_call=type_of(outer["call"]),
        outer_event=type_of(outer["event"]),
        outer_error=type_of(outer["error"]),
    )


def _pallet(entry: Any) -> PalletMeta:
    storage = tuple(
        StorageEntry(
            name=item["name"],
            optional=item["modifier"] == "Optional",
            hashers=tuple(HASHERS[key["hasher"]] for key in item["keys"]),
            keys=tuple(type_of(key["type_id"]) for key in item["keys"]),
            value=type_of(item["value_type_id"]),
            default=bytes.fromhex(item["default"][2:]),
        )
        for item in entry["storage"]
    )
    constants = tuple(
        ConstantMeta(item["name"], type_of(item["type_id"]), bytes.fromhex(item["hex"][2:]))
        for item in entry["constants"]
    )
    ids = entry["type_ids"]
    return PalletMeta(
        name=entry["name"],
        index=entry["index"],
        prefix=entry["storage_prefix"] if storage else None,
        storage=storage,
        calls=type_of(ids.get("calls")),
        event=type_of(ids.get("event")),
        constants=constants,
        error=type_of(ids.get("error")),
    )


def _api(entry: Any) -> ApiMeta:
    methods = tuple(
        MethodMeta(
            method["name"],
            tuple((item["name"], type_of(item["type_id"])) for item in method["inputs"]),
            type_of(method["output_type_id"]),
        )
        for method in entry["methods"]
    )
    return ApiMeta(entry["name"], methods)
