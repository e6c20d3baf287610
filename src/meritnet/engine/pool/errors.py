"""Why the pool refuses an extrinsic: code, message and data as clients parse them."""

from meritnet.primitives.errors import Denied
from meritnet.runtime.framework.errors import InvalidTransaction, UnknownTransaction

INVALID_TEXT = {
    "Call": "Transaction call is not expected",
    "Payment": "Inability to pay some fees (e.g. account balance too low)",
    "Future": "Transaction will be valid in the future",
    "Stale": "Transaction is outdated",
    "BadProof": "Transaction has a bad signature",
    "AncientBirthBlock": "Transaction has an ancient birth block",
    "ExhaustsResources": "Transaction would exhaust the block limits",
    "BadMandatory": "A call was labelled as mandatory, but resulted in an Error.",
    "MandatoryValidation": "Transaction dispatch is mandatory; transactions must not be validated.",
    "BadSigner": "Invalid signing address",
    "IndeterminateImplicit": "The implicit data was unable to be calculated",
    "UnknownOrigin": "The transaction extension did not authorize any origin",
}
UNKNOWN_TEXT = {
    "CannotLookup": "Could not lookup information required to validate the transaction",
    "NoUnsignedValidator": "Could not find an unsigned validator for the unsigned transaction",
}

CUSTOM_NAMES = {21: "ColdkeySwapDisputed"}
"""Custom errors whose name stands behind the number: btcli looks for this one in what it is told."""


class PoolError(Denied):
    """The pool does not take an extrinsic. `code`, `message`, `data` go to clients unchanged; `why` goes to
    logs.
    """

    def __init__(self, code: int, message: str, data: str | None = None, why: str = "") -> None:
        self.code = code
        self.message = message
        self.data = data
        self.why = why
        super().__init__(f"{message} ({code})" + (f": {data}" if data else "") + (f" - {why}" if why else ""))


def bad_format(reason: str) -> PoolError:
    """The bytes are not an extrinsic of this chain."""
    return PoolError(1001, f"Extrinsic has invalid format: {reason}")


def invalid(error: InvalidTransaction) -> PoolError:
    """The extrinsic is not valid now."""
    if error.custom is not None:
        name = CUSTOM_NAMES.get(error.custom)
        text = f"Custom error: {error.custom}" + (f" ({name})" if name else "")
        return PoolError(1010, "Invalid Transaction", text, str(error))
    return PoolError(1010, "Invalid Transaction", INVALID_TEXT[error.variant], str(error))


def unknown(error: UnknownTransaction) -> PoolError:
    """Validity cannot be told."""
    return PoolError(1011, "Unknown Transaction Validity", UNKNOWN_TEXT[error.variant], str(error))


def banned() -> PoolError:
    """The extrinsic was refused a moment ago."""
    return PoolError(1012, "Transaction is temporarily banned")


def already_imported(extrinsic_hash: bytes) -> PoolError:
    """The same bytes wait in the pool."""
    return PoolError(1013, "Transaction Already Imported", f'"0x{extrinsic_hash.hex()}"')


def priority_too_low(new: int, old: int) -> PoolError:
    """Another extrinsic with this nonce waits and does not have to give way."""
    text = "The transaction has too low priority to replace another transaction already in the pool."
    return PoolError(1014, f"Priority is too low: ({old} vs {new})", text)


def pool_full(what: str) -> PoolError:
    """A limit of the pool is reached."""
    return PoolError(
        1016, "Immediately Dropped", f"The transaction couldn't enter the pool because of the limit: {what}"
    )
