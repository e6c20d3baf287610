"""move_stake_limit and transfer_stake_and_hotkey, which came after runtime 425: made of the same moves."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.pallets.hyperparameters.storage import transfer_toggle
from meritnet.runtime.pallets.staking import calls_stake, fees_in_alpha, stake
from meritnet.testing.chain import TestChain

from .scene import ALICE, BOB, BOBS_HOT, HOT, OTHER_HOT, PALLET, TAO, UNKNOWN, event_args, scene, staked

ALPHA = 400 * TAO
LIMITED = ("swap_stake_limit", "move_stake_limit")


def holder() -> TestChain:
    chain = scene()
    staked(chain, HOT, ALICE, 1, ALPHA)
    return chain


def limited(call: str, hotkey: bytes, limit: int, partial: bool) -> tuple[object, ...]:
    keys = (HOT,) if call == "swap_stake_limit" else (HOT, hotkey)
    return (call, *keys, 1, 2, ALPHA, limit, partial)


@pytest.mark.parametrize("limit", [0, TAO // 2, 998_000_000])
def test_a_limited_move_moves_what_a_limited_swap_does(limit: int) -> None:
    left = []
    for call in LIMITED:
        chain = holder()
        chain.ok(PALLET, *limited(call, OTHER_HOT, limit, True), by="//Alice")
        arrived = HOT if call == "swap_stake_limit" else OTHER_HOT
        left.append([stake.stake_of(chain.ctx, *place) for place in ((HOT, ALICE, 1), (arrived, ALICE, 2))])
        ((*_, tao),) = event_args(chain, "StakeSwapped" if call == "swap_stake_limit" else "StakeMoved")
        left[-1].append(tao)
    assert left[0] == left[1]
    assert left[0][1]


def test_its_event_and_refusals() -> None:
    chain = holder()
    call = limited("move_stake_limit", OTHER_HOT, 2 * TAO, False)
    chain.fails("BadOrigin", PALLET, *call)
    chain.fails("SlippageTooHigh", PALLET, *call, by="//Alice")
    chain.fails(
        "HotKeyAccountNotExists", PALLET, *limited("move_stake_limit", UNKNOWN, 0, True), by="//Alice"
    )
    chain.ok(PALLET, *limited("move_stake_limit", OTHER_HOT, 0, False), by="//Alice")
    ((coldkey, origin, one, destination, two, _),) = event_args(chain, "StakeMoved")
    assert (coldkey, origin, one, destination, two) == (ALICE, HOT, 1, OTHER_HOT, 2)


def test_on_one_subnet_the_limit_does_not_count() -> None:
    chain = holder()
    chain.ok(PALLET, "move_stake_limit", HOT, OTHER_HOT, 1, 1, ALPHA, 10**18, False, by="//Alice")
    assert stake.stake_of(chain.ctx, OTHER_HOT, ALICE, 1) == ALPHA


@pytest.mark.parametrize("netuid", [1, 2, 0])
def test_stake_changes_owner_and_hotkey(netuid: int) -> None:
    chain = holder()
    chain.ok(PALLET, "transfer_stake_and_hotkey", BOB, HOT, BOBS_HOT, 1, netuid, ALPHA, by="//Alice")
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) == 0
    assert stake.stake_of(chain.ctx, BOBS_HOT, BOB, netuid) > 0
    ((*head, tao),) = event_args(chain, "StakeAndHotkeyTransferred")
    assert head == [ALICE, BOB, HOT, BOBS_HOT, 1, netuid]
    assert isinstance(tao, int)
    assert tao > 0
    assert chain.events("StakeTransferred") == chain.events("StakeMoved") == []


def test_refused_transfers() -> None:
    chain = holder()
    call = ("transfer_stake_and_hotkey", BOB, HOT, BOBS_HOT, 1, 1, ALPHA)
    chain.fails("BadOrigin", PALLET, *call)
    chain.fails("SameNetuid", PALLET, "transfer_stake_and_hotkey", ALICE, HOT, HOT, 1, 1, ALPHA, by="//Alice")
    transfer_toggle.set(chain.ctx, 1, False)
    chain.fails("TransferDisallowed", PALLET, *call, by="//Alice")


def test_their_fees_may_be_paid_from_the_stake_they_move() -> None:
    chain = holder()
    for definition, args in (
        (calls_stake.move_stake_limit, (HOT, OTHER_HOT, 1, 2, ALPHA, 0, True)),
        (calls_stake.transfer_stake_and_hotkey, (BOB, HOT, BOBS_HOT, 1, 2, ALPHA)),
    ):
        assert isinstance(chain.call(PALLET, definition.name, *args), Case)
        assert fees_in_alpha.position_of(chain.ctx, ALICE, definition, args) == (HOT, 1)
