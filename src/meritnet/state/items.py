"""Typed storage items: declared once, they give keys, defaults, metadata and access.

    tempo = StorageMap(SUBTENSOR, "Tempo", (NET_UID, IDENTITY), U16, Param("initial_tempo"), doc="Blocks between ...")
    tempo.get(ctx, netuid)          # the value, or the declared default
    tempo.set(ctx, netuid, 360)

An item without a default is optional: `get` returns None when nothing is stored. Values are immutable; a
change is a `set`.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from meritnet.codec import Type
from meritnet.codec.storage_key import Hasher
from meritnet.primitives.hashing import storage_prefix
from meritnet.primitives.params import Param

from .overlay import MISSING, Overlay

KEY_CACHE_LIMIT = 200_000
"""Storage keys remembered per item; then the memory is emptied."""

ALL = object()
"""Marks what is remembered of a whole item."""

STORED = object()
"""Marks what is remembered of an item without its default."""

KeyPart = tuple[Type, Hasher]
Default = Any  # a decoded value, a Param, or a function of the chain parameters


@cache
def _hashed_parts(type_: Type, hasher: Hasher) -> Callable[[Any], bytes]:
    """Return what turns a key part into its bytes; accounts stand in many items, so what was hashed is remembered."""
    known: dict[Any, bytes] = {}

    def hash_of(part: Any) -> bytes:
        found = known.get(part)
        if found is None:
            if len(known) >= KEY_CACHE_LIMIT:
                known.clear()
            found = known[part] = hasher.hash(type_.encode(part))
        return found

    return hash_of


class StorageItem:
    """What all items share: names, types, the 32-byte prefix."""

    def __init__(
        self,
        pallet: str,
        name: str,
        keys: tuple[KeyPart, ...],
        value: Type,
        default: Default = None,
        *,
        doc: str = "",
        nullable: bool = False,
    ) -> None:
        self.pallet = pallet
        self.name = name
        self.key_parts = keys
        self.value = value
        self.default = default
        self.doc = doc
        self.nullable = nullable
        self.prefix = storage_prefix(pallet, name)
        self._hashed = tuple(_hashed_parts(*part) for part in keys)
        self._constant_default = not (callable(default) or isinstance(default, Param))
        self._keys: dict[Any, bytes] = {}

    def __repr__(self) -> str:
        return f"<{self.pallet}.{self.name}>"

    @property
    def optional(self) -> bool:
        """Whether metadata shows the item as optional. A nullable item has an `Option` type and the default
        None.
        """
        return self.default is None and not self.nullable

    def _fallback(self, s: Overlay) -> Any:
        return self.default if self._constant_default else s.default_of(self, self.default)

    def default_bytes(self, s: Overlay) -> bytes:
        """Return the encoded default as metadata shows it (one zero byte for optional items)."""
        return b"\x00" if self.default is None else self.value.encode(self._fallback(s))

    def key_of(self, *parts: Any) -> bytes:
        """Return the full storage key, or the prefix that the given leading parts share."""
        try:
            return self._keys[parts]
        except KeyError:
            pass
        key = self.prefix + b"".join(
            hash_of(part) for hash_of, part in zip(self._hashed, parts, strict=False)
        )
        if len(self._keys) >= KEY_CACHE_LIMIT:
            self._keys.clear()
        self._keys[parts] = key
        return key

    def parts_of(self, key: bytes, skip: int = 0) -> tuple[Any, ...]:
        """Return the key parts found in a full storage key (hashers must keep their input), from part `skip`
        on.
        """
        position = len(self.prefix)
        out = []
        for index, (type_, hasher) in enumerate(self.key_parts):
            position = hasher.recover(key, position)
            part, position = type_.read(key, position)
            if index >= skip:
                out.append(part)
        return tuple(out)

    def _walk(self, s: Overlay, parts: tuple[Any, ...]) -> Iterator[tuple[bytes, Any]]:
        return s.iterate(self.prefix, self.key_of(*parts), self.value)

    def fetch(self, s: Overlay, entries: Iterable[tuple[Any, ...]]) -> None:
        """Read the entries of these key parts at once, so that reading them one by one costs no more reads."""
        s.fetch([self._keys.get(parts) or self.key_of(*parts) for parts in entries], self.value)

    def is_read(self, s: Overlay, *parts: Any) -> bool:
        """Whether the entry is in memory, so that reading it costs no read of the state below."""
        return (self._keys.get(parts) or self.key_of(*parts)) in s.values

    def clear(self, s: Overlay, *parts: Any) -> int:
        """Delete every entry under the given leading key parts; return how many there were."""
        keys = [key for key, _ in self._walk(s, parts)]
        for key in keys:
            s.write(self.prefix, key, self.value, None)
        return len(keys)

    def clear_where(self, s: Overlay, position: int, part: Any) -> int:
        """Delete every entry with `part` at a key's position; return how many. This walks over the whole item."""
        keys = [key for key, _ in self._walk(s, ()) if self.parts_of(key)[position] == part]
        for key in keys:
            s.write(self.prefix, key, self.value, None)
        return len(keys)


class StorageValue(StorageItem):
    """One value."""

    def __init__(
        self,
        pallet: str,
        name: str,
        value: Type,
        default: Default = None,
        *,
        doc: str = "",
        nullable: bool = False,
    ) -> None:
        super().__init__(pallet, name, (), value, default, doc=doc, nullable=nullable)

    def get(self, s: Overlay) -> Any:
        """Return the stored value or the default."""
        value = s.values.get(self.prefix, MISSING)
        if value is MISSING:
            value = s.read(self.prefix, self.value)
        return self._fallback(s) if value is None else value

    def set(self, s: Overlay, value: Any) -> None:
        """Store `value`."""
        s.write(self.prefix, self.prefix, self.value, value)

    def remove(self, s: Overlay) -> None:
        """Delete the value."""
        s.write(self.prefix, self.prefix, self.value, None)

    def exists(self, s: Overlay) -> bool:
        """Whether something is stored."""
        return s.read(self.prefix, self.value) is not None


class StorageMap(StorageItem):
    """Values by one key."""

    def __init__(
        self, pallet: str, name: str, key: KeyPart, value: Type, default: Default = None, *, doc: str = ""
    ) -> None:
        super().__init__(pallet, name, (key,), value, default, doc=doc)

    def _key(self, k: Any) -> bytes:
        try:
            return self._keys[k]
        except KeyError:
            key = self.prefix + self._hashed[0](k)
            if len(self._keys) >= KEY_CACHE_LIMIT:
                self._keys.clear()
            self._keys[k] = key
            return key

    def key_of(self, *parts: Any) -> bytes:
        """Return the storage key of an entry, or the item's prefix."""
        return self._key(parts[0]) if parts else self.prefix

    def get(self, s: Overlay, k: Any) -> Any:
        """Return the value under `k` or the default."""
        try:
            key = self._keys[k]
        except KeyError:
            key = self._key(k)
        value = s.values.get(key, MISSING)
        if value is MISSING:
            value = s.read(key, self.value)
        return self._fallback(s) if value is None else value

    def set(self, s: Overlay, k: Any, value: Any) -> None:
        """Store `value` under `k`."""
        s.write(self.prefix, self._key(k), self.value, value)

    def remove(self, s: Overlay, k: Any) -> None:
        """Delete the entry of `k`."""
        s.write(self.prefix, self._key(k), self.value, None)

    def exists(self, s: Overlay, k: Any) -> bool:
        """Whether something is stored under `k`."""
        key = self._key(k)
        value = s.values.get(key, MISSING)
        return (s.read(key, self.value) if value is MISSING else value) is not None

    def iter(self, s: Overlay) -> Iterator[tuple[Any, Any]]:
        """Yield (key, value) in the order of the hashed keys."""
        for key, value in self._walk(s, ()):
            yield self.parts_of(key)[0], value

    def keys(self, s: Overlay) -> list[Any]:
        """Return the keys in storage order."""
        return [k for k, _ in self.iter(s)]

    def entries(self, s: Overlay) -> tuple[tuple[Any, Any], ...]:
        """Return all of `iter`, remembered until the item is written: for small maps that are read in every block."""
        found: tuple[tuple[Any, Any], ...] = s.remembered(self.prefix, ALL, lambda: tuple(self.iter(s)))
        return found

    def fetch_keys(self, s: Overlay, keys: Iterable[Any]) -> None:
        """Read the entries of these keys at once; see `fetch`."""
        s.fetch([self._key(k) for k in keys], self.value)

    def stored_column(self, s: Overlay, keys: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return what is stored under every key, None where nothing is; remembered as by `column`."""
        found: tuple[Any, ...] = s.remembered(
            self.prefix, (STORED, keys), lambda: tuple(s.read(self._key(k), self.value) for k in keys)
        )
        return found

    def column(self, s: Overlay, keys: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return `get` of every key, remembered until the item is written: for values that seldom change."""
        found: tuple[Any, ...] = s.remembered(self.prefix, keys, lambda: tuple(self.get(s, k) for k in keys))
        return found


class StorageDoubleMap(StorageItem):
    """Values by two keys."""

    def __init__(
        self,
        pallet: str,
        name: str,
        key1: KeyPart,
        key2: KeyPart,
        value: Type,
        default: Default = None,
        *,
        doc: str = "",
    ) -> None:
        super().__init__(pallet, name, (key1, key2), value, default, doc=doc)

    def get(self, s: Overlay, k1: Any, k2: Any) -> Any:
        """Return the value under the keys or the default."""
        key = self._keys.get((k1, k2)) or self.key_of(k1, k2)
        value = s.values.get(key, MISSING)
        if value is MISSING:
            value = s.read(key, self.value)
        return self._fallback(s) if value is None else value

    def set(self, s: Overlay, k1: Any, k2: Any, value: Any) -> None:
        """Store `value` under the keys."""
        s.write(self.prefix, self._keys.get((k1, k2)) or self.key_of(k1, k2), self.value, value)

    def remove(self, s: Overlay, k1: Any, k2: Any) -> None:
        """Delete one entry."""
        s.write(self.prefix, self.key_of(k1, k2), self.value, None)

    def exists(self, s: Overlay, k1: Any, k2: Any) -> bool:
        """Whether something is stored under the keys."""
        key = self._keys.get((k1, k2)) or self.key_of(k1, k2)
        value = s.values.get(key, MISSING)
        return (s.read(key, self.value) if value is MISSING else value) is not None

    def iter(self, s: Overlay) -> Iterator[tuple[Any, Any, Any]]:
        """Yield (key1, key2, value) in storage order."""
        for key, value in self._walk(s, ()):
            k1, k2 = self.parts_of(key)
            yield k1, k2, value

    def values_under(self, s: Overlay, k1: Any) -> list[Any]:
        """Return the values of the entries under `k1` in storage order."""
        return [value for _, value in self._walk(s, (k1,))]

    def iter_prefix(self, s: Overlay, k1: Any) -> Iterator[tuple[Any, Any]]:
        """Yield (key2, value) for entries under `k1` in storage order."""
        for key, value in self._walk(s, (k1,)):
            yield self.parts_of(key, 1)[0], value


class StorageNMap(StorageItem):
    """Values by three or more keys."""

    def get(self, s: Overlay, *k: Any) -> Any:
        """Return the value under the keys or the default."""
        key = self._keys.get(k) or self.key_of(*k)
        value = s.values.get(key, MISSING)
        if value is MISSING:
            value = s.read(key, self.value)
        return self._fallback(s) if value is None else value

    def set(self, s: Overlay, *k_and_value: Any) -> None:
        """Store the last argument under the keys before it."""
        *k, value = k_and_value
        s.write(self.prefix, self.key_of(*k), self.value, value)

    def remove(self, s: Overlay, *k: Any) -> None:
        """Delete one entry."""
        s.write(self.prefix, self.key_of(*k), self.value, None)

    def exists(self, s: Overlay, *k: Any) -> bool:
        """Whether something is stored under the keys."""
        key = self._keys.get(k) or self.key_of(*k)
        value = s.values.get(key, MISSING)
        return (s.read(key, self.value) if value is MISSING else value) is not None

    def iter_prefix(self, s: Overlay, *k: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
        """Yield (remaining key parts, value) for entries under the leading parts, in storage order."""
        for key, value in self._walk(s, k):
            yield self.parts_of(key, len(k)), value
