"""What the RPC server may do with the pool: submit, watch, list. Local submissions go to the journal."""

import logging

from meritnet.engine.pool.entry import Entry, Step
from meritnet.engine.pool.errors import pool_full
from meritnet.engine.pool.journal import Journal, JournalFull
from meritnet.engine.pool.pool import Pool, PoolError
from meritnet.rpc.interfaces import PoolRejection, TxListener, TxSource, TxState, TxStatus, Unwatch

log = logging.getLogger(__name__)

STATES = {
    Step.FUTURE: TxState.FUTURE,
    Step.READY: TxState.READY,
    Step.BROADCAST: TxState.BROADCAST,
    Step.IN_BLOCK: TxState.IN_BLOCK,
    Step.FINALIZED: TxState.FINALIZED,
    Step.USURPED: TxState.USURPED,
    Step.DROPPED: TxState.DROPPED,
    Step.INVALID: TxState.INVALID,
}


class PoolAccess:
    """Implements `rpc.interfaces.PoolClient`."""

    def __init__(self, pool: Pool, journal: Journal | None) -> None:
        self._pool = pool
        self._journal = journal

    def submit(self, extrinsic: bytes, source: TxSource) -> bytes:
        """Admit an extrinsic and return its hash."""
        try:
            entry = self._pool.submit(extrinsic, local=True)
            self._remember(entry)
        except PoolError as error:
            raise PoolRejection(error.code, error.message, error.data) from error
        return entry.hash

    def watch(self, extrinsic: bytes, listener: TxListener) -> tuple[bytes, Unwatch]:
        """Admit an extrinsic and report its steps."""

        def hear(step: Step, block: bytes | None) -> None:
            listener(TxStatus(STATES[step], block))

        try:
            entry = self._pool.submit(extrinsic, local=True, listener=hear)
            self._remember(entry)
        except PoolError as error:
            raise PoolRejection(error.code, error.message, error.data) from error
        return entry.hash, lambda: self._pool.unwatch(entry.hash, hear)

    def _remember(self, entry: Entry) -> None:
        """Note an admitted extrinsic in the journal, or give it up: what is acknowledged must survive."""
        if self._journal is None:
            return
        try:
            self._journal.add(entry.extrinsic.raw)
        except JournalFull as error:
            log.warning("journal_full %s", error)
            self._pool.forget(entry.hash)
            raise pool_full("the node cannot keep it, its disk is full") from error

    def remove(self, extrinsic_hash: bytes) -> bool:
        """Take an extrinsic out of the pool; its watchers hear that it was dropped."""
        return self._pool.forget(extrinsic_hash)

    def pending(self) -> list[bytes]:
        """Return what waits."""
        return self._pool.pending()

    def next_nonce(self, account: bytes) -> int:
        """Return the next nonce, pooled extrinsics counted."""
        return self._pool.next_nonce(account)


def replay(pool: Pool, journal: Journal) -> int:
    """Put a journal's extrinsics back into the pool; return how many were still valid."""
    kept = 0
    for raw in journal.records:
        try:
            pool.submit(raw, local=True)
        except PoolError:
            continue
        kept += 1
    return kept
