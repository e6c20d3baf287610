"""The loop of a validator: rounds of challenges, durable standings, weights."""

import asyncio
import logging
from typing import Generic

from meritnet.neuron.chain import ChainClient, ChainUnreachable, Metagraph, Signer
from meritnet.neuron.client import MinerClient
from meritnet.neuron.directory import Directory
from meritnet.neuron.head_feed import HeadFeed
from meritnet.neuron.mechanism import AnswerT, Mechanism, OutcomeT, RequestT, Standing
from meritnet.neuron.message import JsonValue
from meritnet.neuron.metrics import Metrics
from meritnet.neuron.rounds import Caller, Played, Target
from meritnet.neuron.sampling import least_recently_asked
from meritnet.neuron.score_store import ScoreStore
from meritnet.neuron.weights import WeightSetter

log = logging.getLogger(__name__)

FIRST_ROUNDS = 3
"""Scored rounds before the first row: one lucky round must not set the pay of a whole tempo."""


class Validator(Generic[RequestT, OutcomeT, AnswerT]):
    """One validator's hotkey on one subnet."""

    def __init__(
        self,
        chain: ChainClient,
        feed: HeadFeed,
        directory: Directory,
        signer: Signer,
        mechanism: Mechanism[RequestT, OutcomeT, AnswerT],
        store: ScoreStore,
        *,
        name: str = "",
        most_asked: int | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self.chain = chain
        self.feed = feed
        self.directory = directory
        self.signer = signer
        self.mechanism = mechanism
        self.store = store
        self.name = name
        self.most_asked = most_asked
        self.metrics = metrics or Metrics()
        self.setter = WeightSetter(chain, signer, directory, store, mechanism.version)
        self.standings: dict[str, Standing] = store.standings()
        self.rounds = 0
        self.last: Played[RequestT] | None = None
        self.trouble = ""

    @property
    def hotkey(self) -> str:
        """The validator's address."""
        return self.signer.ss58_address

    async def run(self) -> None:
        """Play rounds and set weights until cancelled."""
        async with MinerClient(self.signer) as client, asyncio.TaskGroup() as group:
            group.create_task(self._play_rounds(client))
            group.create_task(self._set_weights())

    async def _play_rounds(self, client: MinerClient) -> None:
        caller = Caller(
            self.mechanism, self.directory.netuid, client, self.chain, self.feed, self.store.secret()
        )
        head = await self.feed.reached(0)
        while True:
            targets = self.choose(self.directory.metagraph)
            if targets:
                try:
                    for _ in range(self.mechanism.schedule.requests_per_round):
                        await self.play(caller, targets)
                    self.trouble = ""
                except ChainUnreachable as error:
                    # Without blocks there are neither challenges nor outcomes; the round is void for all.
                    self._count("no chain")
                    self.trouble = str(error)
                    log.warning("round_void hotkey=%s error=%s", self.hotkey, error)
            else:
                self.trouble = f"no miner on netuid {self.directory.netuid} has published an endpoint yet"
            wait = self.mechanism.schedule.round_blocks if targets else 1
            head = await self.feed.reached(head.number + wait)

    async def play(self, caller: Caller[RequestT, OutcomeT, AnswerT], targets: list[Target]) -> None:
        """Play one challenge and keep what it says about the miners."""
        number = self.store.next_round()
        played = await caller.play(number, targets)
        changed = {
            hotkey: self.mechanism.aggregate(self.standings.get(hotkey), score)
            for hotkey, score in played.scores.items()
        }
        await asyncio.to_thread(
            self.store.record_round,
            number,
            played.seed_block,
            [target.hotkey for target in targets],
            changed,
            played.evidence(),
        )
        self.standings.update(changed)
        self.last = played
        if played.scores:
            self.rounds += 1
        self._count("scored" if played.scores else "skipped")
        for target in targets:
            kind = str(played.missing.get(target.hotkey, "answered"))
            self.metrics.answers.labels(self.hotkey, kind).inc()
        log.info(
            "round_done hotkey=%s round=%d asked=%d missing=%d",
            self.hotkey,
            number,
            len(targets),
            len(played.missing),
        )

    async def _set_weights(self) -> None:
        block = 0
        while True:
            block = (await self.feed.reached(block + 1)).number
            standings = self.registered(self.directory.metagraph)
            if max((standing.rounds for standing in standings.values()), default=0) < FIRST_ROUNDS:
                continue
            landed = await self.setter.step(block, self.mechanism.weights(standings))
            if landed:
                self.metrics.weights.labels(self.hotkey, "landed").inc()

    def choose(self, metagraph: Metagraph) -> list[Target]:
        """Return whom to ask in the next round: those that serve, least recently asked first."""
        serving = {
            row.hotkey: row
            for row in metagraph.neurons
            if row.endpoint is not None and row.hotkey != self.hotkey
        }
        chosen = least_recently_asked(serving, self.store.last_asked(), self.most_asked)
        return [
            Target(row.uid, hotkey, row.endpoint)
            for hotkey in chosen
            if (row := serving[hotkey]).endpoint is not None
        ]

    def registered(self, metagraph: Metagraph) -> dict[str, Standing]:
        """Return the standings of those that have a uid now."""
        return {
            hotkey: standing
            for hotkey, standing in sorted(self.standings.items())
            if hotkey in metagraph.by_hotkey
        }

    def snapshot(self) -> dict[str, JsonValue]:
        """Return what the validator thinks of whom, and how its weights stand."""
        metagraph = self.directory.metagraph
        standings = self.registered(metagraph)
        weights = self.mechanism.weights(standings) if standings else {}
        own = metagraph.by_hotkey.get(self.hotkey)
        missing = self.last.missing if self.last is not None else {}
        miners: list[JsonValue] = [
            {
                "uid": metagraph.by_hotkey[hotkey].uid,
                "hotkey": hotkey,
                "score": standing.score,
                "share": standing.share,
                "rounds": standing.rounds,
                "weight": weights.get(hotkey, 0.0),
                "missing": str(missing[hotkey]) if hotkey in missing else "",
            }
            for hotkey, standing in standings.items()
        ]
        return {
            "name": self.name,
            "hotkey": self.hotkey,
            "uid": own.uid if own else None,
            "permit": own.validator_permit if own else False,
            "stake_rao": own.stake_rao if own else 0,
            "dividends": own.dividends if own else 0.0,
            "rounds": self.rounds,
            "weights_block": self.setter.last_set,
            "waiting": self.setter.waiting,
            "commits": [
                {"committed": block, "opens_at_round": round_}
                for block, round_ in self.setter.reveals.waiting.items()
            ],
            "last_reveal": str(self.setter.reveals.last or ""),
            "trouble": self.trouble,
            "miners": miners,
        }

    def _count(self, result: str) -> None:
        self.metrics.rounds.labels(self.hotkey, result).inc()
