"""Whether a change of state is a renaming: rows before, with one account's name replaced, against rows after.

    before = rows(ctx)
    chain.ok("SubtensorModule", "swap_hotkey", old, new, None, by=owner)
    assert differences(renamed(before, old, new), rows(ctx)) == []

Rows are decoded: item by name, key parts, value. A row that holds its item's default counts as no row.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from meritnet.codec import Array, BTreeMap, BTreeSet, Case, Enum, Option, Struct, Tuple, Type, Vec, Wrapper
from meritnet.codec.base import CompositeShape, PrimitiveShape, Shape, TupleShape, VariantShape
from meritnet.codec.common import ACCOUNT_ID
from meritnet.runtime.framework.context import Context
from meritnet.state.items import StorageItem

Value = Any  # a decoded value of some item's type
Key = tuple[Value, ...]
Rows = dict[str, dict[Key, Value]]
"""Value by key parts, by item name (`Pallet.Item`)."""
Scope = Callable[[StorageItem, Key], bool]
"""`scope(item, key)`: whether the row is renamed."""
Parts = Callable[[StorageItem], Collection[int]]
"""`parts(item)`: which parts of its rows are renamed, by number: those of the key, then the value."""


class Difference(NamedTuple):
    """A row that is not as expected; None stands for no row."""

    item: str
    key: Key
    expected: Value
    found: Value


def items(ctx: Context) -> Iterator[StorageItem]:
    """Yield every declared storage item."""
    for pallet in ctx.chain.pallets.values():
        yield from pallet.storage


def name_of(item: StorageItem) -> str:
    """Return an item's name in `Rows`."""
    return f"{item.pallet}.{item.name}"


def names_accounts(item: StorageItem) -> bool:
    """Return whether an item's keys or values have an account in them, however deep."""
    seen: set[int] = set()
    waiting = [*(type_ for type_, _ in item.key_parts), item.value]
    while waiting:
        type_ = waiting.pop()
        if type_ is ACCOUNT_ID:
            return True
        if id(type_) not in seen:
            seen.add(id(type_))
            waiting += _parts(type_.shape())
    return False


def _parts(shape: Shape) -> list[Type]:
    """Return the types that a type is made of."""
    if isinstance(shape, CompositeShape):
        return [field.type for field in shape.fields]
    if isinstance(shape, VariantShape):
        return [field.type for variant in shape.variants for field in variant.fields]
    if isinstance(shape, TupleShape):
        return list(shape.items)
    return [] if isinstance(shape, PrimitiveShape) else [shape.item]


def rows(ctx: Context) -> Rows:
    """Return all rows of all items, without those that hold their item's default."""
    found: Rows = {}
    for item in items(ctx):
        default = item.default_bytes(ctx) if item.default is not None else None
        found[name_of(item)] = {
            item.parts_of(key): value
            for key, value in ctx.iterate(item.prefix, item.prefix, item.value)
            if default is None or item.value.encode(value) != default
        }
    return found


def rename(type_: Type, value: Value, old: bytes, new: bytes) -> Value:
    """Return a decoded value with `new` where its type has an account that is `old`; encoded bytes are not opened."""
    type_ = type_.resolve()
    if type_ is ACCOUNT_ID:
        return new if value == old else value
    if isinstance(type_, Wrapper):
        return rename(type_.inner, value, old, new)
    if isinstance(type_, Option):
        return None if value is None else rename(type_.item, value, old, new)
    if isinstance(type_, Struct):
        return type(value)(*_each([field.type for field in type_.fields], value, old, new))
    if isinstance(type_, Tuple):
        return tuple(_each(type_.items, value, old, new))
    if isinstance(type_, Enum):
        (variant,) = (one for one in type_.variants if one.name == value.name)
        return Case(value.name, tuple(_each([field.type for field in variant.fields], value.args, old, new)))
    if isinstance(type_, BTreeMap):
        return tuple(tuple(_each((type_.key, type_.value), pair, old, new)) for pair in value)
    if isinstance(type_, Vec | Array | BTreeSet) and not isinstance(value, bytes):
        return tuple(rename(type_.item, one, old, new) for one in value)
    return value


def _each(types: Iterable[Type], values: Iterable[Value], old: bytes, new: bytes) -> list[Value]:
    return [rename(type_, value, old, new) for type_, value in zip(types, values, strict=True)]


def all_parts(item: StorageItem) -> Collection[int]:
    """Return every part of an item's rows."""
    return range(len(item.key_parts) + 1)


def renamed(
    ctx: Context,
    before: Rows,
    old: bytes,
    new: bytes,
    scope: Scope = lambda _item, _key: True,
    parts: Parts = all_parts,
) -> Rows:
    """Return the rows that a pure renaming of the rows in `scope` makes of `before`.

    Rows of the new name that are there already stay, unless a renamed one takes their place.
    """
    by_name = {name_of(item): item for item in items(ctx)}
    after: Rows = {}
    for name, table in before.items():
        item = by_name[name]
        moved = {key: value for key, value in table.items() if scope(item, key)}
        after[name] = {key: value for key, value in table.items() if key not in moved}
        types, named = [*(type_ for type_, _ in item.key_parts), item.value], parts(item)
        for key, value in moved.items():
            row = [
                rename(type_, part, old, new) if number in named else part
                for number, (type_, part) in enumerate(zip(types, (*key, value), strict=True))
            ]
            after[name][tuple(row[:-1])] = row[-1]
    return after


def differences(
    expected: Rows, found: Rows, views: Mapping[str, Callable[[dict[Key, Value]], dict[Key, Value]]]
) -> list[Difference]:
    """Return the rows that differ. `views` say by item what of its rows is compared; an empty view skips the item."""
    out = []
    for name in sorted(expected.keys() | found.keys()):
        view = views.get(name, everything)
        ours, theirs = view(found.get(name, {})), view(expected.get(name, {}))
        out += [
            Difference(name, key, theirs.get(key), ours.get(key))
            for key in sorted(ours.keys() | theirs.keys(), key=repr)
            if ours.get(key) != theirs.get(key)
        ]
    return out


# --- views -------------------------------------------------------------------------------------------


def everything(table: dict[Key, Value]) -> dict[Key, Value]:
    """Compare rows as they are."""
    return table


def nothing(_table: dict[Key, Value]) -> dict[Key, Value]:
    """Compare nothing."""
    return {}


def in_any_order(table: dict[Key, Value]) -> dict[Key, Value]:
    """Compare lists as sets."""
    return {key: tuple(sorted(value)) for key, value in table.items()}


def pending_in_any_order(table: dict[Key, Value]) -> dict[Key, Value]:
    """Compare the lists of scheduled children as sets."""
    return {key: (tuple(sorted(children)), block) for key, (children, block) in table.items()}


def only_keys(table: dict[Key, Value]) -> dict[Key, Value]:
    """Compare which rows there are."""
    return dict.fromkeys(table, ())


def only_values(table: dict[Key, Value]) -> dict[Key, Value]:
    """Compare which values there are, under whatever keys."""
    return {(value,): () for value in table.values()}
