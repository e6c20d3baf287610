"""What `meritnet chain state` says about a chain: head, sizes, issuance, subnets."""

from dataclasses import dataclass
from pathlib import Path

from meritnet.node.chain_file import ChainFile
from meritnet.operator.snapshot_state import Still
from meritnet.primitives import ss58
from meritnet.runtime.pallets.balances import storage as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import queries as subnets
from meritnet.runtime.pallets.subnets import storage as subnet_storage
from meritnet.runtime.pallets.swap.pool import alpha_price_rao
from meritnet.runtime.pallets.system import storage as system
from meritnet.runtime.pallets.timestamp import storage as timestamp


@dataclass(frozen=True, slots=True)
class SubnetSummary:
    """One subnet. Units: rao; price in rao of TAO per whole alpha."""

    netuid: int
    name: str
    owner: str
    neurons: int
    tempo: int
    epochs: int
    started: bool
    tao_in_pool: int
    alpha_in_pool: int
    alpha_outstanding: int
    price: int


@dataclass(frozen=True, slots=True)
class ChainSummary:
    """A chain at its head. Units: rao, bytes, milliseconds since 1970."""

    preset: str
    block_time_ms: int
    rules: bool
    genesis: str
    height: int
    hash: str
    state_root: str
    moment_ms: int
    state_kept_from: int
    proofs_kept_from: int
    keys: int
    store_bytes: int
    accounts: int
    issuance: int
    subtensor_issuance: int
    total_stake: int
    subnets: tuple[SubnetSummary, ...]


def summarise(folder: Path, chain: ChainFile, still: Still) -> ChainSummary:
    """Return the summary of the state that is held still."""
    ctx, bounds = still.ctx, still.bounds
    data = folder / "chain" / "data.mdb"
    return ChainSummary(
        preset=chain.preset,
        block_time_ms=chain.block_time_ms,
        rules=chain.rules,
        genesis="0x" + (chain.genesis_hash or b"").hex(),
        height=bounds.number,
        hash="0x" + bounds.hash.hex(),
        state_root="0x" + bounds.state_root.hex(),
        moment_ms=int(timestamp.now.get(ctx)),
        state_kept_from=bounds.state_floor,
        proofs_kept_from=bounds.proof_floor,
        keys=sum(1 for _ in still.tables.iterate("state")),
        # What the file takes on the disk; its length is the room reserved for it.
        store_bytes=data.stat().st_blocks * 512,
        accounts=len(system.account.keys(ctx)),
        issuance=int(balances.total_issuance.get(ctx)),
        subtensor_issuance=int(emission.total_issuance.get(ctx)),
        total_stake=int(staking.total_stake.get(ctx)),
        subnets=tuple(_subnet(still, netuid) for netuid in sorted(subnets.networks(ctx))),
    )


def _subnet(still: Still, netuid: int) -> SubnetSummary:
    ctx = still.ctx
    identity = subnet_storage.subnet_identities_v3.get(ctx, netuid)
    name = b"root" if netuid == subnets.ROOT else b"" if identity is None else bytes(identity.subnet_name)
    return SubnetSummary(
        netuid=netuid,
        name=name.decode("utf-8", "replace"),
        owner=ss58.encode(subnets.owner(ctx, netuid)),
        neurons=int(registration.subnetwork_n.get(ctx, netuid)),
        tempo=int(hyper.tempo.get(ctx, netuid)),
        epochs=int(emission.subnet_epoch_index.get(ctx, netuid)),
        started=subnet_storage.first_emission_block_number.get(ctx, netuid) is not None,
        tao_in_pool=int(emission.subnet_tao.get(ctx, netuid)),
        alpha_in_pool=int(emission.subnet_alpha_in.get(ctx, netuid)),
        alpha_outstanding=int(emission.subnet_alpha_out.get(ctx, netuid)),
        price=alpha_price_rao(ctx, netuid),
    )
