"""Adds up a whole state: TAO by counter and account, each subnet's alpha by who it belongs to. Amounts in rao."""

from collections import defaultdict
from typing import NamedTuple

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.alpha_assets import storage as alpha_assets
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.balances import storage as balances_storage
from meritnet.runtime.pallets.registration.storage import subnetwork_n
from meritnet.runtime.pallets.root_claims import storage as claims
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.subnets.queries import networks
from meritnet.runtime.pallets.system import storage as system

from . import storage
from .drain import Drained, waiting

ROOT = 0


class SubnetLedger(NamedTuple):
    """Where one subnet's TAO and outstanding alpha are."""

    account: int
    """Free balance of the subnet's account."""
    tao: int
    alpha_in: int
    alpha_out: int
    staked: int
    """Alpha of all hotkeys."""
    pending: Drained
    owed_to_root: int
    """Alpha that root stakers may claim, less what was claimed for stake that is under another name now."""
    protocol: int
    """Alpha that the chain bought."""
    burned: int
    recycled: int
    created: int
    """Alpha that the last block step created."""
    last_epoch_run: int
    payees: int
    """Uids, or hotkeys with a record of the last epoch if these are more."""
    root_stake: int
    """Root stake of the hotkeys in the book of this subnet."""
    has_owner: bool
    paid_validators: bool
    """Whether the last epoch gave validators anything; the same for root below."""
    paid_root: bool

    @property
    def unowned(self) -> int:
        """Return the outstanding alpha that belongs to nobody: bought or burned, and what floors left over."""
        return self.alpha_out - self.staked - sum(self.pending) - self.owed_to_root


class Ledger(NamedTuple):
    """Sums over one state."""

    block: int
    author: bytes | None
    balances_issuance: int
    held: int
    """Free and reserved balances of all accounts."""
    total_issuance: int
    subnets: dict[int, SubnetLedger]


def ledger_of(ctx: Context) -> Ledger:
    """Return the sums over a state as it stands between two blocks."""
    staked: defaultdict[int, int] = defaultdict(int)
    for _, netuid, alpha in staking.total_hotkey_alpha.iter(ctx):
        staked[netuid] += alpha
    owed, root_stake = _root_book(ctx)
    held = 0
    for _, record in system.account.iter(ctx):
        held += record.data.free + record.data.reserved
    return Ledger(
        ctx.block_number,
        ctx.author,
        balances_storage.total_issuance.get(ctx),
        held,
        storage.total_issuance.get(ctx),
        {
            netuid: _subnet(ctx, netuid, staked[netuid], owed[netuid], root_stake[netuid])
            for netuid in networks(ctx)
        },
    )


def _subnet(ctx: Context, netuid: int, staked: int, owed: int, root_stake: int) -> SubnetLedger:
    dividends = [amount for _, amount in storage.alpha_dividends_per_subnet.iter_prefix(ctx, netuid)]
    root_dividends = storage.root_alpha_dividends_per_subnet.iter_prefix(ctx, netuid)
    return SubnetLedger(
        account=balances.free(ctx, subnet_account(netuid)),
        tao=storage.subnet_tao.get(ctx, netuid),
        alpha_in=storage.subnet_alpha_in.get(ctx, netuid),
        alpha_out=storage.subnet_alpha_out.get(ctx, netuid),
        staked=staked,
        pending=waiting(ctx, netuid),
        owed_to_root=owed,
        protocol=storage.subnet_protocol_alpha.get(ctx, netuid),
        burned=alpha_assets.alpha_burned.get(ctx, netuid),
        recycled=alpha_assets.alpha_recycled.get(ctx, netuid),
        created=storage.subnet_alpha_out_emission.get(ctx, netuid),
        last_epoch_run=storage.last_mechansim_step_block.get(ctx, netuid),
        payees=max(len(dividends), subnetwork_n.get(ctx, netuid)),
        root_stake=root_stake,
        has_owner=subnets.subnet_owner_hotkey.exists(ctx, netuid),
        paid_validators=any(dividends),
        paid_root=any(amount for _, amount in root_dividends),
    )


def _root_book(ctx: Context) -> tuple[defaultdict[int, int], defaultdict[int, int]]:
    """Return by subnet what the book owes in whole rao, and the root stake of the hotkeys in it."""
    claimed: defaultdict[tuple[int, bytes], int] = defaultdict(int)
    for (netuid, hotkey, _), amount in claims.root_claimed.iter_prefix(ctx):
        claimed[netuid, hotkey] += amount
    owed: defaultdict[int, int] = defaultdict(int)
    stakes: defaultdict[int, int] = defaultdict(int)
    for hotkey, rates in claims.root_claimable.iter(ctx):
        stake = staking.total_hotkey_alpha.get(ctx, hotkey, ROOT)
        for netuid, rate in rates:
            stakes[netuid] += stake
            # Quirk: a coldkey that was swapped leaves claims behind that no stake stands for, so the difference may be
            # negative; what its new name may claim once more, nothing was set aside for.
            owed[netuid] += (rate * stake >> 32) - claimed[netuid, hotkey]
    return owed, stakes
