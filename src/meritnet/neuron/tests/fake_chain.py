"""A chain over dicts that implements the protocol of `meritnet.neuron.chain`, and keys to sign with."""

import asyncio
import dataclasses
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from meritnet.crypto import sr25519
from meritnet.neuron.chain import (
    ChainRefused,
    ChainUnreachable,
    CommitEnd,
    Endpoint,
    Head,
    Included,
    Metagraph,
    NeuronRow,
    OpenCommits,
    Signer,
    SubnetRules,
)
from meritnet.neuron.intents import Intent, IntentValue
from meritnet.primitives import ss58

NETUID = 7
RULES = SubnetRules(
    tempo=20,
    weights_rate_limit=5,
    commit_reveal=False,
    reveal_period_epochs=1,
    version_key=0,
    min_allowed_weights=0,
    burn_rao=100_000_000,
    registration_allowed=True,
    epoch_index=3,
    owner_hotkey="",
)


class Key:
    """An sr25519 key from a name; the same name is the same key."""

    crypto_type = 1

    def __init__(self, name: str) -> None:
        self.public_key, self._secret = sr25519.public_and_secret(hashlib.sha256(name.encode()).digest())
        self.ss58_address = ss58.encode(self.public_key)

    def sign(self, payload: bytes) -> bytes:
        return sr25519.sign(self.public_key, self._secret, payload)


def row(uid: int, key: Key, **fields: object) -> NeuronRow:
    """A neuron with the given uid and key; stakes nothing, serves nowhere unless told."""
    plain = NeuronRow(uid, key.ss58_address, key.ss58_address, None, 0, False, 0.0, 0.0, 0)
    return dataclasses.replace(plain, **fields)  # type: ignore[arg-type]


@dataclass
class FakeChain:
    """One subnet, blocks as fast as the loop turns, calls kept in a list."""

    rows: list[NeuronRow] = field(default_factory=list)
    subnet: SubnetRules = RULES
    number: int = 100
    block_s: float = 0.005
    genesis: str = "0x" + "11" * 32
    development: bool = True
    calls: list[tuple[str, dict[str, IntentValue], str]] = field(default_factory=list)
    """Name, arguments and signer of what was executed."""
    refusals: list[Exception] = field(default_factory=list)
    """Raised by the next submissions, in order, before anything happens."""
    commits: dict[str, dict[int, int]] = field(default_factory=dict)
    """By hotkey: round by block of each commit that waits."""
    ends: dict[str, list[CommitEnd]] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)
    down: bool = False

    def advance(self, blocks: int = 1) -> None:
        self.number += blocks

    def set_row(self, uid: int, **fields: object) -> None:
        self.rows[uid] = dataclasses.replace(self.rows[uid], **fields)  # type: ignore[arg-type]

    def set_rules(self, **fields: object) -> None:
        self.subnet = dataclasses.replace(self.subnet, **fields)  # type: ignore[arg-type]

    def _hash(self, number: int) -> bytes:
        return hashlib.sha256(b"block %d" % number).digest()

    def _up(self) -> None:
        if self.down:
            raise ChainUnreachable("the fake node is down; start it")

    async def head(self) -> Head:
        self._up()
        return Head(self.number, self._hash(self.number))

    async def finalized(self) -> Head:
        return await self.head()

    async def heads(self) -> AsyncIterator[Head]:
        while True:
            yield Head(self.number, self._hash(self.number))
            await asyncio.sleep(self.block_s)
            self.advance()

    async def block_hash(self, number: int) -> bytes:
        self._up()
        if number > self.number:
            raise ChainUnreachable(f"no block {number} yet")
        return self._hash(number)

    async def metagraph(self, netuid: int) -> Metagraph:
        self._up()
        return Metagraph(netuid, self.number, tuple(self.rows))

    async def rules(self, netuid: int) -> SubnetRules:
        self._up()
        return self.subnet

    def open(self, hotkey: str, committed: int, dropped: str = "") -> None:
        """Open a commit in the present block, or drop it."""
        del self.commits[hotkey][committed]
        end = CommitEnd(self.number, committed if dropped else None, dropped)
        self.ends.setdefault(hotkey, []).append(end)

    async def open_commits(self, netuid: int, hotkey: str) -> OpenCommits:
        self._up()
        return OpenCommits(self.number, dict(self.commits.get(hotkey, {})))

    async def commit_ends(self, netuid: int, hotkey: str, first: int, last: int) -> list[CommitEnd]:
        self._up()
        return [end for end in self.ends.get(hotkey, []) if first <= end.block <= last]

    async def balance_rao(self, account: str) -> int:
        return self.balances.get(account, 0)

    async def execute(self, intent: Intent, signer: Signer) -> Included:
        self._up()
        if self.refusals:
            raise self.refusals.pop(0)
        round_ = self._apply(intent, signer.ss58_address)
        self.calls.append((intent.op, dict(intent.args), signer.ss58_address))
        index = len(self.calls)
        block_hash = "0x" + self._hash(self.number).hex()
        return Included(self.number, block_hash, index, f"0x{index:064x}", reveal_round=round_)

    def _apply(self, intent: Intent, account: str) -> int | None:
        """Change the state; return the round that opens what was committed."""
        args = intent.args
        if intent.op == "set_weights" and self.subnet.commit_reveal:
            self.commits.setdefault(account, {})[self.number] = 10 * self.number
            return 10 * self.number
        if intent.op == "burned_register":
            if self.subnet.burn_rao > _int(args["limit_rao"]):
                raise ChainRefused(intent.op, "RegistrationPriceLimitExceeded", "agree to the new price")
            self.balances[account] -= self.subnet.burn_rao
            hotkey = str(args["hotkey_ss58"])
            self.rows.append(
                NeuronRow(len(self.rows), hotkey, account, None, 0, False, 0.0, 0.0, self.number)
            )
        if intent.op == "add_stake":
            whole, part = str(args["amount_tao"]).split(".")
            self.balances[account] -= int(whole + part)
        if intent.op == "serve_axon":
            for uid, found_row in enumerate(self.rows):
                if found_row.hotkey == account:
                    self.set_row(uid, endpoint=Endpoint("127.0.0.1", _int(args["port"])))
        return None

    async def close(self) -> None:
        return None


def _int(value: IntentValue) -> int:
    assert isinstance(value, int)
    return value
