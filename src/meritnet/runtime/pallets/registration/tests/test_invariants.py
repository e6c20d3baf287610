"""The invariants of the slots: kept by random registrations, broken by hand."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import invariants, storage, uids
from meritnet.runtime.pallets.registration.trimming import trim_to
from meritnet.testing.chain import TestChain, account

from .building import add_neurons, open_subnet

NAMES = [f"//N{i}" for i in range(12)]


def _problems(ctx: Context) -> list[str]:
    # Subnet 1 of the development genesis is a placeholder whose zero account is listed one way only.
    return [line for line in invariants.check(ctx) if "subnet 1" not in line]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 11), st.integers(0, 50), st.sampled_from(["register", "trim"])), max_size=25
    )
)
def test_random_registrations_and_trims_keep_the_slots_sound(steps: list[tuple[int, int, str]]) -> None:
    chain = TestChain()
    ctx = chain.ctx
    open_subnet(ctx, 5, max_uids=6)
    for number, (who, emission, kind) in enumerate(steps):
        ctx.block_number = 1_000 + number
        if kind == "trim":
            trim_to(ctx, 5, 4)
        else:
            hotkey = account(NAMES[who])
            if not uids.is_registered(ctx, 5, hotkey):
                chain.dispatch("SubtensorModule", "try_associate_hotkey", hotkey, by="//Cold")
                uid = uids.register(ctx, 5, hotkey)
                vector = bytearray(consensus.emission.get(ctx, 5))
                vector[8 * uid : 8 * uid + 8] = emission.to_bytes(8, "little")
                consensus.emission.set(ctx, 5, bytes(vector))
        assert _problems(ctx) == []
        n = uids.count(ctx, 5)
        assert n <= hyper.max_allowed_uids.get(ctx, 5)
        assert len(consensus.emission.get(ctx, 5)) == 8 * n
        assert len(consensus.last_update.get(ctx, 5)) == 8 * n


def _lose_uid(ctx: Context) -> None:
    storage.uids.remove(ctx, 5, account("//N0"))


def _lose_key(ctx: Context) -> None:
    storage.keys.remove(ctx, 5, 0)


def _lose_membership(ctx: Context) -> None:
    storage.is_network_member.remove(ctx, account("//N0"), 5)


def _ghost(ctx: Context) -> None:
    storage.is_network_member.set(ctx, account("//N9"), 5, True)


def _miscount(ctx: Context) -> None:
    storage.subnetwork_n.set(ctx, 5, 3)


def _steal(ctx: Context) -> None:
    storage.owner.set(ctx, account("//N0"), account("//Thief"))


@pytest.mark.parametrize("damage", [_lose_uid, _lose_key, _lose_membership, _ghost, _miscount, _steal])
def test_damage_is_told(damage: Callable[[Context], None]) -> None:
    ctx = TestChain().ctx
    open_subnet(ctx, 5)
    add_neurons(ctx, 5, "//N0", "//N1")
    assert _problems(ctx) == []
    damage(ctx)
    assert _problems(ctx)


def test_a_full_subnet_refuses_without_damage() -> None:
    ctx = TestChain().ctx
    open_subnet(ctx, 5, max_uids=1)
    add_neurons(ctx, 5, "//Owner/hot", coldkey="//Owner")
    with pytest.raises(ModuleError, match="NoNeuronIdAvailable"):
        uids.register(ctx, 5, account("//N0"))
    assert _problems(ctx) == []
