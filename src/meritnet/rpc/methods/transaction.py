"""`transaction_v1_*` and `transactionWatch_v1_*`: bring transactions into the chain, told of it or not.

Source: the JSON-RPC interface specification.
"""

from __future__ import annotations

from functools import partial

from meritnet.rpc.backend import Backend
from meritnet.rpc.broadcast import Broadcast
from meritnet.rpc.dispatcher import Session
from meritnet.rpc.errors import invalid_params
from meritnet.rpc.interfaces import TERMINAL_STATES, PoolRejection, TxState, TxStatus
from meritnet.rpc.params import Param, hex_bytes, shown, subscription_id
from meritnet.rpc.registry import Namespace
from meritnet.rpc.shapes import Json, to_hex
from meritnet.rpc.sink import Sink

TRANSACTION = Namespace()

BROADCAST = "transaction_v1_broadcast"
WATCH_EVENT = "transactionWatch_v1_watchEvent"
EXTRINSIC = Param("transaction", hex_bytes)
OPERATION = Param("operationId", subscription_id)

REFUSED_AS_INVALID = frozenset({1001, 1002, 1010, 1011, 1012})
"""Codes of the pool that speak of the transaction; the others speak of the pool's limits or other transactions."""


@TRANSACTION.method("transaction_v1_broadcast", params=[EXTRINSIC], needs_session=True)
def broadcast(node: Backend, session: Session, extrinsic: bytes) -> str | None:
    """Keep trying to bring a transaction into the chain until it is stopped; null if too many are kept."""
    if session.count_sinks(BROADCAST) >= node.limits.broadcasts_per_connection:
        return None
    sink = session.open_sink(BROADCAST)
    kept = Broadcast(extrinsic, node.pool, node.lane, node.mailbox, node.heads)
    sink.cancel = kept.stop
    return sink.id


@TRANSACTION.method("transaction_v1_stop", params=[OPERATION], needs_session=True)
def stop(node: Backend, session: Session, operation_id: str) -> None:
    """Try no more to bring a transaction into the chain."""
    if not session.close_sink(operation_id, BROADCAST):
        raise invalid_params(
            f"`operationId` (position 0) is {shown(operation_id)}: expected the id of an active broadcast "
            "of this connection"
        )


@TRANSACTION.subscription(
    "transactionWatch_v1_submitAndWatch",
    params=[EXTRINSIC],
    notification=WATCH_EVENT,
    ended_by=["transactionWatch_v1_unwatch"],
)
async def submit_and_watch(node: Backend, sink: Sink, extrinsic: bytes) -> None:
    """Hand a transaction to the pool and push each event until it is finalized or has failed."""

    def on_status(status: TxStatus) -> None:
        node.mailbox.post(partial(_push, node, sink, extrinsic, status))

    try:
        _, unwatch = await node.lane.run(partial(node.pool.watch, extrinsic, on_status))
    except PoolRejection as refusal:
        word = "invalid" if refusal.code in REFUSED_AS_INVALID else "dropped"
        sink.push({"event": word, "error": str(refusal)})
        sink.end()
        return
    sink.cancel = unwatch
    if not sink.is_live:
        # The client left, or the last step was reported, while the pool was at work.
        unwatch()


@TRANSACTION.method(
    "transactionWatch_v1_unwatch", params=[Param("subscription", subscription_id)], needs_session=True
)
def unwatch_transaction(node: Backend, session: Session, sub_id: str) -> None:
    """Push no more events of a transaction; it stays in the pool."""
    if not session.close_sink(sub_id, WATCH_EVENT):
        raise invalid_params(
            f"`subscription` (position 0) is {shown(sub_id)}: expected the id of an active watch"
        )


def _push(node: Backend, sink: Sink, extrinsic: bytes, status: TxStatus) -> None:
    event = _event(node, extrinsic, status)
    if event is not None:
        sink.push(event)
    if status.state in TERMINAL_STATES:
        sink.end()


def _event(node: Backend, extrinsic: bytes, status: TxStatus) -> Json | None:
    match status.state:
        case TxState.READY:
            return {"event": "validated"}
        case TxState.IN_BLOCK | TxState.FINALIZED:
            assert status.hash is not None
            block = {
                "hash": to_hex(status.hash),
                "index": node.included.position(status.hash, extrinsic),
            }
            word = "finalized" if status.state is TxState.FINALIZED else "bestChainBlockIncluded"
            return {"event": word, "block": block}
        case TxState.RETRACTED:
            return {"event": "bestChainBlockIncluded", "block": None}
        case TxState.INVALID:
            return {"event": "invalid", "error": "the transaction became invalid while it waited"}
        case TxState.USURPED:
            return {"event": "dropped", "error": "another transaction with this nonce took its place"}
        case TxState.DROPPED:
            return {"event": "dropped", "error": "the pool could not keep it; submit it again"}
        case TxState.FINALITY_TIMEOUT:
            return {"event": "dropped", "error": "its block was not finalized in time"}
        case _:
            return None
