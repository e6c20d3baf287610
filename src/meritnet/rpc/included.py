"""Where in a block an extrinsic stands; worked out once a block for all who ask."""

from __future__ import annotations

from collections import OrderedDict

from meritnet.rpc.interfaces import ChainReader

BLOCKS_KEPT = 4


class IncludedIndex:
    """Positions of extrinsics by their bytes, for the blocks asked about last; used on the event loop only."""

    def __init__(self, chain: ChainReader) -> None:
        self._chain = chain
        self._blocks: OrderedDict[bytes, dict[bytes, int]] = OrderedDict()

    def position(self, block_hash: bytes, extrinsic: bytes) -> int | None:
        """Return the position of an extrinsic in a block, None if it is not there."""
        positions = self._blocks.get(block_hash)
        if positions is None:
            body = self._chain.body(block_hash) or []
            positions = {raw: index for index, raw in enumerate(body)}
            self._blocks[block_hash] = positions
            if len(self._blocks) > BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        return positions.get(extrinsic)
