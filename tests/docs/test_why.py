"""The commands of the page "Why?" run on a stored market and answer what the page says."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from meritnet.cli.main import run
from meritnet.neuron import networks, wallet
from meritnet.operator.tests.small_market import HONEST, NETUID, stored_market
from meritnet.primitives import ss58
from meritnet.rpc.methods.explain import EXPLAIN
from meritnet.runtime.explain import eviction, payment, pruning, stake, weights
from tests.docs.pages import ROOT, commands

PAGE = (ROOT / "docs" / "guides" / "why.md").read_text(encoding="utf-8")
LINES = [line for line in commands(PAGE) if line.startswith("meritnet explain")]
SAYS = {
    "payment": "is paid",
    "pruning": "registration",
    "weights": "mechanism 0",
    "stake": "price before",
    "unstake": "price after",
    "eviction": "Registering a subnet costs",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("why")
    stored_market(folder / "networks" / "local" / "node", epochs=5)
    for name in ("validator-1", "owner", "miner-constant"):
        wallet.create(folder / "wallets", name)
    return folder


@pytest.fixture(autouse=True)
def _at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERITNET_HOME", str(home))
    networks.save(
        networks.Network("local", "ws://127.0.0.1:1", "0x" + "00" * 32, home / "wallets", {"price": NETUID})
    )


def words(line: str) -> list[str]:
    """Return a line's arguments with the wallets of the page replaced by neurons of the stored market."""
    from meritnet.crypto.dev_keys import keypair

    neuron, cold = ss58.encode(keypair(HONEST[0]).account), ss58.encode(keypair("//Bob").account)
    found = shlex.split(line)[1:]
    for place, word in enumerate(found):
        if word in ("validator-1", "owner", "miner-constant"):
            found[place] = cold if found[place - 1] == "--coldkey" else neuron
    return found


@pytest.mark.parametrize("line", LINES)
def test_the_commands_answer(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = words(line)
    assert run(arguments) == 0, capsys.readouterr().err
    assert SAYS[arguments[1]] in capsys.readouterr().out
    assert run([*arguments, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert answer
    assert all(name == name.lower() for name in answer)


def test_names_of_wallets_are_taken_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "weights", "validator-1"]) == 0
    assert "HotKeyNotRegisteredInSubNet" in capsys.readouterr().out
    assert run(["explain", "weights", "no-such-wallet"]) == 1
    assert "neither an SS58 address nor a wallet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["stake", "ten", "--hotkey", "owner"], "no amount"),
        (["stake", "0", "--hotkey", "owner"], "above 0"),
        (["stake", "0.0000000001", "--hotkey", "owner"], "9 digits"),
        (["weights", "owner", "--row", "1:2"], "must look like"),
        (["payment", "--uid", "1", "--hotkey", "owner"], "give one of them"),
        (["eviction", "--node", "ws://127.0.0.1:1"], "no node answers"),
        (["eviction", "--node", "ws://127.0.0.1:1", "--state", "x"], "two sources"),
        (["pruning", "--node", "ws://127.0.0.1:2"], "which subnet"),
        (["eviction", "--block", "999999"], "not there yet"),
    ],
)
def test_what_cannot_be_answered_says_what_to_do(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", *arguments]) == 1
    assert says in capsys.readouterr().err


def test_options_stand_behind_the_subcommand(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "--uid", "1", "eviction"]) == 2
    assert "behind `eviction`" in capsys.readouterr().err


def test_the_page_names_every_method() -> None:
    assert [entry.name for entry in EXPLAIN.entries if f"`{entry.name}`" not in PAGE] == []


def test_figures_carry_their_unit() -> None:
    """Every integer field of an answer says its unit, or counts things."""
    counts = {
        *("netuid", "uid", "mechanism", "block", "extrinsic", "place", "newcomers_needed", "value", "bound"),
        *("uids", "max_uids", "free_uids", "next_uid", "subnets", "subnet_limit", "next_netuid"),
    }
    units = ("_rao", "_ppb", "_u16", "_block", "_blocks")
    shapes = [
        payment.Payment,
        payment.Mechanism,
        payment.Vote,
        payment.OwnWeight,
        pruning.Pruning,
        pruning.Slot,
    ]
    shapes += [weights.WeightsAnswer, weights.Check, stake.Trade, eviction.Eviction, eviction.Candidate]
    for shape in shapes:
        for name, type_ in shape.__annotations__.items():
            if type_ in (int, int | None):
                assert name.endswith(units) or name in counts, (shape.__name__, name)
