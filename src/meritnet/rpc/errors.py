"""JSON-RPC error objects, and which of our errors becomes which of them."""

from __future__ import annotations

from typing import Any

from meritnet.primitives.errors import Bug, MeritnetError
from meritnet.rpc.interfaces import BlockNotFound, PoolRejection, StateDiscarded

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
TOO_MANY_SUBSCRIPTIONS = -32006
REQUEST_TOO_BIG = -32007
RESPONSE_TOO_BIG = -32008
SERVER_BUSY = -32009
BATCH_TOO_BIG = -32010
TOO_MANY_FOLLOWS = -32800
INVALID_BLOCK = -32801
INVALID_RUNTIME_CALL = -32802
INVALID_CONTINUE = -32803
REPEATED_HASH = -32804
CLIENT_ERROR = 4003
"""State and runtime API errors; clients look for the text `Client error: ` in front."""
CUSTOM_METHOD_ERROR = 1
"""Errors of the custom methods and of the payment methods."""


class RpcError(MeritnetError):
    """An error object that goes to the client as it is."""

    def __init__(self, code: int, message: str, data: str | None = None) -> None:
        self.code = code
        self.message = message
        self.data = data
        super().__init__(f"{message} ({code})")


def invalid_params(message: str) -> RpcError:
    """Build the error for parameters that cannot be used."""
    return RpcError(INVALID_PARAMS, f"Invalid params: {message}")


def error_object(error: MeritnetError) -> dict[str, Any]:  # Any: a JSON object
    """Return the JSON error object of one of our errors."""
    if isinstance(error, RpcError | PoolRejection):
        shape: dict[str, Any] = {"code": error.code, "message": error.message}
        if error.data is not None:
            shape["data"] = error.data
        return shape
    if isinstance(error, StateDiscarded | BlockNotFound):
        return {
            "code": CLIENT_ERROR,
            "message": f"Client error: Api called for an unknown Block: {error}",
        }
    if isinstance(error, Bug):
        return {"code": INTERNAL_ERROR, "message": "Internal error; the node's log has the details"}
    return {"code": CLIENT_ERROR, "message": f"Client error: {error}"}
