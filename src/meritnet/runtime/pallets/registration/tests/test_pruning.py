"""Pruning: the recorded cases, and who may never go."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.pallets.registration.pruning import (
    Neuron,
    immortal_hotkeys,
    is_immune,
    may_trim,
    replacement_order,
    trimmed_uids,
    uid_to_prune,
)
from meritnet.testing.vectors import load


@pytest.mark.parametrize("case", load("economics/neuron_prune")["cases"], ids=lambda case: case["name"])
def test_recorded_choice(case: Any) -> None:
    inputs, outputs = case["inputs"], case["outputs"]
    neurons = [
        Neuron(n["uid"], n["hotkey"].encode(), int(n["emission"]), int(n["registered_at"]))
        for n in inputs["neurons"]
    ]
    owned = [hotkey.encode() for hotkey in inputs["hotkeys_owned_by_subnet_owner"]]
    owner_hotkey = inputs["subnet_owner_hotkey"].encode()
    immortal = immortal_hotkeys(neurons, owned, owner_hotkey, inputs["immune_owner_uids_limit"])
    assert [hotkey.decode() for hotkey in immortal] == outputs["immortal_hotkeys"]
    uid = uid_to_prune(
        neurons, immortal, int(inputs["now"]), inputs["immunity_period"], inputs["min_non_immune_uids"]
    )
    assert uid == outputs["uid_to_prune"]


def test_the_owner_hotkey_is_immortal_even_if_another_coldkey_owns_it() -> None:
    neurons = [Neuron(0, b"a", 0, 5), Neuron(1, b"own", 0, 9)]
    assert immortal_hotkeys(neurons, [b"a"], b"own", 2) == [b"own", b"a"]
    assert immortal_hotkeys(neurons, [b"a"], b"own", 1) == [b"own"]
    assert immortal_hotkeys(neurons, [b"a"], b"own", 0) == []
    assert immortal_hotkeys(neurons[:1], [b"a"], b"own", 1) == [b"a"]


def test_immunity_ends_with_the_period() -> None:
    neuron = Neuron(0, b"a", 0, 100)
    assert is_immune(neuron, 149, 50)
    assert not is_immune(neuron, 150, 50)
    assert not is_immune(neuron, 100, 0)


neurons_strategy = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 100)), min_size=1, max_size=12).map(
    lambda rows: [Neuron(uid, bytes([uid]), *row) for uid, row in enumerate(rows)]
)


@given(
    neurons=neurons_strategy, now=st.integers(100, 150), period=st.integers(0, 100), floor=st.integers(0, 12)
)
def test_the_pruned_neuron_has_no_worse_rival(
    neurons: list[Neuron], now: int, period: int, floor: int
) -> None:
    immortal = [b"\x00"]
    uid = uid_to_prune(neurons, immortal, now, period, floor)
    mortal = [n for n in neurons if n.hotkey not in immortal]
    out_of_immunity = [n for n in mortal if not is_immune(n, now, period)]
    if uid is None:
        assert len(out_of_immunity) <= floor
        assert len(out_of_immunity) == len(mortal)
        return
    victim = neurons[uid]
    assert victim.hotkey not in immortal
    assert is_immune(victim, now, period) == (len(out_of_immunity) <= floor)
    rivals = [n for n in mortal if is_immune(n, now, period) == is_immune(victim, now, period)]
    assert all(victim.emission <= n.emission for n in rivals)
    equals = [n for n in rivals if n.emission == victim.emission]
    assert all((victim.registered_at, victim.uid) <= (n.registered_at, n.uid) for n in equals)


@pytest.mark.parametrize(
    "immune, max_uids, allowed",
    [(0, 64, True), (51, 64, True), (52, 64, False), (80, 100, False), (79, 100, True), (0, 0, False)],
)
def test_trimming_needs_less_than_80_percent_immune(immune: int, max_uids: int, allowed: bool) -> None:
    # 51 of 64 is 79.7 %, floored to 79; 52 of 64 is 81 %.
    assert may_trim(immune, max_uids) is allowed


def test_trim_drops_the_lowest_emission_and_of_equals_the_higher_uid() -> None:
    assert trimmed_uids([5, 1, 1, 9, 0], immune=[], max_uids=3) == {0: 0, 1: 1, 3: 2}
    assert trimmed_uids([5, 1, 1, 9, 0], immune=[4, 2], max_uids=3) == {2: 0, 3: 1, 4: 2}
    assert trimmed_uids([5, 1], immune=[], max_uids=4) == {0: 0, 1: 1}


def test_trim_keeps_every_immune_neuron_even_above_the_size() -> None:
    assert trimmed_uids([0, 0, 0, 7], immune=[0, 1, 2], max_uids=2) == {0: 0, 1: 1, 2: 2}


@given(emissions=st.lists(st.integers(0, 9), max_size=20), size=st.integers(0, 25), data=st.data())
def test_trim_renumbers_without_gaps_in_the_old_order(
    emissions: list[int], size: int, data: st.DataObject
) -> None:
    immune = data.draw(st.sets(st.integers(0, 19)))
    kept = trimmed_uids(emissions, immune, size)
    assert list(kept) == sorted(kept)
    assert list(kept.values()) == list(range(len(kept)))
    present = {uid for uid in immune if uid < len(emissions)}
    assert present <= set(kept)
    assert len(kept) == max(min(size, len(emissions)), len(present))
    removed = [uid for uid in range(len(emissions)) if uid not in kept]
    lowest_kept = min((emissions[uid] for uid in kept if uid not in immune), default=9)
    assert all(emissions[uid] <= lowest_kept for uid in removed)


@given(
    neurons=neurons_strategy,
    now=st.integers(101, 150),
    period=st.integers(0, 100),
    floor=st.integers(0, 12),
    free=st.integers(0, 3),
)
def test_the_order_is_whom_one_newcomer_after_the_other_replaces(
    neurons: list[Neuron], now: int, period: int, floor: int, free: int
) -> None:
    immortal = [neurons[0].hotkey]
    slots = {neuron.uid: neuron for neuron in neurons}
    slots |= {100 + uid: Neuron(100 + uid, b"newcomer", 0, now) for uid in range(free)}
    replaced: list[int] = []
    while (uid := uid_to_prune(slots.values(), immortal, now, period, floor)) is not None:
        if uid in replaced or uid >= 100:
            break
        replaced.append(uid)
        slots[uid] = Neuron(uid, b"newcomer", 0, now)
    assert replacement_order(neurons, immortal, now, period, floor, free) == replaced
