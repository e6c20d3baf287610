"""What a validator knows after a restart, a crash, and with a damaged file."""

import sqlite3
import threading
from pathlib import Path

import pytest

from meritnet.neuron.mechanism import Standing
from meritnet.neuron.score_store import KEEP_ROUNDS, InvalidStore, ScoreStore

OWNER = "hotkey/7/reverse"
GOOD = Standing(total=1.5, shares=2.0, mass=2.0, rounds=2)


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "scores.sqlite"
    with ScoreStore(path, OWNER) as store:
        secret = store.secret()
        assert store.next_round() == 1
        store.record_round(1, 50, ["a", "b"], {"a": GOOD}, {"seed": "ff"})
        store.add_submission(60, {"block": 60})
    with ScoreStore(path, OWNER) as store:
        assert store.secret() == secret
        assert len(secret) == 32
        assert store.next_round() == 2
        assert store.standings() == {"a": GOOD}
        assert store.last_asked() == {"a": 1, "b": 1}
        assert store.evidence(1) == {"seed": "ff"}
        assert store.submissions() == [{"block": 60}]


def test_a_round_is_stored_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "scores.sqlite"
    with ScoreStore(path, OWNER) as store:
        with pytest.raises(TypeError):
            store.record_round(1, 50, ["a"], {"a": GOOD}, {"seed": object()})
        assert store.standings() == {}
        assert store.last_asked() == {}


def test_rounds_and_receipts_are_kept_from_two_threads(tmp_path: Path) -> None:
    # Long rounds, so that receipts come while one is being written.
    hotkeys = [f"hotkey-{number}" for number in range(3_000)]
    rounds, receipts = 10, 0
    with ScoreStore(tmp_path / "scores.sqlite", OWNER) as store:

        def record() -> None:
            for number in range(1, rounds + 1):
                store.record_round(number, number, hotkeys, dict.fromkeys(hotkeys, GOOD), {"round": number})

        thread = threading.Thread(target=record)
        thread.start()
        is_writing = True
        while is_writing:
            # Asked before, so that there is a receipt even if the rounds are through at once.
            is_writing = thread.is_alive()
            receipts += 1
            store.add_submission(receipts, {"block": receipts})
            store.set_meta("last_set", str(receipts).encode())
        thread.join()
        assert store.evidence(rounds) == {"round": rounds}
        assert store.meta("last_set") == str(receipts).encode()
        assert store.submissions()[-1] == {"block": receipts}


def test_two_validators_do_not_share_a_file(tmp_path: Path) -> None:
    path = tmp_path / "scores.sqlite"
    ScoreStore(path, OWNER).close()
    with pytest.raises(InvalidStore, match="another validator"):
        ScoreStore(path, "other/7/reverse")


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scores.sqlite"
    with ScoreStore(path, OWNER) as store:
        store.set_meta("format", b"99")
    with pytest.raises(InvalidStore, match="another format"):
        ScoreStore(path, OWNER)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "scores.sqlite"
    path.write_bytes(b"no database at all, but long enough to be looked at" * 50)
    with pytest.raises(InvalidStore, match=r"scores\.sqlite"):
        ScoreStore(path, OWNER)


@pytest.mark.parametrize("text", ["{", '{"total":1}', '{"total":-1,"shares":1,"mass":1,"rounds":1}'])
def test_a_damaged_standing_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scores.sqlite"
    ScoreStore(path, OWNER).close()
    database = sqlite3.connect(path)
    database.execute("INSERT INTO standings VALUES ('a', ?)", (text,))
    database.commit()
    database.close()
    with ScoreStore(path, OWNER) as store, pytest.raises(InvalidStore, match="damaged standing"):
        store.standings()


def test_old_evidence_is_dropped() -> None:
    with ScoreStore(":memory:", OWNER) as store:
        for number in (1, 2, KEEP_ROUNDS + 1):
            store.record_round(number, number, [], {}, {})
        assert store.evidence(1) is None
        assert store.evidence(2) == {}
