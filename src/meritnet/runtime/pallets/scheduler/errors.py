"""Errors of the Scheduler pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Scheduler"

FailedToSchedule = ErrorDef(
    PALLET,
    0,
    "FailedToSchedule",
    "A call of this name is planned already (Scheduler.Lookup); cancel it or use another name.",
)
NotFound = ErrorDef(
    PALLET,
    1,
    "NotFound",
    "No call is planned at this block and position, or under this name (Scheduler.Agenda, Lookup); check them.",
)
TargetBlockNumberInPast = ErrorDef(
    PALLET, 2, "TargetBlockNumberInPast", "The target block is not in the future; give a later one."
)
RescheduleNoChange = ErrorDef(
    PALLET,
    3,
    "RescheduleNoChange",
    "The call is planned for this block already; never raised here, for no call moves a planned one.",
)
Named = ErrorDef(
    PALLET,
    4,
    "Named",
    "The planned call has a name; never raised here, calls by block and position take named ones too.",
)
