"""Stakes TAO behind a validator of a local network and shows what it earns, beside TAO that lies idle.

usage: python examples/stake.py --netuid 2 [--tao 50] [--epochs 2] [--endpoint ws://127.0.0.1:9944]
"""

import argparse
import asyncio

from bittensor import Client
from bittensor.keyfiles import Keypair

RAO = 10**9
LOCAL = ("Development", "Local")


async def best_validator(client: Client, netuid: int) -> str:
    """Return the hotkey with the highest dividends of the last epoch."""
    neurons = await client.runtime(("NeuronInfoRuntimeApi", "get_neurons_lite"), [netuid])
    best = max(neurons, key=lambda neuron: int(neuron["dividends"]))
    return str(best["hotkey"])


async def held(client: Client, netuid: int, hotkey: str, coldkey: str) -> tuple[int, int]:
    """Return the stake in alpha, and the TAO that the pool would give for it now. Unit: rao."""
    api = ("StakeInfoRuntimeApi", "get_stake_info_for_hotkey_coldkey_netuid")
    position = await client.runtime(api, [hotkey, coldkey, netuid])
    alpha = 0 if position is None else int(position["stake"])
    sale = await client.runtime(("SwapRuntimeApi", "sim_swap_alpha_for_tao"), [netuid, alpha])
    return alpha, int(sale["tao_amount"])


async def last_epoch(client: Client, netuid: int) -> int:
    """Return the block of the subnet's last epoch."""
    info = await client.runtime(("SubnetInfoRuntimeApi", "get_dynamic_info"), [netuid])
    return int(info["last_step"])


async def run(endpoint: str, netuid: int, tao: float, wanted: int) -> None:
    """Stake, wait for some epochs, tell what became of it."""
    client = Client(endpoint, fallback_endpoints=[], archive_endpoints=[])
    await client.connect()
    try:
        kind = await client._substrate.raw.rpc_request("system_chainType", [])
        if (kind.get("result") if isinstance(kind, dict) else kind) not in LOCAL:
            raise SystemExit(f"{endpoint} is no local network; development keys sign nowhere else")
        bob = Keypair.create_from_uri("//Bob")
        hotkey = await best_validator(client, netuid)
        before, _ = await held(client, netuid, hotkey, bob.ss58_address)
        params = {"hotkey": hotkey, "netuid": netuid, "amount_staked": round(tao * RAO)}
        result = await client.submit_call(("SubtensorModule", "add_stake", params), bob)
        if not result.success:
            raise SystemExit(f"the chain refused: {result.message}")
        start, value = await held(client, netuid, hotkey, bob.ss58_address)
        print(f"staked {tao:g} TAO behind {hotkey} on netuid {netuid}")
        print(
            f"got {(start - before) / RAO:,.6f} alpha, in all {start / RAO:,.6f}, worth {value / RAO:,.6f} TAO now"
        )
        last, seen = await last_epoch(client, netuid), 0
        while seen < wanted:
            await asyncio.sleep(0.5)
            now = await last_epoch(client, netuid)
            if now != last:
                last, seen = now, seen + 1
                alpha, value = await held(client, netuid, hotkey, bob.ss58_address)
                print(
                    f"epoch of block {now}: {alpha / RAO:,.6f} alpha, {alpha / start - 1:+.3%} since the start, "
                    f"worth {value / RAO:,.6f} TAO; idle TAO: +0%"
                )
    finally:
        await client.close()


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--endpoint", default="ws://127.0.0.1:9944")
    parser.add_argument("--netuid", type=int, default=2)
    parser.add_argument("--tao", type=float, default=50.0)
    parser.add_argument("--epochs", type=int, default=2, help="epochs to wait for")
    options = parser.parse_args()
    asyncio.run(run(options.endpoint, options.netuid, options.tao, options.epochs))


if __name__ == "__main__":
    main()
