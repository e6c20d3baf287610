"""The description of a host, and what its process says when it cannot run."""

import json
import socket
from pathlib import Path

import pytest

from meritnet.neuron import host
from meritnet.neuron.host_spec import InvalidSpec, Role, read_spec
from meritnet.neuron.networks import InvalidNetwork
from meritnet.neuron.refusals import POOL_CODES, REMEDIES, remedy
from meritnet.neuron.sampling import least_recently_asked
from meritnet.neuron.status import write

SPEC = {
    "role": "miners",
    "endpoint": "ws://127.0.0.1:1",
    "genesis": "0x" + "ab" * 32,
    "netuid": 2,
    "subnet": "price",
    "wallets": "wallets",
    "data": "data",
    "roles": [{"wallet": "w", "hotkey": "h", "runs": "constant"}, {"wallet": "w", "command": "./m"}],
}


def written(folder: Path, **changes: object) -> Path:
    path = folder / "spec.json"
    fields = {**SPEC, **changes}
    path.write_text(json.dumps({name: value for name, value in fields.items() if value is not ...}))
    return path


def test_a_description_is_read_relative_to_its_file(tmp_path: Path) -> None:
    spec = read_spec(written(tmp_path, status="s.json", port=8091))
    assert (spec.wallets, spec.data, spec.status) == (
        tmp_path / "wallets",
        tmp_path / "data",
        tmp_path / "s.json",
    )
    assert spec.roles == (Role("w", "h", "constant"), Role("w", command="./m"))
    assert (spec.roles[0].name, spec.roles[1].name) == ("constant", "./m")
    assert (spec.host, spec.port, spec.most_asked) == ("127.0.0.1", 8091, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "kings"},
        {"role": ...},
        {"netuid": 65_536},
        {"netuid": "2"},
        {"roles": []},
        {"roles": [{}]},
        {"roles": [{"wallet": "w", "more": 1}]},
        {"roles": ["w"]},
        {"port": -1},
        {"surplus": 1},
        {"min_stake_rao": -1},
        {"most_asked": 0},
    ],
    ids=str,
)
def test_wrong_descriptions_name_the_field(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(InvalidSpec, match=next(iter(changes))):
        read_spec(written(tmp_path, **changes))


def test_unreadable_descriptions(tmp_path: Path) -> None:
    with pytest.raises(InvalidSpec, match="cannot be read"):
        read_spec(tmp_path / "none.json")
    (tmp_path / "bad.json").write_bytes(b"\xff{")
    with pytest.raises(InvalidSpec, match="no JSON"):
        read_spec(tmp_path / "bad.json")
    with pytest.raises(InvalidNetwork):
        read_spec(written(tmp_path, genesis="0x"))


def test_a_host_without_a_node_ends_with_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    path = written(tmp_path, endpoint=f"ws://127.0.0.1:{port}")
    assert host.main([str(path)]) == 1
    assert capsys.readouterr().err.startswith(f"ChainUnreachable: no chain answers at ws://127.0.0.1:{port}")
    assert host.main([]) == 2


def test_every_pool_code_has_a_remedy() -> None:
    without = {name for name in POOL_CODES.values() if name not in REMEDIES}
    # Calls that a neuron never sends.
    assert without == {
        "ColdkeySwapAnnounced",
        "ColdkeySwapDisputed",
        "HotKeyAccountNotExists",
        "NotEnoughStakeToWithdraw",
        "TransferDisallowed",
        "InvalidRevealRound",
        "InputLengthsUnequal",
        "EvmKeyAssociateRateLimitExceeded",
        "ShieldedTransactionUnreadable",
        "ShieldedTransactionKeyUnknown",
        "DelegateTakeTooLow",
        "DelegateTakeTooHigh",
        "BadRequest",
    }
    assert "reference" in remedy("BadRequest")


def test_pool_refusals_are_read_in_each_spelling() -> None:
    from bittensor import BittensorError, ChainError, RpcConnectionError

    from meritnet.neuron.live_connection import refusal

    assert refusal(ChainError("Invalid Transaction: Custom error: 6")) == "RateLimitExceeded"
    assert refusal(ChainError("invalid transaction with custom error: 16")) == "NoWeightsCommitFound"
    assert refusal(ChainError("{'Invalid': {'Custom': 17}}")) == "RevealTooEarly"
    assert refusal(ChainError("text", "NeuronNoValidatorPermit")) == "NeuronNoValidatorPermit"
    assert refusal(ChainError("Custom error: 200")) == "custom error 200"
    assert refusal(RpcConnectionError("gone")) is None
    assert refusal(BittensorError("All weights are zero")) == "All weights are zero"


def test_what_the_library_refuses_before_it_signs_has_the_chains_name() -> None:
    from bittensor import ChainError
    from bittensor.error_map import ErrorCode

    from meritnet.neuron.live_connection import refusal

    assert refusal(ChainError("last set 2 blocks ago", code=ErrorCode.RATE_LIMITED)) == "RateLimitExceeded"
    assert refusal(ChainError("no uid", code=ErrorCode.NOT_REGISTERED)) == "HotKeyNotRegisteredInSubNet"
    assert refusal(ChainError("odd")) == "odd"
    broken = ChainError("broken pipe")
    broken.__cause__ = BrokenPipeError()
    assert refusal(broken) is None


def test_least_recently_asked_first() -> None:
    assert least_recently_asked(["c", "b", "a", "d"], {"a": 5, "b": 2, "c": 5}) == ["d", "b", "a", "c"]
    assert least_recently_asked(["c", "b", "a", "d"], {"a": 5}, 2) == ["b", "c"]
    assert least_recently_asked([], {}, 2) == []


def test_status_is_replaced_whole_and_a_full_disk_is_borne(tmp_path: Path) -> None:
    write(tmp_path / "s.json", {"block": 1})
    write(tmp_path / "s.json", {"block": 2})
    assert json.loads((tmp_path / "s.json").read_text()) == {"block": 2}
    assert [path.name for path in tmp_path.iterdir()] == ["s.json"]
    write(tmp_path / "missing" / "s.json", {"block": 3})
