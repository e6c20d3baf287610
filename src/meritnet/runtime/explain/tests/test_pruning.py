"""The order that is told is the order in which registrations then replace neurons, at the price that is told."""

import pytest

from meritnet.runtime.explain.pruning import Pruning, Slot, explain_pruning
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage, uids
from meritnet.runtime.pallets.registration.tests.building import add_neurons, open_subnet
from meritnet.testing.chain import TestChain, account

NETUID = 5
PALLET = "SubtensorModule"
PRICE = 10**9
RICH = "//Alice"


@pytest.fixture
def chain() -> TestChain:
    """A subnet with room for five: four neurons out of immunity, one slot free."""
    chain = TestChain()
    open_subnet(chain.ctx, NETUID, max_uids=5)
    add_neurons(chain.ctx, NETUID, *(f"//N{i}" for i in range(4)))
    _emit(chain, 30, 10, 20, 40)
    hyper.immunity_period.set(chain.ctx, NETUID, 100)
    hyper.network_registration_allowed.set(chain.ctx, NETUID, True)
    hyper.max_burn.set(chain.ctx, NETUID, 100 * PRICE)
    storage.burn.set(chain.ctx, NETUID, PRICE)
    chain.ctx.block_number = 500
    return chain


def _emit(chain: TestChain, *rao: int) -> None:
    consensus.emission.set(chain.ctx, NETUID, b"".join(r.to_bytes(8, "little") for r in rao))


def by_uid(found: Pruning) -> dict[int, Slot]:
    return {slot.uid: slot for slot in found.slots}


def test_places_count_the_free_slot_first(chain: TestChain) -> None:
    found = explain_pruning(chain.ctx, NETUID)
    assert (found.uids, found.max_uids, found.free_uids, found.next_uid) == (4, 5, 1, None)
    assert [(slot.uid, slot.place, slot.newcomers_needed) for slot in found.slots] == [
        (1, 0, 2), (2, 1, 3), (0, 2, 4), (3, 3, 5)
    ]  # fmt: skip


def test_registrations_follow_the_order_and_cost_what_was_said(chain: TestChain) -> None:
    found = explain_pruning(chain.ctx, NETUID)
    for number in range(1, 6):
        before = balances.free(chain.ctx, account(RICH))
        burn = storage.burn.get(chain.ctx, NETUID)
        held = set(uids.hotkeys(chain.ctx, NETUID))
        chain.ok(PALLET, "burned_register", NETUID, account(f"//New{number}"), by=RICH)
        assert before - balances.free(chain.ctx, account(RICH)) == burn
        gone = held - set(uids.hotkeys(chain.ctx, NETUID))
        expected = {slot.hotkey for slot in found.slots if slot.newcomers_needed == number}
        assert gone == expected
        spent = sum(_prices(number))
        for slot in found.slots:
            if slot.newcomers_needed == number:
                assert slot.attack_price_rao == spent
    # Whoever comes now replaces a newcomer.
    assert all(
        slot.newcomers_needed is None or slot.emission_rao == 0
        for slot in explain_pruning(chain.ctx, NETUID).slots
    )


def _prices(count: int) -> list[int]:
    """Return the prices of registrations in a row: each is 1.26 times the one before."""
    prices = [PRICE]
    for _ in range(count - 1):
        prices.append(prices[-1] * 126 // 100)
    return prices


def test_immunity_and_the_owner(chain: TestChain) -> None:
    storage.block_at_registration.set(chain.ctx, NETUID, 1, 450)
    add_neurons(chain.ctx, NETUID, "//Owner/hot", coldkey="//Owner")
    found = by_uid(explain_pruning(chain.ctx, NETUID))
    assert (found[1].place, found[1].immunity_left_blocks, found[1].immune_until_block) == (None, 50, 550)
    assert found[1].age_blocks == 50
    assert "immune" in found[1].reason
    assert (found[4].place, found[4].reason) == (None, "hotkey of the subnet's owner")
    assert found[2].newcomers_needed == 1
    assert explain_pruning(chain.ctx, NETUID).next_uid == 2


def test_a_closed_subnet_replaces_nobody(chain: TestChain) -> None:
    hyper.network_registration_allowed.set(chain.ctx, NETUID, False)
    found = explain_pruning(chain.ctx, NETUID)
    assert (found.registration_allowed, found.next_uid) == (False, None)
    assert {slot.newcomers_needed for slot in found.slots} == {None}
    assert "closed" in found.slots[0].reason


def test_an_unknown_subnet_is_said(chain: TestChain) -> None:
    with pytest.raises(ModuleError, match="SubnetNotExists"):
        explain_pruning(chain.ctx, 9)
