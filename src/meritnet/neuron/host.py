"""Runs one role group: all miners of a subnet in one process, or all its validators in another.

    python -m meritnet.neuron.host SPEC.json

The file says which network, which keys and what they run. Hotkeys are enough: registration and stake are
the coldkey's business and happen before. Ends in order at SIGTERM or Ctrl-C.
"""

import asyncio
import contextlib
import gc
import importlib
import logging
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from uvicorn.loops.auto import auto_loop_factory

from meritnet.neuron import status
from meritnet.neuron.chain import ChainClient, Signer
from meritnet.neuron.directory import Directory
from meritnet.neuron.head_feed import HeadFeed
from meritnet.neuron.host_spec import HostSpec, read_spec
from meritnet.neuron.live_chain import connect
from meritnet.neuron.mechanism import Mechanism, Miner
from meritnet.neuron.message import JsonValue, Message
from meritnet.neuron.metrics import Metrics
from meritnet.neuron.miner_host import MinerHost
from meritnet.neuron.score_store import ScoreStore
from meritnet.neuron.seat import Seat
from meritnet.neuron.validator import Validator
from meritnet.neuron.wallet import hotkey
from meritnet.primitives.errors import MeritnetError

log = logging.getLogger(__name__)

INSIST_S = 3.0
"""How long a group may take to end before every task of it is told again."""
CATALOGUE = "meritnet.subnets.catalogue"
"""The module that knows the subnets by name; named, not imported, because subnets stand above the engine."""


class Subnet(Protocol):
    """What the catalogue gives for a name."""

    def mechanism(self, variant: str) -> Mechanism[Message, object, Message]:
        """Return the mechanism; `variant` chooses a dishonest one for demonstrations."""
        ...

    def miners(self, names: Sequence[str], commands: Sequence[str]) -> list[Miner[Message, Message]]:
        """Return miners by name of the reference roster; a command in its place runs a program."""
        ...


@dataclass(frozen=True, slots=True)
class Shared:
    """What all neurons of the process have in common."""

    tasks: asyncio.TaskGroup
    spec: HostSpec
    subnet: Subnet
    signers: Sequence[Signer]
    chain: ChainClient
    feed: HeadFeed
    directory: Directory
    metrics: Metrics


def find_subnet(name: str) -> Subnet:
    """Return the subnet of that name from the catalogue."""
    found: Subnet = importlib.import_module(CATALOGUE).find(name)
    return found


async def run_host(spec: HostSpec) -> None:
    """Run the group until cancelled."""
    metrics = Metrics()
    async with AsyncExitStack() as stack:
        chain = await connect(spec.endpoint, spec.genesis)
        stack.push_async_callback(chain.close)
        feed = HeadFeed(chain, metrics)
        directory = Directory(chain, spec.netuid, spec.min_stake_rao)
        await directory.refresh()
        subnet = find_subnet(spec.subnet)
        signers = [hotkey(spec.wallets, role.wallet, role.hotkey) for role in spec.roles]
        # What is loaded by now stays; looking through it in every full collection costs a tenth of a second.
        gc.freeze()
        async with asyncio.TaskGroup() as group:
            group.create_task(feed.run())
            group.create_task(directory.run(feed))
            shared = Shared(group, spec, subnet, signers, chain, feed, directory, metrics)
            if spec.role == "miners":
                start_miners(shared)
            else:
                start_validators(shared, stack)


def start_miners(shared: Shared) -> None:
    """Start a miner host with all roles of the group."""
    spec, subnet, directory = shared.spec, shared.subnet, shared.directory
    mechanism = subnet.mechanism("")
    # One roster for all: miners that watch one another must share a process.
    miners = subnet.miners([role.runs for role in spec.roles], [role.command for role in spec.roles])
    seats = [
        Seat(signer, mechanism, miner, directory, role.name)
        for signer, miner, role in zip(shared.signers, miners, spec.roles, strict=True)
    ]
    host = MinerHost(
        shared.chain,
        shared.feed,
        directory,
        seats,
        host=spec.host,
        port=spec.port,
        public_host=spec.public_host,
        metrics=shared.metrics,
    )
    shared.tasks.create_task(host.run())
    if spec.status is not None:
        shared.tasks.create_task(status.keep_writing(spec.status, shared.feed, host.snapshot))


def start_validators(shared: Shared, stack: AsyncExitStack) -> None:
    """Start the validators of the group, each with a store of its own that `stack` closes."""
    spec, feed = shared.spec, shared.feed
    validators = []
    for signer, role in zip(shared.signers, spec.roles, strict=True):
        mechanism = shared.subnet.mechanism(role.runs)
        owner = f"{signer.ss58_address}/{spec.netuid}/{mechanism.name}/{spec.genesis}"
        path = spec.data / f"{signer.ss58_address}-{spec.netuid}.sqlite"
        store = stack.enter_context(ScoreStore(path, owner))
        validators.append(
            Validator(
                shared.chain,
                feed,
                shared.directory,
                signer,
                mechanism,
                store,
                name=role.name,
                most_asked=spec.most_asked,
                metrics=shared.metrics,
            )
        )
    for validator in validators:
        shared.tasks.create_task(validator.run())

    def snapshot() -> Mapping[str, JsonValue]:
        latest = feed.latest
        return {
            "role": "validators",
            "netuid": spec.netuid,
            "block": latest.number if latest else 0,
            "validators": [validator.snapshot() for validator in validators],
        }

    if spec.status is not None:
        shared.tasks.create_task(status.keep_writing(spec.status, feed, snapshot))


async def until_signal(spec: HostSpec) -> None:
    """Run the group until SIGTERM or SIGINT, then end it in order."""
    task = asyncio.create_task(run_host(spec))
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    task.cancel()
    while not (await asyncio.wait({task}, timeout=INSIST_S))[0]:
        # A client library whose connection breaks at this very moment may swallow the cancellation.
        for other in asyncio.all_tasks() - {asyncio.current_task()}:
            other.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def first_error(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first leaf of a group of errors."""
    found: BaseException = group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found


def serve(spec: HostSpec) -> int:
    """Run a group in this process until a signal; return its exit code.

    Raises: the first error that one of the group's tasks met; the others were ended because of it.
    """
    try:
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            runner.run(until_signal(spec))
    except BaseExceptionGroup as group:
        raise first_error(group) from group
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the group that a file describes."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if len(given) != 1:
        print("usage: python -m meritnet.neuron.host SPEC.json", file=sys.stderr)
        return 2
    try:
        return serve(read_spec(Path(given[0])))
    except MeritnetError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
