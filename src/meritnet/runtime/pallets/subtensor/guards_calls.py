"""What is checked before the dispatch of calls that are limited in rate, change a take or announce an endpoint."""

from collections.abc import Callable

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ErrorDef, ensure
from meritnet.runtime.pallets.consensus_yuma import columns
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.evm_keys import associations
from meritnet.runtime.pallets.hyperparameters import rate_limits
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import hotkeys, serving, uids
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import storage as subnets

from .errors import (
    CommittingWeightsTooFast,
    DelegateTakeTooHigh,
    DelegateTakeTooLow,
    HotKeyAccountNotExists,
    HotKeyNotRegisteredInSubNet,
    NetworkTxRateLimitExceeded,
    NonAssociatedColdKey,
    SettingWeightsTooFast,
)

# --- rate limits -----------------------------------------------------------------------------------


def commit_weights(ctx: Context, signer: bytes, netuid: int, *_rest: object) -> None:
    """Raises: CommittingWeightsTooFast."""
    _weights_rate(ctx, signer, netuid, 0, CommittingWeightsTooFast)


def commit_mechanism_weights(ctx: Context, signer: bytes, netuid: int, mecid: int, *_rest: object) -> None:
    """Raises: CommittingWeightsTooFast."""
    _weights_rate(ctx, signer, netuid, mecid, CommittingWeightsTooFast)


def set_weights(ctx: Context, signer: bytes, netuid: int, *_rest: object) -> None:
    """Raises: SettingWeightsTooFast, only where weights are set without a commit."""
    set_mechanism_weights(ctx, signer, netuid, 0)


def set_mechanism_weights(ctx: Context, signer: bytes, netuid: int, mecid: int, *_rest: object) -> None:
    """Raises: SettingWeightsTooFast, only where weights are set without a commit."""
    if not hyper.commit_reveal_weights_enabled.get(ctx, netuid):
        _weights_rate(ctx, signer, netuid, mecid, SettingWeightsTooFast)


def register_network(ctx: Context, _signer: bytes, *_rest: object) -> None:
    """Raises: NetworkTxRateLimitExceeded."""
    limit = subnets.network_rate_limit.get(ctx)
    ensure(
        rate_limits.passed(ctx, rate_limits.NETWORK_LAST_REGISTERED, limit),
        NetworkTxRateLimitExceeded,
        last=rate_limits.last(ctx, rate_limits.NETWORK_LAST_REGISTERED),
        limit=limit,
    )


def _weights_rate(ctx: Context, signer: bytes, netuid: int, mecid: int, error: ErrorDef) -> None:
    """Refuse a neuron whose last weights or commit are too fresh; who has no uid here passes, the call itself refuses.

    Quirk: a mechanism that does not exist counts as too fast.
    """
    uid = uids.uid_of(ctx, netuid, signer)
    if uid is None:
        return
    limit = hyper.weights_set_rate_limit.get(ctx, netuid)
    ensure(mecid < consensus.mechanism_count_current.get(ctx, netuid), error, netuid=netuid, mechanism=mecid)
    last = columns.last_update_of(ctx, storage_index(netuid, mecid), uid)
    ensure(
        rate_limits.is_over(ctx.block_number, last, limit),
        error,
        netuid=netuid,
        uid=uid,
        next_block=last + limit,
    )


# --- takes -----------------------------------------------------------------------------------------


def take(ctx: Context, signer: bytes, hotkey: bytes, value: int) -> None:
    """Raises: DelegateTakeTooLow, DelegateTakeTooHigh, HotKeyAccountNotExists, NonAssociatedColdKey."""
    low, high = staking.min_delegate_take.get(ctx), staking.max_delegate_take.get(ctx)
    ensure(value >= low, DelegateTakeTooLow, take=value, minimum=low)
    ensure(value <= high, DelegateTakeTooHigh, take=value, maximum=high)
    ensure(hotkeys.exists(ctx, hotkey), HotKeyAccountNotExists, hotkey=hotkey)
    ensure(hotkeys.owns(ctx, signer, hotkey), NonAssociatedColdKey, owner=hotkeys.owner_of(ctx, hotkey))


# --- endpoints -------------------------------------------------------------------------------------


def axon(
    ctx: Context, signer: bytes, netuid: int, _version: int, ip: int, port: int, ip_type: int, *_rest: object
) -> None:
    """Raises: what `serve_axon` would raise."""
    serving.ensure_axon(ctx, signer, netuid, ip, port, ip_type)


def prometheus(
    ctx: Context, signer: bytes, netuid: int, _version: int, ip: int, port: int, ip_type: int
) -> None:
    """Raises: what `serve_prometheus` would raise."""
    serving.ensure_prometheus(ctx, signer, netuid, ip, port, ip_type)


# --- EVM keys --------------------------------------------------------------------------------------


def evm_key(ctx: Context, signer: bytes, netuid: int, *_rest: object) -> None:
    """Raises: HotKeyNotRegisteredInSubNet, EvmKeyAssociateRateLimitExceeded."""
    uid = uids.uid_of(ctx, netuid, signer)
    if uid is None:
        raise HotKeyNotRegisteredInSubNet(hotkey=signer, netuid=netuid)
    associations.ensure_rate(ctx, netuid, uid)


RATE_LIMIT_CHECKS: dict[str, Callable[..., None]] = {
    "commit_weights": commit_weights,
    "commit_mechanism_weights": commit_mechanism_weights,
    "set_weights": set_weights,
    "set_mechanism_weights": set_mechanism_weights,
    "register_network": register_network,
}
"""Calls of the rate limit guard."""
TAKE_CHECKS: dict[str, Callable[..., None]] = {"increase_take": take, "decrease_take": take}
"""Calls of the take guard."""
SERVING_CHECKS: dict[str, Callable[..., None]] = {
    "serve_axon": axon,
    "serve_axon_tls": axon,
    "serve_prometheus": prometheus,
}
"""Calls of the serving guard."""
EVM_KEY_CHECKS: dict[str, Callable[..., None]] = {"associate_evm_key": evm_key}
"""Calls of the EVM key guard."""
