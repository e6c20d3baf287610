"""The metagraph as a host last saw it, renewed every few blocks: who may ask, who can be asked."""

import asyncio
import logging

from meritnet.neuron.chain import ChainClient, ChainUnreachable, Metagraph, SubnetRules
from meritnet.neuron.head_feed import HeadFeed
from meritnet.primitives.units import RAO_PER_TAO

log = logging.getLogger(__name__)

EVERY_BLOCKS = 5
MIN_STAKE_RAO = RAO_PER_TAO


class Directory:
    """Metagraph and rules of one subnet."""

    def __init__(
        self,
        chain: ChainClient,
        netuid: int,
        min_stake_rao: int = MIN_STAKE_RAO,
        every_blocks: int = EVERY_BLOCKS,
    ) -> None:
        self.chain = chain
        self.netuid = netuid
        self.min_stake_rao = min_stake_rao
        self.every_blocks = every_blocks
        self._metagraph: Metagraph | None = None
        self._rules: SubnetRules | None = None

    @property
    def metagraph(self) -> Metagraph:
        """The last metagraph; empty before the first read."""
        return self._metagraph or Metagraph(self.netuid, 0, ())

    @property
    def rules(self) -> SubnetRules:
        """The last settings of the subnet; `refresh` must have run once."""
        assert self._rules is not None
        return self._rules

    async def refresh(self) -> None:
        """Read metagraph and settings now."""
        self._metagraph, self._rules = await asyncio.gather(
            self.chain.metagraph(self.netuid), self.chain.rules(self.netuid)
        )

    async def run(self, feed: HeadFeed) -> None:
        """Renew every few blocks until cancelled; an unreachable node leaves the last state standing."""
        while True:
            await feed.reached(self.metagraph.block + self.every_blocks)
            try:
                await self.refresh()
            except ChainUnreachable as error:
                log.warning("directory_stale netuid=%d error=%s", self.netuid, error)
                latest = feed.latest
                await feed.reached((latest.number if latest else 0) + 1)

    def may_judge(self, hotkey: str) -> bool:
        """Return whether a hotkey may send challenges: by permit, by stake, or as the subnet's owner.

        Stake counts because permits come only at the end of a subnet's first epoch.
        """
        row = self.metagraph.by_hotkey.get(hotkey)
        if row is None:
            return False
        owner = self._rules.owner_hotkey if self._rules is not None else ""
        return row.validator_permit or row.stake_rao >= self.min_stake_rao or hotkey == owner
