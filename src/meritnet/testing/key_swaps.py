"""What a swap of keys must do to the whole state: a renaming of the items listed here, and nothing else.

Every item that can name an account is in exactly one list for hotkeys and in one for coldkeys; a test holds that, so
that whoever adds an item decides. Numbers that a swap gives out anew are compared on their own: see `stakes`.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from meritnet.codec.common import NET_UID, NET_UID_STORAGE_INDEX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma.mechanisms import MECHANISM_STRIDE
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.state.items import StorageItem

from .renaming import (
    Difference,
    Key,
    Rows,
    all_parts,
    differences,
    in_any_order,
    name_of,
    nothing,
    only_keys,
    only_values,
    pending_in_any_order,
    renamed,
    rows,
)

ROOT = 0
CHOICES, CHOOSERS = (
    f"SubtensorModule.{name}" for name in ("AutoStakeDestination", "AutoStakeDestinationColdkeys")
)
"""What a coldkey chose, and the lists of those who chose a hotkey.

Quirk: swaps to names that are in use leave coldkeys on the lists of hotkeys that are not their choice any more, and
choices of hotkeys that do not list them.
"""
ROUNDING = 1
"""By how much a stake may change when its shares are given out anew. Unit: rao."""


def _names(text: str, pallet: str = "SubtensorModule") -> frozenset[str]:
    return frozenset(name if "." in name else f"{pallet}.{name}" for name in text.split())


HOTKEY_ON_SUBNET = _names("""
    IsNetworkMember Uids Keys Axons Prometheus NeuronCertificates WeightCommits ChildkeyTake ChildKeys ParentKeys
    PendingChildKeys AutoStakeDestination AutoStakeDestinationColdkeys SubnetOwnerHotkey Lock LockingColdkeys HotkeyLock
    DecayingHotkeyLock
""")
"""Rows of a swapped subnet."""
HOTKEY_WITH_SLOT = _names("Axons Prometheus NeuronCertificates WeightCommits")
"""Of these the rows where the hotkey has a uid. Quirk: what a replaced neuron left there stays with the old name."""
HOTKEY_STAKE = _names("""
    Alpha AlphaV2 TotalHotkeyAlpha TotalHotkeyShares TotalHotkeySharesV2 TotalHotkeyAlphaLastEpoch
    AlphaDividendsPerSubnet VotingPower MinerCollateral ColdkeyCollateralHotkeys
""")
"""Rows of a swapped subnet unless stake is kept."""
HOTKEY_ON_ROOT = _names("RootClaimable RootClaimed AutoParentDelegationEnabled")
"""All rows, where root is swapped and stake is not kept."""
SHARES = ("SubtensorModule.Alpha", "SubtensorModule.AlphaV2")
"""Shares of coldkeys in a hotkey's stake, in their older and newer form."""
HOTKEY_EVERYWHERE = _names("Owner OwnedHotkeys Delegates StakingHotkeys")
"""All rows, where all subnets are swapped; the last one only if stake is not kept."""
HOTKEY_COUNTED_ANEW = _names("LastRateLimitedBlock LastHotkeySwapOnNetuid TransactionKeyLastBlock")
"""Waits: the first two are written by a swap, and a wait by subnet stays with the old name."""

COLDKEY_MOVES = _names("""
    IdentitiesV2 SubnetOwner AutoStakeDestination AutoStakeDestinationColdkeys Alpha AlphaV2 RootClaimed StakingHotkeys
    StakingColdkeys StakingColdkeysByIndex Owner OwnedHotkeys AccountFlags Lock LockingColdkeys DecayingLock
    MinerCollateral ColdkeyMinerCollateral ColdkeyCollateralHotkeys
""")
"""Rows that go to a new coldkey."""

_STAYS_WITH_BOTH = _names("""
    System.Events System.Account Balances.Account Balances.Locks Balances.Reserves Balances.Holds Balances.Freezes
    Sudo.Key
    LoadedEmission LastTxBlock LastTxBlockDelegateTake LastTxBlockChildKeyTake LastColdkeyHotkeyStakeBlock
    TimelockedWeightCommits CRV3WeightCommits CRV3WeightCommitsV2 RootAlphaDividendsPerSubnet LastHotkeyEmissionOnNetuid
    RootClaimType SubnetLeases SubnetLeaseShares ColdkeySwapAnnouncements ColdkeySwapDisputes
    Commitments.TimelockedIndex Commitments.CommitmentOf Commitments.LastCommitment Commitments.LastBondsReset
    Commitments.RevealedCommitments Commitments.UsedSpaceOf
    Multisig.Multisigs Preimage.StatusFor Preimage.RequestStatusFor Proxy.Proxies Proxy.Announcements
    Proxy.LastCallResult Proxy.RealPaysFeeConsentV1 SafeMode.Deposits Crowdloan.Crowdloans Crowdloan.Contributions
    MevShield.PendingExtrinsics LimitOrders.LinkedOutputs Scheduler.Agenda
""")
HOTKEY_STAYS = _STAYS_WITH_BOTH | _names("""
    IdentitiesV2 SubnetOwner StakingColdkeys StakingColdkeysByIndex AccountFlags DecayingLock ColdkeyMinerCollateral
""")
COLDKEY_STAYS = (
    _STAYS_WITH_BOTH
    | HOTKEY_COUNTED_ANEW
    | _names("""
    IsNetworkMember Uids Keys Axons Prometheus NeuronCertificates WeightCommits ChildkeyTake ChildKeys ParentKeys
    PendingChildKeys SubnetOwnerHotkey HotkeyLock DecayingHotkeyLock TotalHotkeyAlpha TotalHotkeyShares
    TotalHotkeySharesV2 TotalHotkeyAlphaLastEpoch AlphaDividendsPerSubnet VotingPower RootClaimable
    AutoParentDelegationEnabled Delegates
""")
)
"""Quirk: what of these belonged to the old name goes on to do so."""

HOTKEY_LOCKS = _names("Lock LockingColdkeys")
LOCK_SUMS = _names("HotkeyLock DecayingHotkeyLock")
OWNER_SUMS = _names("OwnerLock DecayingOwnerLock")
"""Sums of locks. Quirk: they stay where they are when a subnet's owner hotkey is changed, so a lock may have none.

Locks for a hotkey without sums stay with its old name; the locks of a swapped coldkey get sums where they had none.
"""

ROLES = {
    "AutoStakeDestination": "c.h", "AutoStakeDestinationColdkeys": "h.c", "Lock": "c.h.", "LockingColdkeys": ".hc.",
    "Alpha": "hc..", "AlphaV2": "hc..", "RootClaimed": ".hc.", "Owner": "hc", "OwnedHotkeys": "ch",
    "StakingHotkeys": "ch", "MinerCollateral": ".hc.", "ColdkeyCollateralHotkeys": ".ch",
}  # fmt: skip
"""What the parts of a row name, the value last, where it may be hotkeys (h) as well as coldkeys (c).

An account may be both; a swap renames it as one of them.
"""

VIEWS = {
    # Given out anew: compared as stakes.
    **dict.fromkeys(_names("Alpha AlphaV2 TotalHotkeyAlpha TotalHotkeyShares TotalHotkeySharesV2"), nothing),
    # The price of a swap and its waits.
    **dict.fromkeys(_names("System.Account Balances.TotalIssuance TotalIssuance"), nothing),
    **dict.fromkeys(_names("LastRateLimitedBlock LastHotkeySwapOnNetuid ColdkeySwapAnnouncements"), nothing),
    # A swap puts the new name at the end, or where the order of accounts has it.
    **dict.fromkeys(_names("ChildKeys ParentKeys AutoStakeDestinationColdkeys"), in_any_order),
    **dict.fromkeys(_names("StakingHotkeys OwnedHotkeys"), in_any_order),
    "SubtensorModule.PendingChildKeys": pending_in_any_order,
    # Locks are brought up to the block; places in the draw of root claims are given anew.
    **dict.fromkeys(
        _names("Lock HotkeyLock DecayingHotkeyLock OwnerLock DecayingOwnerLock StakingColdkeys"), only_keys
    ),
    "SubtensorModule.StakingColdkeysByIndex": only_values,
}

Stakes = dict[tuple[bytes, bytes, int], int]
"""Rao by hotkey, coldkey and netuid."""


class Picture(NamedTuple):
    """The whole state at one moment."""

    rows: Rows
    stakes: Stakes


def take_picture(ctx: Context) -> Picture:
    """Return the whole state."""
    return Picture(rows(ctx), stakes(ctx))


def stakes(ctx: Context) -> Stakes:
    """Return every position's value that is not 0."""
    keys = {key for item in (staking.alpha, staking.alpha_v2) for key, _ in item.iter_prefix(ctx)}
    found = {
        (hotkey, coldkey, netuid): stake.stake_of(ctx, hotkey, coldkey, netuid)
        for hotkey, coldkey, netuid in sorted(keys)
    }
    return {key: value for key, value in found.items() if value}


def netuid_of(item: StorageItem, key: Key) -> int | None:
    """Return the subnet that a row belongs to, None where its item is not kept by subnet."""
    for (type_, _), part in zip(item.key_parts, key, strict=True):
        if type_ is NET_UID:
            return int(part)
        if type_ is NET_UID_STORAGE_INDEX:
            return int(part) % MECHANISM_STRIDE
    return None


def _as(role: str) -> Callable[[StorageItem], Collection[int]]:
    """Return what says which parts of an item's rows may name an account in this role."""

    def parts(item: StorageItem) -> Collection[int]:
        roles = ROLES.get(item.name) if item.pallet == "SubtensorModule" else None
        if roles is None:
            return all_parts(item)
        return [number for number, one in enumerate(roles) if one == role]

    return parts


def check_hotkey_swap(
    ctx: Context, before: Picture, old: bytes, new: bytes, netuid: int | None, *, keep_stake: bool
) -> list[Difference]:
    """Return how the state differs from a renaming of the hotkey to one that was nobody's, on one subnet or all."""
    root_moves = not keep_stake and netuid in (None, ROOT)

    def swapped(item: StorageItem, key: Key) -> bool:
        name, here = name_of(item), netuid_of(item, key)
        if name in HOTKEY_WITH_SLOT and (old, here) not in before.rows["SubtensorModule.IsNetworkMember"]:
            return False
        if name == CHOICES or (name in HOTKEY_LOCKS and not _has_sums(before.rows, old, new, here)):
            return False
        if name in HOTKEY_ON_SUBNET or (name in HOTKEY_STAKE and not keep_stake):
            return netuid is None or here == netuid
        if name in HOTKEY_ON_ROOT:
            return root_moves
        return netuid is None and name in HOTKEY_EVERYWHERE and not name.endswith("StakingHotkeys")

    expected = renamed(ctx, before.rows, old, new, swapped, _as("h"))
    for (hotkey, where), coldkeys in before.rows[CHOOSERS].items():
        if hotkey == old and netuid in (None, where):
            # Quirk: whoever is listed follows, and nobody else.
            expected[CHOICES].update({(coldkey, where): new for coldkey in coldkeys})
    if netuid is not None:
        _share_ownership(expected, old, new)
    moved = {
        key: value
        for key, value in before.stakes.items()
        if key[0] == old and not keep_stake and netuid in (None, key[2])
    }
    # Who has a share and the old hotkey on the list gets the new one, even if the share is worth less than a rao.
    listed = before.rows["SubtensorModule.StakingHotkeys"]
    stakers = {coldkey for _, coldkey, _ in moved} | {
        key[1]
        for name in SHARES
        for key in before.rows[name]
        if key[0] == old and netuid in (None, key[2]) and old in listed.get((key[1],), ())
    }
    _join_stakers_lists(expected, set() if keep_stake else stakers, old, new, replace=netuid is None)
    kept = {key: value for key, value in before.stakes.items() if key not in moved}
    wanted = kept | {(new, coldkey, where): value for (_, coldkey, where), value in moved.items()}
    return differences(expected, rows(ctx), VIEWS) + _stake_differences(wanted, stakes(ctx))


def check_coldkey_swap(
    ctx: Context,
    before: Picture,
    old: bytes,
    new: bytes,
    stays: Callable[[str, Key], bool] = lambda _n, _k: False,
) -> list[Difference]:
    """Return how the state differs from a renaming of the coldkey to one that was nobody's.

    `stays(item name, key)` names single rows that are known to stay.
    """

    def swapped(item: StorageItem, key: Key) -> bool:
        name = name_of(item)
        # Quirk: only the list of the hotkey that the coldkey chose is changed.
        if name == CHOOSERS and before.rows[CHOICES].get((old, key[1])) != key[0]:
            return False
        return name in COLDKEY_MOVES and not stays(name, key)

    expected = renamed(ctx, before.rows, old, new, swapped, _as("c"))
    wanted = {
        (hotkey, new if coldkey == old else coldkey, where): value
        for (hotkey, coldkey, where), value in before.stakes.items()
    }
    found = [one for one in differences(expected, rows(ctx), VIEWS) if not _gets_sum(one, before.rows, old)]
    return found + _stake_differences(wanted, stakes(ctx))


def _has_sums(found: Rows, old: bytes, new: bytes, netuid: int | None) -> bool:
    """Return whether locks for a hotkey are seen by its swap: by their sums, or because it is the owner hotkey."""
    owner = found["SubtensorModule.SubnetOwnerHotkey"].get((netuid,))
    return owner in (old, new) or any((netuid, old) in found[name] for name in LOCK_SUMS)


def _gets_sum(difference: Difference, found: Rows, coldkey: bytes) -> bool:
    """Return whether a difference is a sum of locks that a swapped coldkey's lock got where there was none."""
    locks = {(netuid, hotkey) for who, netuid, hotkey in found["SubtensorModule.Lock"] if who == coldkey}
    if difference.item in LOCK_SUMS:
        return difference.expected is None and difference.key in locks
    owners = {(netuid, owner) for (netuid,), owner in found["SubtensorModule.SubnetOwnerHotkey"].items()}
    at = {(netuid,) for netuid, _ in locks & owners}
    return difference.item in OWNER_SUMS and difference.expected is None and difference.key in at


def _share_ownership(expected: Rows, old: bytes, new: bytes) -> None:
    """Make the new hotkey the owner's as well, beside the old one."""
    owner = expected["SubtensorModule.Owner"][(old,)]
    expected["SubtensorModule.Owner"][(new,)] = owner
    owned = expected["SubtensorModule.OwnedHotkeys"]
    owned[(owner,)] = tuple(dict.fromkeys((*owned[(owner,)], new)))


def _join_stakers_lists(
    expected: Rows, coldkeys: set[bytes], old: bytes, new: bytes, *, replace: bool
) -> None:
    """Put the new hotkey on the lists of those whose stake moved, in place of the old one or beside it."""
    lists = expected["SubtensorModule.StakingHotkeys"]
    for coldkey in coldkeys:
        listed = lists.get((coldkey,), ())
        kept = tuple(hotkey for hotkey in listed if hotkey != old) if replace else listed
        lists[(coldkey,)] = (*kept, new)


def _stake_differences(expected: Stakes, found: Stakes) -> list[Difference]:
    return [
        Difference("stake", key, expected.get(key, 0), found.get(key, 0))
        for key in sorted(expected.keys() | found.keys())
        if abs(expected.get(key, 0) - found.get(key, 0)) > ROUNDING
    ]
