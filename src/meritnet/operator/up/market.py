"""One local market: its node and hosts as child processes, its chain read from the folder, its books."""

import asyncio
import json
import os
import socket
import sys
from pathlib import Path
from time import perf_counter

from meritnet.neuron import networks, wallet
from meritnet.neuron.chain import ChainRefused, ChainUnreachable, NotIncluded
from meritnet.neuron.live_chain import LiveChain, connect
from meritnet.node.service import FolderUnusable, open_chain
from meritnet.operator.chain_folder import NODE_FOLDER
from meritnet.operator.up import market_file, plan, skills
from meritnet.operator.up.cash_out import WALLET, cash_out
from meritnet.operator.up.children import Child, memory_mb
from meritnet.operator.up.epochs import Epoch, context_at, epochs_since, last_epoch_block, read_epoch
from meritnet.operator.up.explain import Payment, explain
from meritnet.operator.up.market_file import Extra
from meritnet.operator.up.market_view import MarketView, Participant, missed_by_lying, view_market
from meritnet.operator.up.prepare import Preparation, Say, host_spec, make_wallets
from meritnet.operator.up.rows import Rows
from meritnet.primitives import ss58
from meritnet.primitives.errors import MeritnetError, NotFound
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_store import ChainStore
from meritnet.state.store_folder import FolderLock
from meritnet.subnets.price.skill import Skill

PYTHON = sys.executable
NODE_START_S = 120.0
"""How long the node may take on a slow or busy machine; one that ends is noticed at once."""
MOST_RESTARTS = 3


class NodeSilent(MeritnetError):
    """The node did not answer in time."""


class Market:
    """The local market, from `start` to `stop`."""

    def __init__(self, folder: Path, port: int, say: Say) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FolderUnusable(
                f"folder {folder} cannot be made: {error.strerror}; choose another with MERITNET_HOME"
            ) from error
        self.folder = folder
        self.say = say
        self.begun = perf_counter()
        self.lock = FolderLock(folder)
        self.memory = market_file.read(folder)
        self.resumed = self.memory.netuid is not None
        self.port = free_port(port)
        self.skills: dict[str, Skill] = {}
        self.children: dict[str, Child] = {}
        self.participants: dict[bytes, Participant] = {}
        self.last_epoch: Epoch | None = None
        self.rows: Rows | None = None
        self.pace = skills.Pace()
        """Of measuring the skill of the miners."""
        self.measured: asyncio.Task[None] | None = None
        """Ends when the skill of the miners is known."""
        self._measuring: asyncio.Task[dict[str, Skill]] | None = None
        self._commands: dict[str, list[str]] = {}
        self._restarts: dict[str, int] = {}
        self._chain: LiveChain | None = None
        self._opened: tuple[Runtime, ChainStore] | None = None
        self._cashing: asyncio.Task[None] | None = None

    @property
    def chain(self) -> LiveChain:
        """The connection to the node."""
        if self._chain is None:
            raise NodeSilent("the node is not started yet")
        return self._chain

    @property
    def stored(self) -> tuple[Runtime, ChainStore]:
        """The rules and the stored chain, for reading."""
        if self._opened is None:
            runtime, store, _ = open_chain(self.folder / NODE_FOLDER)
            self._opened = runtime, store
        return self._opened

    @property
    def netuid(self) -> int:
        """The market's subnet."""
        if self.memory.netuid is None:
            raise NotFound("the market has no subnet yet; let the set-up finish")
        return self.memory.netuid

    @property
    def wallets(self) -> Path:
        """Folder of the market's keys."""
        return self.folder / "wallets"

    # --- start ----------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Start the node, set the market up where that is not done, start its neurons."""
        self._measuring = asyncio.create_task(asyncio.to_thread(skills.measured, self.folder, self.pace))
        node = self.folder / NODE_FOLDER
        await self._spawn(
            "node", ["-m", "meritnet.cli.main", "node", "--state", str(node), *self._node_options()]
        )
        hotkeys = make_wallets(self.wallets)
        self._chain = await self._connect()
        head = await self.chain.head()
        self.say(f"chain runs at {self.chain.endpoint}, block {head.number}")
        preparation = Preparation(self.chain, self.wallets, hotkeys, self.say)
        self.memory.netuid = await preparation.run(self.memory.netuid)
        self._save_network()
        self._remember_participants(hotkeys)
        # Hosts take some seconds to load, in which the validators stake.
        await asyncio.gather(self._start_hosts(), preparation.stake(self.netuid))
        self.measured = asyncio.create_task(self._take_skills(self._measuring, hotkeys))
        market_file.write(self.folder, self.memory)

    async def _take_skills(self, measuring: asyncio.Task[dict[str, Skill]], hotkeys: dict[str, str]) -> None:
        """Show what the miners can do as soon as it is measured; the market does not wait for it."""
        self.skills = await measuring
        self._remember_participants(hotkeys)
        ranking = ", ".join(
            f"{m.name} {self.skills[m.name].mean:+.1%}" for m in plan.MINERS if m.name in self.skills
        )
        self.say(f"offline skill, measured outside of the market: {ranking}")

    def _node_options(self) -> list[str]:
        return ["--block-time", f"{plan.BLOCK_MS / 1000:g}", "--rules", "--port", str(self.port)]

    async def _spawn(self, name: str, arguments: list[str]) -> Child:
        child = Child(name, self.folder / "logs" / f"{name}.log")
        self._commands[name] = arguments
        self.children[name] = child
        await child.start([PYTHON, *arguments])
        return child

    async def _connect(self) -> LiveChain:
        endpoint = f"ws://127.0.0.1:{self.port}"
        give_up = perf_counter() + NODE_START_S
        while True:
            self.children["node"].check()
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                break
            except OSError as error:
                if perf_counter() > give_up:
                    raise NodeSilent(
                        f"the node did not open port {self.port} within {NODE_START_S:.0f} s; see its log in "
                        f"{self.children['node'].log}"
                    ) from error
            await asyncio.sleep(0.05)
        reader = await connect(endpoint, None)
        genesis = reader.genesis
        await reader.close()
        return await connect(endpoint, genesis)

    def _save_network(self) -> None:
        networks.save(
            networks.Network(
                self.folder.name,
                self.chain.endpoint,
                self.chain.genesis,
                self.wallets,
                {plan.SUBNET: self.netuid},
            )
        )

    def _remember_participants(self, hotkeys: dict[str, str]) -> None:
        for miner in plan.MINERS:
            skill = self.skills.get(miner.name)
            self.participants[ss58.decode(hotkeys[miner.wallet])] = Participant(
                miner.name, "miner", miner.honest, None if skill is None else skill.mean
            )
        self.participants[ss58.decode(hotkeys[plan.OWNER])] = Participant(
            "the subnet's owner", "owner", honest=True
        )
        for validator in plan.VALIDATORS:
            self.participants[ss58.decode(hotkeys[validator.wallet])] = Participant(
                validator.wallet, "validator", validator.honest
            )

    async def _start_hosts(self) -> None:
        self.memory.miners_port = free_port(self.memory.miners_port)
        miners = [{"wallet": m.wallet, "runs": m.name} for m in plan.MINERS]
        validators = [{"wallet": v.wallet, "runs": v.variant} for v in plan.VALIDATORS]
        groups = (("miners", self.memory.miners_port, miners), ("validators", 0, validators))
        for role, port, roles in groups:
            spec = self.folder / f"{role}.json"
            described = host_spec(role, self.chain, self.netuid, port, roles)
            spec.write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")
            await self._spawn(role, ["-m", "meritnet.neuron.host", str(spec)])
        for extra in self.memory.extras:
            await self._start_extra(extra)
        self.say(f"{len(miners)} miners and {len(validators)} validators start, a process for each group")

    # --- more miners ----------------------------------------------------------------------------------

    async def add_miner(self, *, model: str = "", command: str = "") -> Extra:
        """Put one more miner on the market: a model of the roster, or a program."""
        kind = "cheat" if model else "own"
        extra = Extra(f"{kind}-{len(self.memory.extras) + 1}", model, command)
        self.memory.extras.append(extra)
        market_file.write(self.folder, self.memory)
        await self._start_extra(extra)
        return extra

    async def _start_extra(self, extra: Extra) -> None:
        runs = ["--model", extra.model] if extra.model else ["--command", extra.command]
        options = ["--network", self.folder.name, "--wallet", extra.wallet, "--yes", *runs]
        await self._spawn(extra.wallet, ["-m", "meritnet.cli.main", "mine", plan.SUBNET, *options])

    def _find_extras(self) -> None:
        """Learn the hotkeys of added miners as soon as their wallets are there."""
        known = {who.name for who in self.participants.values()}
        for extra in self.memory.extras:
            if extra.name not in known and wallet.exists(self.wallets, extra.wallet):
                account = ss58.decode(wallet.hotkey(self.wallets, extra.wallet).ss58_address)
                skill = self.skills.get(extra.model)
                self.participants[account] = Participant(
                    extra.name, "miner", not extra.model, None if skill is None else skill.mean
                )

    # --- while it runs --------------------------------------------------------------------------------

    async def look_after_children(self) -> None:
        """Start a process again that ended. Raises: ChildEnded for one that keeps ending."""
        for name, child in list(self.children.items()):
            if child.ended is None:
                continue
            self._restarts[name] = self._restarts.get(name, 0) + 1
            if name in {extra.wallet for extra in self.memory.extras}:
                self._give_up_extra(name, child)
                continue
            if self._restarts[name] > MOST_RESTARTS:
                child.check()
            self.say(
                f"{name} ended with exit code {child.ended} and is started again; its log is {child.log}"
            )
            await self._spawn(name, self._commands[name])

    def _give_up_extra(self, name: str, child: Child) -> None:
        words = child.last_lines[-1] if child.last_lines else f"exit code {child.ended}"
        self.say(f"{name} ended: {words}")
        del self.children[name]
        self.memory.extras = [extra for extra in self.memory.extras if extra.wallet != name]
        market_file.write(self.folder, self.memory)

    def look(self) -> MarketView:
        """Return the market at the head, after booking the epochs since the last look."""
        runtime, store = self.stored
        head = store.head.number
        self._find_extras()
        for epoch in epochs_since(runtime, store, self.netuid, self.memory.counted_to, head):
            self._book(epoch)
        ctx = context_at(runtime, store, head)
        if self.last_epoch is None and (block := last_epoch_block(ctx, self.netuid)):
            self.last_epoch = read_epoch(runtime, store, self.netuid, block)
        if self.rows is None:
            self.rows = Rows(self.netuid)
        self.rows.follow(runtime, store, head)
        return view_market(
            ctx,
            self.netuid,
            self.participants,
            self.last_epoch,
            self.memory.losses,
            self._taken(),
            self.rows.by_hotkey,
        )

    def _taken(self) -> dict[bytes, int]:
        account = ss58.decode(wallet.hotkey(self.wallets, WALLET).ss58_address)
        return {account: sum(payment.tao for payment in self.memory.cash_outs)}

    def _book(self, epoch: Epoch) -> None:
        self.last_epoch = epoch
        self.memory.counted_to = epoch.block
        for hotkey, missed in missed_by_lying(epoch, self.participants).items():
            self.memory.losses[hotkey] = self.memory.losses.get(hotkey, 0) + missed
        if epoch.is_paid_by_weights:
            if self.memory.first_reward is None:
                self.memory.first_reward = self._first_reward(epoch)
            if self._cashing is None or self._cashing.done():
                self._cashing = asyncio.get_running_loop().create_task(self._cash_out(epoch))
        market_file.write(self.folder, self.memory)

    def _first_reward(self, epoch: Epoch) -> dict[str, object]:
        runtime, store = self.stored
        best = max(range(len(epoch.hotkeys)), key=lambda uid: epoch.miners_alpha[uid])
        payment = explain(runtime, store, self.netuid, epoch.block, best)
        return {
            "miner": self.name_of(epoch.hotkeys[best]),
            "seconds_after_start": round(perf_counter() - self.begun, 1),
            "payment": payment.to_json(),
            "arithmetic": payment.lines(self._names(epoch)),
            "paid": [
                {"uid": uid, "miner": self.name_of(hotkey), "alpha": epoch.miners_alpha[uid]}
                for uid, hotkey in enumerate(epoch.hotkeys)
                if epoch.miners_alpha[uid]
            ],
        }

    def memory_mb(self) -> dict[str, int]:
        """Return what each process takes, in MB of 10^6 bytes; nothing where the system does not tell."""
        taken = {"up": memory_mb(os.getpid())}
        taken |= {name: child.memory_mb() for name, child in self.children.items()}
        return {name: mb for name, mb in taken.items() if mb is not None}

    def name_of(self, hotkey: bytes) -> str:
        """Return what the view calls a hotkey."""
        who = self.participants.get(hotkey)
        return ss58.encode(hotkey) if who is None else who.name

    def explain_payment(self, uid: int) -> list[str]:
        """Return the explanation of a uid's pay in the last epoch. Raises: NotFound before the first one."""
        if self.last_epoch is None:
            raise NotFound("no epoch has run yet, so nothing was paid; wait for the first one")
        runtime, store = self.stored
        payment: Payment = explain(runtime, store, self.netuid, self.last_epoch.block, uid)
        return payment.lines(self._names(self.last_epoch))

    def _names(self, epoch: Epoch) -> dict[int, str]:
        return {uid: self.name_of(hotkey) for uid, hotkey in enumerate(epoch.hotkeys)}

    async def _cash_out(self, epoch: Epoch) -> None:
        runtime, store = self.stored
        try:
            payment = await cash_out(self.chain, runtime, store, self.wallets, self.netuid, epoch)
        except (ChainRefused, ChainUnreachable, NotIncluded) as error:
            self.say(f"{plan.CASHING_OUT} could not take TAO out: {error}")
            return
        if payment is not None:
            self.memory.cash_outs.append(payment)
            market_file.write(self.folder, self.memory)

    # --- end ------------------------------------------------------------------------------------------

    async def stop(self) -> None:
        """End everything in order: added miners, validators, miners, the connection, the node."""
        try:
            self.pace.end()
            for task in (self._cashing, self.measured, self._measuring):
                if task is not None:
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)
            for name in [n for n in self.children if n not in ("node", "miners", "validators")]:
                await self.children[name].stop()
            for name in ("validators", "miners"):
                if name in self.children:
                    await self.children[name].stop()
            if self._chain is not None:
                await self._chain.close()
            if "node" in self.children:
                await self.children["node"].stop()
            if self._opened is not None:
                self._opened[1].close()
        finally:
            self.lock.release()


def free_port(wanted: int) -> int:
    """Return the port if it is free, any free one otherwise (or for 0)."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise NotFound("no free port on 127.0.0.1; end some programs and start again")
