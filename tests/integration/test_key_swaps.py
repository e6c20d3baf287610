"""A swap of keys is a renaming of the whole state, in a chain that did a bit of everything, after random calls."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.genesis import local
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.emission import invariants
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.locks import storage as locks
from meritnet.runtime.pallets.root_claims import book
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets.queries import non_root
from meritnet.runtime.pallets.subnets.storage import subnet_owner_hotkey
from meritnet.runtime.pallets.weights.storage import weight_commits
from meritnet.runtime.params import params_for
from meritnet.testing import key_swaps
from meritnet.testing.chain import TestChain, account
from meritnet.testing.renaming import items, names_accounts

PALLET = "SubtensorModule"
TAO = 10**9
OWNER, OTHER, NOMINATOR = "//Alice", "//Bob", "//Charlie"
COLDKEYS = (OWNER, OTHER, NOMINATOR)
FIRST, SECOND, THIRD, LAST = (account(f"//hotkey {n}") for n in range(4))
"""The first two are the owner's, the others' owners have one each; the first is the subnets' owner hotkey."""
OWNERS = {FIRST: OWNER, SECOND: OWNER, THIRD: OTHER, LAST: NOMINATOR}
NEW_HOT, NEW_COLD = account("//new hot"), account("//new cold")
HALF = 2**63
NETUIDS = [2, 3]
"""The subnets that are registered; another one is there from the beginning."""
Calls = list[tuple[str, tuple[Any, ...], Any]]
"""(name, arguments, signer)"""


def genesis(ctx: Context) -> None:
    """Write the development genesis, with three rich coldkeys."""
    local.build(ctx, local.LocalGenesis())
    for coldkey in COLDKEYS:
        balances.set_balance(ctx, account(coldkey), 100_000 * TAO)


def build(*, rules: bool) -> TestChain:
    """Return a chain with two running subnets, root validators, weights, children, locks, claims and dividends."""
    chain = TestChain(params_for("local", 250, rules=rules), genesis=genesis)
    ctx = chain.ctx
    chain.ok("AdminUtils", "sudo_set_admin_freeze_window", 0)
    before = set(non_root(ctx))
    for _ in range(2):
        chain.ok(PALLET, "register_network", FIRST, by=OWNER)
        chain.block(2)
    netuids = sorted(set(non_root(ctx)) - before)
    assert netuids == NETUIDS
    chain.ok("AdminUtils", "sudo_set_tx_rate_limit", 0)
    for netuid in netuids:
        chain.ok(PALLET, "start_call", netuid, by=OWNER)
        chain.ok("AdminUtils", "sudo_set_subnet_emission_enabled", netuid, True)
        chain.ok("AdminUtils", "sudo_set_weights_set_rate_limit", netuid, 0)
        chain.ok("AdminUtils", "sudo_set_commit_reveal_weights_enabled", netuid, False)
        chain.ok(PALLET, "enable_voting_power_tracking", netuid, by=OWNER)
        for hotkey in (SECOND, THIRD, LAST):
            chain.ok(PALLET, "burned_register", netuid, hotkey, by=OWNERS[hotkey])
            chain.block()
    chain.ok("AdminUtils", "sudo_set_subtoken_enabled", 0, True)
    for number, hotkey in enumerate((FIRST, SECOND, THIRD)):
        chain.ok(PALLET, "root_register", hotkey, by=OWNERS[hotkey])
        for coldkey in COLDKEYS:
            for netuid in (0, *netuids):
                chain.ok(PALLET, "add_stake", hotkey, netuid, (100 + number) * TAO, by=coldkey)
        chain.block()
    one, two = netuids
    chain.ok(PALLET, "set_children", FIRST, one, ((HALF, LAST),), by=OWNER)
    chain.ok(PALLET, "set_children", THIRD, one, ((HALF // 2, SECOND), (HALF // 2, LAST)), by=OTHER)
    chain.block(26)
    for netuid in netuids:
        for hotkey in (FIRST, SECOND, THIRD):
            chain.ok(PALLET, "set_weights", netuid, (2, 3), (9, 1), 0, by=hotkey)
        chain.ok("AdminUtils", "sudo_set_commit_reveal_weights_enabled", netuid, True)
        chain.ok(PALLET, "sudo_set_root_claim_threshold", netuid, 0, by=OWNER)
    chain.block(40)
    for hotkey in (FIRST, SECOND, THIRD):
        for netuid in netuids:
            # Root dividends, of which a chain this young pays none.
            book.credit(ctx, hotkey, netuid, TAO)
            emission.subnet_alpha_out.set(ctx, netuid, emission.subnet_alpha_out.get(ctx, netuid) + TAO)
    for coldkey in COLDKEYS:
        # Root stake that comes when the books are open has claims from the beginning.
        chain.ok(PALLET, "add_stake", SECOND, 0, 10 * TAO, by=coldkey)
        chain.ok(PALLET, "set_coldkey_auto_stake_hotkey", one, FIRST, by=coldkey)
        chain.ok(PALLET, "lock_stake", FIRST, one, TAO, by=coldkey)
    chain.ok(PALLET, "set_perpetual_lock", one, True, by=OTHER)
    # Only hotkeys that are swapped with their stake hold collateral.
    chain.ok(PALLET, "set_min_collateral", two, SECOND, TAO, by=OWNER)
    chain.ok(PALLET, "add_collateral", two, SECOND, TAO, 2**63, by=OWNER)
    for hotkey in (FIRST, SECOND, THIRD):
        chain.ok(PALLET, "commit_weights", two, bytes(32), by=hotkey)
    chain.ok(PALLET, "set_children", FIRST, two, ((HALF, LAST), (1, SECOND)), by=OWNER)
    chain.ok(PALLET, "set_children", THIRD, two, ((HALF, SECOND),), by=OTHER)
    chain.block(2)
    return chain


@pytest.fixture(scope="module", params=[False, True], ids=["reference rules", "meritnet rules"])
def world(request: pytest.FixtureRequest) -> TestChain:
    return build(rules=request.param)


@contextmanager
def undone(chain: TestChain) -> Iterator[None]:
    """Undo in the end whatever the block did to the state."""
    with chain.ctx.scratch():
        yield


def random_calls(netuids: list[int]) -> st.SearchStrategy[Calls]:
    """Return calls that leave traces under hotkeys and coldkeys; those that fail leave none."""
    netuid, hotkey, coldkey = (
        st.sampled_from(netuids),
        st.sampled_from(list(OWNERS)),
        st.sampled_from(COLDKEYS),
    )
    amount, any_netuid = st.integers(TAO, 50 * TAO), st.sampled_from([0, *netuids])

    def of(name: str, by: Any, *args: Any) -> st.SearchStrategy[tuple[str, tuple[Any, ...], Any]]:
        return st.tuples(
            st.just(name),
            st.tuples(*(a if isinstance(a, st.SearchStrategy) else st.just(a) for a in args)),
            by,
        )

    children = st.dictionaries(
        st.sampled_from([*OWNERS, account("//child")]), st.integers(1, HALF // 2), max_size=3
    )
    links = children.map(lambda shares: tuple((share, child) for child, share in sorted(shares.items())))
    owned = hotkey.map(lambda key: (key, OWNERS[key]))
    as_owner = owned.flatmap(
        lambda pair: st.one_of(
            of("set_children", st.just(pair[1]), pair[0], netuid, links),
            of("set_childkey_take", st.just(pair[1]), pair[0], netuid, st.integers(0, 11_796)),
            of("decrease_take", st.just(pair[1]), pair[0], st.integers(0, 11_795)),
            of("set_auto_parent_delegation_enabled", st.just(pair[1]), pair[0], st.booleans()),
        )
    )
    return st.lists(
        st.one_of(
            as_owner,
            of("add_stake", coldkey, hotkey, any_netuid, amount),
            of("remove_stake", coldkey, hotkey, any_netuid, amount),
            of("move_stake", coldkey, hotkey, hotkey, any_netuid, any_netuid, amount),
            of("lock_stake", coldkey, hotkey, netuid, amount),
            of("set_min_collateral", coldkey, netuid, hotkey, amount),
            of("add_collateral", coldkey, netuid, hotkey, amount, 2**63),
            of("set_perpetual_lock", coldkey, netuid, st.booleans()),
            of("set_reject_locked_alpha", coldkey, st.booleans()),
            of("set_coldkey_auto_stake_hotkey", coldkey, netuid, hotkey),
            of("claim_root", coldkey, netuid.map(lambda n: (n,))),
            of("set_root_claim_type", coldkey, st.sampled_from([Case("Swap"), Case("Keep")])),
            of("serve_axon", hotkey, netuid, 1, 0x01020304, 80, 4, 0, 0, 0),
            of("serve_prometheus", hotkey, netuid, 1, 0x01020304, 81, 4),
            of("commit_weights", hotkey, netuid, st.binary(min_size=32, max_size=32)),
            of("set_identity", coldkey, b"name", b"", b"", b"", b"", b"", b""),
        ),
        min_size=5,
        max_size=30,
    )


def play(chain: TestChain, calls: Calls) -> None:
    """Make the calls, whether they succeed or not."""
    for name, args, by in calls:
        chain.dispatch(PALLET, name, *args, by=by)


def violations(ctx: Context) -> list[str]:
    return invariants.check_state(ctx)


def has_collateral(ctx: Context, hotkey: bytes, netuid: int | None) -> bool:
    return any(
        (hotkey, account(OWNERS[hotkey])) in bonds.bonded(ctx, where)
        for where in (NETUIDS if netuid is None else [netuid])
    )


SWAPS = [
    (hotkey, netuid, keep_stake)
    for hotkey in OWNERS
    for netuid in (None, 0, *NETUIDS)
    for keep_stake in (False, True)
]
"""(hotkey, subnet or all, whether its stake stays)"""
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(place=st.sampled_from(SWAPS), calls=random_calls(NETUIDS))
def test_a_hotkey_swap_renames_the_hotkey_and_nothing_else(
    world: TestChain, place: tuple[bytes, int | None, bool], calls: Calls
) -> None:
    chain, ctx = world, world.ctx
    old, netuid, keep_stake = place
    with undone(chain):
        play(chain, calls)
        before, broken = key_swaps.take_picture(ctx), violations(ctx)
        swap = PALLET, "swap_hotkey_v2", old, NEW_HOT, netuid, keep_stake
        if keep_stake and has_collateral(ctx, old, netuid):
            chain.fails("KeepStakeBlockedByCollateral", *swap, by=OWNERS[old])
            return
        chain.ok(*swap, by=OWNERS[old])
        assert key_swaps.check_hotkey_swap(ctx, before, old, NEW_HOT, netuid, keep_stake=keep_stake) == []
        assert violations(ctx) == broken == []


@quick
@given(coldkey=st.sampled_from(COLDKEYS), calls=random_calls(NETUIDS))
def test_a_coldkey_swap_renames_the_coldkey_and_nothing_else(
    world: TestChain, coldkey: str, calls: Calls
) -> None:
    chain, ctx, old = world, world.ctx, account(coldkey)
    with undone(chain):
        play(chain, calls)
        before, broken = key_swaps.take_picture(ctx), violations(ctx)
        money = balances.total(ctx, old)
        chain.ok(PALLET, "swap_coldkey", old, NEW_COLD, 0)

        def claims_left(name: str, key: tuple[Any, ...]) -> bool:
            """Quirk of the reference: claims stay where the coldkey has no stake on the subnet."""
            if ctx.params.coldkey_swap_keeps_claims or name != "SubtensorModule.RootClaimed":
                return False
            netuid, hotkey, staker = key
            return staker == old and (hotkey, old, netuid) not in before.stakes

        assert key_swaps.check_coldkey_swap(ctx, before, old, NEW_COLD, claims_left) == []
        assert (balances.total(ctx, old), balances.total(ctx, NEW_COLD)) == (0, money)
        assert violations(ctx) == broken == []


def test_every_item_that_can_name_an_account_is_decided_upon(world: TestChain) -> None:
    hotkey_lists = (
        key_swaps.HOTKEY_ON_SUBNET,
        key_swaps.HOTKEY_STAKE,
        key_swaps.HOTKEY_ON_ROOT,
        key_swaps.HOTKEY_EVERYWHERE,
        key_swaps.HOTKEY_COUNTED_ANEW,
        key_swaps.HOTKEY_STAYS,
    )
    coldkey_lists = (key_swaps.COLDKEY_MOVES, key_swaps.COLDKEY_STAYS)
    for item in items(world.ctx):
        name = f"{item.pallet}.{item.name}"
        lists = int(names_accounts(item))
        assert sum(name in names for names in hotkey_lists) == lists, f"hotkeys: {name}"
        assert sum(name in names for names in coldkey_lists) == lists, f"coldkeys: {name}"


def swaps_as_a_renaming(chain: TestChain, old: bytes) -> None:
    """Swap a hotkey on all subnets; demand that it is a renaming."""
    before = key_swaps.take_picture(chain.ctx)
    chain.ok(PALLET, "swap_hotkey_v2", old, NEW_HOT, None, False, by=OWNERS[old])
    assert key_swaps.check_hotkey_swap(chain.ctx, before, old, NEW_HOT, None, keep_stake=False) == []


def test_who_is_hotkey_and_coldkey_swaps_as_a_hotkey_only(world: TestChain) -> None:
    chain, ctx, netuid = world, world.ctx, NETUIDS[0]
    with undone(chain):
        balances.set_balance(ctx, FIRST, 100 * TAO)
        chain.ok(PALLET, "add_stake", THIRD, netuid, TAO, by=FIRST)
        chain.ok(PALLET, "lock_stake", THIRD, netuid, TAO // 1_000, by=FIRST)
        chain.ok(PALLET, "set_coldkey_auto_stake_hotkey", netuid, FIRST, by=FIRST)
        swaps_as_a_renaming(chain, FIRST)
        assert locks.lock.exists(ctx, FIRST, netuid, THIRD)
        assert locks.locking_coldkeys.exists(ctx, netuid, THIRD, FIRST)
        assert staking.auto_stake_destination.get(ctx, FIRST, netuid) == NEW_HOT
        assert not locks.lock.exists(ctx, NEW_HOT, netuid, THIRD)


def test_commits_of_a_replaced_neuron_stay_with_the_old_name(world: TestChain) -> None:
    chain, ctx = world, world.ctx
    with undone(chain):
        weight_commits.set(ctx, 1, SECOND, ((bytes(32), 1, 2, 0),))
        swaps_as_a_renaming(chain, SECOND)
        assert weight_commits.exists(ctx, 1, SECOND)
        assert not weight_commits.exists(ctx, 1, NEW_HOT)


def test_a_share_of_nothing_that_no_list_tells_of_comes_on_none(world: TestChain) -> None:
    chain, ctx, dust = world, world.ctx, account("//dust")
    with undone(chain):
        staking.alpha_v2.set(ctx, SECOND, dust, NETUIDS[0], (1, -3))
        swaps_as_a_renaming(chain, SECOND)
        assert staking.staking_hotkeys.get(ctx, dust) == ()


def test_a_list_of_who_chose_otherwise_since_keeps_the_old_coldkey(world: TestChain) -> None:
    chain, ctx, owner, netuid = world, world.ctx, account(OWNER), NETUIDS[0]
    with undone(chain):
        staking.auto_stake_destination_coldkeys.set(ctx, SECOND, netuid, (owner,))
        before = key_swaps.take_picture(ctx)
        chain.ok(PALLET, "swap_coldkey", owner, NEW_COLD, 0)
        keeps = ctx.params.coldkey_swap_keeps_claims
        found = key_swaps.check_coldkey_swap(
            ctx,
            before,
            owner,
            NEW_COLD,
            lambda name, key: (
                not keeps and name.endswith("RootClaimed") and (key[1], owner, key[0]) not in before.stakes
            ),
        )
        assert found == []
        assert staking.auto_stake_destination_coldkeys.get(ctx, SECOND, netuid) == (owner,)


def test_a_swapped_hotkey_takes_along_whom_it_lists_and_nobody_else(world: TestChain) -> None:
    chain, ctx, netuid = world, world.ctx, NETUIDS[0]
    with undone(chain):
        staking.auto_stake_destination_coldkeys.set(ctx, SECOND, netuid, (account(OWNER),))
        staking.auto_stake_destination.set(ctx, account(OTHER), netuid, SECOND)
        swaps_as_a_renaming(chain, SECOND)
        assert staking.auto_stake_destination.get(ctx, account(OWNER), netuid) == NEW_HOT
        assert staking.auto_stake_destination.get(ctx, account(OTHER), netuid) == SECOND


def test_locks_for_a_former_owner_hotkey_stay_with_its_old_name(world: TestChain) -> None:
    chain, ctx, netuid = world, world.ctx, NETUIDS[0]
    with undone(chain):
        subnet_owner_hotkey.set(ctx, netuid, SECOND)
        swaps_as_a_renaming(chain, FIRST)
        for coldkey in COLDKEYS:
            assert locks.lock.exists(ctx, account(coldkey), netuid, FIRST)


def test_locks_for_a_former_owner_hotkey_get_a_sum_when_their_coldkey_is_swapped(world: TestChain) -> None:
    chain, ctx, netuid = world, world.ctx, NETUIDS[0]
    with undone(chain):
        subnet_owner_hotkey.set(ctx, netuid, SECOND)
        before = key_swaps.take_picture(ctx)
        assert not locks.decaying_hotkey_lock.exists(ctx, netuid, FIRST)
        chain.ok(PALLET, "swap_coldkey", account(NOMINATOR), NEW_COLD, 0)
        found = key_swaps.check_coldkey_swap(ctx, before, account(NOMINATOR), NEW_COLD)
        assert [one for one in found if not one.item.endswith("RootClaimed")] == []
        assert locks.decaying_hotkey_lock.exists(ctx, netuid, FIRST)
        locks.decaying_hotkey_lock.set(ctx, netuid, THIRD, locks.lock.get(ctx, NEW_COLD, netuid, FIRST))
        told = key_swaps.check_coldkey_swap(ctx, before, account(NOMINATOR), NEW_COLD)
        assert any(one.key == (netuid, THIRD) for one in told)
