"""Returns which neuron makes room: on a full subnet for a newcomer, or when the owner trims the subnet.

Emission is rao of alpha in the last epoch, `registered_at` and `now` are block numbers.
Source: vectors/economics/neuron_prune.json
"""

from collections.abc import Collection, Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

MAX_IMMUNE_PERCENT = 80
"""Trimming needs fewer immune neurons than this share of the new size."""


class Neuron(NamedTuple):
    """What pruning looks at in one slot."""

    uid: int
    hotkey: bytes
    emission: int
    registered_at: int


def immortal_hotkeys(
    neurons: Iterable[Neuron], owned: Collection[bytes], owner_hotkey: bytes, limit: int
) -> list[bytes]:
    """Return the subnet owner's hotkeys that are never pruned: the subnet's owner hotkey, then the oldest.

    `owned` are all hotkeys of the owner's coldkey, `owner_hotkey` is the one set for the subnet.
    """
    slots = list(neurons)
    mine = sorted((n.registered_at, n.uid, n.hotkey) for n in slots if n.hotkey in owned)
    keys = [hotkey for _, _, hotkey in mine][:limit]
    if owner_hotkey not in keys and any(n.hotkey == owner_hotkey for n in slots):
        keys = [owner_hotkey, *keys][:limit]
    return keys


def is_immune(neuron: Neuron, now: int, immunity_period: int) -> bool:
    """Return whether a neuron is still in its first `immunity_period` blocks."""
    return now - neuron.registered_at < immunity_period


def uid_to_prune(
    neurons: Iterable[Neuron],
    immortal: Collection[bytes],
    now: int,
    immunity_period: int,
    min_non_immune_uids: int,
) -> int | None:
    """Return the uid that a newcomer replaces, None if there is none.

    Lowest emission first, then oldest registration, then lowest uid. If no more than `min_non_immune_uids`
    neurons are out of immunity, an immune one goes instead.
    """
    mortal: list[tuple[int, int, int]] = []
    immune: list[tuple[int, int, int]] = []
    for neuron in neurons:
        if neuron.hotkey not in immortal:
            rows = immune if is_immune(neuron, now, immunity_period) else mortal
            rows.append((neuron.emission, neuron.registered_at, neuron.uid))
    candidates = mortal if len(mortal) > min_non_immune_uids else immune
    return min(candidates)[2] if candidates else None


def replacement_order(
    neurons: Iterable[Neuron],
    immortal: Collection[bytes],
    now: int,
    immunity_period: int,
    min_non_immune_uids: int,
    free: int = 0,
) -> list[int]:
    """Return the uids that one newcomer after the other would replace in this block, the first one first.

    It ends where a newcomer would replace another newcomer: who is not in the list cannot be pushed out now, however
    many come. A newcomer has no emission and is the youngest; `free` slots are filled by newcomers before anybody goes.
    """
    mortal: list[tuple[int, int, int, bool]] = []
    immune: list[tuple[int, int, int, bool]] = []
    for neuron in neurons:
        if neuron.hotkey not in immortal:
            rows = immune if is_immune(neuron, now, immunity_period) else mortal
            rows.append((neuron.emission, neuron.registered_at, neuron.uid, False))
    heapify(mortal)
    heapify(immune)
    newcomers = mortal if immunity_period == 0 else immune
    for _ in range(free):
        heappush(newcomers, (0, now, 2**16, True))
    order: list[int] = []
    # Bound: every turn takes one neuron that is no newcomer.
    while candidates := mortal if len(mortal) > min_non_immune_uids else immune:
        _, _, uid, is_newcomer = heappop(candidates)
        if is_newcomer:
            break
        order.append(uid)
        heappush(newcomers, (0, now, uid, True))
    return order


def may_trim(immune_count: int, max_uids: int) -> bool:
    """Return whether a subnet with this many immune neurons may be trimmed to `max_uids`."""
    percent = min(immune_count * 100 // max_uids, 100) if max_uids else 100
    return percent < MAX_IMMUNE_PERCENT


def trimmed_uids(emissions: Sequence[int], immune: Collection[int], max_uids: int) -> dict[int, int]:
    """Return the new uid of every neuron that stays when a subnet is trimmed to `max_uids`; order is kept.

    `emissions` is indexed by uid, `immune` are the uids that may not go. Lowest emission goes first, of
    equals the higher uid. More than `max_uids` stay only if more are immune.
    """
    surplus = len(emissions) - max_uids
    removed: set[int] = set()
    for uid in sorted(range(len(emissions)), key=lambda uid: (emissions[uid], -uid)):
        if len(removed) >= surplus:
            break
        if uid not in immune:
            removed.add(uid)
    stay = [uid for uid in range(len(emissions)) if uid not in removed]
    return {old: new for new, old in enumerate(stay)}
