"""What a neuron needs from a chain: the protocol, the values it gives, and its errors.

`live_chain` implements the protocol over RPC; `meritnet.neuron.tests.fake_chain` over dicts.
Units: stakes, prices and fees in rao; blocks as numbers; incentive and dividends as fractions 0..1.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from meritnet.neuron.intents import Intent
from meritnet.primitives.errors import Denied, MeritnetError, NotFound

MAX_U16 = 65_535


class ChainUnreachable(MeritnetError):
    """The node does not answer; the same call may succeed later."""


class ChainRefused(Denied):
    """The chain refused a call: in the pool, or in the block that includes it.

    `reason` is the error's name on chain (`SettingWeightsTooFast`) or a short text where there is none.
    """

    def __init__(self, call: str, reason: str, remedy: str) -> None:
        """Take the call, the name of the error and what to do about it."""
        super().__init__(f"{call} was refused: {reason}; {remedy}")
        self.call = call
        self.reason = reason
        self.remedy = remedy


class NotIncluded(MeritnetError):
    """A call was sent but no block with it was seen in time; it may still be included."""


class NeuronNotFound(NotFound):
    """A hotkey has no uid on the subnet."""


class Signer(Protocol):
    """A key that signs: the client library's key pairs satisfy it."""

    @property
    def ss58_address(self) -> str:
        """The account as text."""
        ...

    @property
    def public_key(self) -> bytes:
        """The account as 32 bytes."""
        ...

    @property
    def crypto_type(self) -> int:
        """0 for ed25519, 1 for sr25519."""
        ...

    def sign(self, payload: bytes) -> bytes:
        """Return a signature over the payload."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    """A block that the chain has reached."""

    number: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a miner listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Return the base address of HTTP requests."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class NeuronRow:
    """One uid of a subnet."""

    uid: int
    hotkey: str
    coldkey: str
    endpoint: Endpoint | None
    """Where it serves; None until it has published that."""
    stake_rao: int
    """Alpha staked to the hotkey on this subnet."""
    validator_permit: bool
    incentive: float
    dividends: float
    last_update: int
    """Block at which it last set or committed weights, or was registered."""


@dataclass(frozen=True, slots=True)
class Metagraph:
    """All uids of a subnet at one block."""

    netuid: int
    block: int
    neurons: tuple[NeuronRow, ...]
    by_hotkey: Mapping[str, NeuronRow] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the rows."""
        object.__setattr__(self, "by_hotkey", {row.hotkey: row for row in self.neurons})

    def row(self, hotkey: str) -> NeuronRow:
        """Return the row of a hotkey.

        Raises: NeuronNotFound, saying how to register.
        """
        found = self.by_hotkey.get(hotkey)
        if found is None:
            raise NeuronNotFound(
                f"hotkey {hotkey} has no uid on netuid {self.netuid} at block {self.block}; register it first "
                "(`meritnet mine` and `meritnet validate` do so when they have the coldkey)"
            )
        return found


@dataclass(frozen=True, slots=True)
class SubnetRules:
    """The settings of a subnet that its neurons must know."""

    tempo: int
    weights_rate_limit: int
    """Least number of blocks between two submissions of weights."""
    commit_reveal: bool
    reveal_period_epochs: int
    version_key: int
    min_allowed_weights: int
    burn_rao: int
    """Price of a registration in the next block."""
    registration_allowed: bool
    epoch_index: int
    """Epochs that the subnet has run."""
    owner_hotkey: str


@dataclass(frozen=True, slots=True)
class Included:
    """Where a call landed. Of a shielded one this is the call itself, not its envelope."""

    block: int
    block_hash: str
    extrinsic_index: int
    extrinsic_hash: str
    shielded: bool = False
    reveal_round: int | None = None
    """Round of the beacon that opens what was committed; None for what is open already."""
    netuid: int | None = None
    """The subnet that was registered."""


@dataclass(frozen=True, slots=True)
class OpenCommits:
    """A hotkey's commits of weights that wait for their round, at one block."""

    at: int
    rounds: Mapping[int, int]
    """Round of the beacon by block of the commit."""


@dataclass(frozen=True, slots=True)
class CommitEnd:
    """What became of a commit of weights."""

    block: int
    """Block in which it was revealed or dropped."""
    committed: int | None
    """Block of the commit; the chain names it only for dropped ones."""
    dropped: str
    """Why it was dropped, empty if it was revealed."""


class ChainClient(Protocol):
    """Access to one chain. Every method raises ChainUnreachable when the node does not answer."""

    @property
    def genesis(self) -> str:
        """Hash of block 0, 0x and 64 hex digits: the chain's identity."""
        ...

    @property
    def development(self) -> bool:
        """Whether this is a local network, where development keys may sign."""
        ...

    async def head(self) -> Head:
        """Return the best block."""
        ...

    async def finalized(self) -> Head:
        """Return the last block that cannot be reverted."""
        ...

    def heads(self) -> AsyncIterator[Head]:
        """Yield finalized blocks as they come; some may be skipped. Goes on after a lost connection."""
        ...

    async def block_hash(self, number: int) -> bytes:
        """Return the hash of a block on the best chain."""
        ...

    async def metagraph(self, netuid: int) -> Metagraph:
        """Return all uids of a subnet at the best block."""
        ...

    async def rules(self, netuid: int) -> SubnetRules:
        """Return the settings of a subnet.

        Raises: SubnetNotFound if there is no such subnet.
        """
        ...

    async def open_commits(self, netuid: int, hotkey: str) -> OpenCommits:
        """Return the commits of a hotkey that are not opened yet."""
        ...

    async def commit_ends(self, netuid: int, hotkey: str, first: int, last: int) -> list[CommitEnd]:
        """Return which commits of a hotkey were revealed or dropped in the blocks `first` to `last`."""
        ...

    async def balance_rao(self, account: str) -> int:
        """Return what an account may spend."""
        ...

    async def execute(self, intent: Intent, signer: Signer) -> Included:
        """Sign and send an intent, shielded where the client does so, and wait for the block that includes it.

        Raises: ChainRefused if it fails in the pool or in the block, NotIncluded if no block came in time.
        """
        ...

    async def close(self) -> None:
        """Close the connection."""
        ...


class SubnetNotFound(NotFound):
    """No subnet has the netuid."""
