"""Compares everything the runtime declares with the recorded tables of the reference, by shape and not by type id.

Source: vectors/wire/wire-pallets.json, wire-types.json, wire-apis.json (runtime 461), wire-errors.json (error indices
of the newest client).
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from meritnet.codec import Type
from meritnet.codec.portable import PortableRegistry, same_shape
from meritnet.primitives.params import resolve
from meritnet.runtime.absences import Absence, absence_of
from meritnet.runtime.framework.assembly import Assembly, PalletParts
from meritnet.runtime.framework.declarations import CallDef, ConstantDef, EventDef
from meritnet.runtime.params import ChainParams
from meritnet.runtime.runtime import Runtime
from meritnet.state.items import StorageItem
from meritnet.state.overlay import Overlay

from .chain import DictState
from .vectors import load

KINDS = ("calls", "events", "errors", "constants", "storage")

Entry = dict[str, Any]  # one row of a recorded table

LOCAL_BEACON = "of the beacon that a development chain makes itself; the reference has none"

EXPLAINED: dict[str, str] = {
    "System.constants.Version": "names our own spec version and the APIs that are served",
    "AdminUtils.calls.sudo_set_subnet_owner_hotkey": "of runtime 425, whose clients know this older number",
    "SubtensorModule.calls.set_root_claim_type": "of runtime 425, whose clients choose between claims",
    "SubtensorModule.calls.sudo_set_num_root_claims": "of runtime 425",
    "SubtensorModule.events.RootClaimTypeSet": "of runtime 425 only; stands behind all newer indices",
    "SubtensorModule.storage.RootClaimType": "of runtime 425, whose clients read it",
    "SubtensorModule.storage.NumRootClaim": "of runtime 425",
    "SubtensorModule.errors.InvalidNumRootClaim": "of runtime 425 only; stands behind all newer indices",
    "SubtensorModule.errors.InvalidSubnetNumber": "of runtime 425 only; stands behind all newer indices",
    "SubtensorModule.storage.SubnetEpochConsensus": "newer than the tables; SDK 11.3 reads it before it sets weights",
    "Swap.storage.AlphaSqrtPrice": "older than the tables; SDK 10.2 and btcli 9.21 read prices there and nowhere else",
    "Drand.calls.write_local_pulse": LOCAL_BEACON,
    "Drand.events.NewLocalPulse": LOCAL_BEACON,
    "Drand.storage.LocalBeaconConfig": LOCAL_BEACON,
    "Drand.storage.LocalPulses": LOCAL_BEACON,
    "Drand.storage.LastStoredLocalRound": LOCAL_BEACON,
    "Drand.storage.OldestStoredLocalRound": LOCAL_BEACON,
    "SubtensorModule.events.TimelockedWeightsDropped": "the reference is silent about a commit that it drops",
    "ProxyFilterRuntimeApi.get_proxy_filter": "of runtime 425, whose clients read proxy filters in this layout",
    "SubtensorModule.storage.NetworkRateLimit": "a development chain here starts without the wait between new subnets",
}
"""Why something is declared otherwise than recorded, by `Difference.what`. Nothing else may differ."""


class Difference(NamedTuple):
    """Something declared otherwise than recorded. `what` names it: pallet or API, kind, name."""

    what: str
    text: str


CLIENTS = {"9": "btcli 9", "10": "SDK 10", "11": "SDK 11"}
"""Clients whose use of names is recorded, by the mark of the tables; a question mark behind it means: perhaps."""


class Missing(NamedTuple):
    """A recorded name that is not declared: the clients that use it, and the part that leaves it out, if one does."""

    owner: str
    kind: str
    name: str
    clients: tuple[str, ...]
    absence: Absence | None


class Coverage(NamedTuple):
    """How much of one kind of thing is declared: of all recorded, and of those that some client uses."""

    owner: str
    kind: str
    declared: int
    recorded: int
    used_declared: int
    used: int


@cache
def registry() -> PortableRegistry:
    """Return the recorded types."""
    return PortableRegistry(load("wire/wire-types")["types"])


@cache
def pallet_table() -> dict[str, Entry]:
    """Return the recorded pallets by name."""
    return {entry["name"]: entry for entry in load("wire/wire-pallets")["pallets"]}


@cache
def api_table() -> dict[str, dict[str, Entry]]:
    """Return the recorded runtime API methods by API and name."""
    return {
        entry["name"]: {method["name"]: method for method in entry["methods"]}
        for entry in load("wire/wire-apis")["apis"]
    }


@cache
def error_indices(pallet: str) -> dict[str, int]:
    """Return the index by which the newest client names each error of a pallet."""
    rows = load("wire/wire-errors")["errors"].get(pallet, [])
    return {name: newest for name, _, _, newest in rows if newest is not None}


class Conformance:
    """One comparison: declarations with a chain's parameters against the tables."""

    def __init__(self, assembly: Assembly, params: ChainParams) -> None:
        self._assembly = assembly
        self._state = Overlay(DictState(), Runtime(params).params)
        outer = load("wire/wire-types")["outer_enums"]
        # Inner calls, events and errors are compared pallet by pallet, so the outer enums are taken as the same.
        self._assumed = (
            (assembly.call_type, registry().type(outer["call"])),
            (assembly.event_type, registry().type(outer["event"])),
            (assembly.error_type, registry().type(outer["error"])),
        )

    def differences(self) -> list[Difference]:
        """Return everything that is declared otherwise than recorded, or declared and not recorded at all."""
        found: list[Difference] = []
        for parts in self._assembly.pallets.values():
            found += self._pallet(parts)
        for api, methods in self._assembly.apis.items():
            for name, declared in methods.items():
                recorded = api_table().get(api, {}).get(name)
                types = [*(type_ for _, type_ in declared.inputs), declared.output]
                found += [
                    Difference(f"{api}.{name}", text)
                    for text in self._method(recorded, [n for n, _ in declared.inputs], types)
                ]
        return found

    def _pallet(self, parts: PalletParts) -> Iterator[Difference]:
        table = pallet_table().get(parts.name)
        if table is None:
            yield Difference(parts.name, "the pallet is not recorded")
            return
        if parts.index != table["index"]:
            yield Difference(parts.name, f"index {parts.index} is not {table['index']}")
        for kind in KINDS:
            recorded = {entry["name"]: entry for entry in table[kind]}
            for declared in getattr(parts, kind):
                what = f"{parts.name}.{kind}.{declared.name}"
                entry = recorded.get(declared.name)
                if kind == "errors":
                    texts: Iterable[str] = self._error(parts.name, declared.name, declared.index)
                elif entry is None:
                    texts = ["not recorded"]
                else:
                    texts = getattr(self, f"_{kind}")(declared, entry)
                for text in texts:
                    yield Difference(what, text)

    def _types(self, ours: Iterable[Type], ids: Iterable[int]) -> Iterator[str]:
        for type_, number in zip(ours, ids, strict=True):
            yield from same_shape(type_, registry().type(number), self._assumed)

    def _fields(self, ours: Iterable[tuple[str | None, Type]], entries: list[Entry]) -> Iterator[str]:
        fields = list(ours)
        names, others = [name for name, _ in fields], [entry["name"] for entry in entries]
        if names != others:
            yield f"{names} is not {others}"
            return
        yield from self._types((type_ for _, type_ in fields), (entry["type_id"] for entry in entries))

    def _calls(self, call: CallDef, entry: Entry) -> Iterator[str]:
        if call.index != entry["index"]:
            yield f"index {call.index} is not {entry['index']}"
        yield from self._fields(call.args, entry["args"])

    def _events(self, event: EventDef, entry: Entry) -> Iterator[str]:
        if event.index != entry["index"]:
            yield f"index {event.index} is not {entry['index']}"
        yield from self._fields(event.fields, entry["fields"])

    def _error(self, pallet: str, name: str, index: int) -> Iterator[str]:
        newest = error_indices(pallet).get(name)
        if newest is None:
            yield "not recorded"
        elif newest != index:
            yield f"index {index} is not {newest}"

    def _constants(self, constant: ConstantDef, entry: Entry) -> Iterator[str]:
        yield from self._types([constant.type], [entry["type_id"]])
        value = constant.value
        value = value(self._state.params) if callable(value) else resolve(value, self._state.params)
        encoded = "0x" + constant.type.encode(value).hex()
        if encoded != entry["hex"]:
            yield f"value {encoded} is not {entry['hex']}"

    def _storage(self, item: StorageItem, entry: Entry) -> Iterator[str]:
        modifier = "Optional" if item.optional else "Default"
        if modifier != entry["modifier"]:
            yield f"{modifier} is not {entry['modifier']}"
        hashers = [hasher.name for _, hasher in item.key_parts]
        others = [key["hasher"] for key in entry["keys"]]
        if hashers != others:
            yield f"hashers {hashers} are not {others}"
            return
        yield from self._types(
            (type_ for type_, _ in item.key_parts), (key["type_id"] for key in entry["keys"])
        )
        yield from self._types([item.value], [entry["value_type_id"]])
        default = "0x" + item.default_bytes(self._state).hex()
        if default != entry["default"]:
            yield f"default {default} is not {entry['default']}"

    def _method(self, entry: Entry | None, names: list[str], types: list[Type]) -> Iterator[str]:
        if entry is None:
            yield "not recorded"
            return
        others = [one["name"] for one in entry["inputs"]]
        if names != others:
            yield f"{names} is not {others}"
            return
        ids = [*(one["type_id"] for one in entry["inputs"]), entry["output_type_id"]]
        yield from self._types(types, ids)


def recorded_names() -> Iterator[tuple[str, str, list[Entry]]]:
    """Yield owner, kind and entries of every recorded list: pallets first, then runtime APIs."""
    for name, table in pallet_table().items():
        for kind in KINDS:
            yield name, kind, table[kind]
    for name, methods in api_table().items():
        yield name, "methods", list(methods.values())


def declared_names(assembly: Assembly, owner: str, kind: str) -> set[str]:
    """Return the declared names of one kind of a pallet or runtime API."""
    if kind == "methods":
        return set(assembly.apis.get(owner, ()))
    parts = assembly.pallets.get(owner)
    return {one.name for one in getattr(parts, kind)} if parts else set()


def missing(assembly: Assembly) -> list[Missing]:
    """Return every recorded name that is not declared, in the tables' order."""
    return [
        Missing(owner, kind, entry["name"], _clients(entry), absence_of(owner, entry["name"]))
        for owner, kind, entries in recorded_names()
        for entry in entries
        if entry["name"] not in declared_names(assembly, owner, kind)
    ]


def _clients(entry: Entry) -> tuple[str, ...]:
    return tuple(sorted(entry.get("clients") or (), key=lambda mark: int(mark.rstrip("?"))))


def coverage(assembly: Assembly) -> list[Coverage]:
    """Return how much of each recorded pallet and runtime API is declared, in the tables' order."""
    return [
        _covered(owner, kind, entries, declared_names(assembly, owner, kind))
        for owner, kind, entries in recorded_names()
        if entries
    ]


def _covered(owner: str, kind: str, entries: Iterable[Entry], declared: set[str]) -> Coverage:
    recorded = {entry["name"]: bool(entry.get("clients")) for entry in entries}
    used = {name for name, used in recorded.items() if used}
    return Coverage(
        owner, kind, len(declared & set(recorded)), len(recorded), len(declared & used), len(used)
    )
