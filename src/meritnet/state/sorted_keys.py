"""An ordered set of byte strings with cheap insertion, deletion and range scans."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator

CHUNK = 1024


class SortedKeys:
    """Keys in ascending order, cut into chunks so that an insertion moves few of them."""

    def __init__(self) -> None:
        self._chunks: list[list[bytes]] = []
        self._last: list[bytes] = []

    def __len__(self) -> int:
        return sum(map(len, self._chunks))

    def add(self, key: bytes) -> None:
        """Insert a key that is not there."""
        if not self._chunks:
            self._chunks.append([key])
            self._last.append(key)
            return
        at = min(bisect_left(self._last, key), len(self._chunks) - 1)
        chunk = self._chunks[at]
        insort(chunk, key)
        if len(chunk) > 2 * CHUNK:
            self._chunks[at : at + 1] = [chunk[:CHUNK], chunk[CHUNK:]]
            self._last[at : at + 1] = [chunk[CHUNK - 1], chunk[-1]]
        else:
            self._last[at] = chunk[-1]

    def add_many(self, keys: Iterable[bytes]) -> None:
        """Insert keys that are not there; cheaper than one by one when they are many."""
        fresh = sorted(keys)
        if len(fresh) < CHUNK or len(fresh) < len(self) // 4:
            for key in fresh:
                self.add(key)
            return
        merged = sorted([key for chunk in self._chunks for key in chunk] + fresh)
        self._chunks = [merged[at : at + CHUNK] for at in range(0, len(merged), CHUNK)]
        self._last = [chunk[-1] for chunk in self._chunks]

    def remove(self, key: bytes) -> None:
        """Take out a key that is there."""
        at = bisect_left(self._last, key)
        chunk = self._chunks[at]
        del chunk[bisect_left(chunk, key)]
        if chunk:
            self._last[at] = chunk[-1]
        else:
            del self._chunks[at]
            del self._last[at]

    def scan(self, key: bytes, after: bool = False) -> Iterator[bytes]:
        """Yield the keys from `key` on, without `key` itself if `after`; the set must not change meanwhile."""
        at = bisect_left(self._last, key)
        if at == len(self._chunks):
            return
        chunk = self._chunks[at]
        begin = bisect_right(chunk, key) if after else bisect_left(chunk, key)
        yield from chunk[begin:]
        for chunk in self._chunks[at + 1 :]:
            yield from chunk
