"""Decides which beacons a node feeds into its blocks."""

import secrets

from meritnet.engine.round_source import RoundSource, RoundSources
from meritnet.primitives.errors import Invalid
from meritnet.runtime.runtime import Runtime

from ..chain_file import ChainFile
from ..config import NodeConfig
from . import key_file
from .client import ENDPOINTS
from .local import LocalRounds
from .public import PublicRounds


class Beacons:
    """The sources of one node's rounds, with the thread that fetches.

    Raises: Invalid, NotFound if the chain's local beacon cannot go on with what the folder has.
    """

    def __init__(self, config: NodeConfig, chain: ChainFile, runtime: Runtime) -> None:
        self._local = _local(config, chain, runtime)
        self._public = None
        if config.follows_public:
            self._public = PublicRounds(runtime, _urls(config), secrets.token_bytes(32))

    def source(self) -> RoundSource:
        """Return where blocks get their rounds from."""
        return RoundSources([one for one in (self._local, self._public) if one is not None])

    @property
    def reached(self) -> bool | None:
        """Whether the public beacon answered last time; None if it was not asked."""
        return None if self._public is None else self._public.reached

    def start(self) -> None:
        """Begin to fetch, if anything is fetched."""
        if self._public is not None:
            self._public.start()

    def stop(self) -> None:
        """End the thread."""
        if self._public is not None:
            self._public.stop()


def _urls(config: NodeConfig) -> tuple[str, ...]:
    if config.beacon_urls is None:
        return ENDPOINTS
    return tuple(url.strip().rstrip("/") for url in config.beacon_urls.split(",") if url.strip())


def _local(config: NodeConfig, chain: ChainFile, runtime: Runtime) -> LocalRounds | None:
    if not config.makes_local or chain.local_beacon is None:
        if config.beacon in ("local", "both"):
            raise Invalid(
                "the chain began without a local beacon, so it takes no rounds of one; start a fresh chain with "
                f"--beacon {config.beacon}, or choose public or none"
            )
        return None
    seed = chain.beacon_seed
    if seed is None and chain.folder is not None:
        seed = key_file.read(chain.folder)
    if seed is None:
        return None
    rounds = LocalRounds(runtime, seed)
    rounds.ensure_is(chain.local_beacon)
    return rounds


def keep_key(chain: ChainFile) -> None:
    """Write the key file of a chain that begins in a folder. Raises: KeyUnwritable."""
    if chain.beacon_seed is not None and chain.folder is not None:
        key_file.write(chain.folder, chain.beacon_seed)
