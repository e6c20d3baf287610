"""Renders our decoded values the way the reference codec renders its own, so that both can be compared."""

from typing import Any

from meritnet.codec import BTreeMap, BTreeSet, Enum, Option, Packed, Struct, Tuple, Vec, Wrapper
from meritnet.codec.base import Type
from meritnet.codec.common import ACCOUNT_ID
from meritnet.codec.era import ERA
from meritnet.codec.sequences import Array
from meritnet.primitives import ss58
from meritnet.primitives.hashing import blake2_256


def plain(declared: Type, value: Any) -> Any:
    """Return `value` in the reference codec's rendering.

    Accounts are addresses, bytes are text where they are UTF-8 and hex otherwise, structs are dicts, cases are their
    name or a dict from the name to the fields, map keys are text.
    """
    declared = declared.resolve()
    if declared.path == ACCOUNT_ID.path:
        return ss58.encode(value)
    if declared is ERA:
        return "00" if value.is_immortal else list(value)
    if isinstance(declared, Option):
        return None if value is None else plain(declared.item, some(declared, value))
    if isinstance(declared, Wrapper):
        inner = plain(declared.inner, value)
        name = declared.fields[0].name
        return inner if name is None else {name: inner}
    if isinstance(declared, Packed):
        return [plain(declared.item, item) for item in declared.unpack(value)]
    if isinstance(value, bytes):
        if isinstance(declared, Array):
            return "0x" + value.hex() if value else []
        return _text_or_hex(value)
    if isinstance(declared, BTreeMap):
        return {str(plain(declared.key, key)): plain(declared.value, part) for key, part in value}
    if isinstance(declared, Vec | Array | BTreeSet):
        return [plain(declared.item, item) for item in value]
    if isinstance(declared, Tuple):
        return [plain(item, part) for item, part in zip(declared.items, value, strict=True)]
    if isinstance(declared, Struct) and declared.name == "EventRecord":
        return _event_record(declared, value)
    if isinstance(declared, Struct):
        return _fields(declared.fields, value)
    if isinstance(declared, Enum):
        variant = declared.variant(value.name)
        if declared.name == "MultiAddress" and value.name == "Id":
            return ss58.encode(value.args[0])
        if declared.name == "RuntimeEvent":
            return _event(declared, value)
        if declared.name == "RuntimeCall":
            return _call(declared, value)
        return {value.name: _fields(variant.fields, value.args)} if variant.fields else value.name
    return value


def some(declared: Option, value: Any) -> Any:
    """Return what a present option holds."""
    return value.args[0] if isinstance(declared.item.unwrapped(), Option) else value


def comparable(rendered: Any) -> Any:
    """Return a reference rendering without what says nothing about values.

    That is the type names of call arguments, which it rewrites, whether an empty struct is [] or {}, and whether
    map keys are numbers or text.
    """
    if isinstance(rendered, list | tuple):
        return [comparable(item) for item in rendered]
    if rendered == {}:
        return []
    if isinstance(rendered, dict):
        if set(rendered) == {"name", "type", "value"}:
            rendered = {"name": rendered["name"], "value": rendered["value"]}
        return {str(key): comparable(item) for key, item in rendered.items()}
    return rendered


def _event_record(declared: Struct, value: Any) -> Any:
    types = {field.name: field.type for field in declared.fields}
    event = plain(types["event"], value.event)
    return {
        **event,
        "event_index": int(event["event_index"][:2], 16),
        "event": event,
        "phase": value.phase.name,
        "extrinsic_idx": value.phase.args[0] if value.phase.args else None,
        "topics": plain(types["topics"], value.topics),
    }


def _event(declared: Enum, value: Any) -> Any:
    outer, event = declared.variant(value.name), value.args[0]
    inner = outer.fields[0].type
    variant = inner.variant(event.name)
    return {
        "event_index": bytes([outer.index, variant.index]).hex(),
        "module_id": value.name,
        "event_id": event.name,
        "attributes": _fields(variant.fields, event.args) if variant.fields else None,
    }


def _call(declared: Enum, value: Any) -> Any:
    outer, call = declared.variant(value.name), value.args[0]
    inner = outer.fields[0].type
    variant = inner.variant(call.name)
    return {
        "call_module": value.name,
        "call_function": call.name,
        "call_args": [
            {"name": field.name, "value": plain(field.type, part)}
            for field, part in zip(variant.fields, call.args, strict=True)
        ],
        "call_hash": "0x" + blake2_256(declared.encode(value)).hex(),
        "call_index": "0x" + bytes([outer.index, variant.index]).hex(),
    }


def _fields(fields: Any, values: Any) -> Any:
    rendered = [plain(field.type, part) for field, part in zip(fields, values, strict=True)]
    if fields and fields[0].name is not None:
        return {field.name: part for field, part in zip(fields, rendered, strict=True)}
    return rendered[0] if len(rendered) == 1 else rendered


def _text_or_hex(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return "0x" + raw.hex()
