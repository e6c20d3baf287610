"""State, events and errors of the Sudo pallet."""

from meritnet.codec import Option
from meritnet.codec.common import ACCOUNT_ID
from meritnet.runtime.framework.declarations import event
from meritnet.runtime.framework.errors import ErrorDef
from meritnet.runtime.framework.types import DISPATCH_RESULT
from meritnet.state.items import StorageValue

PALLET = "Sudo"

key = StorageValue(PALLET, "Key", ACCOUNT_ID, doc="The account that may act as root.")

RequireSudo = ErrorDef(PALLET, 0, "RequireSudo", "Only the sudo key may make this call; sign with it.")

Sudid = event(PALLET, 0, "Sudid", [("sudo_result", DISPATCH_RESULT)], "A call was made as root.")
KeyChanged = event(
    PALLET, 1, "KeyChanged", [("old", Option(ACCOUNT_ID)), ("new", ACCOUNT_ID)], "The sudo key changed."
)
KeyRemoved = event(PALLET, 2, "KeyRemoved", [], "The sudo key was removed for good.")
SudoAsDone = event(
    PALLET, 3, "SudoAsDone", [("sudo_result", DISPATCH_RESULT)], "A call was made for another account."
)
