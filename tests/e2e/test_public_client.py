"""The public client library on a node of its own: what a user of the network does, read back from the chain."""

import asyncio
import hashlib
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest
import pytest_asyncio
from bittensor import ExtrinsicResult, SetWeights

from meritnet.crypto import timelock
from meritnet.crypto.timelock_weights import encode_row

from .local_node import PALLET, RAO, Chain, find, person, waiting_node

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

ALICE, BOB, STRANGER = person("//Alice"), person("//Bob"), person("//Stranger")
"""Owner and validator, miner, and somebody who only receives."""
TEMPO = 10
ADDRESS = "198.51.100.23"
COMMIT_SALT = [11, 22, 33, 44]


@dataclass(frozen=True)
class Subnet:
    """The chain and a subnet on it that has started, with two neurons."""

    chain: Chain
    netuid: int


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chain(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Chain]:
    with waiting_node(tmp_path_factory.mktemp("node")) as endpoint:
        connected = await Chain.connect(endpoint)
        yield connected
        await connected.client.close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def subnet(chain: Chain) -> Subnet:
    """A subnet of //Alice with her hotkey as uid 0 and //Bob's as uid 1."""
    before = await chain.subnets()
    cost = int(await chain.api("SubnetRegistrationRuntimeApi", "get_network_registration_cost"))
    free = await chain.free(ALICE.cold)
    result = await chain.ok(ALICE, "register_network", hotkey=ALICE.hot)
    (netuid,) = await chain.subnets() - before
    assert find(result.events, PALLET, "NetworkAdded")
    (paid,) = find(result.events, "TransactionPayment", "TransactionFeePaid")
    assert free - await chain.free(ALICE.cold) == cost + int(paid["actual_fee"])
    assert await chain.item("SubnetOwner", netuid) == ALICE.cold
    await chain.sudo("sudo_set_admin_freeze_window", window=0)
    await chain.sudo("sudo_set_tempo", netuid=netuid, tempo=TEMPO)
    await chain.sudo("sudo_set_weights_set_rate_limit", netuid=netuid, weights_set_rate_limit=0)
    await chain.ok(ALICE, "start_call", netuid=netuid)
    burn = int(await chain.item("Burn", netuid))
    free = await chain.free(BOB.cold)
    result = await chain.ok(BOB, "burned_register", netuid=netuid, hotkey=BOB.hot)
    (paid,) = find(result.events, "TransactionPayment", "TransactionFeePaid")
    # The price may only have decayed between the two reads.
    assert 0 < free - await chain.free(BOB.cold) - int(paid["actual_fee"]) <= burn
    assert await chain.item("Uids", netuid, BOB.hot) == 1
    await chain.ok(ALICE, "add_stake", hotkey=ALICE.hot, netuid=netuid, amount_staked=1_000 * RAO)
    return Subnet(chain, netuid)


@pytest_asyncio.fixture(loop_scope="module")
async def hiding(subnet: Subnet) -> Subnet:
    """The subnet, where weights are committed and revealed from now on."""
    chain, netuid = subnet.chain, subnet.netuid
    await chain.until("ValidatorPermit", netuid, holds=lambda permits: permits and permits[0])
    await chain.sudo("sudo_set_commit_reveal_weights_enabled", netuid=netuid, enabled=True)
    return subnet


async def test_a_transfer_moves_exactly_its_amount_and_fee_and_is_finalized(chain: Chain) -> None:
    before = await chain.free(BOB.cold), await chain.free(STRANGER.cold)
    result = await chain.ok(BOB, "transfer_keep_alive", pallet="Balances", dest=STRANGER.cold, value=3 * RAO)
    (paid,) = find(result.events, "TransactionPayment", "TransactionFeePaid")
    fee = int(paid["actual_fee"])
    assert fee > 0
    at = result.block_hash
    assert await chain.free(STRANGER.cold, at) == before[1] + 3 * RAO
    assert await chain.free(BOB.cold, at) == before[0] - 3 * RAO - fee
    assert find(result.events, "Balances", "Transfer")
    assert find(result.events, "System", "ExtrinsicSuccess")
    header = await chain.rpc("chain_getHeader", at)
    finalized = await chain.rpc("chain_getHeader", await chain.rpc("chain_getFinalizedHead"))
    assert int(finalized["number"], 16) >= int(header["number"], 16)


async def test_stake_is_added_moved_and_removed(subnet: Subnet) -> None:
    chain, netuid = subnet.chain, subnet.netuid
    free = await chain.free(BOB.cold)
    await chain.ok(BOB, "add_stake", hotkey=BOB.hot, netuid=netuid, amount_staked=50 * RAO)
    held = await chain.stake(BOB, BOB.hot, netuid)
    assert held > 0
    assert await chain.free(BOB.cold) < free - 50 * RAO
    there = await chain.stake(BOB, ALICE.hot, netuid)
    moved = held // 2
    await chain.ok(
        BOB,
        "move_stake",
        origin_hotkey=BOB.hot,
        destination_hotkey=ALICE.hot,
        origin_netuid=netuid,
        destination_netuid=netuid,
        alpha_amount=moved,
    )
    # Within a subnet a move is free of slippage; an epoch may come in between, and dividends only add.
    assert await chain.stake(BOB, ALICE.hot, netuid) >= there + moved - 1
    await chain.until("BlocksSinceLastStep", netuid, holds=lambda blocks: blocks < TEMPO // 2)
    held = await chain.stake(BOB, BOB.hot, netuid)
    free = await chain.free(BOB.cold)
    result = await chain.ok(BOB, "remove_stake", hotkey=BOB.hot, netuid=netuid, amount_unstaked=moved // 2)
    assert find(result.events, PALLET, "StakeRemoved")
    assert await chain.stake(BOB, BOB.hot, netuid) < held
    assert await chain.free(BOB.cold) > free


async def test_plain_weights_are_set_and_counted(subnet: Subnet) -> None:
    chain, netuid = subnet.chain, subnet.netuid
    await chain.sudo("sudo_set_commit_reveal_weights_enabled", netuid=netuid, enabled=False)
    await chain.until("ValidatorPermit", netuid, holds=lambda permits: permits and permits[0])
    await chain.ok(
        ALICE, "set_weights", signer="hotkey", netuid=netuid, dests=[0, 1], weights=[20, 60], version_key=0
    )
    row = [tuple(pair) for pair in await chain.item("Weights", netuid, 0)]
    assert row == [(0, 20 * 65535 // 60), (1, 65535)]
    # The library's own way to set weights reads more of the chain first.
    intent = SetWeights(netuid=netuid, uids=[0, 1], weights=[0.25, 0.75])
    result = await chain.client.execute(intent, ALICE)
    assert result.success, result.message
    row = [tuple(pair) for pair in await chain.item("Weights", netuid, 0)]
    assert row == [(0, 65535 // 3), (1, 65535)]
    # At the next epoch the miner is paid.
    incentive = await chain.until("Incentive", netuid, holds=lambda values: len(values) > 1 and values[1])
    assert 0 < incentive[1] <= 65535


def _list(values: Sequence[int]) -> bytes:
    """Return a SCALE list of fewer than 64 16-bit numbers."""
    return bytes([len(values) << 2]) + b"".join(value.to_bytes(2, "little") for value in values)


async def test_integer_weights_are_committed_and_revealed(hiding: Subnet) -> None:
    chain, netuid = hiding.chain, hiding.netuid
    hashed = bytes(ALICE.hotkey.public_key) + netuid.to_bytes(2, "little")
    hashed += _list([0, 1]) + _list([65535, 65535]) + _list(COMMIT_SALT) + bytes(8)
    commit = "0x" + hashlib.blake2b(hashed, digest_size=32).hexdigest()
    await chain.ok(ALICE, "commit_weights", signer="hotkey", netuid=netuid, commit_hash=commit)
    ((kept, epoch, _, _),) = await chain.item("WeightCommits", netuid, ALICE.hot)
    assert kept == commit

    async def reveal(values: list[int]) -> ExtrinsicResult:
        row = {"netuid": netuid, "uids": [0, 1], "values": values, "salt": COMMIT_SALT, "version_key": 0}
        return await chain.send(ALICE, "reveal_weights", PALLET, "hotkey", **row)

    period = int(await chain.item("RevealPeriodEpochs", netuid))
    await chain.until("SubnetEpochIndex", netuid, holds=lambda index: index == epoch + period)
    assert not (await reveal([65535, 65534])).success
    assert await chain.item("WeightCommits", netuid, ALICE.hot)
    result = await reveal([65535, 65535])
    assert result.success, result.message
    assert find(result.events, PALLET, "WeightsRevealed")
    assert [tuple(pair) for pair in await chain.item("Weights", netuid, 0)] == [(0, 65535), (1, 65535)]
    assert not await chain.item("WeightCommits", netuid, ALICE.hot)


async def test_the_clients_own_timelocked_commit_is_taken(hiding: Subnet) -> None:
    chain, netuid = hiding.chain, hiding.netuid
    result = await chain.client.execute(SetWeights(netuid=netuid, uids=[0, 1], weights=[0.5, 0.5]), ALICE)
    assert result.success, result.message
    assert find(result.events, PALLET, "TimelockedWeightsCommitted")
    # The library encrypted to the public beacon; this node, without a network, keeps it until its epoch is over.
    taken_in = result.block_hash
    kept = await chain.client._substrate.query_map(PALLET, "TimelockedWeightCommits", [netuid], taken_in)
    ciphertexts = [bytes.fromhex(entry[2].removeprefix("0x")) for _, queue in kept for entry in queue]
    assert ciphertexts
    assert all(timelock.parse(one).body for one in ciphertexts)


async def test_a_commit_locked_to_the_chains_own_beacon_is_opened_by_the_chain(hiding: Subnet) -> None:
    chain, netuid = hiding.chain, hiding.netuid
    config = await chain.item("LocalBeaconConfig", pallet="Drand")
    key = bytes.fromhex(config["public_key"].removeprefix("0x"))
    await chain.block()
    round_ = int(await chain.item("LastStoredLocalRound", pallet="Drand")) + 1
    plaintext = encode_row(bytes(ALICE.hotkey.public_key), (0, 1), (20_000, 30_000), 0)
    sealed = timelock.encrypt(plaintext, round_, key, secrets.token_bytes(timelock.ENTROPY_BYTES))
    await chain.ok(
        ALICE,
        "commit_timelocked_mechanism_weights",
        signer="hotkey",
        netuid=netuid,
        mecid=0,
        commit="0x" + sealed.hex(),
        reveal_round=round_,
        commit_reveal_version=4,
    )
    # No block comes before the beacon's round is out, so that it is there in the epoch that opens the commit.
    out_at = int(config["genesis_time"]) + (round_ - 1) * int(config["period"])
    while time.time() < out_at:
        await asyncio.sleep(0.1)
    expected = [[0, 43_690], [1, 65_535]]  # two thirds of the largest
    row = await chain.until(
        "Weights", netuid, 0, holds=lambda pairs: [list(pair) for pair in pairs] == expected
    )
    assert row


async def test_an_endpoint_and_a_commitment_are_published(subnet: Subnet) -> None:
    chain, netuid = subnet.chain, subnet.netuid
    number = int.from_bytes(bytes(int(part) for part in ADDRESS.split(".")), "big")
    await chain.ok(
        BOB,
        "serve_axon",
        signer="hotkey",
        netuid=netuid,
        version=1,
        ip=number,
        port=8091,
        ip_type=4,
        protocol=4,
        placeholder1=0,
        placeholder2=0,
    )
    axon = await chain.item("Axons", netuid, BOB.hot)
    assert (int(axon["ip"]), int(axon["port"]), int(axon["ip_type"])) == (number, 8091, 4)
    info = {"fields": [[{"Raw5": "0x" + b"smoke".hex()}]]}
    await chain.ok(BOB, "set_commitment", pallet="Commitments", signer="hotkey", netuid=netuid, info=info)
    kept = await chain.client.read("commitment", netuid=netuid, hotkey_ss58=BOB.hot)
    assert kept is not None
    assert kept.data == "smoke"


async def test_the_metagraph_agrees_with_storage(subnet: Subnet) -> None:
    chain, netuid = subnet.chain, subnet.netuid
    graph = await chain.client.read("metagraph", netuid=netuid)
    assert graph["hotkeys"] == [ALICE.hot, BOB.hot]
    assert graph["coldkeys"] == [ALICE.cold, BOB.cold]
    neurons = await chain.client.neurons.all(netuid)
    assert [neuron.hotkey for neuron in neurons] == graph["hotkeys"]
    rules = await chain.client.read("subnet_hyperparameters", netuid=netuid)
    assert rules["tempo"] == await chain.item("Tempo", netuid) == TEMPO


async def test_what_is_refused_names_its_reason(subnet: Subnet) -> None:
    chain, netuid = subnet.chain, subnet.netuid
    unknown = await chain.send(BOB, "burned_register", netuid=999, hotkey=BOB.hot)
    assert not unknown.success
    assert unknown.error is not None
    assert unknown.error.code.value == "subnet_not_exists"
    twice = await chain.send(BOB, "burned_register", netuid=netuid, hotkey=BOB.hot)
    assert not twice.success
    assert twice.error is not None
    assert twice.error.name == "HotKeyAlreadyRegisteredInSubNet"
    foreign = await chain.send(BOB, "sudo_set_tempo", pallet="AdminUtils", netuid=netuid, tempo=TEMPO + 1)
    assert not foreign.success
    assert await chain.item("Tempo", netuid) == TEMPO
