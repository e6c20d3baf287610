"""`explain_*`: why something is, was, or would be; answers as JSON objects whose names carry their units.

They are served by nodes that can explain. Errors carry code 1.
"""

from __future__ import annotations

from meritnet.primitives.errors import Bug
from meritnet.rpc.backend import Backend
from meritnet.rpc.errors import CUSTOM_METHOD_ERROR, invalid_params
from meritnet.rpc.interfaces import Explainer, TradeQuestion, WeightsQuestion
from meritnet.rpc.params import AT, U16_MAX, U64_MAX, Param, Unfit, account, boolean, list_of, unsigned
from meritnet.rpc.registry import Handler, Namespace
from meritnet.rpc.shapes import Json

EXPLAIN = Namespace()

ROW_LENGTH = 4096


def uid_or_hotkey(value: object) -> int | bytes:
    """Read a uid, or the address of a hotkey."""
    if isinstance(value, str):
        return account(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= U16_MAX:
        return value
    raise Unfit(f"a uid from 0 to {U16_MAX}, or a hotkey as SS58 address")


NETUID = Param("netuid", unsigned(U16_MAX))
WHO = Param("uid or hotkey", uid_or_hotkey, optional=True)
HOTKEY = Param("hotkey", account)
COLDKEY = Param("coldkey", account, optional=True)
MECHANISM = Param("mechid", unsigned(255), optional=True)
VERSION_KEY = Param("version key", unsigned(U64_MAX), optional=True)
UIDS = Param("uids", list_of(unsigned(U16_MAX), ROW_LENGTH), optional=True)
VALUES = Param("values", list_of(unsigned(U16_MAX), ROW_LENGTH), optional=True)
TAO = Param("tao", unsigned(U64_MAX))
ALPHA = Param("alpha", unsigned(U64_MAX))
LIMIT_PRICE = Param("limit price", unsigned(U64_MAX), optional=True)
ALLOW_PARTIAL = Param("allow partial", boolean, optional=True)


def _method(name: str, *params: Param) -> Handler:
    return EXPLAIN.method(
        name, params=[*params, AT], slow=True, error_code=CUSTOM_METHOD_ERROR, needs_explainer=True
    )


def _explainer(node: Backend) -> Explainer:
    if node.explainer is None:
        raise Bug("a method that needs an explainer is served without one")
    return node.explainer


@_method("explain_payment", NETUID, WHO)
def payment(node: Backend, netuid: int, who: int | bytes | None, at: bytes | None) -> Json:
    """Return why a uid or hotkey, by default the best paid miner, was paid this in the last epoch up to the block."""
    return _explainer(node).payment(netuid, who, at)


@_method("explain_pruning", NETUID, WHO)
def pruning(node: Backend, netuid: int, who: int | bytes | None, at: bytes | None) -> Json:
    """Return the order in which newcomers replace neurons; of a uid or hotkey also how its slot changed hands."""
    return _explainer(node).pruning(netuid, who, at)


@_method("explain_weights", NETUID, HOTKEY, MECHANISM, VERSION_KEY, UIDS, VALUES)
def weights(
    node: Backend,
    netuid: int,
    hotkey: bytes,
    mechanism: int | None,
    version_key: int | None,
    uids: list[int] | None,
    values: list[int] | None,
    at: bytes | None,
) -> Json:
    """Return each check of setting weights in the next block, and the block from which on it works."""
    if (uids is None) != (values is None):
        raise invalid_params("`uids` and `values` belong together: give both or neither")
    row = None if uids is None or values is None else (uids, values)
    return _explainer(node).weights(WeightsQuestion(netuid, hotkey, mechanism or 0, version_key, row), at)


@_method("explain_stake", NETUID, HOTKEY, TAO, COLDKEY, LIMIT_PRICE, ALLOW_PARTIAL)
def stake(
    node: Backend,
    netuid: int,
    hotkey: bytes,
    tao: int,
    coldkey: bytes | None,
    limit_price: int | None,
    partial: bool | None,
    at: bytes | None,
) -> Json:
    """Return what staking TAO would give in the next block: alpha, slippage, fees, limits. Units: rao."""
    question = TradeQuestion("stake", netuid, hotkey, tao, coldkey, limit_price, bool(partial))
    return _explainer(node).trade(question, at)


@_method("explain_unstake", NETUID, HOTKEY, ALPHA, COLDKEY, LIMIT_PRICE, ALLOW_PARTIAL)
def unstake(
    node: Backend,
    netuid: int,
    hotkey: bytes,
    alpha: int,
    coldkey: bytes | None,
    limit_price: int | None,
    partial: bool | None,
    at: bytes | None,
) -> Json:
    """Return what taking alpha out would give in the next block: TAO, slippage, fees, locks. Units: rao."""
    question = TradeQuestion("unstake", netuid, hotkey, alpha, coldkey, limit_price, bool(partial))
    return _explainer(node).trade(question, at)


@_method("explain_eviction")
def eviction(node: Backend, at: bytes | None) -> Json:
    """Return which subnet the next registration of a subnet evicts, and everybody's place."""
    return _explainer(node).eviction(at)
