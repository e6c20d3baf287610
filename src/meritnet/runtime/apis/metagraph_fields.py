"""The fields of a metagraph in wire order: name, type and where the value comes from.

Rank, trust and pruning scores are empty and two emissions are 0, as in the reference: consensus no longer computes
them, clients keep the places.
Absent: root dividends in TAO; their amounts are 0.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from meritnet.codec import BOOL, U16, U64, U128, Compact, Option, Tuple, Type, Vec
from meritnet.codec.common import ACCOUNT_ID, ALPHA, I96F32_T, NET_UID, PER_U16, TAO
from meritnet.runtime.pallets.commitments.storage import commitment_of
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.registration.types import AXON_INFO, CHAIN_IDENTITY_V2
from meritnet.runtime.pallets.staking.inheritance import stake_weights
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.types import SUBNET_IDENTITY_V3
from meritnet.state.items import StorageMap

from .hyperparameters import READERS
from .subnet_reading import I64F64_FRACTION_BITS, SubnetReading
from .subnets import TEXT


class MetagraphField(NamedTuple):
    """One field; `read` gives its value."""

    name: str
    type: Type
    read: Callable[[SubnetReading], Any]


def _stored(name: str, type_: Type, item: StorageMap) -> MetagraphField:
    return MetagraphField(name, type_, lambda subnet: subnet.get(item))


def _setting(name: str, type_: Type) -> MetagraphField:
    return MetagraphField(name, type_, READERS[name])


def _column(name: str, item_type: Type, item: StorageMap) -> MetagraphField:
    return MetagraphField(name, Vec(item_type), lambda subnet: subnet.column(item))


def _mechanism_column(name: str, item_type: Type, item: StorageMap) -> MetagraphField:
    return MetagraphField(name, Vec(item_type), lambda subnet: subnet.mechanism_column(item))


def _nothing(name: str, item_type: Type) -> MetagraphField:
    return MetagraphField(name, Vec(item_type), lambda _: ())


def _identities(subnet: SubnetReading) -> list[Any]:
    return [registration.identities_v2.get(subnet.ctx, coldkey) for coldkey in subnet.coldkeys]


def _alpha_dividends(subnet: SubnetReading) -> list[tuple[bytes, int]]:
    item = emission.alpha_dividends_per_subnet
    return [(hotkey, item.get(subnet.ctx, subnet.netuid, hotkey)) for hotkey in subnet.hotkeys]


def _validators(subnet: SubnetReading) -> list[int]:
    """Return the uids that may validate and have more than the least stake weight, by weight ascending."""
    least = hyper.stake_threshold.get(subnet.ctx) << I64F64_FRACTION_BITS
    permitted = [uid for uid in range(min(subnet.count, len(subnet.permits))) if subnet.permits[uid]]
    _, _, weights = stake_weights(subnet.ctx, subnet.netuid, [subnet.hotkeys[uid] for uid in permitted])
    ranked = sorted(zip(permitted, weights, strict=True), key=lambda pair: pair[1])
    return [uid for uid, weight in ranked if weight > least]


def _commitments(subnet: SubnetReading) -> list[tuple[bytes, tuple[int, ...]]]:
    """Return each hotkey's commitment as the encoded storage value."""
    records = commitment_of.iter_prefix(subnet.ctx, subnet.netuid)
    return [(hotkey, tuple(commitment_of.value.encode(record))) for hotkey, record in records]


U16_C, U64_C, ALPHA_C, TAO_C, PER_U16_C = (Compact(t) for t in (U16, U64, ALPHA, TAO, PER_U16))

NETUID_FIELD = MetagraphField("netuid", Compact(NET_UID), lambda subnet: subnet.index)
_SUBNET = (
    MetagraphField("name", TEXT, lambda subnet: tuple(subnet.name)),
    MetagraphField("symbol", TEXT, lambda subnet: tuple(subnet.get(subnets.token_symbol))),
    MetagraphField("identity", Option(SUBNET_IDENTITY_V3), lambda subnet: subnet.identity),
    _stored("network_registered_at", U64_C, subnets.network_registered_at),
    _stored("owner_hotkey", ACCOUNT_ID, subnets.subnet_owner_hotkey),
    _stored("owner_coldkey", ACCOUNT_ID, subnets.subnet_owner),
    MetagraphField("block", U64_C, lambda subnet: subnet.ctx.block_number),
    _setting("tempo", U16_C),
    MetagraphField("last_step", U64_C, lambda subnet: subnet.last_step),
    MetagraphField("blocks_since_last_step", U64_C, lambda subnet: subnet.blocks_since_last_step),
    MetagraphField("subnet_emission", U64_C, lambda _: 0),
    _stored("alpha_in", ALPHA_C, emission.subnet_alpha_in),
    _stored("alpha_out", ALPHA_C, emission.subnet_alpha_out),
    _stored("tao_in", TAO_C, emission.subnet_tao),
    _stored("alpha_out_emission", ALPHA_C, emission.subnet_alpha_out_emission),
    _stored("alpha_in_emission", ALPHA_C, emission.subnet_alpha_in_emission),
    _stored("tao_in_emission", TAO_C, emission.subnet_tao_in_emission),
    MetagraphField("pending_alpha_emission", ALPHA_C, lambda subnet: subnet.pending_alpha),
    MetagraphField("pending_root_emission", TAO_C, lambda _: 0),
    _stored("subnet_volume", Compact(U128), emission.subnet_volume),
    _stored("moving_price", I96F32_T, emission.subnet_moving_price),
)
_SETTINGS = (
    _setting("rho", U16_C),
    _setting("kappa", U16_C),
    _setting("min_allowed_weights", U16_C),
    _setting("max_weights_limit", U16_C),
    _setting("weights_version", U64_C),
    _setting("weights_rate_limit", U64_C),
    _setting("activity_cutoff", U64_C),
    _setting("max_validators", U16_C),
    MetagraphField("num_uids", U16_C, lambda subnet: subnet.count),
    _stored("max_uids", U16_C, hyper.max_allowed_uids),
    _stored("burn", TAO_C, registration.burn),
    _setting("difficulty", U64_C),
    _setting("registration_allowed", BOOL),
    _stored("pow_registration_allowed", BOOL, hyper.network_pow_registration_allowed),
    _setting("immunity_period", U16_C),
    _setting("min_difficulty", U64_C),
    _setting("max_difficulty", U64_C),
    _setting("min_burn", TAO_C),
    _setting("max_burn", TAO_C),
    _setting("adjustment_alpha", U64_C),
    _setting("adjustment_interval", U16_C),
    _setting("target_regs_per_interval", U16_C),
    _setting("max_regs_per_block", U16_C),
    _setting("serving_rate_limit", U64_C),
    _setting("commit_reveal_weights_enabled", BOOL),
    _setting("commit_reveal_period", U64_C),
    _setting("liquid_alpha_enabled", BOOL),
    _setting("alpha_high", U16_C),
    _setting("alpha_low", U16_C),
    _setting("bonds_moving_avg", U64_C),
)
_KEYS = (
    MetagraphField("hotkeys", Vec(ACCOUNT_ID), lambda subnet: subnet.hotkeys),
    MetagraphField("coldkeys", Vec(ACCOUNT_ID), lambda subnet: subnet.coldkeys),
)
_ENDPOINTS = (
    MetagraphField("identities", Vec(Option(CHAIN_IDENTITY_V2)), _identities),
    MetagraphField("axons", Vec(AXON_INFO), lambda subnet: [subnet.axon(key) for key in subnet.hotkeys]),
)
_SCORES = (
    _column("active", BOOL, yuma.active),
    MetagraphField("validator_permit", Vec(BOOL), lambda subnet: subnet.permits),
    _nothing("pruning_score", U16_C),
    _mechanism_column("last_update", U64_C, yuma.last_update),
    _column("emission", ALPHA_C, yuma.emission),
    _column("dividends", PER_U16_C, yuma.dividends),
    _mechanism_column("incentives", PER_U16_C, yuma.incentive),
    _column("consensus", PER_U16_C, yuma.consensus),
    _nothing("trust", PER_U16_C),
    _nothing("rank", U16_C),
    MetagraphField("block_at_registration", Vec(U64_C), lambda subnet: subnet.registered_at),
    MetagraphField("alpha_stake", Vec(ALPHA_C), lambda subnet: subnet.stakes[0]),
    MetagraphField("tao_stake", Vec(TAO_C), lambda subnet: subnet.stakes[1]),
    MetagraphField("total_stake", Vec(TAO_C), lambda subnet: subnet.stakes[2]),
)
_DIVIDENDS = (
    MetagraphField(
        "tao_dividends_per_hotkey",
        Vec(Tuple(ACCOUNT_ID, TAO_C)),
        lambda subnet: [(hotkey, 0) for hotkey in subnet.hotkeys],
    ),
    MetagraphField("alpha_dividends_per_hotkey", Vec(Tuple(ACCOUNT_ID, ALPHA_C)), _alpha_dividends),
)
_ON_REQUEST = (
    MetagraphField("validators", Vec(U16_C), _validators),
    MetagraphField("commitments", Vec(Tuple(ACCOUNT_ID, TEXT)), _commitments),
)
_COLLATERAL = (
    MetagraphField("collateral_locked", Vec(ALPHA_C), lambda subnet: [bond.locked for bond in subnet.bonds]),
    MetagraphField("collateral_min", Vec(ALPHA_C), lambda subnet: [bond.floor for bond in subnet.bonds]),
    MetagraphField("collateral_earned", Vec(ALPHA_C), lambda subnet: [bond.earned for bond in subnet.bonds]),
)
_COMMON = (NETUID_FIELD, *_SUBNET, *_SETTINGS, *_KEYS, *_ENDPOINTS, *_SCORES, *_DIVIDENDS)

WHOLE = (*_COMMON, *_COLLATERAL)
"""Fields of `Metagraph`."""
SELECTABLE = (*_COMMON, *_ON_REQUEST, *_COLLATERAL)
"""Fields of `SelectiveMetagraph`; a field's position is the number by which clients ask for it."""
STATE = (*_KEYS, *_SCORES)
"""Fields of `SubnetState` between its netuid and the history of emissions."""
