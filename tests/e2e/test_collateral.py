"""Collateral of miners with the public client: its intents change it, its own reads tell it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from bittensor import ExtrinsicResult
from bittensor.intents import AddCollateral, BurnedRegister, SetHyperparameter, SetMinCollateral
from bittensor.intents.base import Intent

from .local_node import PALLET, RAO, Chain, Person, find, person, waiting_node

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

ALICE, BOB = person("//Alice"), person("//Bob")
"""Owner of the subnet, and a miner."""
SHARE = 32_768
"""Half of the price, in parts of 65535."""
LONG_TEMPO, SHORT_TEMPO = 50_000, 10


@dataclass(frozen=True)
class Subnet:
    """The chain and a started subnet on it that takes collateral."""

    chain: Chain
    netuid: int

    async def do(self, who: Person, intent: Intent) -> ExtrinsicResult:
        """Execute an intent that must succeed."""
        result = await self.chain.client.execute(intent, who)
        assert result.success, result.message
        # The library does not count the transaction inside of an envelope when it gives out the next nonce.
        self.chain.client._substrate.raw.clear_nonce_cache_for_account(who.cold)
        return result

    async def held(self, who: Person) -> int:
        """Return the collateral that the client reads for a miner, in rao."""
        record = await self.chain.client.read("miner_collateral", netuid=self.netuid, hotkey_ss58=who.hot)
        return 0 if record is None else int(record["locked_alpha"].rao)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def subnet(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Subnet]:
    with waiting_node(tmp_path_factory.mktemp("node")) as endpoint:
        chain = await Chain.connect(endpoint)
        before = await chain.subnets()
        await chain.ok(ALICE, "register_network", hotkey=ALICE.hot)
        (netuid,) = await chain.subnets() - before
        await chain.sudo("sudo_set_admin_freeze_window", window=0)
        # No epoch pays and releases anything until the test asks for it.
        await chain.sudo("sudo_set_tempo", netuid=netuid, tempo=LONG_TEMPO)
        await chain.ok(ALICE, "start_call", netuid=netuid)
        yield Subnet(chain, netuid)
        await chain.client.close()


async def test_a_miner_s_life_with_collateral(subnet: Subnet) -> None:
    chain, netuid = subnet.chain, subnet.netuid
    client = chain.client
    policy = await client.read("collateral_policy", netuid=netuid)
    assert policy == {"netuid": netuid, "lock_share": 0.0, "drain_ratio": 1.0}

    # The owner asks for half of the price, released at half an alpha for an alpha earned.
    await subnet.do(ALICE, SetHyperparameter(netuid=netuid, name="collateral_lock_share", value=SHARE))
    await subnet.do(ALICE, SetHyperparameter(netuid=netuid, name="collateral_drain_ratio", value=0.5))
    policy = await client.read("collateral_policy", netuid=netuid)
    assert policy == {"netuid": netuid, "lock_share": SHARE / 65_535, "drain_ratio": 0.5}

    # A registration through the shield holds its part.
    assert await client.read("miner_collateral", netuid=netuid, hotkey_ss58=BOB.hot) is None
    registered = await subnet.do(BOB, BurnedRegister(netuid=netuid))
    held = await subnet.held(BOB)
    assert held > 0
    (locked,) = find(registered.events, PALLET, "CollateralLocked")
    assert (int(locked["locked"]), int(locked["total_locked"])) == (held, held)
    assert await chain.stake(BOB, BOB.hot, netuid) == held
    record = await client.read("miner_collateral", netuid=netuid, hotkey_ss58=BOB.hot)
    assert (record["coldkey"], record["drain_ratio"], record["min_locked_alpha"].rao) == (BOB.cold, 0.5, 0)
    (row,) = await client.read("subnet_collateral", netuid=netuid)
    assert (row["hotkey"], row["uid"], row["locked_alpha"].rao) == (BOB.hot, 1, held)

    # More of it comes from free stake, and none of it can be taken out.
    await chain.ok(BOB, "add_stake", hotkey=BOB.hot, netuid=netuid, amount_staked=10 * RAO)
    free = await chain.stake(BOB, BOB.hot, netuid) - held
    await subnet.do(BOB, AddCollateral(netuid=netuid, amount_alpha=1))
    assert await subnet.held(BOB) == held + RAO
    refused = await chain.send(BOB, "remove_stake", hotkey=BOB.hot, netuid=netuid, amount_unstaked=free)
    assert refused.error is not None
    assert refused.error.name == "StakeUnavailable"
    await chain.ok(BOB, "remove_stake", hotkey=BOB.hot, netuid=netuid, amount_unstaked=free - 2 * RAO)
    await subnet.do(BOB, AddCollateral(netuid=netuid, amount_alpha="all"))
    assert await subnet.held(BOB) == await chain.stake(BOB, BOB.hot, netuid)

    # The floor, and the whole as the metagraph tells it.
    floor = await subnet.held(BOB) + 5 * RAO
    await subnet.do(BOB, SetMinCollateral(netuid=netuid, min_alpha=floor / RAO))
    record = await client.read("miner_collateral", netuid=netuid, hotkey_ss58=BOB.hot)
    assert (record["min_locked_alpha"].rao, record["shortfall_alpha"].rao) == (floor, 5 * RAO)
    graph = await client.subnets.metagraph(netuid)
    owner, miner = graph.neurons
    assert (owner.collateral_locked.rao, owner.collateral_min.rao, owner.collateral_earned.rao) == (0, 0, 0)
    assert (miner.collateral_locked.rao, miner.collateral_min.rao) == (floor - 5 * RAO, floor)

    # An epoch fills it up from what its hotkey earns, and no further.
    await chain.sudo("sudo_set_tempo", netuid=netuid, tempo=SHORT_TEMPO)
    state = await chain.until(
        "MinerCollateral",
        netuid,
        BOB.hot,
        BOB.cold,
        holds=lambda state: int(state["locked"]) > floor - 5 * RAO,
    )
    assert int(state["earned"]) > 0
    assert int(state["locked"]) <= floor == int(state["min_locked"])
