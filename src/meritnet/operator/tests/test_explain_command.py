"""`meritnet explain` over a stored market."""

import json
from pathlib import Path
from typing import Any

import pytest

from meritnet.cli.main import run
from meritnet.neuron import networks
from meritnet.operator.tests.small_market import NETUID, TEMPO, stored_market

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    stored_market(folder / "networks" / "local" / "node", epochs=2)
    return folder


@pytest.fixture(autouse=True)
def _at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERITNET_HOME", str(home))
    networks.save(
        networks.Network("local", "ws://127.0.0.1:1", "0x" + "00" * 32, home / "wallets", {"price": NETUID})
    )


def explained(capsys: Capture, *options: str) -> dict[str, Any]:
    assert run(["explain", "--json", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_best_paid_miner_of_the_last_epoch_is_the_default(capsys: Capture) -> None:
    payment = explained(capsys)
    others = [explained(capsys, "--uid", str(uid)) for uid in (1, 2, 3)]
    assert payment == max(others, key=lambda other: int(str(other["total_rao"])))
    (mechanism,) = payment["mechanisms"]
    assert mechanism["stored_incentive_u16"] == mechanism["recomputed_incentive_u16"] > 0


def test_an_earlier_epoch_can_be_named(capsys: Capture) -> None:
    last = explained(capsys)["block"]
    assert isinstance(last, int)
    assert explained(capsys, "--block", str(last - TEMPO), "--uid", "1")["block"] == last - TEMPO


def test_people_get_sentences(capsys: Capture) -> None:
    assert run(["explain", "--uid", "2"]) == 0
    assert "(uid 2) is paid" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--uid", "99"), "had no uid 99"),
        (("--block", "3"), "has had no epoch yet up to block 3"),
        (("--block", "99999"), "99999"),
        (("--netuid", "0"), "netuid 0 has had no epoch yet"),
    ],
)
def test_what_is_not_there_is_said(options: tuple[str, ...], says: str, capsys: Capture) -> None:
    assert run(["explain", *options]) == 1
    assert says in capsys.readouterr().err


def test_another_folder_needs_its_netuid(home: Path, capsys: Capture, tmp_path: Path) -> None:
    other = stored_market(tmp_path / "node", epochs=1)
    assert run(["explain", "--state", str(other)]) == 1
    assert "--netuid" in capsys.readouterr().err
    assert run(["explain", "--state", str(other), "--netuid", str(NETUID)]) == 0
