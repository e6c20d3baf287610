"""Answers "why?" from the stored chain: finds the states that a question needs and asks the runtime's explanations."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from meritnet.primitives import ss58
from meritnet.primitives.errors import NotFound
from meritnet.rpc.interfaces import Answer, BlockNotFound, StateDiscarded, TradeQuestion, WeightsQuestion
from meritnet.runtime.explain.eviction import explain_eviction
from meritnet.runtime.explain.next_block import next_block
from meritnet.runtime.explain.payment import explain_payment
from meritnet.runtime.explain.pruning import explain_pruning
from meritnet.runtime.explain.replacement import Replacement, explain_replacement
from meritnet.runtime.explain.stake import Order, explain_trade
from meritnet.runtime.explain.weights import explain_weights
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission.storage import last_mechansim_step_block
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.registration.storage import block_at_registration
from meritnet.runtime.pallets.subnets.queries import exists
from meritnet.runtime.runtime import Runtime
from meritnet.state import errors as state_errors
from meritnet.state.chain_reader import ChainReader
from meritnet.state.state_view import StateView

STEPS_BACK = 4_096
"""Changes of slots that are looked at, at most, to find when a hotkey lost its own."""


class ChainExplainer:
    """Implements `rpc.interfaces.Explainer` over a store and a runtime. Safe for several threads."""

    def __init__(self, runtime: Runtime, store: ChainReader) -> None:
        self._runtime = runtime
        self._store = store

    # --- questions ------------------------------------------------------------------------------------

    def payment(self, netuid: int, who: int | bytes | None, at: bytes | None) -> Answer:
        """Say why a uid, a hotkey or else the best paid miner was paid this in the last epoch up to a block."""
        with self._discarded(at):
            now = self._context(at)
            block = int(last_mechansim_step_block.get(now, netuid))
            if not block:
                raise NotFound(
                    f"netuid {netuid} has had no epoch yet up to block {now.block_number}, so nothing was paid; "
                    "wait for the first one"
                )
            before, after = self._context(block - 1), self._context(block)
            uid = self._uid(before, netuid, who)
            return to_json(explain_payment(before, after, netuid, uid))

    def pruning(self, netuid: int, who: int | bytes | None, at: bytes | None) -> Answer:
        """Say who is replaced next; of a uid or hotkey also when it is safe and how its slot changed hands."""
        with self._discarded(at):
            now = self._context(at)
            with next_block(self._runtime, now) as ctx:
                found = explain_pruning(ctx, netuid)
            answer = to_json(found)
            answer["asked"], answer["replaced"], answer["says"] = None, None, ""
            if who is None:
                return answer
            uid = uids.uid_of(now, netuid, who) if isinstance(who, bytes) else who
            if uid is None and isinstance(who, bytes):
                lost = self._lost_slot(now, netuid, who)
                answer["replaced"] = to_json(lost)
                answer["says"] = _says_lost(lost)
                return answer
            slot = next((slot for slot in found.slots if slot.uid == uid), None)
            if slot is None or uid is None:
                raise NotFound(f"netuid {netuid} has no uid {uid}; it has {found.uids} uids, from 0 on")
            answer["asked"] = to_json(slot)
            taken = self._taken_from(now, netuid, uid)
            answer["replaced"] = None if taken is None else to_json(taken)
            return answer

    def weights(self, question: WeightsQuestion, at: bytes | None) -> Answer:
        """Say which checks keep a hotkey from setting weights, and from which block on it works."""
        q = question
        with self._discarded(at), next_block(self._runtime, self._context(at)) as ctx:
            return to_json(explain_weights(ctx, q.netuid, q.hotkey, q.mechanism, q.version_key, q.row))

    def trade(self, question: TradeQuestion, at: bytes | None) -> Answer:
        """Say what adding or removing stake would give."""
        q = question
        order = Order(q.side, q.netuid, q.hotkey, q.amount, q.coldkey, q.limit_price, q.allow_partial)
        with self._discarded(at), next_block(self._runtime, self._context(at)) as ctx:
            if not exists(ctx, q.netuid):
                raise NotFound(f"there is no subnet {q.netuid}; list the subnets")
            return to_json(explain_trade(self._runtime, ctx, order))

    def eviction(self, at: bytes | None) -> Answer:
        """Say which subnet the next registration of a subnet evicts."""
        with self._discarded(at), next_block(self._runtime, self._context(at)) as ctx:
            return to_json(explain_eviction(ctx))

    # --- states ---------------------------------------------------------------------------------------

    def _context(self, block: int | bytes | None) -> Context:
        view = self._view(block)
        return self._runtime.read_context(view, view.number, bytes(32), view.hash)

    def _view(self, block: int | bytes | None) -> StateView:
        try:
            return self._store.view(block)
        except state_errors.UnknownBlock as error:
            raise BlockNotFound(block if isinstance(block, bytes) else b"") from error

    @contextmanager
    def _discarded(self, at: bytes | None) -> Iterator[None]:
        try:
            yield
        except state_errors.StateDiscarded as error:
            raise StateDiscarded(error.block_hash) from error

    def _uid(self, ctx: Context, netuid: int, who: int | bytes | None) -> int | None:
        if not isinstance(who, bytes):
            return who
        uid = uids.uid_of(ctx, netuid, who)
        if uid is None:
            raise NotFound(
                f"hotkey {ss58.encode(who)} had no uid on netuid {netuid} in block {ctx.block_number}; "
                "ask why with explain pruning"
            )
        return uid

    # --- the history of slots -------------------------------------------------------------------------

    def _taken_from(self, now: Context, netuid: int, uid: int) -> Replacement | None:
        """Return how the holder of a slot took it from somebody, None if it was free or that is too long ago."""
        block = int(block_at_registration.get(now, netuid, uid))
        if block == 0:
            return None
        try:
            before = self._context(block - 1)
            return explain_replacement(self._runtime, before, self._store.body(block), netuid, uid)
        except (state_errors.StateDiscarded, state_errors.UnknownBlock):
            return None

    def _lost_slot(self, now: Context, netuid: int, hotkey: bytes) -> Replacement:
        """Return how a hotkey without a uid lost its last one. Raises: NotFound if nothing kept tells."""
        steps = STEPS_BACK
        found: list[tuple[int, int]] = []
        for uid in range(uids.count(now, netuid)):
            block = int(block_at_registration.get(now, netuid, uid))
            # Bound: `steps` falls with every turn, and blocks of registration fall along a slot's history.
            while block and steps and (not found or block > max(found)[0]):
                steps -= 1
                try:
                    before = self._context(block - 1)
                    old = uids.hotkey_of(before, netuid, uid)
                    earlier = int(block_at_registration.get(before, netuid, uid))
                except state_errors.StateDiscarded:
                    break
                if old == hotkey:
                    found.append((block, uid))
                    break
                if old is None or earlier >= block:
                    break
                block = earlier
        if found:
            block, uid = max(found)
            lost = explain_replacement(
                self._runtime, self._context(block - 1), self._store.body(block), netuid, uid
            )
            if lost is not None:
                return lost
        raise NotFound(
            f"hotkey {ss58.encode(hotkey)} has no uid on netuid {netuid}, and no state that is kept here tells that it "
            "lost one; an archive node knows longer"
        )


def _says_lost(lost: Replacement) -> str:
    return (
        f"uid {lost.uid} was taken in block {lost.block} by {ss58.encode(lost.newcomer)} with {lost.call}: "
        f"{lost.reason}; its emission was {lost.old_emission_rao} rao and its age {lost.old_age_blocks} blocks"
    )


# Any: a named tuple has no type of its own below its fields
def to_json(explanation: Any) -> Answer:
    """Return an explanation, a named tuple, as a JSON object: accounts as addresses, named tuples as objects."""
    return {name: _value(part) for name, part in explanation._asdict().items()}


def _value(value: Any) -> Any:  # Any: parts of named tuples in, JSON values out
    if isinstance(value, bytes):
        return ss58.encode(value)
    if isinstance(value, tuple):
        return to_json(value) if hasattr(value, "_asdict") else [_value(part) for part in value]
    return value
