"""What a validator must not forget: standings by hotkey, its secret, receipts, set weights.

One SQLite file (WAL) for a validator's hotkey on a subnet. Standings are kept by hotkey, not by uid: a uid
changes hands. A round is written in one transaction, so a crash leaves it whole or absent. Rounds are recorded in
worker threads while the event loop keeps receipts: a lock gives the connection to one of them at a time.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from meritnet.neuron.mechanism import Standing
from meritnet.neuron.message import InvalidMessage
from meritnet.primitives.errors import Invalid

FORMAT = 1
SECRET_BYTES = 32
KEEP_ROUNDS = 500
"""Rounds whose evidence is kept."""
KEEP_SUBMISSIONS = 200

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS standings (
    hotkey TEXT PRIMARY KEY, standing TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS asked (hotkey TEXT PRIMARY KEY, round INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS rounds (
    round INTEGER PRIMARY KEY, block INTEGER NOT NULL, evidence TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS submissions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, block INTEGER NOT NULL, receipt TEXT NOT NULL
) STRICT;
"""


class InvalidStore(Invalid):
    """A store's file is damaged, from another format, or belongs to another validator."""


class ScoreStore:
    """The durable memory of one validator on one subnet."""

    def __init__(self, path: Path | str, owner: str) -> None:
        """Open or create the file; `owner` says whose it is (hotkey, netuid and mechanism)."""
        self.path = str(path)
        self._lock = threading.RLock()
        if self.path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            raise InvalidStore(f"{self.path} is no store of scores: {error}; move it away") from error
        self._claim("format", str(FORMAT).encode(), "another format")
        self._claim("owner", owner.encode(), "another validator")

    def _claim(self, name: str, value: bytes, whose: str) -> None:
        found = self.meta(name)
        if found is None:
            self.set_meta(name, value)
        elif found != value:
            self._db.close()
            raise InvalidStore(
                f"{self.path} belongs to {whose} ({found.decode(errors='replace')}, not {value.decode()}); "
                "give another data folder"
            )

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; everything acknowledged is on disk."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection; what is done inside happens whole or not at all."""
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            yield self._db

    # Any: SQLite gives rows of whatever the columns hold.
    def _run(self, statement: str, values: tuple[object, ...] = ()) -> list[Any]:
        """Run one statement and return its rows."""
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    def meta(self, name: str) -> bytes | None:
        """Return a named value, None if it was never set."""
        rows = self._run("SELECT value FROM meta WHERE name = ?", (name,))
        return bytes(rows[0][0]) if rows else None

    def set_meta(self, name: str, value: bytes) -> None:
        """Set a named value."""
        self._run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def secret(self) -> bytes:
        """Return the validator's secret, drawn at the first call."""
        secret = self.meta("secret")
        if secret is None:
            secret = os.urandom(SECRET_BYTES)
            self.set_meta("secret", secret)
        return secret

    def next_round(self) -> int:
        """Return the number of the next round: one more than any that was begun."""
        number = int(self.meta("round") or b"0") + 1
        self.set_meta("round", str(number).encode())
        return number

    def standings(self) -> dict[str, Standing]:
        """Return every hotkey's standing."""
        rows = self._run("SELECT hotkey, standing FROM standings ORDER BY hotkey")
        try:
            return {hotkey: Standing.from_json(json.loads(text)) for hotkey, text in rows}
        except (json.JSONDecodeError, InvalidMessage) as error:
            raise InvalidStore(f"{self.path} holds a damaged standing: {error}; move it away") from error

    def last_asked(self) -> dict[str, int]:
        """Return in which round each hotkey was asked last."""
        return dict(self._run("SELECT hotkey, round FROM asked"))

    def record_round(
        self,
        number: int,
        block: int,
        asked: Iterable[str],
        standings: Mapping[str, Standing],
        evidence: Mapping[str, object],
    ) -> None:
        """Store what one round changed, all of it or nothing."""
        with self._transaction() as db:
            db.executemany("INSERT OR REPLACE INTO asked VALUES (?, ?)", [(h, number) for h in asked])
            db.executemany(
                "INSERT OR REPLACE INTO standings VALUES (?, ?)",
                [(hotkey, json.dumps(standing.to_json())) for hotkey, standing in standings.items()],
            )
            db.execute(
                "INSERT OR REPLACE INTO rounds VALUES (?, ?, ?)", (number, block, json.dumps(evidence))
            )
            db.execute("DELETE FROM rounds WHERE round <= ?", (number - KEEP_ROUNDS,))

    def evidence(self, number: int) -> dict[str, object] | None:
        """Return what was kept of a round: seeds, receipts and scores; None if it is gone."""
        rows = self._run("SELECT evidence FROM rounds WHERE round = ?", (number,))
        return dict(json.loads(rows[0][0])) if rows else None

    def add_submission(self, block: int, receipt: Mapping[str, object]) -> None:
        """Store the receipt of weights that landed on chain."""
        with self._transaction() as db:
            db.execute("INSERT INTO submissions (block, receipt) VALUES (?, ?)", (block, json.dumps(receipt)))
            db.execute(
                "DELETE FROM submissions WHERE number <= (SELECT MAX(number) FROM submissions) - ?",
                (KEEP_SUBMISSIONS,),
            )

    def submissions(self) -> list[dict[str, object]]:
        """Return the receipts of weights, oldest first."""
        rows = self._run("SELECT receipt FROM submissions ORDER BY number")
        return [json.loads(row[0]) for row in rows]
