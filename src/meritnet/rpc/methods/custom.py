"""The chain's own methods: each passes its arguments to one runtime API and returns SCALE bytes as numbers.

They are served when the runtime has the API. Errors carry code 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from meritnet.codec.types import U8, U16, U64, Vec
from meritnet.rpc.backend import Backend
from meritnet.rpc.errors import CUSTOM_METHOD_ERROR
from meritnet.rpc.params import AT, U16_MAX, U64_MAX, Param, account, list_of, unsigned
from meritnet.rpc.registry import Handler, Namespace

CUSTOM = Namespace()

U8_MAX = 2**8 - 1


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter together with its SCALE encoding."""

    param: Param
    encode: Callable[..., bytes]


NETUID = Argument(Param("netuid", unsigned(U16_MAX)), U16.encode)
UID = Argument(Param("uid", unsigned(U16_MAX)), U16.encode)
MECHID = Argument(Param("mechid", unsigned(U8_MAX)), U8.encode)
INDEXES = Argument(Param("indexes", list_of(unsigned(U16_MAX), 1024)), Vec(U16).encode)
HOTKEY = Argument(Param("hotkey", account), bytes)
COLDKEY = Argument(Param("coldkey", account), bytes)
TAO = Argument(Param("tao", unsigned(U64_MAX)), U64.encode)
ALPHA = Argument(Param("alpha", unsigned(U64_MAX)), U64.encode)

METHODS: dict[str, tuple[str, tuple[Argument, ...]]] = {
    "delegateInfo_getDelegates": ("DelegateInfoRuntimeApi_get_delegates", ()),
    "delegateInfo_getDelegate": ("DelegateInfoRuntimeApi_get_delegate", (HOTKEY,)),
    "delegateInfo_getDelegated": ("DelegateInfoRuntimeApi_get_delegated", (COLDKEY,)),
    "neuronInfo_getNeuronsLite": ("NeuronInfoRuntimeApi_get_neurons_lite", (NETUID,)),
    "neuronInfo_getNeuronLite": ("NeuronInfoRuntimeApi_get_neuron_lite", (NETUID, UID)),
    "neuronInfo_getNeurons": ("NeuronInfoRuntimeApi_get_neurons", (NETUID,)),
    "neuronInfo_getNeuron": ("NeuronInfoRuntimeApi_get_neuron", (NETUID, UID)),
    "subnetInfo_getSubnetInfo": ("SubnetInfoRuntimeApi_get_subnet_info", (NETUID,)),
    "subnetInfo_getSubnetsInfo": ("SubnetInfoRuntimeApi_get_subnets_info", ()),
    "subnetInfo_getSubnetInfo_v2": ("SubnetInfoRuntimeApi_get_subnet_info_v2", (NETUID,)),
    "subnetInfo_getSubnetsInfo_v2": ("SubnetInfoRuntimeApi_get_subnets_info_v2", ()),
    "subnetInfo_getSubnetHyperparams": ("SubnetInfoRuntimeApi_get_subnet_hyperparams", (NETUID,)),
    "subnetInfo_getSubnetHyperparamsV2": ("SubnetInfoRuntimeApi_get_subnet_hyperparams_v2", (NETUID,)),
    "subnetInfo_getAllDynamicInfo": ("SubnetInfoRuntimeApi_get_all_dynamic_info", ()),
    "subnetInfo_getDynamicInfo": ("SubnetInfoRuntimeApi_get_dynamic_info", (NETUID,)),
    "subnetInfo_getAllMetagraphs": ("SubnetInfoRuntimeApi_get_all_metagraphs", ()),
    "subnetInfo_getMetagraph": ("SubnetInfoRuntimeApi_get_metagraph", (NETUID,)),
    "subnetInfo_getAllMechagraphs": ("SubnetInfoRuntimeApi_get_all_mechagraphs", ()),
    "subnetInfo_getMechagraph": ("SubnetInfoRuntimeApi_get_mechagraph", (NETUID, MECHID)),
    "subnetInfo_getSubnetState": ("SubnetInfoRuntimeApi_get_subnet_state", (NETUID,)),
    "subnetInfo_getLockCost": ("SubnetRegistrationRuntimeApi_get_network_registration_cost", ()),
    "subnetInfo_getSelectiveMetagraph": ("SubnetInfoRuntimeApi_get_selective_metagraph", (NETUID, INDEXES)),
    "subnetInfo_getColdkeyAutoStakeHotkey": (
        "SubnetInfoRuntimeApi_get_coldkey_auto_stake_hotkey",
        (COLDKEY, NETUID),
    ),
    "subnetInfo_getSelectiveMechagraph": (
        "SubnetInfoRuntimeApi_get_selective_mechagraph",
        (NETUID, MECHID, INDEXES),
    ),
    "subnetInfo_getSubnetToPrune": ("SubnetInfoRuntimeApi_get_subnet_to_prune", ()),
    "subnetInfo_getSubnetAccountId": ("SubnetInfoRuntimeApi_get_subnet_account_id", (NETUID,)),
    "stakeInfo_getColdkeyLock": ("StakeInfoRuntimeApi_get_coldkey_lock", (COLDKEY, NETUID)),
    "swap_currentAlphaPrice": ("SwapRuntimeApi_current_alpha_price", (NETUID,)),
    "swap_currentAlphaPriceAll": ("SwapRuntimeApi_current_alpha_price_all", ()),
    "swap_simSwapTaoForAlpha": ("SwapRuntimeApi_sim_swap_tao_for_alpha", (NETUID, TAO)),
    "swap_simSwapAlphaForTao": ("SwapRuntimeApi_sim_swap_alpha_for_tao", (NETUID, ALPHA)),
}
"""RPC name: runtime API method and its arguments, after which each takes an optional block hash."""


def _handler(api_method: str, arguments: tuple[Argument, ...]) -> Handler:
    def handle(node: Backend, *values: object) -> list[int]:
        data = b"".join(
            argument.encode(value) for argument, value in zip(arguments, values[:-1], strict=True)
        )
        at = values[-1]
        return list(node.chain.call(api_method, data, at if isinstance(at, bytes) else None))

    return handle


for _name, (_api_method, _arguments) in METHODS.items():
    CUSTOM.method(
        _name,
        params=[*(argument.param for argument in _arguments), AT],
        slow=True,
        error_code=CUSTOM_METHOD_ERROR,
        requires=_api_method,
    )(_handler(_api_method, _arguments))
