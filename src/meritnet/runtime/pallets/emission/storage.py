"""State of money and emission: issuance, pools, prices, pending amounts, epoch schedule."""

from meritnet.codec import I64, U64, U128, Tuple
from meritnet.codec.common import ACCOUNT_ID, ALPHA, I64F64_T, I96F32_T, NET_UID, TAO, U96F32_T
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.state.items import StorageDoubleMap, StorageMap, StorageValue

PALLET = "SubtensorModule"

total_issuance = StorageValue(
    PALLET,
    "TotalIssuance",
    TAO,
    0,
    doc="TAO minted and neither recycled nor lost, as the subtensor rules count it; sets the emission. Unit: rao.",
)
block_emission = StorageValue(
    PALLET,
    "BlockEmission",
    U64,
    1_000_000_000,
    doc="TAO a block mints; after a block step, the alpha its last emitting subnet created. Unit: rao.",
)
subnet_moving_price = StorageMap(
    PALLET,
    "SubnetMovingPrice",
    (NET_UID, IDENTITY),
    I96F32_T,
    0,
    doc="Slow average of alpha's price, at most 1, which shares out a block's TAO. Unit: TAO per alpha, I96F32 bits.",
)
root_prop = StorageMap(
    PALLET,
    "RootProp",
    (NET_UID, IDENTITY),
    U96F32_T,
    0,
    doc="Share of TAO staked on root in the subnet's tokens; bounds the alpha of pool and root. U96F32 bits.",
)
subnet_volume = StorageMap(
    PALLET,
    "SubnetVolume",
    (NET_UID, IDENTITY),
    U128,
    0,
    doc="TAO of all trades with the subnet's pool; only grows. Unit: rao.",
)
subnet_tao = StorageMap(
    PALLET,
    "SubnetTAO",
    (NET_UID, IDENTITY),
    TAO,
    0,
    doc="TAO reserve of the subnet's pool; on root, the TAO staked. Unit: rao.",
)
subnet_alpha_in = StorageMap(
    PALLET,
    "SubnetAlphaIn",
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="Alpha reserve of the subnet's pool. Unit: rao of alpha.",
)
subnet_alpha_out = StorageMap(
    PALLET,
    "SubnetAlphaOut",
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="Alpha outside of the pool: staked, or set aside for the next epoch. Unit: rao of alpha.",
)
subnet_alpha_in_emission = StorageMap(
    PALLET,
    "SubnetAlphaInEmission",
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="Alpha the last block added to the pool. Unit: rao of alpha.",
)
subnet_alpha_out_emission = StorageMap(
    PALLET,
    "SubnetAlphaOutEmission",
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="Alpha the last block created for people. Unit: rao of alpha.",
)
subnet_tao_in_emission = StorageMap(
    PALLET,
    "SubnetTaoInEmission",
    (NET_UID, IDENTITY),
    TAO,
    0,
    doc="TAO the last block added to the pool. Unit: rao.",
)
subnet_excess_tao = StorageMap(
    PALLET,
    "SubnetExcessTao",
    (NET_UID, IDENTITY),
    TAO,
    0,
    doc="TAO the chain bought alpha for in the last block, because the pool could not take it. Unit: rao.",
)
subnet_root_sell_tao = StorageMap(
    PALLET,
    "SubnetRootSellTao",
    (NET_UID, IDENTITY),
    TAO,
    0,
    doc="TAO root claims got for alpha since the last block step. Unit: rao.",
)
subnet_protocol_alpha = StorageMap(
    PALLET,
    "SubnetProtocolAlpha",
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="Alpha the chain bought with excess TAO; nobody's. Unit: rao of alpha.",
)
subnet_tao_flow = StorageMap(
    PALLET,
    "SubnetTaoFlow",
    (NET_UID, IDENTITY),
    I64,
    0,
    doc="TAO that stakers and registrations put into the pool minus what they took out; for readers. Unit: rao.",
)
subnet_protocol_flow = StorageMap(
    PALLET,
    "SubnetProtocolFlow",
    (NET_UID, IDENTITY),
    I64,
    0,
    doc="TAO the chain put into the pool minus what root claims took out; for readers. Unit: rao.",
)
subnet_ema_tao_flow = StorageMap(
    PALLET,
    "SubnetEmaTaoFlow",
    (NET_UID, IDENTITY),
    Tuple(U64, I64F64_T),
    doc="Average of `SubnetTaoFlow` with the block of its last change. Never written, as in the reference: its shares "
    "of emission no longer follow flows, but clients list the item.",
)
last_epoch_block = StorageMap(
    PALLET,
    "LastEpochBlock",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="Block from which the tempo to the next epoch counts.",
)
pending_epoch_at = StorageMap(
    PALLET,
    "PendingEpochAt",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="Block in which an asked-for or deferred epoch runs; 0: none.",
)
subnet_epoch_index = StorageMap(
    PALLET,
    "SubnetEpochIndex",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="Epochs of the subnet so far; commits name their epoch by it.",
)
blocks_since_last_step = StorageMap(
    PALLET, "BlocksSinceLastStep", (NET_UID, IDENTITY), U64, 0, doc="Blocks since the subnet's last epoch."
)
last_mechansim_step_block = StorageMap(
    PALLET,
    "LastMechansimStepBlock",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="Block in which the subnet's last epoch ran.",
)
pending_server_emission = StorageMap(
    PALLET,
    "PendingServerEmission",
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="Miners' alpha set aside for the next epoch. Unit: rao of alpha.",
)
pending_validator_emission = StorageMap(
    PALLET,
    "PendingValidatorEmission",
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="Validators' alpha set aside for the next epoch, without root's part. Unit: rao of alpha.",
)
pending_root_alpha_divs = StorageMap(
    PALLET,
    "PendingRootAlphaDivs",
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="Root stakers' alpha set aside for the next epoch. Unit: rao of alpha.",
)
pending_owner_cut = StorageMap(
    PALLET,
    "PendingOwnerCut",
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="The owner's alpha set aside for the next epoch. Unit: rao of alpha.",
)
miner_burned = StorageMap(
    PALLET,
    "MinerBurned",
    (NET_UID, IDENTITY),
    U96F32_T,
    0,
    doc="Share of the last epoch's incentive withheld from the owner's hotkeys; lowers the subnet's TAO. U96F32 bits.",
)
alpha_dividends_per_subnet = StorageDoubleMap(
    PALLET,
    "AlphaDividendsPerSubnet",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    ALPHA,
    0,
    doc="Alpha a hotkey's stakers got in the last epoch, after its take. Unit: rao of alpha.",
)
root_alpha_dividends_per_subnet = StorageDoubleMap(
    PALLET,
    "RootAlphaDividendsPerSubnet",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    ALPHA,
    0,
    doc="Alpha a hotkey's root stakers can claim from the last epoch, after its take. Unit: rao of alpha.",
)
last_hotkey_emission_on_netuid = StorageDoubleMap(
    PALLET,
    "LastHotkeyEmissionOnNetuid",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="Not written any more; kept for readers. Unit: rao of alpha.",
)
