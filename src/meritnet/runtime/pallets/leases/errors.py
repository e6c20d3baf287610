"""Errors of leases."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "SubtensorModule"

InvalidLeaseBeneficiary = ErrorDef(
    PALLET,
    99,
    "InvalidLeaseBeneficiary",
    "Only the creator of the crowdloan being finalized can lease a subnet with it; let the creator finalize.",
)
LeaseCannotEndInThePast = ErrorDef(
    PALLET,
    100,
    "LeaseCannotEndInThePast",
    "The lease's end block is not after the present one; choose a later block or none for a lease without end.",
)
LeaseNetuidNotFound = ErrorDef(
    PALLET,
    101,
    "LeaseNetuidNotFound",
    "No subnet is owned by the lease's coldkey after its registration; nothing was registered, report it.",
)
LeaseDoesNotExist = ErrorDef(
    PALLET,
    102,
    "LeaseDoesNotExist",
    "No lease has this id, or it was terminated; look the id up in SubnetLeases.",
)
LeaseHasNoEndBlock = ErrorDef(
    PALLET, 103, "LeaseHasNoEndBlock", "The lease was made without an end block; it can never be terminated."
)
LeaseHasNotEnded = ErrorDef(
    PALLET,
    104,
    "LeaseHasNotEnded",
    "The lease's end block is not reached; terminate it from that block on.",
)
Overflow = ErrorDef(
    PALLET,
    105,
    "Overflow",
    "The ids of leases (u32) are used up; report it, no further subnet can be leased.",
)
BeneficiaryDoesNotOwnHotkey = ErrorDef(
    PALLET,
    106,
    "BeneficiaryDoesNotOwnHotkey",
    "The hotkey that is to stand for the owner does not belong to the beneficiary; name one of its own hotkeys.",
)
ExpectedBeneficiaryOrigin = ErrorDef(
    PALLET,
    107,
    "ExpectedBeneficiaryOrigin",
    "Only the lease's beneficiary can terminate it; sign with that key.",
)
