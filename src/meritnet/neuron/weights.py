"""Brings a validator's weights on chain: when, and again after a failure.

How a row travels is the client library's business: openly, or under a timelock that the chain itself opens in the
epoch `reveal_period` later. What was sent, where it landed, when it was opened and why an attempt failed is kept.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from meritnet.neuron import intents
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
from meritnet.neuron.reveals import Reveal, RevealWatch
from meritnet.neuron.score_store import ScoreStore
from meritnet.neuron.weight_row import WeightRow, to_row

log = logging.getLogger(__name__)

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
    reveals: RevealWatch = field(init=False)
    _next_try: int = field(init=False, default=0)
    _failures: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Read when weights were set last, before a restart."""
        self.last_set = int(self.store.meta("last_set") or b"0")
        self.reveals = RevealWatch(self.chain, self.netuid, self.hotkey)

    @property
    def netuid(self) -> int:
        """The subnet."""
        return self.directory.netuid

    @property
    def hotkey(self) -> str:
        """The validator."""
        return self.signer.ss58_address

    async def step(self, block: int, weights: Mapping[str, float]) -> bool:
        """Do what is due at this block: see what was opened, set or commit a new row.

        Returns whether a row landed. A failure is kept in `waiting` and tried again later; only errors of our own
        making are raised.
        """
        if block < self._next_try:
            return False
        metagraph, rules = self.directory.metagraph, self.directory.rules
        try:
            if rules.commit_reveal or self.reveals.waiting:
                for reveal in await self.reveals.look():
                    self._keep_reveal(reveal)
            why = reason_to_wait(metagraph, rules, self.hotkey, block, self.last_set, weights)
            if why is not None:
                self.waiting = why
                return False
            await self._set(to_row(weights, metagraph, rules.min_allowed_weights, self.hotkey))
        except (ChainRefused, ChainUnreachable, NotIncluded) as error:
            self._failed(block, error)
            return False
        self.waiting, self._failures = "", 0
        return True

    async def _set(self, row: WeightRow) -> None:
        version = self.mechanism_version
        intent = intents.set_weights(self.netuid, row.uids, row.values, version)
        included = await self.chain.execute(intent, self.signer)
        self.last_set = included.block
        self.store.set_meta("last_set", str(included.block).encode())
        if included.reveal_round is not None:
            self.reveals.waiting[included.block] = included.reveal_round
        self._keep(included, row, version)

    def _keep(self, included: Included, row: WeightRow, version: int) -> None:
        form = "plain" if included.reveal_round is None else "commit"
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
                "reveal_round": included.reveal_round,
                "uids": row.uids,
                "values": row.values,
                "version_key": version,
            },
        )
        log.info(
            "weights_%s netuid=%d hotkey=%s block=%d round=%s uids=%d",
            form,
            self.netuid,
            self.hotkey,
            included.block,
            included.reveal_round,
            len(row.uids),
        )

    def _keep_reveal(self, reveal: Reveal) -> None:
        self.store.add_submission(
            reveal.revealed or reveal.committed,
            {
                "form": "dropped" if reveal.dropped else "reveal",
                "netuid": self.netuid,
                "hotkey": self.hotkey,
                "committed": reveal.committed,
                "block": reveal.revealed,
                "reveal_round": reveal.round,
                "dropped": reveal.dropped,
            },
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
    # A commit is opened in a later epoch, and permits are given between: who has stake need not wait for its own.
    hopes = rules.commit_reveal and row.stake_rao > 0
    if not row.validator_permit and hotkey != rules.owner_hotkey and not hopes:
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
