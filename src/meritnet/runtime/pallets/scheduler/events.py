"""Events of the Scheduler pallet. A task is told by block and position; `id` is its name, if it has one."""

from meritnet.codec import U8, U32, Option, Type
from meritnet.codec.common import DISPATCH_RESULT
from meritnet.runtime.framework.declarations import EventDef, event

from .types import ADDRESS, TASK_NAME

PALLET = "Scheduler"
_TASK: list[tuple[str | None, Type]] = [("task", ADDRESS), ("id", Option(TASK_NAME))]


def _placed(index: int, name: str, doc: str) -> EventDef:
    return event(PALLET, index, name, [("when", U32), ("index", U32)], doc)


Scheduled = _placed(0, "Scheduled", "A call was planned for a block.")
Canceled = _placed(1, "Canceled", "A planned call was cancelled.")
Dispatched = event(PALLET, 2, "Dispatched", [*_TASK, ("result", DISPATCH_RESULT)], "A planned call was made.")
RetrySet = event(
    PALLET,
    3,
    "RetrySet",
    [*_TASK, ("period", U32), ("retries", U8)],
    "A planned call will be tried again if it fails.",
)
RetryCancelled = event(
    PALLET, 4, "RetryCancelled", _TASK, "A planned call will not be tried again if it fails."
)
CallUnavailable = event(
    PALLET, 5, "CallUnavailable", _TASK, "A planned call could not be read, so it was not made."
)
PeriodicFailed = event(
    PALLET, 6, "PeriodicFailed", _TASK, "A repeated call ends, for the agenda of its next block is full."
)
RetryFailed = event(
    PALLET, 7, "RetryFailed", _TASK, "A failed call is not tried again, for lack of weight or a full agenda."
)
PermanentlyOverweight = event(
    PALLET, 8, "PermanentlyOverweight", _TASK, "A planned call is too heavy for any block."
)
AgendaIncomplete = event(
    PALLET, 9, "AgendaIncomplete", [("when", U32)], "Calls due since this block wait for the next one."
)
