"""State of money and emission: issuance, pools, prices, pending amounts, epoch schedule."""

from meritnet.codec import I64, U64, U128
from meritnet.codec.common import ACCOUNT_ID, ALPHA, I96F32_T, NET_UID, TAO, U96F32_T
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.state.items import StorageDoubleMap, StorageMap, StorageValue

PALLET = "SubtensorModule"

total_issuance = StorageValue(PALLET, "TotalIssuance", TAO, 0, doc="")
block_emission = StorageValue(PALLET, "BlockEmission", U64, 1_000_000_000, doc="")
subnet_moving_price = StorageMap(PALLET, "SubnetMovingPrice", (NET_UID, IDENTITY), I96F32_T, 0, doc="")
root_prop = StorageMap(PALLET, "RootProp", (NET_UID, IDENTITY), U96F32_T, 0, doc="")
subnet_volume = StorageMap(PALLET, "SubnetVolume", (NET_UID, IDENTITY), U128, 0, doc="")
subnet_tao = StorageMap(PALLET, "SubnetTAO", (NET_UID, IDENTITY), TAO, 0, doc="")
subnet_alpha_in = StorageMap(PALLET, "SubnetAlphaIn", (NET_UID, IDENTITY), ALPHA, 0, doc="")
subnet_alpha_out = StorageMap(PALLET, "SubnetAlphaOut", (NET_UID, IDENTITY), ALPHA, 0, doc="")
subnet_alpha_in_emission = StorageMap(PALLET, "SubnetAlphaInEmission", (NET_UID, IDENTITY), ALPHA, 0, doc="")
subnet_alpha_out_emission = StorageMap(
    PALLET, "SubnetAlphaOutEmission", (NET_UID, IDENTITY), ALPHA, 0, doc=""
)
subnet_tao_in_emission = StorageMap(PALLET, "SubnetTaoInEmission", (NET_UID, IDENTITY), TAO, 0, doc="")
subnet_excess_tao = StorageMap(PALLET, "SubnetExcessTao", (NET_UID, IDENTITY), TAO, 0, doc="")
subnet_root_sell_tao = StorageMap(PALLET, "SubnetRootSellTao", (NET_UID, IDENTITY), TAO, 0, doc="")
subnet_protocol_alpha = StorageMap(PALLET, "SubnetProtocolAlpha", (NET_UID, IDENTITY), ALPHA, 0, doc="")
subnet_tao_flow = StorageMap(PALLET, "SubnetTaoFlow", (NET_UID, IDENTITY), I64, 0, doc="")
subnet_protocol_flow = StorageMap(PALLET, "SubnetProtocolFlow", (NET_UID, IDENTITY), I64, 0, doc="")
last_epoch_block = StorageMap(PALLET, "LastEpochBlock", (NET_UID, IDENTITY), U64, 0, doc="")
pending_epoch_at = StorageMap(PALLET, "PendingEpochAt", (NET_UID, IDENTITY), U64, 0, doc="")
subnet_epoch_index = StorageMap(PALLET, "SubnetEpochIndex", (NET_UID, IDENTITY), U64, 0, doc="")
blocks_since_last_step = StorageMap(PALLET, "BlocksSinceLastStep", (NET_UID, IDENTITY), U64, 0, doc="")
last_mechansim_step_block = StorageMap(PALLET, "LastMechansimStepBlock", (NET_UID, IDENTITY), U64, 0, doc="")
pending_server_emission = StorageMap(PALLET, "PendingServerEmission", (NET_UID, IDENTITY), ALPHA, 0, doc="")
pending_validator_emission = StorageMap(
    PALLET, "PendingValidatorEmission", (NET_UID, IDENTITY), ALPHA, 0, doc=""
)
pending_root_alpha_divs = StorageMap(PALLET, "PendingRootAlphaDivs", (NET_UID, IDENTITY), ALPHA, 0, doc="")
pending_owner_cut = StorageMap(PALLET, "PendingOwnerCut", (NET_UID, IDENTITY), ALPHA, 0, doc="")
miner_burned = StorageMap(PALLET, "MinerBurned", (NET_UID, IDENTITY), U96F32_T, 0, doc="")
alpha_dividends_per_subnet = StorageDoubleMap(
    PALLET, "AlphaDividendsPerSubnet", (NET_UID, IDENTITY), (ACCOUNT_ID, BLAKE2_128_CONCAT), ALPHA, 0, doc=""
)
root_alpha_dividends_per_subnet = StorageDoubleMap(
    PALLET,
    "RootAlphaDividendsPerSubnet",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    ALPHA,
    0,
    doc="",
)
last_hotkey_emission_on_netuid = StorageDoubleMap(
    PALLET,
    "LastHotkeyEmissionOnNetuid",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="",
)
