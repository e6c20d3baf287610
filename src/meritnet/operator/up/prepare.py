"""Sets a market up on a fresh chain, as any operator would: with the public client's intents. Safe to repeat.

Registrations and stakes go through the shield. Only the settings that root alone may change are plain calls: the client
has no intents for them.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from meritnet.neuron import intents, wallet
from meritnet.neuron.chain import Signer
from meritnet.neuron.live_chain import LiveChain
from meritnet.operator.up import plan
from meritnet.primitives.errors import MeritnetError

Say = Callable[[str], None]
PALLET = "SubtensorModule"


class SetUpFailed(MeritnetError):
    """The chain is not as the set-up left it."""


def make_wallets(wallets: Path) -> dict[str, str]:
    """Create the wallets that are missing; return each one's hotkey address."""
    names = [plan.OWNER, *(m.wallet for m in plan.MINERS), *(v.wallet for v in plan.VALIDATORS)]
    for name in names:
        wallet.create(wallets, name)
    return {name: wallet.hotkey(wallets, name).ss58_address for name in names}


class Preparation:
    """The set-up of one market over a connection to its node."""

    def __init__(self, chain: LiveChain, wallets: Path, hotkeys: Mapping[str, str], say: Say) -> None:
        self.chain = chain
        self.wallets = wallets
        self.hotkeys = hotkeys
        self.say = say
        self.alice = wallet.development_key("//Alice", development=chain.development)

    async def run(self, netuid: int | None) -> int:
        """Bring the market to where neurons can start, all but the stakes; return its netuid."""
        if netuid is None:
            # An interrupted set-up may have come as far as the registration.
            netuid = await self.owned_netuid(self._coldkey(plan.OWNER).ss58_address)
        if netuid is None:
            await self._fund()
            netuid = await self._register_subnet()
        await self._open(netuid)
        return netuid

    async def _fund(self) -> None:
        amounts = {plan.OWNER: plan.OWNER_RAO}
        amounts |= {m.wallet: plan.MINER_RAO for m in plan.MINERS}
        amounts |= {v.wallet: v.stake_rao + plan.MINER_RAO + plan.FEES_RAO for v in plan.VALIDATORS}
        transfers = [
            intents.transfer(self._coldkey(name).ss58_address, amount) for name, amount in amounts.items()
        ]
        done = await self.chain.execute(intents.batch(transfers), self.alice)
        self.say(f"block {done.block}: //Alice funds {len(amounts)} wallets")

    async def _register_subnet(self) -> int:
        owner = self._coldkey(plan.OWNER)
        done = await self.chain.execute(intents.register_subnet(self.hotkeys[plan.OWNER]), owner)
        netuid = done.netuid
        if netuid is None:
            raise SetUpFailed(
                f"block {done.block} registered no subnet for {owner.ss58_address}; report this"
            )
        self.say(f"block {done.block}: subnet {netuid} registered, half of its cost is burned")
        return netuid

    async def owned_netuid(self, coldkey: str) -> int | None:
        """Return the netuid of the subnet that a coldkey owns."""
        client = await self.chain._connected()
        owners = await client._substrate.query_map(PALLET, "SubnetOwner", [], None)
        found = sorted(int(netuid) for netuid, owner in owners if str(owner) == coldkey)
        return found[-1] if found else None

    async def _open(self, netuid: int) -> None:
        """Start the subnet, set its local settings and give every hotkey a uid, all in one block if it can."""
        metagraph = await self.chain.metagraph(netuid)
        names = [*(m.wallet for m in plan.MINERS), *(v.wallet for v in plan.VALIDATORS)]
        missing = [name for name in names if self.hotkeys[name] not in metagraph.by_hotkey]
        rules = await self.chain.rules(netuid)
        work = [self._register(netuid, name) for name in missing]
        if rules.tempo != plan.TEMPO:
            work.insert(0, self._settings(netuid))
        if not await self._is_started(netuid):
            work.insert(0, self._start(netuid))
        if not work:
            return
        blocks = await asyncio.gather(*work)
        self.say(
            f"block {max(blocks)}: subnet {netuid} started, {len(missing)} neurons registered, through the shield"
        )
        if rules.tempo != plan.TEMPO:
            said = "; ".join(meaning for _, _, meaning in plan.SUBNET_SETTINGS)
            self.say(f"local settings, by sudo: {said}")

    async def _is_started(self, netuid: int) -> bool:
        client = await self.chain._connected()
        return await client._substrate.query(PALLET, "FirstEmissionBlockNumber", [netuid], None) is not None

    async def _start(self, netuid: int) -> int:
        done = await self.chain.execute(intents.start_subnet(netuid), self._coldkey(plan.OWNER))
        return done.block

    async def _settings(self, netuid: int) -> int:
        for_subnet = [(name, {"netuid": netuid, **params}) for name, params, _ in plan.SUBNET_SETTINGS]
        for_all = [(name, params) for name, params, _ in plan.NETWORK_SETTINGS]
        return (await self.chain.sudo([*for_all, *for_subnet], self.alice)).block

    async def _register(self, netuid: int, name: str) -> int:
        done = await self.chain.execute(intents.register(netuid, self.hotkeys[name]), self._coldkey(name))
        return done.block

    async def stake(self, netuid: int) -> None:
        """Stake for the validators, one after the other: each purchase makes the next one dearer."""
        metagraph = await self.chain.metagraph(netuid)
        waiting = [v for v in plan.VALIDATORS if metagraph.row(self.hotkeys[v.wallet]).stake_rao == 0]
        for v in waiting:
            # At any price: these are the first purchases in a pool that nobody has traded in.
            intent = intents.stake(netuid, self.hotkeys[v.wallet], v.stake_rao, None)
            done = await self.chain.execute(intent, self._coldkey(v.wallet))
        if waiting:
            self.say(f"block {done.block}: {len(waiting)} validators have staked, through the shield")

    def _coldkey(self, name: str) -> Signer:
        return wallet.coldkey(self.wallets, name)


def host_spec(
    role: str, chain: LiveChain, netuid: int, port: int, roles: Sequence[Mapping[str, str]]
) -> dict[str, Any]:  # Any: JSON values
    """Return the description of a role group for `meritnet.neuron.host`."""
    return {
        "role": role,
        "endpoint": chain.endpoint,
        "genesis": chain.genesis,
        "netuid": netuid,
        "subnet": plan.SUBNET,
        "wallets": "wallets",
        "data": "validators",
        "port": port,
        "status": f"status/{role}.json",
        "roles": [dict(item) for item in roles],
    }
