"""Networks by name and address, and keys in their folders; nothing outside of them."""

from pathlib import Path

import pytest

from meritnet.neuron import networks, wallet
from meritnet.neuron.networks import InvalidNetwork, Network, NetworkNotFound, UnknownGenesis

GENESIS = "0x" + "ab" * 32


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MERITNET_HOME", str(tmp_path / "meritnet"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "meritnet"


def saved(**changes: object) -> Network:
    fields = {
        "name": "local",
        "endpoint": "ws://127.0.0.1:9944",
        "genesis": GENESIS,
        "wallets": Path("wallets"),
        "netuids": {"price": 2},
    }
    network = Network(**{**fields, **changes})  # type: ignore[arg-type]
    networks.save(network)
    return network


def test_a_saved_network_is_found_by_name_and_by_address(home: Path) -> None:
    saved()
    found = networks.load()
    assert (home / "networks" / "local" / "network.json").is_file()
    assert (found.endpoint, found.genesis, found.netuid("price")) == ("ws://127.0.0.1:9944", GENESIS, 2)
    assert found.wallets == home / "networks" / "local" / "wallets"
    assert networks.resolve("local", None) == found
    assert networks.resolve("ws://127.0.0.1:9944", None) == found


def test_an_unknown_address_needs_its_genesis(home: Path) -> None:
    with pytest.raises(UnknownGenesis, match="--genesis"):
        networks.resolve("ws://10.0.0.1:9944", None)
    found = networks.resolve("ws://10.0.0.1:9944", GENESIS)
    assert found.wallets == home / "networks" / "chain-abababababab" / "wallets"
    with pytest.raises(InvalidNetwork):
        networks.resolve("ws://10.0.0.1:9944", "0x12")


def test_a_known_address_with_another_genesis_is_another_network() -> None:
    saved()
    other = "0x" + "cd" * 32
    assert networks.resolve("ws://127.0.0.1:9944", other).genesis == other


def test_what_is_missing_says_what_to_do() -> None:
    with pytest.raises(NetworkNotFound, match="make up"):
        networks.load()
    saved()
    with pytest.raises(NetworkNotFound, match=r"price 2.*--netuid"):
        networks.load().netuid("text")


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "x" * 33, ".."])
def test_names_do_not_leave_the_folder(name: str) -> None:
    with pytest.raises(InvalidNetwork):
        networks.folder(name)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"endpoint":"http://x","genesis":"' + GENESIS + '"}',
        '{"endpoint":"ws://x","genesis":"0x12"}',
        '{"endpoint":"ws://x","genesis":"' + GENESIS + '","netuids":{"a":70000}}',
        '{"endpoint":"ws://x","genesis":"' + GENESIS + '","netuids":{"a":"b"}}',
        '{"endpoint":"ws://x","genesis":"' + GENESIS + '","wallets":1}',
    ],
)
def test_damaged_descriptions_are_refused(text: str) -> None:
    with pytest.raises(InvalidNetwork):
        networks.parse("local", text, Path("network.json"))


def test_keys_live_in_the_networks_folder_and_nowhere_else(home: Path, tmp_path: Path) -> None:
    folder = home / "wallets"
    wallet.create(folder, "w", "h")
    assert wallet.exists(folder, "w", "h")
    hot, cold = wallet.hotkey(folder, "w", "h"), wallet.coldkey(folder, "w")
    assert hot.ss58_address != cold.ss58_address
    wallet.create(folder, "w", "h")
    assert wallet.hotkey(folder, "w", "h").ss58_address == hot.ss58_address
    assert list((tmp_path / "home").iterdir()) == []


def test_missing_and_damaged_keys_are_named(home: Path) -> None:
    folder = home / "wallets"
    with pytest.raises(wallet.KeyNotFound, match="hotkeys/h"):
        wallet.hotkey(folder, "w", "h")
    with pytest.raises(wallet.KeyNotFound, match="coldkey"):
        wallet.coldkey(folder, "w")
    wallet.create(folder, "w", "h")
    (folder / "w" / "hotkeys" / "h").write_text("{}")
    with pytest.raises(wallet.KeyLocked, match="does not open"):
        wallet.hotkey(folder, "w", "h")


@pytest.mark.parametrize("name", ["", "a/b", "..", ".hidden", "x" * 65, "a b"])
def test_key_names_do_not_leave_the_folder(home: Path, name: str) -> None:
    with pytest.raises(wallet.InvalidKeyName):
        wallet.open_wallet(home, name, "default")
    with pytest.raises(wallet.InvalidKeyName):
        wallet.open_wallet(home, "default", name)


def test_development_keys_sign_on_local_networks_only() -> None:
    alice = wallet.development_key("//Alice", development=True)
    # The address that every Substrate tool gives for this path.
    assert alice.ss58_address == "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
    with pytest.raises(wallet.DevelopmentKeyDenied, match="known to everybody"):
        wallet.development_key("//Alice", development=False)
    with pytest.raises(wallet.InvalidKeyName):
        wallet.development_key("Alice", development=True)


def test_two_throwaway_keys_differ() -> None:
    assert wallet.throwaway().ss58_address != wallet.throwaway().ss58_address
