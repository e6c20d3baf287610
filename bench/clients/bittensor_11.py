"""Measures the asynchronous library of the public SDK, 11 series. All transfers are under way at once."""

import asyncio
import json
import sys
from time import perf_counter
from types import SimpleNamespace

from bittensor import Client, calls, storage
from bittensor.keyfiles import Keypair


async def main(url: str, count: int) -> dict[str, float]:
    """Return the figures."""
    alice, bob = Keypair.create_from_uri("//Alice"), Keypair.create_from_uri("//Bob")
    wallet = SimpleNamespace(coldkey=alice, coldkeypub=Keypair(ss58_address=alice.ss58_address), hotkey=alice)
    begun = perf_counter()
    client = Client(url, fallback_endpoints=[], archive_endpoints=[])
    await client.connect()
    account = await client.query(storage.System.Account, [alice.ss58_address])
    assert account["data"]["free"] > 0
    balance = perf_counter() - begun

    begun = perf_counter()
    neurons = len((await client.read("metagraph", netuid=1))["hotkeys"])
    metagraph = perf_counter() - begun

    call = calls.Balances.transfer_keep_alive(dest=bob.ss58_address, value=1_000)
    begun = perf_counter()
    results = await asyncio.gather(
        *(client.submit_call(call, wallet, wait_for_finalization=True) for _ in range(count))
    )
    transfers = perf_counter() - begun
    assert all(result.success for result in results), [result.message for result in results]
    await client.close()
    return {"balance": balance, "metagraph": metagraph, "neurons": neurons, "transfers": transfers}


print(json.dumps(asyncio.run(main(sys.argv[1], int(sys.argv[2])))))
