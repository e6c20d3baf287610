"""The JSON-RPC server: an event loop in a thread of its own inside the node's process.

It listens on loopback unless told otherwise, and sees the node only through the protocols of `interfaces`.
"""

from __future__ import annotations

import asyncio
import ipaddress
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal

from aiohttp import web

from meritnet.primitives.errors import Denied
from meritnet.rpc.backend import Backend
from meritnet.rpc.dispatcher import Dispatcher
from meritnet.rpc.follow_hub import FollowHub
from meritnet.rpc.guard import LOOPBACK_NAMES, Guard
from meritnet.rpc.heads import FinalizedHub, HeadHub
from meritnet.rpc.included import IncludedIndex
from meritnet.rpc.interfaces import ChainReader, Explainer, HeadFeed, NodeInfo, PoolClient
from meritnet.rpc.lane import SubmitLane
from meritnet.rpc.limits import Limits
from meritnet.rpc.mailbox import Mailbox
from meritnet.rpc.methods import NAMESPACES
from meritnet.rpc.registry import Namespace, Registry
from meritnet.rpc.storage_watch import StorageWatch
from meritnet.rpc.web_app import Mount, RpcApp

MethodSafety = Literal["auto", "safe", "unsafe"]
DEFAULT_PORT = 9944
START_TIMEOUT_S = 30.0
SHUTDOWN_WAIT_S = 5.0
"""How long HTTP requests under way may take once the WebSockets are closed."""


@dataclass(frozen=True, slots=True)
class RpcConfig:
    """Where and how to serve; port 0 takes any free one."""

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    external: bool = False
    """Allows an address other than loopback, and then any Host and Origin."""
    origins: frozenset[str] = frozenset()
    """Web origins that are let in besides loopback."""
    compress: bool = False
    """Agree to permessage-deflate when a client offers it; costs more than it saves on one machine."""
    limits: Limits = field(default_factory=Limits)
    mount: Mount | None = None
    """Adds other routes, such as /health, to the same port."""
    namespaces: tuple[Namespace, ...] = NAMESPACES
    """The methods to serve."""
    methods: MethodSafety = "auto"
    """Which methods to serve: all (unsafe), only those fit for strangers (safe), or by `external` (auto)."""

    @property
    def allows_unsafe(self) -> bool:
        """Say whether unsafe methods are served."""
        return self.methods == "unsafe" or (self.methods == "auto" and not self.external)


class RpcAddressDenied(Denied):
    """The address is open to other machines and this was not asked for."""

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__(
            f"RPC address {host} is open to other machines; use 127.0.0.1, or allow it with --rpc-external"
        )


def is_loopback(host: str) -> bool:
    """Say whether an address can be reached from this machine only."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class RpcServer:
    """Serves one node; `start` returns when the port is open, `stop` when all sockets are closed."""

    def __init__(
        self,
        chain: ChainReader,
        pool: PoolClient,
        heads: HeadFeed,
        info: NodeInfo,
        config: RpcConfig | None = None,
        explainer: Explainer | None = None,
    ) -> None:
        self._chain = chain
        self._pool = pool
        self._heads = heads
        self._info = info
        self._explainer = explainer
        self.config = config or RpcConfig()
        if not self.config.external and not is_loopback(self.config.host):
            raise RpcAddressDenied(self.config.host)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._app: RpcApp | None = None
        self.port = self.config.port
        """The port that is open, known after `start`."""

    @property
    def connection_count(self) -> int:
        """Return the number of open WebSocket connections."""
        return 0 if self._app is None else self._app.connection_count

    def start(self) -> int:
        """Open the port, serve in a thread of its own and return the port.

        Raises: OSError if the port is taken.
        """
        ready: Future[int] = Future()
        thread = threading.Thread(target=self._run, args=(ready,), name="rpc", daemon=True)
        thread.start()
        try:
            self.port = ready.result(START_TIMEOUT_S)
        except OSError:
            # The thread closes its loop and ends; `stop` must not speak to it any more.
            thread.join()
            raise
        self._thread = thread
        return self.port

    def stop(self) -> None:
        """Finish open requests, close sockets with code 1001 and end the thread."""
        if self._thread is None or self._loop is None or self._stopping is None:
            return
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
        self._thread = None

    def __enter__(self) -> RpcServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self, ready: Future[int]) -> None:
        with asyncio.Runner(loop_factory=_new_loop) as runner:
            try:
                runner.run(self._serve(ready))
            except BaseException as error:  # the thread that starts us must learn of it
                if ready.done():
                    raise
                ready.set_exception(error)

    async def _serve(self, ready: Future[int]) -> None:
        loop = self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        limits = self.config.limits
        mailbox = Mailbox(loop)
        executor = ThreadPoolExecutor(limits.worker_threads, thread_name_prefix="rpc-read")
        lane = SubmitLane(mailbox, limits.submissions_waiting)
        hub = HeadHub(self._chain, self._heads, mailbox)
        watch = StorageWatch(self._chain, executor, hub.current)
        hub.on_head(watch.on_head)
        finalized = FinalizedHub(self._chain, hub)
        follows = FollowHub(self._chain, hub, limits.pinned_blocks)
        hub.on_head(follows.on_head)
        registry = Registry(
            self.config.namespaces,
            self._chain.has_call,
            allow_unsafe=self.config.allows_unsafe,
            can_explain=self._explainer is not None,
        )
        backend = Backend(
            self._chain,
            self._pool,
            self._info,
            limits,
            registry.names,
            mailbox,
            lane,
            hub,
            finalized,
            watch,
            follows,
            IncludedIndex(self._chain),
            executor,
            self._explainer,
        )
        guard = Guard(self.config.external, self.config.origins)
        app = self._app = RpcApp(
            Dispatcher(registry, backend, executor), guard, self.config.compress, self.config.mount
        )
        runner = web.AppRunner(
            app.application,
            access_log=None,
            shutdown_timeout=SHUTDOWN_WAIT_S,
            keepalive_timeout=limits.keep_alive_s,
        )
        tasks = [loop.create_task(watch.run()), loop.create_task(app.sweep())]
        try:
            await runner.setup()
            site = web.TCPSite(runner, self.config.host, self.config.port, backlog=1024)
            await site.start()
            ready.set_result(runner.addresses[0][1])
            await self._stopping.wait()
            await site.stop()
            await app.stop()
        finally:
            hub.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await runner.cleanup()
            lane.close()
            executor.shutdown(wait=True, cancel_futures=True)


def _new_loop() -> asyncio.AbstractEventLoop:
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
