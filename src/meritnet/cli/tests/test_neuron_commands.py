"""What `mine`, `validate` and `ask` refuse before they touch a chain."""

from pathlib import Path

import click
import pytest

from meritnet.cli.main import run
from meritnet.cli.validate import to_rao


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERITNET_HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("line", "code", "text"),
    [
        ("mine nothing", 1, "no subnet is called 'nothing'"),
        ("mine price --model nobody", 1, "no price miner is called 'nobody'"),
        ("mine price --model constant --command x", 2, "exclude each other"),
        ("mine price --command /no/such/program", 1, "MinerFailed"),
        ("mine price", 1, "make up"),
        ("mine price --port 70000", 2, "70000"),
        ("mine price --network ws://127.0.0.1:1", 1, "--genesis"),
        ("mine price --network Bad/Name", 1, "Bad/Name"),
        ("validate price --variant saint", 1, "no price mechanism is called 'saint'"),
        ("validate price --stake -1", 2, "TAO must lie in"),
        ("validate price --stake lots", 2, "no amount of TAO"),
        ("validate price --netuid 65536", 2, "65536"),
        ("ask price --asset gold", 2, "sp500"),
        ("ask price", 1, "make up"),
        ("ask text", 2, "No such command"),
    ],
)
def test_refusals(line: str, code: int, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(line.split()) == code
    assert text in capsys.readouterr().err


AMOUNTS = [("0", 0), ("1", 10**9), ("0.000000001", 1), ("1e3", 10**12), ("21000000", 21 * 10**15)]


@pytest.mark.parametrize(("text", "rao"), AMOUNTS)
def test_amounts_are_exact(text: str, rao: int) -> None:
    assert to_rao(text) == rao


@pytest.mark.parametrize("text", ["-1", "0.0000000001", "21000000.1", "nan", "inf", "", "1 TAO"])
def test_amounts_that_are_none(text: str) -> None:
    with pytest.raises(click.BadParameter):
        to_rao(text)
