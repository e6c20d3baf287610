"""Uncommitted changes over a readable state: decoded values, nested layers, encoded once.

An overlay holds the decoded, immutable value of each storage key that was read or written. A layer is a
position in the undo log: `begin` returns it, `rollback` restores everything written since. Nothing is encoded
before `changes`.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, runtime_checkable

from meritnet.codec import Type
from meritnet.primitives.params import resolve

MISSING: Any = object()
CACHE_LIMIT = 1_000_000
"""Decoded values kept between blocks; beyond it the clean ones are dropped. Bound: memory of a node at rest.

The epochs of 128 full subnets read some 670,000; dropped values would be read from disk again every tempo.
"""


REMEMBERED_LIMIT = 8
"""Results that `remembered` keeps of one group; then they are computed again."""


class _Raw(Type):
    """Bytes as they are, without a length."""

    def __init__(self) -> None:
        super().__init__("Raw")

    def encode(self, value: bytes) -> bytes:
        return value

    def decode(self, data: bytes) -> bytes:
        return data


_RAW = _Raw()


class ReadState(Protocol):
    """State at one block: raw bytes by storage key."""

    def get(self, key: bytes, /) -> bytes | None:
        """Return the value stored under `key`."""
        ...

    def iterate(self, prefix: bytes, start: bytes | None = None, /) -> Iterator[tuple[bytes, bytes]]:
        """Yield (key, value) in ascending key order for keys with `prefix` strictly after `start`."""
        ...


@runtime_checkable
class ReadsMany(Protocol):
    """A state that reads many keys at once for less than one by one."""

    def get_many(self, keys: Sequence[bytes], /) -> list[bytes | None]:
        """Return the values stored under `keys`, in their order."""
        ...


class Overlay:
    """Reads through to `base`; keeps what was written until it is taken or rolled back.

    Values are whatever the declared type decodes to; `None` stands for "no such key", so no type decodes to
    None here.
    """

    __slots__ = ("_base", "_defaults", "_dirty", "_log", "_remembered", "params", "values")

    def __init__(self, base: ReadState, params: Any) -> None:
        self._base = base
        self.params: Any = params  # the chain's parameters, whose class belongs to a higher layer
        self.values: dict[bytes, Any] = {}
        """Decoded values by storage key, as read or written; storage items look here before they call `read`."""
        self._dirty: dict[bytes, dict[bytes, Type]] = {}
        self._log: list[tuple[bytes, bytes, Any, Type | None]] = []
        self._defaults: dict[object, Any] = {}
        self._remembered: dict[bytes, dict[object, Any]] = {}

    @property
    def base(self) -> ReadState:
        """The state below."""
        return self._base

    def rebase(self, base: ReadState) -> None:
        """Go on over `base`, which must equal the present contents; written values become clean cache.

        Called after a commit. Values read before stay valid because the new base holds exactly them.
        """
        self._base = base
        for group in self._dirty:
            self._remembered.pop(group, None)
        self._dirty.clear()
        self._log.clear()
        if len(self.values) > CACHE_LIMIT:
            self.values.clear()

    def forget(self, base: ReadState) -> None:
        """Drop everything, written or cached, and start over on `base`."""
        self.values.clear()
        self._remembered.clear()
        self._dirty.clear()
        self._log.clear()
        self._base = base

    # --- single keys -------------------------------------------------------------------------------

    def read(self, key: bytes, type_: Type) -> Any:
        """Return the decoded value under `key`, or None."""
        value = self.values.get(key, MISSING)
        if value is MISSING:
            raw = self._base.get(key)
            value = None if raw is None else type_.decode(raw)
            self.values[key] = value
        return value

    def fetch(self, keys: Sequence[bytes], type_: Type) -> None:
        """Read all of these keys that were not read yet at once, for less than `read` of one after the other."""
        values, base = self.values, self._base
        absent = [key for key in keys if key not in values]
        if not absent or not isinstance(base, ReadsMany):
            return
        decode = type_.decode
        for key, raw in zip(absent, base.get_many(absent), strict=True):
            values[key] = None if raw is None else decode(raw)

    def write(self, group: bytes, key: bytes, type_: Type, value: Any) -> None:
        """Put the decoded `value` (None deletes) under `key`; `group` is the key's first 32 bytes."""
        try:
            dirty = self._dirty[group]
        except KeyError:
            dirty = self._dirty[group] = {}
        values = self.values
        self._log.append((group, key, values.get(key, MISSING), dirty.get(key)))
        values[key] = value
        dirty[key] = type_

    def write_raw(self, key: bytes, raw: bytes) -> None:
        """Put raw bytes under a well-known key that no item declares, such as `:code`."""
        self.write(key[:32], key, _RAW, raw)

    def delete_raw(self, key: bytes) -> None:
        """Delete a key that no item declares."""
        self.write(key[:32], key, _RAW, None)

    # --- layers ------------------------------------------------------------------------------------

    def begin(self) -> int:
        """Return a mark for `rollback`."""
        return len(self._log)

    def rollback(self, mark: int) -> None:
        """Undo every write since `mark`, newest first."""
        log, values = self._log, self.values
        while len(log) > mark:
            group, key, before, type_before = log.pop()
            if before is MISSING:
                values.pop(key, None)
            else:
                values[key] = before
            if type_before is None:
                del self._dirty[group][key]
            else:
                self._dirty[group][key] = type_before

    def written_since(self, mark: int) -> dict[bytes, Any]:
        """Return the keys written since a mark with the values that they had then; None where there was none."""
        before: dict[bytes, Any] = {}
        for _, key, value, type_ in self._log[mark:]:
            if key not in before:
                if value is MISSING:
                    raw = self._base.get(key)
                    known = type_ or self._dirty[key[:32]][key]
                    value = None if raw is None else known.decode(raw)
                before[key] = value
        return before

    # --- ranges ------------------------------------------------------------------------------------

    def iterate(
        self, group: bytes, prefix: bytes, type_: Type, start: bytes | None = None
    ) -> Iterator[tuple[bytes, Any]]:
        """Yield (key, decoded value) with `prefix` in ascending key order, written values included.

        Written keys are fixed when iteration begins; callers that delete while walking collect first.
        """
        dirty = self._dirty.get(group)
        if not dirty:
            values = self.values
            for key, raw in self._base.iterate(prefix, start):
                value = values.get(key, MISSING)
                if value is MISSING:
                    value = values[key] = type_.decode(raw)
                yield key, value
            return
        written = sorted(k for k in dirty if k.startswith(prefix) and (start is None or k > start))
        position, count = 0, len(written)
        for key, raw in self._base.iterate(prefix, start):
            while position < count and written[position] < key:
                value = self.values[written[position]]
                if value is not None:
                    yield written[position], value
                position += 1
            if position < count and written[position] == key:
                value = self.values[key]
                position += 1
                if value is not None:
                    yield key, value
                continue
            value = self.values.get(key, MISSING)
            if value is MISSING:
                value = self.values[key] = type_.decode(raw)
            yield key, value
        for key in written[position:]:
            value = self.values[key]
            if value is not None:
                yield key, value

    def remembered(self, group: bytes, what: object, compute: Callable[[], Any]) -> Any:
        """Return `compute()`, which reads nothing but keys of `group`, and remember it until one of them is written.

        A change that was rolled back leaves what was remembered before it, for it is true again.
        """
        if self._dirty.get(group):
            return compute()
        known = self._remembered.setdefault(group, {})
        found = known.get(what, MISSING)
        if found is MISSING:
            if len(known) >= REMEMBERED_LIMIT:
                known.clear()
            found = known[what] = compute()
        return found

    # --- result ------------------------------------------------------------------------------------

    def changes(self, former: dict[bytes, bytes | None] | None = None) -> dict[bytes, bytes | None]:
        """Return the encoded difference to the base, ascending by key; None deletes.

        A key rewritten with the bytes it had drops out. `former`, if given, is filled with what the others held.
        """
        values, base = self.values, self._base
        keys = [key for dirty in self._dirty.values() for key in dirty]
        before = base.get_many(keys) if isinstance(base, ReadsMany) else [base.get(key) for key in keys]
        out: list[tuple[bytes, bytes | None, bytes | None]] = []
        held = iter(before)
        for dirty in self._dirty.values():
            known: Type | None = None
            for (key, type_), raw_before in zip(dirty.items(), held, strict=False):
                if type_ is not known:
                    known, encode = type_, type_.unwrapped().encode
                value = values[key]
                raw = None if value is None else encode(value)
                if raw != raw_before:
                    out.append((key, raw, raw_before))
        # Keys are unique, so nothing behind them is ever compared.
        out.sort()
        if former is not None:
            former.update((key, raw_before) for key, _, raw_before in out)
        return {key: raw for key, raw, _ in out}

    def default_of(self, item: object, declared: Any) -> Any:
        """Return (and remember) the default of a storage item for this chain's parameters."""
        value = self._defaults.get(item, MISSING)
        if value is MISSING:
            value = declared(self.params) if callable(declared) else resolve(declared, self.params)
            self._defaults[item] = value
        return value
