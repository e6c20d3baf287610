"""Starts and stops a node: store, runtime, pool, engine, RPC, in that order and back."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from meritnet import __version__
from meritnet.engine.clock import Clock
from meritnet.engine.pool.journal import Journal
from meritnet.engine.pool.pool import Pool
from meritnet.engine.shield_key_file import NAME as SHIELD_KEYS
from meritnet.engine.shield_key_file import FileShieldKeys
from meritnet.engine.signature_cache import SignatureCache
from meritnet.engine.solo import Mode, Produced, SoloEngine
from meritnet.engine.state_machine import StateMachine, WrongGenesis
from meritnet.primitives.errors import Denied
from meritnet.rpc.interfaces import Health, NodeFacts, PeerInfo
from meritnet.rpc.server import MethodSafety, RpcConfig, RpcServer
from meritnet.runtime.params import ChainParams, params_for
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_store import ChainStore

from .beacon.sources import Beacons, keep_key
from .chain_access import ChainAccess
from .chain_file import ChainFile
from .config import NodeConfig
from .explaining import ChainExplainer
from .fresh_chain import build_genesis, describe
from .head_feed import HeadFeed
from .pool_access import PoolAccess, replay
from .telemetry import Telemetry

log = logging.getLogger(__name__)


class PortUnavailable(Denied):
    """The port of RPC is in use, or this user may not open it."""


class FolderUnusable(Denied):
    """The folder of the chain cannot be made or written."""


class Node:
    """One node. `start` returns when RPC answers, `stop` when everything is closed."""

    def __init__(self, config: NodeConfig, *, clock: Clock | None = None) -> None:
        self.config = config
        if config.state is not None:
            _make_folder(config.state)
        chain_file = ChainFile.open(config.state, lambda: describe(config))
        self.params: ChainParams = params_for(
            chain_file.preset, chain_file.block_time_ms, rules=chain_file.rules
        )
        self.runtime = Runtime(self.params)
        self.beacons = Beacons(config, chain_file, self.runtime)
        folder = None if config.state is None else config.state / "chain"
        self.store = ChainStore.open(folder, archive=config.archive, keep_blocks=config.keep_blocks)
        signatures = SignatureCache()
        self.machine = StateMachine(self.runtime, self.store, signatures=signatures)
        keep_key(chain_file)
        self.machine.init_chain(lambda ctx: build_genesis(ctx, chain_file))
        if chain_file.genesis_hash not in (None, self.runtime.extensions.genesis_hash):
            raise WrongGenesis(
                f"the folder {config.state} names genesis 0x{(chain_file.genesis_hash or b'').hex()}, its chain has "
                f"0x{self.runtime.extensions.genesis_hash.hex()}; use another folder"
            )
        chain_file.seal(self.runtime.extensions.genesis_hash)
        self.pool = Pool(self.runtime, signatures, finality_lag=config.lag)
        self.telemetry = Telemetry()
        self.heads = HeadFeed()
        self.journal = None if config.state is None else Journal(config.state / "pool.journal")
        mode: Mode = config.mode  # type: ignore[assignment]  # checked by NodeConfig
        self.engine = SoloEngine(
            self.machine,
            self.pool,
            mode=mode,
            clock=clock,
            on_block=self._on_block,
            keys=None if config.state is None else FileShieldKeys(config.state / SHIELD_KEYS),
            rounds=self.beacons.source(),
        )
        self._block_listeners: list[Callable[[Produced], None]] = []
        self.access = ChainAccess(self.runtime, self.store, config.lag)
        self.info = _Info(self)
        methods: MethodSafety = config.rpc_methods  # type: ignore[assignment]  # checked by NodeConfig
        self.rpc = RpcServer(
            self.access,
            PoolAccess(self.pool, self.journal),
            self.heads,
            self.info,
            RpcConfig(
                host=config.rpc_host,
                port=config.port,
                external=config.rpc_external,
                compress=config.rpc_compress,
                methods=methods,
                mount=self._mount,
            ),
            ChainExplainer(self.runtime, self.store),
        )

    # --- life -----------------------------------------------------------------------------------------

    def start(self) -> int:
        """Take up waiting transactions, begin to make blocks, open RPC; return its port."""
        if self.journal is not None:
            kept = replay(self.pool, self.journal)
            if self.journal.records:
                log.info("journal_replayed transactions=%d still_valid=%d", len(self.journal.records), kept)
        try:
            port = self.rpc.start()
        except OSError as error:
            raise PortUnavailable(
                f"RPC cannot listen on {self.config.rpc_host}:{self.config.port}: {error.strerror or error}; "
                "end the process that uses the port, or choose another with --port (0: any free one)"
            ) from error
        head = self.store.head
        log.info(
            "node_started preset=%s height=%d genesis=0x%s slot_ms=%d rpc=http+ws://%s:%d",
            self.params.preset,
            head.number,
            self.runtime.extensions.genesis_hash.hex()[:16],
            self.params.slot_duration_ms,
            self.config.rpc_host,
            port,
        )
        self.beacons.start()
        self.engine.start()
        return port

    def stop(self) -> None:
        """Finish the block in hand, close sockets with 1001, close the store."""
        self.engine.stop()
        self.beacons.stop()
        self.rpc.stop()
        if self.journal is not None:
            self.journal.compact(self.pool.pending())
            self.journal.close()
        self.store.close()
        log.info("node_stopped")

    def on_block(self, listener: Callable[[Produced], None]) -> None:
        """Call `listener` in the engine's thread after each block."""
        self._block_listeners.append(listener)

    def _on_block(self, produced: Produced) -> None:
        header = produced.output.header
        self.telemetry.block(produced, time.time())
        log.debug(
            "block height=%d hash=0x%s root=0x%s extrinsics=%d changed=%d build_ms=%.1f commit_ms=%.1f",
            header.number,
            produced.output.block_hash.hex()[:16],
            header.state_root.hex()[:16],
            len(produced.output.applied),
            produced.output.changed_keys,
            produced.build_s * 1000,
            produced.commit_s * 1000,
        )
        self.heads.publish(header.number, produced.output.block_hash)
        for listener in self._block_listeners:
            listener(produced)
        if self.journal is not None and self.journal.is_large:
            self.journal.compact(self.pool.pending())

    # --- routes beside RPC ----------------------------------------------------------------------------

    def _mount(self, app: web.Application) -> None:
        app.router.add_get("/health", self._health)
        app.router.add_get("/metrics", self._metrics)

    async def _health(self, _request: web.Request) -> web.Response:
        failure = self.engine.failure
        body = {
            "status": "ok" if failure is None else "stopped",
            "height": self.store.head.number,
            "failure": None if failure is None else f"{type(failure).__name__}: {failure}",
        }
        return web.json_response(body, status=200 if failure is None else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        ready, future = self.pool.counts()
        self.telemetry.sample(ready, future, self.rpc.connection_count)
        return web.Response(body=self.telemetry.text(), headers={"Content-Type": "text/plain; version=0.0.4"})


class _Info:
    """Implements `rpc.interfaces.NodeInfo`."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._start = node.store.head.number
        genesis = node.runtime.extensions.genesis_hash.hex()
        self._facts = NodeFacts(
            version=__version__,
            chain_type="Local" if node.params.preset == "local" else "Live",
            local_peer_id=f"meritnet-solo-{genesis[:16]}",
        )

    @property
    def facts(self) -> NodeFacts:
        """What does not change."""
        return self._facts

    def health(self) -> Health:
        """A solo node has no peers and never catches up."""
        return Health(peers=0, is_syncing=False, should_have_peers=False)

    def peers(self) -> list[PeerInfo]:
        """Nobody."""
        return []

    def starting_block(self) -> int:
        """Height at the start of this process."""
        return self._start


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnusable(
            f"folder {folder} cannot be made: {error.strerror}; choose another with --state, or correct its owner"
        ) from error


def open_chain(folder: Path, *, read_only: bool = True) -> tuple[Runtime, ChainStore, ChainFile]:
    """Open a chain folder without starting a node, for the commands that read it."""
    chain = ChainFile.read(folder)
    runtime = Runtime(params_for(chain.preset, chain.block_time_ms, rules=chain.rules))
    store = ChainStore.open(folder / "chain", read_only=read_only)
    genesis = store.hash_of(0)
    if genesis is not None:
        runtime.extensions.genesis_hash = genesis
    return runtime, store, chain
