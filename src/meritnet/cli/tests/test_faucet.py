"""The faucet pays seldom, and on local networks only."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from meritnet.cli import faucet
from meritnet.cli.faucet import FaucetDenied, check_rate, note_payment, read_book
from meritnet.cli.main import run
from meritnet.neuron.networks import Network

BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
GENESIS = "0x" + "11" * 32


def test_an_address_waits_a_minute() -> None:
    check_rate({BOB: 1_000.0}, BOB, 1_060.0)
    with pytest.raises(FaucetDenied, match="ask again in 1 s"):
        check_rate({BOB: 1_000.0}, BOB, 1_059.0)


def test_a_machine_gets_ten_a_minute() -> None:
    paid = {f"address {n}": 1_000.0 for n in range(10)}
    with pytest.raises(FaucetDenied, match="at most 10"):
        check_rate(paid, BOB, 1_030.0)
    check_rate(paid, BOB, 1_061.0)


def test_the_book_keeps_what_still_counts(tmp_path: Path) -> None:
    path = tmp_path / "faucet.json"
    note_payment(path, "old", 0.0)
    note_payment(path, BOB, 100.0)
    assert read_book(path) == {BOB: 100.0}
    path.write_text("not json")
    assert read_book(path) == {}


class LiveNetwork:
    """A chain that is no local one."""

    development = False

    async def close(self) -> None:
        """Nothing is open."""


async def test_other_networks_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async def connect(_endpoint: str, _genesis: str) -> LiveNetwork:
        return LiveNetwork()

    monkeypatch.setattr(faucet, "connect", connect)
    with pytest.raises(FaucetDenied, match="only local networks"):
        await faucet.pay(Network("x", "ws://127.0.0.1:1", GENESIS, tmp_path), BOB, 1)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((BOB,), "run `make up`"),
        ((BOB, "--network", "ws://127.0.0.1:9"), "--genesis"),
        (("nobody",), "nobody"),
    ],
)
def test_what_cannot_be_paid_is_said(
    arguments: tuple[str, ...],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MERITNET_HOME", str(tmp_path))
    assert run(["faucet", *arguments]) == 1
    assert says in capsys.readouterr().err


def test_amounts_are_bounded() -> None:
    result = CliRunner().invoke(faucet.command, [BOB, "--amount", "1001"])
    assert result.exit_code == 2
