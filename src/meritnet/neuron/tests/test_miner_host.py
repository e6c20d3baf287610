"""A host's life: warm up, serve, publish, be asked, end."""

import asyncio
import ipaddress
import socket

import pytest

from meritnet.neuron.asking import NobodyAnswered, ask, best_miners
from meritnet.neuron.chain import ChainRefused, Endpoint
from meritnet.neuron.directory import Directory
from meritnet.neuron.intents import serve
from meritnet.neuron.miner_host import MinerHost
from meritnet.neuron.serving import publish
from meritnet.neuron.tests.fake_chain import NETUID, FakeChain, Key, row
from meritnet.neuron.tests.market import (
    CONSUMER,
    PATIENCE_S,
    Broken,
    Honest,
    Misfit,
    Reverse,
    following,
    rows,
    seat,
    serving,
)
from meritnet.neuron.tests.test_message import Pair


async def test_a_host_publishes_its_miners_and_closes_them() -> None:
    chain = FakeChain(rows=rows("a", "b"))
    miners = {"a": Honest(), "b": Broken()}
    seats = [seat(name, miner, chain) for name, miner in miners.items()]
    async with following(chain) as feed:
        host = MinerHost(chain, feed, seats[0].directory, seats)
        ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(host.run(ready.set_result))
        port = await asyncio.wait_for(ready, PATIENCE_S)
        while len(chain.calls) < 2:
            await asyncio.sleep(0.005)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert [r.endpoint for r in chain.rows[1:]] == [Endpoint("127.0.0.1", port)] * 2
    assert all(miner.closed for miner in miners.values())
    found = host.snapshot()["miners"]
    assert isinstance(found, list)
    assert [miner["warning"] for miner in found] == ["", "ZeroDivisionError: secret detail"]


async def run_host(chain: FakeChain, port: int = 0) -> int:
    """Run a host with miner `a` until it listens; return the port."""
    place = seat("a", Honest(), chain)
    async with following(chain) as feed:
        host = MinerHost(chain, feed, place.directory, [place], port=port)
        ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(host.run(ready.set_result))
        try:
            return await asyncio.wait_for(ready, PATIENCE_S)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_a_restart_listens_where_it_was_published_if_it_can() -> None:
    chain = FakeChain(rows=rows("a"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        chain.set_row(1, endpoint=Endpoint("127.0.0.1", port))
        assert await run_host(chain) not in (0, port)
    chain.set_row(1, endpoint=Endpoint("127.0.0.1", port))
    assert await run_host(chain) == port
    chain.set_row(1, endpoint=Endpoint("10.1.2.3", port))
    assert await run_host(chain) != port


async def test_a_right_record_is_not_published_again() -> None:
    chain = FakeChain(rows=rows("a"))
    directory = Directory(chain, NETUID)
    endpoint = Endpoint("10.1.2.3", 80)
    for expected in (1, 1):
        await directory.refresh()
        assert await publish(chain, directory, Key("a"), Endpoint("127.0.0.1", 80)) == ""
        assert len(chain.calls) == expected
    await publish(chain, directory, Key("a"), endpoint)
    assert len(chain.calls) == 2


async def test_what_hinders_publishing_is_told() -> None:
    chain = FakeChain(rows=rows("a"))
    directory = Directory(chain, NETUID)
    await directory.refresh()
    chain.refusals.append(ChainRefused("serve_axon", "ServingRateLimitExceeded", "publish again later"))
    assert "later" in await publish(chain, directory, Key("a"), Endpoint("10.1.2.3", 80))
    assert "not registered" in await publish(chain, directory, Key("stranger"), Endpoint("10.1.2.3", 80))


def test_published_addresses_are_read_back() -> None:
    from meritnet.neuron.live_chain import read_endpoint

    for host in ("127.0.0.1", "10.1.2.3", "2001:db8::1"):
        address = ipaddress.ip_address(str(serve(7, host, 80).args["ip"]))
        record = {"ip": int(address), "port": 80, "ip_type": address.version}
        assert read_endpoint(record) == Endpoint(host, 80)
    assert read_endpoint({"ip": 0, "port": 80, "ip_type": 4}) is None
    assert read_endpoint({"ip": 1, "port": 0, "ip_type": 4}) is None
    assert Endpoint("2001:db8::1", 80).url == "http://[2001:db8::1]:80"


async def test_consumers_ask_the_best_and_learn_who_failed() -> None:
    chain = FakeChain()
    miners = {"a": Honest(), "b": Misfit(), "c": Honest(), "idle": Honest()}
    async with serving(chain, miners):
        for uid, incentive in ((1, 0.2), (2, 0.5), (3, 0.3)):
            chain.set_row(uid, incentive=incentive)
        metagraph = await chain.metagraph(NETUID)
        assert [r.uid for r in best_miners(metagraph, 2)] == [2, 3]
        asked = await ask(CONSUMER, metagraph, Reverse(), Pair(1, "abc"), 9)
    assert asked.answers == {1: Pair(1, "cba"), 3: Pair(1, "cba")}
    assert asked.weights == {1: 0.2, 3: 0.3}
    assert asked.receipts[1].holds()
    assert list(asked.failures) == [2]


async def test_asking_where_nobody_earns_or_answers_says_so() -> None:
    chain = FakeChain(rows=[row(0, Key("a"), endpoint=Endpoint("127.0.0.1", 9))])
    with pytest.raises(NobodyAnswered, match="earns incentive"):
        await ask(CONSUMER, await chain.metagraph(NETUID), Reverse(), Pair(1, "a"), 5)
    chain.set_row(0, incentive=1.0)
    with pytest.raises(NobodyAnswered, match=r"uid 0: .*cannot be reached"):
        await ask(CONSUMER, await chain.metagraph(NETUID), Reverse(), Pair(1, "a"), 5)
