"""Intents as the public client makes them: each name and argument is one that it takes, amounts are exact."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from meritnet.crypto import bls, timelock
from meritnet.crypto.beacon import QUICKNET, Beacon, message_of
from meritnet.crypto.timelock_weights import decode_row
from meritnet.neuron import intents
from meritnet.neuron.intents import Intent
from meritnet.neuron.tests.fake_chain import NETUID, Key

HOTKEY = Key("hot")
SECRET = bls.secret_of(bytes(32))
LOCAL = Beacon(bls.public_key(SECRET), 3, QUICKNET.genesis_time_s, bytes(32), "meritnet-local")

EVERY = (
    (intents.transfer(HOTKEY.ss58_address, 1_500_000_001), False),
    (intents.batch([intents.transfer(HOTKEY.ss58_address, 1)]), False),
    (intents.register_subnet(HOTKEY.ss58_address), False),
    (intents.start_subnet(NETUID), False),
    (intents.register(NETUID, HOTKEY.ss58_address), True),
    (intents.register(NETUID, HOTKEY.ss58_address, 5), True),
    (intents.stake(NETUID, HOTKEY.ss58_address, 7, None), True),
    (intents.unstake(NETUID, HOTKEY.ss58_address, 7, 0.05), True),
    (intents.set_weights(NETUID, [1, 2], [65_535, 1], 4), False),
    (intents.serve(NETUID, "10.1.2.3", 80), False),
)


@pytest.mark.parametrize(("intent", "shielded"), EVERY, ids=lambda item: getattr(item, "op", ""))
def test_the_library_takes_it_and_says_whether_it_is_hidden(intent: Intent, shielded: bool) -> None:
    from meritnet.neuron.client_intents import build, is_shielded

    built = build(intent)
    assert built.op == intent.op
    assert is_shielded(built) is shielded


def test_amounts_are_exact() -> None:
    from meritnet.neuron.client_intents import build

    most = 2**63 + 1
    assert build(intents.transfer(HOTKEY.ss58_address, most)).amount_tao.rao == most
    assert build(intents.stake(NETUID, HOTKEY.ss58_address, most, 0.1)).amount_tao.rao == most
    assert build(intents.unstake(NETUID, HOTKEY.ss58_address, 1, 0.1)).amount_alpha.rao == 1


def test_what_the_library_does_not_know_is_refused() -> None:
    from meritnet.neuron.client_intents import build

    with pytest.raises(ValueError, match="Unknown op"):
        build(Intent("fly"))
    with pytest.raises(ValueError, match="Unknown arguments"):
        build(Intent("start_call", {"netuid": 1, "why": "so"}))


def test_local_addresses_are_published_in_the_spelling_that_the_chain_takes() -> None:
    """The chain refuses 127.0.0.1 and ::1, and nothing else that can be listened on."""
    assert intents.serve(7, "127.0.0.1", 80).args["ip"] == "::ffff:7f00:1"
    assert intents.serve(7, "10.1.2.3", 80).args["ip"] == "10.1.2.3"
    with pytest.raises(intents.InvalidPublicAddress, match="localhost"):
        intents.serve(7, "localhost", 80)


class Substrate:
    """The library's chain access over dicts; calls stay as they are composed."""

    def __init__(self, items: Mapping[str, object]) -> None:
        self.items = items

    async def query(self, module: str, item: str, *_: object, **__: object) -> object:
        if item not in self.items:
            raise ValueError(f"storage function {module}.{item} not found")
        return self.items[item]

    async def compose(self, call: Any) -> Any:  # Any: what the library composes
        return call

    async def block_number(self) -> int:
        return 105

    async def block_hash(self, _number: int) -> str:
        return "0x00"

    async def block_time(self) -> float:
        return 1.0


def config(beacon: Beacon) -> dict[str, object]:
    return {
        "public_key": "0x" + beacon.public_key.hex(),
        "period": beacon.period_s,
        "genesis_time": beacon.genesis_time_s,
        "group_hash": "0x" + beacon.group_hash.hex(),
        "metadata": {"beacon_id": beacon.beacon_id},
    }


def chain_with(*, commit_reveal: bool, **more: object) -> Substrate:
    return Substrate(
        {
            "Uids": 0,
            "CommitRevealWeightsEnabled": commit_reveal,
            "WeightsSetRateLimit": 0,
            "LastUpdate": [0],
            "MinAllowedWeights": 0,
            "MaxWeightsLimit": 65_535,
            "SubnetEpochConsensus": "Yuma",
            "Tempo": 16,
            "RevealPeriodEpochs": 1,
            "LastEpochBlock": 100,
            "PendingEpochAt": 0,
            "SubnetEpochIndex": 3,
            "BlocksSinceLastStep": 5,
            "BeaconConfig": config(QUICKNET),
            "LastStoredRound": 0,
            **more,
        }
    )


async def composed(substrate: Substrate) -> tuple[str, dict[str, Any], int | None]:
    """Return name and parameters of what a row of weights becomes, and the round that opens it."""
    from meritnet.neuron.client_intents import build

    intent = build(intents.set_weights(NETUID, [1, 2, 3], [65_535, 21_845, 0], 4))
    built = await intent.build(substrate, HOTKEY)
    call, extras = (built.call, built.extras) if hasattr(built, "extras") else (built, {})
    _, name, params = call
    return name, params, extras.get("reveal_round")


async def test_an_open_row_is_the_librarys() -> None:
    name, params, round_ = await composed(chain_with(commit_reveal=False))
    assert (name, round_) == ("set_mechanism_weights", None)
    assert (params["dests"], params["weights"], params["version_key"]) == ([1, 2], [65_535, 21_845], 4)


async def test_a_commit_opens_with_the_round_of_the_beacon_that_the_chain_follows() -> None:
    local = chain_with(commit_reveal=True, LocalBeaconConfig=config(LOCAL), LastStoredLocalRound=9)
    name, params, round_ = await composed(local)
    assert name == "commit_timelocked_mechanism_weights"
    assert round_ == params["reveal_round"]
    signature = bls.sign(SECRET, message_of(params["reveal_round"]))
    row = decode_row(timelock.decrypt(params["commit"], signature), HOTKEY.public_key)
    assert (row.uids, row.values, row.version_key) == ((1, 2), (65_535, 21_845), 4)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"LocalBeaconConfig": None},
        {"LocalBeaconConfig": config(LOCAL), "LastStoredLocalRound": 9, "LastStoredRound": 10},
    ],
    ids=["no such item", "no local beacon", "the local one stands still"],
)
async def test_with_the_public_beacon_the_librarys_own_commit_is_sent(more: dict[str, object]) -> None:
    _, params, _ = await composed(chain_with(commit_reveal=True, **more))
    signature = bls.sign(SECRET, message_of(params["reveal_round"]))
    with pytest.raises(timelock.CannotOpen) as caught:
        timelock.decrypt(params["commit"], signature)
    assert caught.value.failure is timelock.Failure.DECRYPT


def test_a_round_of_another_beacon_is_never_earlier() -> None:
    from meritnet.neuron.client_intents import same_moment

    slow = QUICKNET._replace(period_s=30, genesis_time_s=QUICKNET.genesis_time_s + 7)
    assert same_moment(12_345, QUICKNET) == 12_345
    for round_ in range(1, 40):
        found = same_moment(round_, slow)
        assert slow.moment_ms(found) >= QUICKNET.moment_ms(round_)
        assert found == 1 or slow.moment_ms(found - 1) < QUICKNET.moment_ms(round_)


async def test_a_registration_names_the_price_that_was_agreed_to() -> None:
    from meritnet.neuron.client_intents import build

    built = build(intents.register(NETUID, HOTKEY.ss58_address, 77))
    call = await built.build(Substrate({}), SimpleNamespace())
    assert tuple(call)[1:] == (
        "register_limit",
        {"netuid": NETUID, "hotkey": HOTKEY.ss58_address, "limit_price": 77},
    )
    assert built.spend().rao == 77
