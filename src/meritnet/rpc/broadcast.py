"""Keeps one transaction before the pool until it is in a block or its client stops it.

Source: the JSON-RPC interface specification, `transaction_v1_broadcast`: an invalid transaction is silently tried
again, since it may become valid.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from meritnet.primitives.errors import MeritnetError
from meritnet.rpc.heads import HeadHub
from meritnet.rpc.interfaces import TERMINAL_STATES, BlockRef, PoolClient, TxState, TxStatus
from meritnet.rpc.lane import SubmitLane
from meritnet.rpc.mailbox import Mailbox

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 64
"""Most blocks between two tries; the pause doubles after each try that failed."""


class Broadcast:
    """One transaction of one connection; used on the event loop only."""

    def __init__(
        self, extrinsic: bytes, pool: PoolClient, lane: SubmitLane, mailbox: Mailbox, heads: HeadHub
    ) -> None:
        self._extrinsic = extrinsic
        self._pool = pool
        self._lane = lane
        self._mailbox = mailbox
        self._is_in_pool = False
        self._pause = 1
        self._next_try = 0
        self._task: asyncio.Task[None] | None = None
        self._leave_heads = heads.on_head(self._on_head)
        self._try(heads.current.number)

    def stop(self) -> None:
        """Try no more; the transaction stays in the pool if it is there."""
        self._leave_heads()

    def _on_head(self, ref: BlockRef) -> None:
        if not self._is_in_pool and self._task is None and ref.number >= self._next_try:
            self._try(ref.number)

    def _try(self, number: int) -> None:
        self._next_try = number + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        self._task = asyncio.get_running_loop().create_task(self._submit())

    async def _submit(self) -> None:
        self._is_in_pool = True
        try:
            await self._lane.run(partial(self._pool.watch, self._extrinsic, self._hear))
        except MeritnetError:
            # The client is not told, as the specification asks; the next try may succeed.
            self._is_in_pool = False
        except Exception:
            # A fault of the pool; the submission methods would answer it as an internal error.
            logger.exception("broadcast_failed")
            self._is_in_pool = False
        finally:
            self._task = None

    def _hear(self, status: TxStatus) -> None:
        if status.state in TERMINAL_STATES:
            self._mailbox.post(partial(self._ended, status.state))

    def _ended(self, state: TxState) -> None:
        if state is TxState.FINALIZED:
            self.stop()
        self._is_in_pool = False
