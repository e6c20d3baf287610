"""Events, errors and constants of the Utility pallet."""

from meritnet.codec import U32
from meritnet.runtime.framework.declarations import ConstantDef, event
from meritnet.runtime.framework.errors import ErrorDef
from meritnet.runtime.framework.types import DISPATCH_ERROR, DISPATCH_RESULT

PALLET = "Utility"
BATCHED_CALLS_LIMIT = 10_922

batched_calls_limit = ConstantDef(
    PALLET, "batched_calls_limit", U32, BATCHED_CALLS_LIMIT, "Calls a batch may hold."
)

TooManyCalls = ErrorDef(
    PALLET,
    0,
    "TooManyCalls",
    f"The batch holds more than {BATCHED_CALLS_LIMIT} calls; split it into several.",
)
InvalidDerivedAccount = ErrorDef(
    PALLET,
    1,
    "InvalidDerivedAccount",
    "No account can be derived for this index; never raised here, every 16-bit index gives an account.",
)

BatchInterrupted = event(
    PALLET,
    0,
    "BatchInterrupted",
    [("index", U32), ("error", DISPATCH_ERROR)],
    "A batch stopped at a failing call; the calls before it stand.",
)
BatchCompleted = event(PALLET, 1, "BatchCompleted", [], "Every call of a batch succeeded.")
BatchCompletedWithErrors = event(
    PALLET, 2, "BatchCompletedWithErrors", [], "A forced batch ended with failed calls."
)
ItemCompleted = event(PALLET, 3, "ItemCompleted", [], "One call of a batch succeeded.")
ItemFailed = event(PALLET, 4, "ItemFailed", [("error", DISPATCH_ERROR)], "One call of a forced batch failed.")
DispatchedAs = event(
    PALLET, 5, "DispatchedAs", [("result", DISPATCH_RESULT)], "Root made a call as another origin."
)
IfElseMainSuccess = event(
    PALLET, 6, "IfElseMainSuccess", [], "The main call succeeded, so the other was not made."
)
IfElseFallbackCalled = event(
    PALLET,
    7,
    "IfElseFallbackCalled",
    [("main_error", DISPATCH_ERROR)],
    "The main call failed and the other one succeeded.",
)
