"""Brings a validator's weights on chain: when, in which form, and again after a failure.

A subnet takes plain rows, or hash commits that are revealed in the epoch `reveal_period` later. What was
sent, where it landed and why an attempt failed is kept.
"""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from meritnet.neuron.chain import (
    ChainClient,
    ChainRefused,
    ChainUnreachable,
    Included,
    Metagraph,
    NotIncluded,
    Signer,
    SubnetRules,
)
from meritnet.neuron.directory import Directory
from meritnet.neuron.refusals import TRANSIENT
from meritnet.neuron.score_store import OpenCommit, ScoreStore
from meritnet.neuron.weight_row import WeightRow, commit_hash, to_row

log = logging.getLogger(__name__)

PALLET = "SubtensorModule"
SALT_ITEMS = 8
LEAST_WAIT = 2
MOST_WAIT = 32
"""Blocks between attempts: the wait doubles with every failure."""


@dataclass(slots=True)
class WeightSetter:
    """Sets one validator's weights."""

    chain: ChainClient
    signer: Signer
    directory: Directory
    store: ScoreStore
    mechanism_version: int
    last_set: int = field(init=False)
    """Block of the last row that landed; 0 before the first."""
    waiting: str = field(init=False, default="no scores yet")
    """Why nothing was sent at the last occasion; empty after a success."""
    _next_try: int = field(init=False, default=0)
    _failures: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Read when weights were set last, before a restart."""
        self.last_set = int(self.store.meta("last_set") or b"0")

    @property
    def netuid(self) -> int:
        """The subnet."""
        return self.directory.netuid

    @property
    def hotkey(self) -> str:
        """The validator."""
        return self.signer.ss58_address

    async def step(self, block: int, weights: Mapping[str, float]) -> bool:
        """Do what is due at this block: reveal what can be revealed, set or commit a new row.

        Returns whether a row or a reveal landed. A failure is kept in `waiting` and tried again later; only
        errors of our own making are raised.
        """
        if block < self._next_try:
            return False
        metagraph, rules = self.directory.metagraph, self.directory.rules
        try:
            landed = await self._reveal(block)
            why = reason_to_wait(metagraph, rules, self.hotkey, block, self.last_set, weights)
            if why is not None:
                self.waiting = why
                return landed
            await self._set(block, to_row(weights, metagraph, rules.min_allowed_weights, self.hotkey), rules)
        except (ChainRefused, ChainUnreachable, NotIncluded) as error:
            self._failed(block, error)
            return False
        self.waiting, self._failures = "", 0
        return True

    async def _set(self, block: int, row: WeightRow, rules: SubnetRules) -> None:
        version = self.mechanism_version
        if rules.commit_reveal:
            included, form = await self._commit(block, row, version), "commit"
        else:
            included, form = (
                await self.chain.submit(
                    PALLET,
                    "set_weights",
                    {
                        "netuid": self.netuid,
                        "dests": list(row.uids),
                        "weights": list(row.values),
                        "version_key": version,
                    },
                    self.signer,
                ),
                "plain",
            )
        self.last_set = included.block
        self.store.set_meta("last_set", str(included.block).encode())
        self._keep(form, included, row, version)

    async def _commit(self, block: int, row: WeightRow, version: int) -> Included:
        salt = tuple(int.from_bytes(os.urandom(2), "little") for _ in range(SALT_ITEMS))
        digest = commit_hash(bytes(self.signer.public_key), self.netuid, row, salt, version)
        # First kept, then sent: without the salt the row could never be revealed.
        self.store.add_commit(OpenCommit(digest, block, row.uids, row.values, salt, version))
        try:
            return await self.chain.submit(
                PALLET,
                "commit_weights",
                {"netuid": self.netuid, "commit_hash": "0x" + digest.hex()},
                self.signer,
            )
        except ChainRefused:
            self.store.drop_commit(digest)
            raise

    async def _reveal(self, block: int) -> bool:
        """Reveal the commits whose epoch has come; forget those that the chain no longer holds."""
        kept = self.store.commits()
        if not kept:
            return False
        on_chain = dict(await self.chain.weight_commits(self.netuid, self.hotkey))
        rules = await self.chain.rules(self.netuid)
        landed = False
        for commit in kept:
            epoch = on_chain.get(commit.hash)
            if epoch is None:
                # Just sent ones may not be in a block yet; older ones were revealed or expired.
                if block - commit.block > MOST_WAIT:
                    self.store.drop_commit(commit.hash)
                continue
            due = epoch + rules.reveal_period_epochs
            if rules.epoch_index > due:
                log.warning("commit_expired netuid=%d hotkey=%s epoch=%d", self.netuid, self.hotkey, epoch)
                self.store.drop_commit(commit.hash)
            elif rules.epoch_index == due:
                await self._reveal_one(commit)
                landed = True
        return landed

    async def _reveal_one(self, commit: OpenCommit) -> None:
        included = await self.chain.submit(
            PALLET,
            "reveal_weights",
            {
                "netuid": self.netuid,
                "uids": list(commit.uids),
                "values": list(commit.values),
                "salt": list(commit.salt),
                "version_key": commit.version_key,
            },
            self.signer,
        )
        self.store.drop_commit(commit.hash)
        self._keep("reveal", included, WeightRow(commit.uids, commit.values), commit.version_key)

    def _keep(self, form: str, included: Included, row: WeightRow, version: int) -> None:
        self.store.add_submission(
            included.block,
            {
                "form": form,
                "netuid": self.netuid,
                "hotkey": self.hotkey,
                "block": included.block,
                "block_hash": included.block_hash,
                "extrinsic": included.extrinsic_hash,
                "extrinsic_index": included.extrinsic_index,
                "uids": row.uids,
                "values": row.values,
                "version_key": version,
            },
        )
        log.info(
            "weights_%s netuid=%d hotkey=%s block=%d uids=%d",
            form,
            self.netuid,
            self.hotkey,
            included.block,
            len(row.uids),
        )

    def _failed(self, block: int, error: ChainRefused | ChainUnreachable | NotIncluded) -> None:
        self._failures += 1
        lasting = isinstance(error, ChainRefused) and error.reason not in TRANSIENT
        wait = MOST_WAIT if lasting else min(LEAST_WAIT * 2 ** (self._failures - 1), MOST_WAIT)
        self._next_try = block + wait
        self.waiting = f"{error}; next attempt at block {self._next_try}"
        log.warning("weights_failed netuid=%d hotkey=%s error=%s", self.netuid, self.hotkey, error)


def interval_blocks(rules: SubnetRules) -> int:
    """Return how many blocks lie between two rows: the rate limit, but at least half a tempo."""
    return max(rules.weights_rate_limit, rules.tempo // 2, 1)


def reason_to_wait(
    metagraph: Metagraph,
    rules: SubnetRules,
    hotkey: str,
    block: int,
    last_set: int,
    weights: Mapping[str, float],
) -> str | None:
    """Return why a row would be refused or is not due, and until when; None if it can be sent."""
    row = metagraph.by_hotkey.get(hotkey)
    if row is None:
        return f"hotkey {hotkey} is not registered on netuid {metagraph.netuid}; register it"
    if not any(weights.get(neuron.hotkey, 0.0) > 0 for neuron in metagraph.neurons):
        return "no registered miner has a score above 0 yet"
    if not row.validator_permit and hotkey != rules.owner_hotkey:
        return (
            f"uid {row.uid} has no validator permit on netuid {metagraph.netuid}; stake to it, "
            "permits are given at the next epoch to the top stakes"
        )
    allowed = row.last_update + rules.weights_rate_limit if row.last_update else 0
    due = last_set + interval_blocks(rules) if last_set else 0
    if block < max(allowed, due):
        return (
            f"next row from block {max(allowed, due)} (weights rate limit {rules.weights_rate_limit} blocks)"
        )
    return None
