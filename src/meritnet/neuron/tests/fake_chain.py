"""A chain over dicts that implements the protocol of `meritnet.neuron.chain`, and keys to sign with."""

import asyncio
import dataclasses
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

from meritnet.crypto import sr25519
from meritnet.neuron.chain import (
    CallValue,
    ChainRefused,
    ChainUnreachable,
    Endpoint,
    Head,
    Included,
    Metagraph,
    NeuronRow,
    Signer,
    SubnetRules,
)
from meritnet.neuron.weight_row import WeightRow, commit_hash
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
    calls: list[tuple[str, dict[str, CallValue], str]] = field(default_factory=list)
    refusals: list[Exception] = field(default_factory=list)
    """Raised by the next submissions, in order, before anything happens."""
    commits: dict[str, list[tuple[bytes, int]]] = field(default_factory=dict)
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

    async def finalised(self) -> Head:
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

    async def weight_commits(self, netuid: int, hotkey: str) -> tuple[tuple[bytes, int], ...]:
        self._up()
        return tuple(self.commits.get(hotkey, ()))

    async def balance_rao(self, account: str) -> int:
        return self.balances.get(account, 0)

    async def submit(
        self, pallet: str, call: str, params: Mapping[str, CallValue], signer: Signer
    ) -> Included:
        self._up()
        if self.refusals:
            raise self.refusals.pop(0)
        self._apply(call, dict(params), signer)
        self.calls.append((call, dict(params), signer.ss58_address))
        index = len(self.calls)
        return Included(self.number, "0x" + self._hash(self.number).hex(), index, f"0x{index:064x}")

    def _apply(self, call: str, params: dict[str, CallValue], signer: Signer) -> None:
        account = signer.ss58_address
        if call == "set_weights" and self.subnet.commit_reveal:
            raise ChainRefused(call, "CommitRevealEnabled", "commit instead")
        if call == "commit_weights":
            digest = bytes.fromhex(str(params["commit_hash"])[2:])
            self.commits.setdefault(account, []).append((digest, self.subnet.epoch_index))
        if call == "reveal_weights":
            found = commit_hash(
                signer.public_key,
                _int(params["netuid"]),
                _row(params),
                _ints(params["salt"]),
                _int(params["version_key"]),
            )
            if found not in dict(self.commits.get(account, [])):
                raise ChainRefused(call, "InvalidRevealCommitHashNotMatch", "reveal what was committed")
            self.commits[account] = [item for item in self.commits[account] if item[0] != found]
        if call == "register_limit":
            hotkey, limit = str(params["hotkey"]), _int(params["limit_price"])
            if self.subnet.burn_rao > limit:
                raise ChainRefused(call, "RegistrationPriceLimitExceeded", "agree to the new price")
            self.balances[account] -= self.subnet.burn_rao
            self.rows.append(
                NeuronRow(len(self.rows), hotkey, account, None, 0, False, 0.0, 0.0, self.number)
            )
        if call == "add_stake":
            self.balances[account] -= _int(params["amount_staked"])
        if call == "serve_axon":
            for uid, found_row in enumerate(self.rows):
                if found_row.hotkey == account:
                    self.set_row(uid, endpoint=Endpoint("127.0.0.1", _int(params["port"])))

    async def close(self) -> None:
        return None


def _int(value: CallValue) -> int:
    assert isinstance(value, int)
    return value


def _ints(value: CallValue) -> Sequence[int]:
    assert isinstance(value, list)
    return [_int(item) for item in value]


def _row(params: dict[str, CallValue]) -> WeightRow:
    return WeightRow(tuple(_ints(params["uids"])), tuple(_ints(params["values"])))
