"""The surface that clients build on, as plain data: every name, index, type, default and constant that metadata shows.

`runtime/surface/` holds a written copy, the lock: a test compares, so that nothing changes unnoticed.
"""

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

from meritnet.codec import Type
from meritnet.codec.base import (
    ArrayShape,
    CompactShape,
    CompositeShape,
    Field,
    PrimitiveShape,
    SequenceShape,
    TupleShape,
    VariantShape,
)
from meritnet.primitives.params import resolve
from meritnet.runtime.framework.assembly import Assembly, PalletParts
from meritnet.runtime.params import ChainParams, params_for
from meritnet.runtime.runtime import SPEC_NAME, Runtime
from meritnet.state.overlay import Overlay

from .chain import DictState

FOLDER = Path(__file__).resolve().parents[1] / "runtime" / "surface"
LOCK = "lock.json"
APIS = "RuntimeApis"
PRESETS = ("reference", "local")
"""Chains whose defaults and constants are written down; metadata shows them."""
FINGERPRINT_BYTES = 8
OWN_VERSION = ("System", "Version")
"""The constant that holds the spec version itself."""

Surface = dict[str, Any]  # plain data, as JSON has it


def fingerprint(value: Any) -> str:
    """Return a short hash of plain data."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=FINGERPRINT_BYTES).hexdigest()


class TypeTexts:
    """Describes types in full, each once; outer calls, events and errors by name, because pallets list theirs."""

    def __init__(self, assembly: Assembly) -> None:
        outer = (assembly.call_type, assembly.event_type, assembly.error_type)
        self._open = {id(type_): type_.name for type_ in outer}  # exact: recognises objects
        self._known: dict[int, tuple[Type, Any]] = {}

    def named(self, type_: Type) -> str:
        """Return a type's name with the fingerprint of its description."""
        return f"{type_.name} {fingerprint(self.describe(type_))}"

    def describe(self, type_: Type) -> Any:
        """Return path, fields, variants and widths of a type as plain data."""
        type_ = type_.resolve()
        key = id(type_)  # exact: recognises objects
        if key in self._open:
            return self._open[key]
        if key not in self._known:
            self._open[key] = type_.name
            self._known[key] = type_, [type_.path, self._shape(type_)]
            del self._open[key]
        return self._known[key][1]

    def _shape(self, type_: Type) -> Any:
        match type_.shape():
            case PrimitiveShape(name):
                return name
            case CompositeShape(fields):
                return [self._field(field) for field in fields]
            case VariantShape(variants):
                return {v.name: [v.index, *(self._field(field) for field in v.fields)] for v in variants}
            case SequenceShape(item):
                return ["sequence", self.describe(item)]
            case CompactShape(item):
                return ["compact", self.describe(item)]
            case ArrayShape(item, length):
                return ["array", length, self.describe(item)]
            case TupleShape(items):
                return ["tuple", *(self.describe(item) for item in items)]
            case _:
                return type_.name

    def _field(self, field: Field) -> Any:
        return [field.name, self.describe(field.type)]


def describe(assembly: Assembly) -> dict[str, Surface]:
    """Return the surface of every pallet, and of the runtime APIs together."""
    texts = TypeTexts(assembly)
    chains = {preset: Runtime(params_for(preset)).params for preset in PRESETS}
    out = {parts.name: _pallet(parts, texts, chains) for parts in assembly.pallets.values()}
    out[APIS] = {
        api: {
            name: [*([n, texts.named(type_)] for n, type_ in method.inputs), texts.named(method.output)]
            for name, method in methods.items()
        }
        for api, methods in assembly.apis.items()
    }
    return out


def _pallet(parts: PalletParts, texts: TypeTexts, chains: dict[str, ChainParams]) -> Surface:
    return {
        "index": parts.index,
        "calls": {
            call.name: [call.index, *([name, texts.named(type_)] for name, type_ in call.args)]
            for call in parts.calls
        },
        "events": {
            event.name: [event.index, *([name, texts.named(type_)] for name, type_ in event.fields)]
            for event in parts.events
        },
        "errors": {error.name: error.index for error in parts.errors},
        "constants": {
            constant.name: [
                texts.named(constant.type),
                *_by_chain(chains, lambda p, c=constant: c.type.encode(_constant(c.value, p))),
            ]
            for constant in parts.constants
            if (parts.name, constant.name) != OWN_VERSION
        },
        "storage": {
            item.name: [
                "optional" if item.optional else "default",
                *([hasher.name, texts.named(type_)] for type_, hasher in item.key_parts),
                texts.named(item.value),
                *_by_chain(chains, lambda p, i=item: i.default_bytes(Overlay(DictState(), p))),
            ]
            for item in parts.storage
        },
    }


def _constant(value: Any, params: ChainParams) -> Any:
    return value(params) if callable(value) else resolve(value, params)


def _by_chain(chains: dict[str, ChainParams], encode: Any) -> list[str]:
    """Return the value on each chain, once if they agree."""
    values = ["0x" + encode(params).hex() for params in chains.values()]
    return values[:1] if len(set(values)) == 1 else values


def lock_of(surface: dict[str, Surface], spec_version: int) -> Surface:
    """Return what stands beside the written copy: the version it belongs to and its fingerprint."""
    return {"spec_name": SPEC_NAME, "spec_version": spec_version, "fingerprint": fingerprint(surface)}


def written() -> dict[str, Surface]:
    """Return the written copy, with its lock under `LOCK`."""
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
    lock = found.pop(Path(LOCK).stem, None)
    return found if lock is None else found | {LOCK: lock}


def write(surface: dict[str, Surface], spec_version: int) -> None:
    """Replace the written copy."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    files = {f"{name}.json": content for name, content in surface.items()}
    files[LOCK] = lock_of(surface, spec_version)
    for name, content in files.items():
        (FOLDER / name).write_text(_text(content), encoding="utf-8")


def _text(content: Surface) -> str:
    """Return JSON with one line a name, so that a change shows as the lines it touches."""
    lines = []
    for key, value in content.items():
        if isinstance(value, dict):
            inner = [f"    {json.dumps(name)}: {json.dumps(one)}" for name, one in value.items()]
            body = ",\n".join(inner)
            lines.append(f"  {json.dumps(key)}: {{\n{body}\n  }}" if inner else f"  {json.dumps(key)}: {{}}")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def changes(before: dict[str, Surface], after: dict[str, Surface]) -> list[str]:
    """Return what differs between two surfaces, one text a name."""
    out = []
    for owner in sorted(before.keys() | after.keys()):
        if owner not in before or owner not in after:
            out.append(f"{owner}: {'gone' if owner in before else 'new'}")
            continue
        old, new = before[owner], after[owner]
        for kind in sorted(old.keys() | new.keys()):
            a, b = old.get(kind, {}), new.get(kind, {})
            if not isinstance(a, dict) or not isinstance(b, dict):
                out += [f"{owner}: {kind} {a} is now {b}"] if a != b else []
                continue
            for name in sorted(a.keys() | b.keys()):
                if a.get(name) != b.get(name):
                    word = "new" if name not in a else "gone" if name not in b else "changed"
                    out.append(f"{owner}.{kind}.{name}: {word}")
    return out
