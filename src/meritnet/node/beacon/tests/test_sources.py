"""A node with beacons: which it follows by its settings, and its local one over restarts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from meritnet.crypto.beacon import QUICKNET
from meritnet.engine.clock import ManualClock
from meritnet.node.beacon.key_file import NAME
from meritnet.node.config import NodeConfig
from meritnet.node.service import Node
from meritnet.primitives.errors import Invalid, NotFound
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.drand import storage
from meritnet.runtime.pallets.drand.types import (
    BEACON_CONFIGURATION_PAYLOAD,
    configuration_of,
    sr25519_signer,
)
from meritnet.testing.beacon import MadeBeacon
from meritnet.testing.signing import sign

from .fake_beacon import FakeBeacon, serving, until


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def opened() -> Iterator[list[Node]]:
    nodes: list[Node] = []
    yield nodes
    for node in nodes:
        node.stop()


def start(opened: list[Node], folder: Path | None, clock: ManualClock, **more: Any) -> Node:
    node = Node(NodeConfig(state=folder, port=0, mode="manual", **more).check(), clock=clock)
    opened.append(node)
    return node


def head(node: Node) -> Context:
    return node.runtime.context(node.store.view())


def newest(node: Node) -> int:
    return int(storage.last_stored_local_round.get(head(node)))


def test_a_development_chain_follows_a_beacon_of_its_own(opened: list[Node], clock: ManualClock) -> None:
    node = start(opened, None, clock)
    node.engine.step()
    assert newest(node) == QUICKNET.round_at(clock.now_ms())
    assert storage.local_beacon_config.get(head(node)).metadata == b"meritnet-local"
    assert storage.last_stored_round.get(head(node)) == 0


def test_it_goes_on_after_a_restart_and_fills_the_pause(
    opened: list[Node], clock: ManualClock, tmp_path: Path
) -> None:
    node = start(opened, tmp_path, clock)
    node.engine.step()
    first = newest(node)
    key = storage.local_beacon_config.get(head(node)).public_key
    opened.pop().stop()
    clock.advance(9_000)
    node = start(opened, tmp_path, clock)
    node.engine.step()
    assert newest(node) == first + 3
    assert storage.local_beacon_config.get(head(node)).public_key == key
    assert all(storage.local_pulses.get(head(node), first + step) for step in range(4))


def test_the_secret_is_in_its_own_file_only(opened: list[Node], clock: ManualClock, tmp_path: Path) -> None:
    start(opened, tmp_path, clock)
    seed = (tmp_path / NAME).read_text().strip()
    chain = json.loads((tmp_path / "chain.json").read_text())
    assert "beacon_seed" not in chain
    assert len(chain["local_beacon"]) == 192
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != NAME:
            assert seed.encode() not in path.read_bytes()
            assert bytes.fromhex(seed) not in path.read_bytes()


def test_a_fixed_salt_fixes_the_whole_genesis(opened: list[Node], clock: ManualClock) -> None:
    hashes = {
        salt: {
            start(opened, None, clock, genesis_salt=salt).runtime.extensions.genesis_hash for _ in range(2)
        }
        for salt in ("a", "b")
    }
    assert all(len(found) == 1 for found in hashes.values())
    assert hashes["a"] != hashes["b"]


def test_without_its_key_the_chain_goes_on_only_without_its_beacon(
    opened: list[Node], clock: ManualClock, tmp_path: Path
) -> None:
    start(opened, tmp_path, clock)
    opened.pop().stop()
    (tmp_path / NAME).unlink()
    with pytest.raises(NotFound, match="--beacon none"):
        start(opened, tmp_path, clock)
    (tmp_path / NAME).write_text("00" * 32)
    with pytest.raises(Invalid, match="restore the key file"):
        start(opened, tmp_path, clock)
    node = start(opened, tmp_path, clock, beacon="none")
    assert len(node.engine.step().output.applied) == 2


def test_none_makes_no_rounds(opened: list[Node], clock: ManualClock) -> None:
    node = start(opened, None, clock, beacon="none")
    assert len(node.engine.step().output.applied) == 2
    assert not storage.local_beacon_config.exists(head(node))


def test_a_chain_that_began_without_one_cannot_have_one_later(
    opened: list[Node], clock: ManualClock, tmp_path: Path
) -> None:
    start(opened, tmp_path, clock, beacon="none")
    opened.pop().stop()
    with pytest.raises(Invalid, match="began without a local beacon"):
        Node(NodeConfig(state=tmp_path, port=0, mode="manual", beacon="local"), clock=clock)


@pytest.mark.parametrize("beacon", ["local", "both"])
def test_no_other_preset_has_a_local_beacon(beacon: str) -> None:
    with pytest.raises(Invalid, match="for preset local only"):
        NodeConfig(preset="meritnet", beacon=beacon).check()


@pytest.mark.parametrize(
    "preset, beacon, public, local",
    [
        ("local", None, False, True),
        ("local", "both", True, True),
        ("local", "public", True, False),
        ("local", "none", False, False),
        ("reference", None, True, False),
        ("meritnet", None, True, False),
        ("meritnet", "none", False, False),
    ],
)
def test_what_is_followed_by_preset_and_setting(
    preset: str, beacon: str | None, public: bool, local: bool
) -> None:
    config = NodeConfig(preset=preset, beacon=beacon)
    assert (config.follows_public, config.makes_local) == (public, local)


def test_an_unknown_beacon_is_refused() -> None:
    with pytest.raises(Invalid, match="choose public, local, both, none"):
        NodeConfig(beacon="lunar").check()


def test_the_public_beacon_is_fetched_into_blocks(opened: list[Node], clock: ManualClock) -> None:
    fake = FakeBeacon(MadeBeacon())
    with serving(fake):
        node = start(opened, None, clock, beacon="both", beacon_urls=f" {fake.url}/ ,")
        node.start()
        config = configuration_of(QUICKNET._replace(public_key=fake.made.public_key))
        change = BEACON_CONFIGURATION_PAYLOAD(0, config, sr25519_signer(bytes(32)))
        call = node.runtime.assembly.call("Drand", "set_beacon_config", change, None)
        node.pool.submit(sign(node.runtime, node.runtime.assembly.call("Sudo", "sudo", call), "//Alice", 0))
        node.engine.step()
        node.engine.step()  # this one tells the thread which beacon the chain follows now
        until(lambda: node.beacons.reached is True)
        node.engine.step()
        assert storage.last_stored_round.get(head(node)) == fake.newest
        assert newest(node) > 0
