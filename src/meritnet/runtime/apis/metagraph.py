"""SubnetInfoRuntimeApi, whole subnets at once: metagraphs, of which clients may ask for parts, and their older form
`SubnetState`. A mechagraph is the metagraph of one mechanism: other last updates and incentives.
"""

from typing import Any

from meritnet.codec import U16, Case, Compact, Option, Struct, Vec
from meritnet.codec.common import ALPHA, MECH_ID, NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.pallets.consensus_yuma.mechanisms_state import count as mechanism_count
from meritnet.runtime.pallets.emission.storage import last_hotkey_emission_on_netuid
from meritnet.runtime.pallets.subnets.queries import exists, networks

from .metagraph_fields import NETUID_FIELD, SELECTABLE, STATE, WHOLE
from .subnet_reading import SubnetReading

METAGRAPH = Struct(
    "pallet_subtensor::rpc_info::metagraph::Metagraph", [(field.name, field.type) for field in WHOLE]
)
SELECTIVE_METAGRAPH = Struct(
    "pallet_subtensor::rpc_info::metagraph::SelectiveMetagraph",
    [(field.name, field.type if field is NETUID_FIELD else Option(field.type)) for field in SELECTABLE],
)
SUBNET_STATE = Struct(
    "pallet_subtensor::rpc_info::show_subnet::SubnetState",
    [
        ("netuid", Compact(NET_UID)),
        *((field.name, field.type) for field in STATE),
        ("emission_history", Vec(Vec(Compact(ALPHA)))),
    ],
)
_OPTIONS_OF_OPTIONS = frozenset(
    field.name for field in SELECTABLE if isinstance(field.type.unwrapped(), Option)
)


def _metagraph(ctx: Context, netuid: int, mechid: int = 0) -> Any:
    subnet = SubnetReading(ctx, netuid, mechid)
    return METAGRAPH(*(field.read(subnet) for field in WHOLE))


def _selected(subnet: SubnetReading, indexes: tuple[int, ...], netuid: int) -> Any:
    wanted = set(indexes)
    values = [
        _given(field.name, field.read(subnet)) if position in wanted else None
        for position, field in enumerate(SELECTABLE)
    ]
    values[0] = netuid
    return SELECTIVE_METAGRAPH(*values)


def _given(name: str, value: Any) -> Any:
    return Case("Some", (value,)) if name in _OPTIONS_OF_OPTIONS else value


@api("SubnetInfoRuntimeApi", {"netuid": NET_UID}, Option(METAGRAPH))
def get_metagraph(ctx: Context, netuid: int) -> Any:
    """Return the metagraph of a subnet, nothing for an unknown one."""
    return _metagraph(ctx, netuid) if exists(ctx, netuid) else None


@api("SubnetInfoRuntimeApi", {}, Vec(Option(METAGRAPH)))
def get_all_metagraphs(ctx: Context) -> list[Any]:
    """Return the metagraphs of all subnets, root among them."""
    return [_metagraph(ctx, netuid) for netuid in networks(ctx)]


@api("SubnetInfoRuntimeApi", {"netuid": NET_UID, "mecid": MECH_ID}, Option(METAGRAPH))
def get_mechagraph(ctx: Context, netuid: int, mechid: int) -> Any:
    """Return the metagraph of a mechanism, nothing for an unknown one. Its netuid is the mechanism's storage index,
    from which clients take both numbers.
    """
    known = exists(ctx, netuid) and mechid < mechanism_count(ctx, netuid)
    return _metagraph(ctx, netuid, mechid) if known else None


@api("SubnetInfoRuntimeApi", {}, Vec(Option(METAGRAPH)))
def get_all_mechagraphs(ctx: Context) -> list[Any]:
    """Return the metagraphs of all mechanisms of all subnets."""
    return [
        _metagraph(ctx, netuid, mechid)
        for netuid in networks(ctx)
        for mechid in range(mechanism_count(ctx, netuid))
    ]


@api(
    "SubnetInfoRuntimeApi",
    {"netuid": NET_UID, "metagraph_indexes": Vec(U16)},
    Option(SELECTIVE_METAGRAPH),
)
def get_selective_metagraph(ctx: Context, netuid: int, indexes: tuple[int, ...]) -> Any:
    """Return the asked fields of a metagraph, nothing for an unknown subnet; unknown numbers are passed over.

    Quirk: the netuid is 0 unless field 0 is asked for.
    """
    if not exists(ctx, netuid):
        return None
    return _selected(SubnetReading(ctx, netuid), indexes, netuid if 0 in indexes else 0)


@api(
    "SubnetInfoRuntimeApi",
    {"netuid": NET_UID, "subid": MECH_ID, "metagraph_indexes": Vec(U16)},
    Option(SELECTIVE_METAGRAPH),
)
def get_selective_mechagraph(ctx: Context, netuid: int, mechid: int, indexes: tuple[int, ...]) -> Any:
    """Return the asked fields of a mechanism's metagraph, nothing for an unknown subnet.

    Quirk: the netuid is always given and is the plain one; an unknown mechanism has empty vectors.
    """
    if not exists(ctx, netuid):
        return None
    return _selected(SubnetReading(ctx, netuid, mechid), indexes, netuid)


@api("SubnetInfoRuntimeApi", {"netuid": NET_UID}, Option(SUBNET_STATE))
def get_subnet_state(ctx: Context, netuid: int) -> Any:
    """Return keys and scores of a subnet, and for every subnet what its hotkeys last earned there."""
    if not exists(ctx, netuid):
        return None
    subnet = SubnetReading(ctx, netuid)
    earned = last_hotkey_emission_on_netuid
    history = [[earned.get(ctx, hotkey, other) for hotkey in subnet.hotkeys] for other in networks(ctx)]
    return SUBNET_STATE(netuid, *(field.read(subnet) for field in STATE), history)
