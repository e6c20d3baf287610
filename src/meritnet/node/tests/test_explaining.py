"""`explain_*` over RPC of a whole node with a market: payments, a replacement, refusals, trades, eviction."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from meritnet.engine.pool.errors import PoolError
from meritnet.operator.explain_folder import FolderSource
from meritnet.operator.explain_source import RpcSource
from meritnet.operator.tests.small_market import (
    HONEST,
    LIAR,
    MINERS,
    NETUID,
    ROWS,
    STAKES,
    TAO,
    TEMPO,
    SmallMarket,
    account,
)
from meritnet.primitives import ss58
from meritnet.rpc.errors import CUSTOM_METHOD_ERROR, INVALID_PARAMS
from meritnet.rpc.server import RpcConfig, RpcServer
from meritnet.rpc.tests.fake_node import FakeNode
from meritnet.rpc.tests.rpc_client import RpcClient, connect
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.registration.uids import uid_of
from meritnet.runtime.pallets.staking.stake import stake_of
from meritnet.testing.signing import sign

SLOTS = 7
NEWCOMER, LATER = "//new//first", "//new//second"


def ss(uri: str) -> str:
    return ss58.encode(account(uri))


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallMarket]:
    """A full subnet that has paid, then lost two miners to newcomers."""
    made = SmallMarket(tmp_path_factory.mktemp("explained") / "node")
    made.node.start()
    made.open_subnet()
    made.sudo("sudo_set_weights_set_rate_limit", NETUID, 30)
    made.sudo("sudo_set_commit_reveal_weights_enabled", NETUID, False)
    made.sudo("sudo_set_immunity_period", NETUID, 25)
    made.sudo("sudo_set_min_non_immune_uids", NETUID, 0)
    made.join((*MINERS, *ROWS), STAKES)
    key = hyper.max_allowed_uids.key_of(NETUID)
    full = made.call("System", "set_storage", ((key, SLOTS.to_bytes(2, "little")),))
    made.send("//Alice", "Sudo", "sudo", full)
    made.blocks(31)
    for uri, row in ROWS.items():
        made.send(uri, "SubtensorModule", "set_weights", NETUID, (1, 2, 3), row, 0)
    made.blocks(2 * TEMPO)
    for uri in (NEWCOMER, LATER):
        made.send("//Bob", "SubtensorModule", "burned_register", NETUID, account(uri))
        made.blocks(1)
    yield made
    made.close()


@pytest.fixture(scope="module", autouse=True)
def paid(market: SmallMarket) -> str:
    """The block before any test here made one."""
    return "0x" + market.node.store.head.hash.hex()


@pytest.fixture
async def client(market: SmallMarket) -> AsyncIterator[RpcClient]:
    async with connect(market.node.rpc.port) as connected:
        yield connected


def state(market: SmallMarket, number: int | None = None) -> Any:
    view = market.node.store.view(number)
    return market.node.runtime.read_context(view, view.number)


async def test_the_best_paid_miner_and_what_it_was_paid(
    market: SmallMarket, client: RpcClient, paid: str
) -> None:
    told = await client.call("explain_payment", NETUID, None, paid)
    before, after = state(market, told["block"] - 1), state(market, told["block"])
    assert told["hotkey"] == ss(MINERS[0])
    hotkey, coldkey = account(MINERS[0]), account("//Bob")
    grown = stake_of(after, hotkey, coldkey, NETUID) - stake_of(before, hotkey, coldkey, NETUID)
    assert told["incentive_rao"] == told["total_rao"] == grown > 0
    (mechanism,) = told["mechanisms"]
    assert mechanism["recomputed_incentive_u16"] == mechanism["stored_incentive_u16"] > 0
    assert [vote["uid"] for vote in mechanism["votes"] if vote["is_cut"]] == [
        uid_of(after, NETUID, account(HONEST[0]))
    ]
    ranks = sum(v["stake_share_ppb"] * v["counted_ppb"] for v in mechanism["votes"]) // 10**9
    assert abs(ranks - mechanism["rank_ppb"]) < 10
    assert 0 < told["tao_value_rao"] < told["total_rao"] * told["alpha_price_rao"] // 10**9


async def test_a_validator_is_named_by_its_hotkey_and_earlier_epochs_by_a_hash(
    market: SmallMarket, client: RpcClient, paid: str
) -> None:
    last = await client.call("explain_payment", NETUID, ss(HONEST[1]), paid)
    (mechanism,) = last["mechanisms"]
    assert {own["uid"] for own in mechanism["own_weights"]} == {1, 2, 3}
    stored = yuma.dividends.get(state(market, last["block"]), NETUID)
    uid = last["uid"]
    assert mechanism["dividend_ppb"] * 65_535 // 10**9 - int.from_bytes(
        stored[2 * uid : 2 * uid + 2], "little"
    ) in (0, -1)
    assert last["dividend_take_rao"] + last["dividend_stakers_rao"] == last["total_rao"] > 0
    at = await client.call("chain_getBlockHash", last["block"] - 1)
    earlier = await client.call("explain_payment", NETUID, uid, at)
    assert earlier["block"] == last["block"] - TEMPO


async def test_who_was_replaced_by_whom_and_why(market: SmallMarket, client: RpcClient) -> None:
    gone = [uri for uri in (*MINERS, *ROWS) if uid_of(state(market), NETUID, account(uri)) is None]
    assert len(gone) == 2
    for uri in gone:
        told = (await client.call("explain_pruning", NETUID, ss(uri)))["replaced"]
        before = state(market, told["block"] - 1)
        uid = uid_of(before, NETUID, account(uri))
        assert uid == told["uid"]
        now = state(market, told["block"])
        assert told["newcomer"] == ss58.encode(registration.keys.get(now, NETUID, uid))
        emissions = yuma.emission.get(before, NETUID)
        assert told["old_emission_rao"] == int.from_bytes(emissions[8 * uid : 8 * uid + 8], "little")
        assert told["old_age_blocks"] == told["block"] - told["old_registered_at_block"] == told["block"] - 2
        assert (told["call"], told["signer"]) == ("SubtensorModule.burned_register", ss("//Bob"))
        assert told["price_rao"] > 0
        assert told["reason"] == "lowest emission of those out of immunity"
    holder = await client.call("explain_pruning", NETUID, ss(LATER))
    assert holder["asked"]["hotkey"] == ss(LATER) == holder["replaced"]["newcomer"]
    assert holder["asked"]["immunity_left_blocks"] > 0


async def test_the_next_to_go_is_the_one_that_goes(market: SmallMarket, client: RpcClient) -> None:
    told = await client.call("explain_pruning", NETUID)
    assert (told["uids"], told["max_uids"], told["free_uids"]) == (SLOTS, SLOTS, 0)
    first = told["slots"][0]
    assert told["next_uid"] == first["uid"]
    assert (first["newcomers_needed"], first["attack_price_rao"]) == (1, told["registration_price_rao"])
    never = await client.call("explain_pruning", NETUID, told["slots"][-1]["uid"])
    assert never["asked"]["reason"] == "hotkey of the subnet's owner"
    assert never["replaced"] is None


async def test_the_rate_limit_block_is_the_one_at_which_the_pool_lets_it_in(
    market: SmallMarket, client: RpcClient
) -> None:
    told = await client.call("explain_weights", NETUID, ss(HONEST[0]))
    (check,) = [check for check in told["checks"] if check["passed"] is False]
    assert told["error"] == check["error"] == "SettingWeightsTooFast"
    assert told["block"] == market.node.store.head.number + 1
    first = told["works_from_block"]
    assert str(first) in told["says"]
    call = market.call("SubtensorModule", "set_weights", NETUID, (1,), (1,), 0)
    # What comes in now lands in the next block.
    market.blocks(first - 2 - market.node.store.head.number)
    with pytest.raises(PoolError, match="SettingWeightsTooFast"):
        market.node.pool.submit(sign(market.node.runtime, call, HONEST[0], 1))
    assert (await client.call("explain_weights", NETUID, ss(HONEST[0])))["works_from_block"] == first
    market.blocks(1)
    assert (await client.call("explain_weights", NETUID, ss(HONEST[0])))["error"] is None
    market.node.pool.submit(sign(market.node.runtime, call, HONEST[0], 1))
    market.blocks(1)
    assert market.node.store.head.number == first


async def test_weights_that_are_given_are_checked(client: RpcClient) -> None:
    given = [NETUID, ss(HONEST[0]), 0, 0, [1, 1], [5, 5]]
    told = await client.call("explain_weights", *given)
    assert "DuplicateUids" in [check["error"] for check in told["checks"]]
    lone = await client.fail("explain_weights", NETUID, ss(HONEST[0]), 0, 0, [1])
    assert lone["code"] == INVALID_PARAMS


async def test_a_trade_is_told_and_then_done(market: SmallMarket, client: RpcClient) -> None:
    hotkey, coldkey = account(HONEST[0]), account("//Bob")
    told = await client.call("explain_stake", NETUID, ss(HONEST[0]), 5 * TAO, ss("//Bob"))
    assert told["error"] is None
    out = await client.call("explain_unstake", NETUID, ss(HONEST[0]), TAO, ss("//Bob"))
    assert (out["error"], out["side"]) == (None, "unstake")
    assert out["available_rao"] >= out["staked_rao"] > 0
    had, free = stake_of(state(market), hotkey, coldkey, NETUID), told["balance_rao"]
    market.send("//Bob", "SubtensorModule", "add_stake", hotkey, NETUID, 5 * TAO)
    market.blocks(1)
    assert stake_of(state(market), hotkey, coldkey, NETUID) - had == told["received_rao"]
    left = await client.call("explain_stake", NETUID, ss(HONEST[0]), 5 * TAO, ss("//Bob"))
    assert free - left["balance_rao"] == 5 * TAO + told["extrinsic_fee_rao"]


async def test_eviction_and_what_is_not_there(market: SmallMarket, client: RpcClient) -> None:
    told = await client.call("explain_eviction")
    assert [row["netuid"] for row in told["order"]] == [1, NETUID]
    for method, params, words in (
        ("explain_payment", [0], "no epoch yet"),
        ("explain_payment", [NETUID, 99], "had no uid 99"),
        ("explain_payment", [NETUID, ss("//nobody")], "had no uid"),
        ("explain_pruning", [NETUID, 99], "has no uid 99"),
        ("explain_pruning", [NETUID, ss("//nobody")], "no state that is kept here"),
        ("explain_pruning", [77], "SubnetNotExists"),
        ("explain_stake", [77, ss(LIAR), 5], "no subnet 77"),
    ):
        refused = await client.fail(method, *params)
        assert (refused["code"], words in refused["message"]) == (CUSTOM_METHOD_ERROR, True), refused
    unknown = await client.fail("explain_eviction", "0x" + "ab" * 32)
    assert "Header was not found" in unknown["message"]


async def test_a_server_without_an_explainer_does_not_serve_it() -> None:
    fake = FakeNode()
    with RpcServer(fake, fake, fake, fake, RpcConfig(port=0)) as running:
        async with connect(running.port) as bare:
            assert not [n for n in (await bare.call("rpc_methods"))["methods"] if n.startswith("explain_")]


def test_the_folder_of_a_chain_answers_as_its_node(market: SmallMarket, tmp_path: Path) -> None:
    folder = market.node.config.state
    assert isinstance(folder, Path)
    # The store cannot be opened twice in one process; between two blocks a copy is whole.
    copy = shutil.copytree(folder, tmp_path / "copy")
    online, offline = RpcSource(f"ws://127.0.0.1:{market.node.rpc.port}"), FolderSource(copy)
    try:
        for method, params in (
            ("explain_payment", [NETUID, None]),
            ("explain_pruning", [NETUID, ss(LATER)]),
            ("explain_weights", [NETUID, ss(LIAR), None, None, None, None]),
            ("explain_stake", [NETUID, ss(LIAR), TAO, ss("//Bob"), None, None]),
            ("explain_eviction", []),
        ):
            at = online.block_hash(market.node.store.head.number)
            assert offline.ask(method, *params, at) == online.ask(method, *params, at)
    finally:
        offline.close()
