"""Returns what is wrong with the money of a state, or with what one block did to it; nothing is wrong if it is empty.

The reference's quirks are allowed for, each bound says by which one. Amounts in rao.
"""

from collections import Counter
from collections.abc import Iterable

from meritnet.runtime.framework.context import Context, EventRecord
from meritnet.runtime.pallets.balances.events import DustLost
from meritnet.runtime.pallets.balances.storage import EXISTENTIAL_DEPOSIT
from meritnet.runtime.pallets.consensus_yuma.mechanisms import MECHANISM_STRIDE
from meritnet.runtime.pallets.subnets.accounts import subnet_account

from . import curve
from .events import IncentiveAlphaEmittedToMiners
from .ledger import Ledger, SubnetLedger, ledger_of

__all__ = ["check_block", "check_ledger", "check_state", "check_step", "ledger_of"]

GENESIS_POOL = {1: 10 * curve.COIN}
"""Quirk: subnet 1 of a development genesis has pool TAO that no account holds."""
ROOT = 0
PARTS = 4
"""Parts of a block's or an epoch's alpha that are floored on their own."""
UIDS = 256
"""Most uids of a subnet."""
BOOK_ROUNDING = 256
"""Most rao by which changes of root stake in one block round the book of root claims."""
LOSES_CLAIMS = {"StakeRemoved": 4, "StakeMoved": 2, "StakeSwapped": 2, "StakeTransferred": 3}
"""Events that tell of stake which left, with the place of its netuid: root's may leave with what it had not claimed."""


def check_state(ctx: Context) -> list[str]:
    """Return every broken invariant of a state between two blocks."""
    return check_ledger(ledger_of(ctx))


def check_block(before: Context, after: Context, events: Iterable[EventRecord]) -> list[str]:
    """Return every broken invariant of one block, from the states before and after it and its events."""
    return check_step(ledger_of(before), ledger_of(after), events)


def check_ledger(ledger: Ledger) -> list[str]:
    """Return what is wrong with one state."""
    wrong = []
    if ledger.held != ledger.balances_issuance:
        wrong.append(
            f"balances count an issuance of {ledger.balances_issuance}, accounts hold {ledger.held} "
            f"({ledger.held - ledger.balances_issuance:+})"
        )
    if ledger.total_issuance > curve.SUPPLY_CAP:
        wrong.append(f"TotalIssuance {ledger.total_issuance} exceeds the cap {curve.SUPPLY_CAP}")
    for netuid, row in ledger.subnets.items():
        missing = row.tao - row.account
        # Quirk: what comes into an account that does not exist yet is lost if it is less than an account must hold.
        dust = 0 if row.account else EXISTENTIAL_DEPOSIT
        if missing > GENESIS_POOL.get(netuid, 0) + dust:
            wrong.append(f"subnet {netuid}: SubnetTAO {row.tao} but its account holds {row.account}")
        # Quirk: consensus may give miners a few parts in 2^32 a uid more than was set aside for them.
        overpaid = (row.alpha_in + row.alpha_out) * UIDS >> 32
        # Quirk: a burn on dividends of child keys is recycled, yet the validators' part is paid in full.
        if row.unowned < -(overpaid + row.recycled + BOOK_ROUNDING * (ledger.block + 1)):
            wrong.append(
                f"subnet {netuid}: SubnetAlphaOut {row.alpha_out} is less than stakes {row.staked}, pending "
                f"{sum(row.pending)} and root claims {row.owed_to_root}: {row.unowned}"
            )
    return wrong


def check_step(before: Ledger, after: Ledger, events: Iterable[EventRecord]) -> list[str]:
    """Return what is wrong with the step from one state to the next."""
    events = list(events)
    amounts = _totals(events)
    wrong = [*check_ledger(after), *_check_minting(before, amounts), *_check_issuance(before, after, amounts)]
    miners = _paid_to_miners(events)
    dissolved = {record.args[0] for record in events if record.event.name == "NetworkRemoved"}
    for netuid, row in after.subnets.items():
        if netuid in before.subnets and netuid not in dissolved:
            wrong += _check_account(netuid, before.subnets[netuid], row, events)
            had_epoch = row.last_epoch_run == after.block
            least, most = _bounds(before.subnets[netuid], row, miners[netuid], had_epoch)
            most += may_be_lost(before.subnets[netuid], row, events)
            grown = unexplained(before.subnets[netuid], row)
            if not least <= grown <= most:
                wrong.append(
                    f"subnet {netuid}: alpha without an owner grew by {grown} that nothing bought or burned, "
                    f"rounding allows {least}..{most}"
                )
    return wrong


def _totals(events: Iterable[EventRecord]) -> dict[str, list[int]]:
    """Return the amounts of the events of Balances by name."""
    amounts: dict[str, list[int]] = {}
    for record in events:
        if record.event.pallet == "Balances" and isinstance(record.args[-1], int):
            amounts.setdefault(record.event.name, []).append(record.args[-1])
    return amounts


def _paid_to_miners(events: list[EventRecord]) -> Counter[int]:
    """Return what consensus gave miners, by subnet over its mechanisms."""
    paid: Counter[int] = Counter()
    for record in events:
        if record.event is IncentiveAlphaEmittedToMiners:
            index, amounts = record.args
            paid[index % MECHANISM_STRIDE] += sum(amounts)
    return paid


def _check_account(
    netuid: int, before: SubnetLedger, after: SubnetLedger, events: list[EventRecord]
) -> list[str]:
    """Check that a subnet's account pays out nothing but its pool: what else came onto it stays."""
    beside, was = after.account - after.tao, before.account - before.tao
    # Quirk: when the account is left with less than an account must hold, that is lost to the pool as well.
    lost = sum(
        record.args[1]
        for record in events
        if record.event is DustLost and record.args[0] == subnet_account(netuid)
    )
    if beside < was - lost:
        return [f"subnet {netuid}: its account held {was} beside its pool and now {beside}, {lost} was dust"]
    return []


def _check_minting(before: Ledger, amounts: dict[str, list[int]]) -> list[str]:
    emission = curve.block_emission(before.total_issuance)
    expected = curve.mintable(emission, before.balances_issuance)
    minted = amounts.get("Issued", [])
    if minted != [expected]:
        return [
            f"a block mints {expected} at an issuance of {before.total_issuance}, this one minted {minted}"
        ]
    return []


def _check_issuance(before: Ledger, after: Ledger, amounts: dict[str, list[int]]) -> list[str]:
    """Check that both issuances moved by the same: minted, less recycled and what was left of the credit.

    Only balances' own forget dust of plain transfers, burns by their owner, and fees that no author receives.
    """
    if "BalanceSet" in amounts or "TotalIssuanceForced" in amounts:
        return []
    pallet = after.total_issuance - before.total_issuance
    own = after.balances_issuance - before.balances_issuance
    names = ["DustLost", "Burned", "Rescinded"] + (["Withdraw"] if after.author is None else [])
    most = sum(sum(amounts.get(name, [])) for name in names)
    wrong = []
    # Quirk: a young chain may recycle more than it ever minted; the pallet's counter then stops at 0.
    if not 0 <= pallet - own <= most and after.total_issuance:
        wrong.append(f"TotalIssuance moved by {pallet}, balances' by {own}; at most {most} may separate them")
    if pallet > sum(amounts.get("Issued", [])):
        wrong.append(f"TotalIssuance grew by {pallet}, more than was minted")
    return wrong


def may_be_lost(before: SubnetLedger, after: SubnetLedger, events: Iterable[EventRecord]) -> int:
    """Return how much alpha may lose its owner in a block by the rules, besides what rounding leaves."""
    # Quirk: SubnetAlphaOut stops at 0, so that what is missing of it may vanish when alpha is sold.
    most = max(-before.unowned, 0)
    if any(
        record.event.name in LOSES_CLAIMS and record.args[LOSES_CLAIMS[record.event.name]] == ROOT
        for record in events
    ):
        most += max(before.owed_to_root, 0) + before.pending.root + after.created
    return most


def unexplained(before: SubnetLedger, after: SubnetLedger) -> int:
    """Return the growth of alpha without an owner that chain buys and burns do not account for."""
    explained = after.protocol - before.protocol + after.burned - before.burned
    return after.unowned - before.unowned - explained


def quiet_bounds(before: SubnetLedger, after: SubnetLedger) -> tuple[int, int]:
    """Return what may be overpaid, below zero, and left over in a block without an epoch: dust of parts and book."""
    book = (max(before.root_stake, after.root_stake) >> 32) + BOOK_ROUNDING
    return -book, book + PARTS


def _bounds(before: SubnetLedger, after: SubnetLedger, miners: int, had_epoch: bool) -> tuple[int, int]:
    """Return what may be left over and, below zero, overpaid in a block. `miners` is what consensus gave them.

    An epoch adds a rao a payee and what quotients of 32 bits leave; a part that nobody qualifies for stays without an
    owner as a whole.
    """
    low, high = quiet_bounds(before, after)
    if not had_epoch:
        return low, high
    waiting, created = before.pending, after.created
    payees = max(before.payees, after.payees)
    rounding = ((sum(waiting) + created) * payees >> 32) + 1
    # Quirk: validators and root are paid their whole parts whatever miners are paid. Miners are paid half of the whole
    # budget; in a mechanism where nobody has dividends all of it, in one where nobody has incentive nothing. So more
    # or less than their own part may go, up to half of each mechanism's share. Only where no mechanism has incentive
    # validators are paid the miners' part as well.
    left = 0
    if miners or not after.paid_validators:
        left += waiting.server - min(miners, waiting.consensus_budget + created)
    if not after.paid_validators:
        left += waiting.validator
    if not after.paid_root:
        left += waiting.root
    if not after.has_owner:
        left += waiting.owner
    # Quirk: a burn on dividends of child keys is recycled, yet the validators' part is paid in full.
    recycled = max(after.recycled - before.recycled, 0)
    least = left + low - (rounding + recycled + PARTS * payees)
    # What the block itself set aside for the parts that nobody was paid is at most all it created.
    return least, left + created + high + PARTS * (rounding + payees)
