"""Runtime metadata: what a chain declares about itself, and its bytes in the versions that clients read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from meritnet.codec.base import Type
from meritnet.codec.common import ACCOUNT_ID, MULTI_ADDRESS, MULTI_SIGNATURE
from meritnet.codec.enums import Case
from meritnet.codec.errors import InvalidEncoding
from meritnet.codec.metadata_layout import (
    API,
    CONSTANT,
    ENTRY,
    EXTENSION,
    EXTRINSIC_V14,
    EXTRINSIC_V15,
    MAGIC,
    METADATA_V14,
    METADATA_V15,
    METHOD,
    METHOD_INPUT,
    OUTER_ENUMS,
    PALLET_V14,
    PALLET_V15,
    STORAGE,
    V14,
    V15,
)
from meritnet.codec.registry import TypeRegistry
from meritnet.codec.signed_extensions import (
    SignedExtension,
    extra_type,
    signed_extensions,
    unchecked_extrinsic,
)
from meritnet.codec.storage_key import Hasher
from meritnet.codec.tuples import Tuple

__all__ = [
    "ApiMeta",
    "ConstantMeta",
    "ExtrinsicMeta",
    "MethodMeta",
    "PalletMeta",
    "RuntimeMeta",
    "SignedExtension",
    "StorageEntry",
    "decode_metadata",
    "encode_v14",
    "encode_v15",
    "standard_extrinsic",
]

EXTRINSIC_VERSION = 4

Docs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StorageEntry:
    """A storage item; one hasher for each key, none for a plain value. `default` is an encoded value."""

    name: str
    optional: bool
    hashers: tuple[Hasher, ...]
    keys: tuple[Type, ...]
    value: Type
    default: bytes
    docs: Docs = ()


@dataclass(frozen=True, slots=True)
class ConstantMeta:
    """A constant; `value` is encoded."""

    name: str
    type: Type
    value: bytes
    docs: Docs = ()


@dataclass(frozen=True, slots=True)
class PalletMeta:
    """A pallet; `calls`, `event` and `error` are enums, None where it has none. A prefix of None means no storage."""

    name: str
    index: int
    prefix: str | None
    storage: tuple[StorageEntry, ...]
    calls: Type | None
    event: Type | None
    constants: tuple[ConstantMeta, ...]
    error: Type | None
    docs: Docs = ()


@dataclass(frozen=True, slots=True)
class ExtrinsicMeta:
    """The transaction format. V14 names `unchecked`, the whole; V15 names the parts."""

    address: Type
    call: Type
    signature: Type
    extra: Type
    extensions: tuple[SignedExtension, ...]
    unchecked: Type
    version: int = EXTRINSIC_VERSION


@dataclass(frozen=True, slots=True)
class MethodMeta:
    """A method of a runtime API."""

    name: str
    inputs: tuple[tuple[str, Type], ...]
    output: Type
    docs: Docs = ()


@dataclass(frozen=True, slots=True)
class ApiMeta:
    """A runtime API."""

    name: str
    methods: tuple[MethodMeta, ...]
    docs: Docs = ()


@dataclass(frozen=True, slots=True)
class RuntimeMeta:
    """Everything a runtime declares, pallets in the order of their indices."""

    pallets: tuple[PalletMeta, ...]
    extrinsic: ExtrinsicMeta
    runtime: Type
    apis: tuple[ApiMeta, ...]
    outer_call: Type
    outer_event: Type
    outer_error: Type
    named_for_v14: tuple[Type, ...] = ()
    """Types that V14 lists although nothing refers to them: some of its readers look types up by their path."""
    plain_in_v15: tuple[str, ...] = ()
    """Paths of wrappers that V15 describes by what they wrap; bytes of values, paths and ids are the same."""


def standard_extrinsic(call: Type, runtime: Type) -> ExtrinsicMeta:
    """Return the transaction format with the thirteen signed extensions."""
    extensions = signed_extensions(runtime)
    extra = extra_type(extensions)
    return ExtrinsicMeta(
        address=MULTI_ADDRESS,
        call=call,
        signature=MULTI_SIGNATURE,
        extra=extra,
        extensions=extensions,
        unchecked=unchecked_extrinsic(call, extra),
    )


def encode_v14(runtime: RuntimeMeta) -> bytes:
    """Return metadata version 14, magic included."""
    registry = _registry()
    pallets = tuple(PALLET_V14(*_pallet(registry, pallet)) for pallet in runtime.pallets)
    extrinsic = EXTRINSIC_V14(
        registry.register(runtime.extrinsic.unchecked),
        runtime.extrinsic.version,
        _extensions(registry, runtime.extrinsic),
    )
    runtime_id = registry.register(runtime.runtime)
    for named in runtime.named_for_v14:
        registry.register(named)
    value = METADATA_V14(registry.types(), pallets, extrinsic, runtime_id)
    return MAGIC + bytes([V14]) + METADATA_V14.encode(value)


def encode_v15(runtime: RuntimeMeta) -> bytes:
    """Return metadata version 15, magic included."""
    registry = _registry(runtime.plain_in_v15)
    pallets = tuple(PALLET_V15(*_pallet(registry, pallet), pallet.docs) for pallet in runtime.pallets)
    format_ = runtime.extrinsic
    extrinsic = EXTRINSIC_V15(
        format_.version,
        registry.register(format_.address),
        registry.register(format_.call),
        registry.register(format_.signature),
        registry.register(format_.extra),
        _extensions(registry, format_),
    )
    runtime_id = registry.register(runtime.runtime)
    apis = tuple(_api(registry, api) for api in runtime.apis)
    outer = OUTER_ENUMS(
        registry.register(runtime.outer_call),
        registry.register(runtime.outer_event),
        registry.register(runtime.outer_error),
    )
    value = METADATA_V15(registry.types(), pallets, extrinsic, runtime_id, apis, outer, ())
    return MAGIC + bytes([V15]) + METADATA_V15.encode(value)


def decode_metadata(data: bytes) -> tuple[int, Any]:
    """Return the version of metadata bytes and their content as values of `metadata_layout`.

    Raises: InvalidEncoding for another magic or version, or malformed content.
    """
    if data[:4] != MAGIC or len(data) < 5:
        raise InvalidEncoding(f"metadata starts with {data[:4].hex()}, not with {MAGIC.hex()}")
    layout = {V14: METADATA_V14, V15: METADATA_V15}.get(data[4])
    if layout is None:
        raise InvalidEncoding(f"metadata has version {data[4]}, known are {V14} and {V15}")
    return data[4], layout.decode(data[5:])


def _registry(plain: tuple[str, ...] = ()) -> TypeRegistry:
    """Return a registry that starts with the account id: SDK 10.2 takes type 0 for it without looking.

    Pallets are registered first, so that their types have the same ids in both versions: that client decodes events
    by the types of V14 under the ids of V15.
    """
    registry = TypeRegistry(plain)
    registry.register(ACCOUNT_ID, ahead=True)
    return registry


def _pallet(registry: TypeRegistry, pallet: PalletMeta) -> tuple[Any, ...]:
    storage = None
    if pallet.prefix is not None:
        storage = STORAGE(pallet.prefix, tuple(_entry(registry, entry) for entry in pallet.storage))
    calls = None if pallet.calls is None else registry.register(pallet.calls)
    event = None if pallet.event is None else registry.register(pallet.event)
    constants = tuple(
        CONSTANT(constant.name, registry.register(constant.type), constant.value, constant.docs)
        for constant in pallet.constants
    )
    error = None if pallet.error is None else registry.register(pallet.error)
    return pallet.name, storage, calls, event, constants, error, pallet.index


def _entry(registry: TypeRegistry, entry: StorageEntry) -> Any:
    if entry.hashers:
        # A single key is named directly, several as a tuple.
        key = entry.keys[0] if len(entry.keys) == 1 else Tuple(*entry.keys)
        hashers = tuple(Case(hasher.name) for hasher in entry.hashers)
        kind = Case("Map", (hashers, registry.register(key), registry.register(entry.value)))
    else:
        kind = Case("Plain", (registry.register(entry.value),))
    modifier = Case("Optional" if entry.optional else "Default")
    return ENTRY(entry.name, modifier, kind, entry.default, entry.docs)


def _extensions(registry: TypeRegistry, extrinsic: ExtrinsicMeta) -> tuple[Any, ...]:
    return tuple(
        EXTENSION(
            extension.identifier, registry.register(extension.type), registry.register(extension.additional)
        )
        for extension in extrinsic.extensions
    )


def _api(registry: TypeRegistry, api: ApiMeta) -> Any:
    methods = tuple(
        METHOD(
            method.name,
            tuple(METHOD_INPUT(name, registry.register(input_)) for name, input_ in method.inputs),
            registry.register(method.output),
            method.docs,
        )
        for method in api.methods
    )
    return API(api.name, methods, api.docs)
