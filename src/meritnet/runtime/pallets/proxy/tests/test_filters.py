"""What each proxy type lets pass, and which types include which."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.pallets.proxy.filter_table import FILTERS
from meritnet.runtime.pallets.proxy.filters import allows, includes
from meritnet.runtime.pallets.proxy.types import PROXY_TYPE_NAMES
from meritnet.testing.chain import TestChain, account

BOB = account("//Bob")
TO = Case("Id", (BOB,))


@pytest.fixture(scope="module")
def chain() -> TestChain:
    return TestChain()


def named(chain: TestChain, pallet: str, name: str) -> Case:
    """Return a call with empty arguments, for filters that look at its name alone."""
    return Case(pallet, (Case(name, ()),))


REMARK = ("System", "remark")
ADD_STAKE = ("SubtensorModule", "add_stake")
PAY_ALL = ("Balances", "transfer_all")
TRANSFER_STAKE = ("SubtensorModule", "transfer_stake")
STAKE_AND_HOTKEY = ("SubtensorModule", "transfer_stake_and_hotkey")
FEW_CASES = {
    "Any": ([PAY_ALL, REMARK, ADD_STAKE, ("Sudo", "sudo")], []),
    "NonTransfer": (
        [REMARK, ADD_STAKE],
        [PAY_ALL, TRANSFER_STAKE, STAKE_AND_HOTKEY, ("Balances", "burn")],
    ),
    "NonFungible": (
        [REMARK, ("SubtensorModule", "set_weights")],
        [
            PAY_ALL,
            ADD_STAKE,
            STAKE_AND_HOTKEY,
            ("SubtensorModule", "move_stake_limit"),
            ("SubtensorModule", "root_register"),
            ("SubtensorModule", "swap_hotkey"),
        ],
    ),
    "Transfer": ([PAY_ALL, ("SubtensorModule", "transfer_stake")], [REMARK, ADD_STAKE, ("Balances", "burn")]),
    "Owner": (
        [
            ("AdminUtils", "sudo_set_serving_rate_limit"),
            ("SubtensorModule", "set_subnet_identity"),
            ("SubtensorModule", "update_symbol"),
        ],
        [("AdminUtils", "sudo_set_sn_owner_hotkey"), ("AdminUtils", "sudo_set_subnet_owner_hotkey"), REMARK],
    ),
    "NonCritical": (
        [REMARK, PAY_ALL, ADD_STAKE],
        [("SubtensorModule", "burned_register"), ("Sudo", "sudo"), ("SubtensorModule", "dissolve_network")],
    ),
    "Staking": ([ADD_STAKE, ("SubtensorModule", "set_root_claim_type")], [PAY_ALL, REMARK]),
    "Registration": (
        [("SubtensorModule", "burned_register")],
        [REMARK, ("SubtensorModule", "root_register")],
    ),
    "ChildKeys": ([("SubtensorModule", "set_children")], [REMARK]),
    "SwapHotkey": ([("SubtensorModule", "swap_hotkey_v2")], [REMARK]),
    "SubnetLeaseBeneficiary": (
        [("SubtensorModule", "start_call"), ("AdminUtils", "sudo_set_kappa")],
        [REMARK, ("AdminUtils", "sudo_set_tempo"), ("SubtensorModule", "set_subnet_identity")],
    ),
    "RootClaim": ([("SubtensorModule", "claim_root")], [REMARK, ADD_STAKE]),
    **{
        name: ([], [REMARK, ADD_STAKE, PAY_ALL])
        for name in ("Triumvirate", "Senate", "Governance", "RootWeights")
    },
    "BasketTrading": ([], [REMARK, ADD_STAKE]),
}


@pytest.mark.parametrize("name", FEW_CASES)
def test_what_a_type_allows(chain: TestChain, name: str) -> None:
    yes, no = FEW_CASES[name]
    assert [call for call in yes if not allows(chain.ctx, name, named(chain, *call))] == []
    assert [call for call in no if allows(chain.ctx, name, named(chain, *call))] == []


@pytest.mark.parametrize("name", ["transfer_keep_alive", "transfer_allow_death"])
def test_a_small_transfer_is_below_half_a_tao(chain: TestChain, name: str) -> None:
    for value, passes in ((499_999_999, True), (500_000_000, False)):
        assert allows(chain.ctx, "SmallTransfer", chain.call("Balances", name, TO, value)) is passes
        stake = chain.call("SubtensorModule", "transfer_stake", BOB, BOB, 1, 2, value)
        assert allows(chain.ctx, "SmallTransfer", stake) is passes
    assert not allows(chain.ctx, "SmallTransfer", chain.call("Balances", "transfer_all", TO, True))


def test_only_new_code_passes_by_its_type(chain: TestChain) -> None:
    held = chain.call("System", "remark", b"")
    assert not allows(
        chain.ctx, "SudoUncheckedSetCode", chain.call("Sudo", "sudo_unchecked_weight", held, (1, 1))
    )
    assert not allows(chain.ctx, "SudoUncheckedSetCode", chain.call("Sudo", "sudo", held))
    rule = FILTERS["SudoUncheckedSetCode"].rules[0]
    assert (rule.pallet, rule.call, rule.condition.call) == ("Sudo", "sudo_unchecked_weight", "set_code")


def test_every_type_has_a_filter_in_the_order_of_its_index() -> None:
    assert tuple(FILTERS) == PROXY_TYPE_NAMES
    assert {name for name, kind in FILTERS.items() if kind.deprecated} == {
        "Senate", "Triumvirate", "Governance", "RootWeights",
    }  # fmt: skip


def test_every_rule_names_a_call_of_this_chain(chain: TestChain) -> None:
    pallets = {
        name: {call.name for call in parts.calls} for name, parts in chain.runtime.assembly.pallets.items()
    }
    rules = [rule for kind in FILTERS.values() for rule in (*kind.rules, *kind.exceptions)]
    missing = {rule.call for rule in rules if rule.call is not None and rule.call not in pallets[rule.pallet]}
    assert missing == set()


def test_which_types_include_which() -> None:
    for name in PROXY_TYPE_NAMES:
        assert includes(name, name)
        assert includes("Any", name)
        assert includes(name, "Any") == (name == "Any")
        assert includes("NonTransfer", name) == (name not in ("Any", "Transfer", "SmallTransfer"))
    assert includes("Transfer", "SmallTransfer")
    assert not includes("SmallTransfer", "Transfer")
    assert not includes("Owner", "SubnetLeaseBeneficiary")
