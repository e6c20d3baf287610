"""Stake weight and dividend split: the recorded families, and what must hold for any."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.pallets.staking.dividends_split import Parent, self_contribution, split_dividend
from meritnet.runtime.pallets.staking.stake_weight import inherited, proportion_bits, stake_weight, total_bits
from meritnet.testing.vectors import load

CASES = load("economics/parent_child")["cases"]
TAO_WEIGHT = int(CASES[0]["inputs"]["tao_weight_u96f32_bits"])


class Family:
    """The inputs of a recorded case by hotkey."""

    def __init__(self, inputs: Any) -> None:
        self.inputs = inputs
        self.tao_weight = int(inputs["tao_weight_u96f32_bits"])

    def alpha(self, hotkey: str) -> int:
        return int(self.inputs["alpha_stake"].get(hotkey, 0))

    def root(self, hotkey: str) -> int:
        return int(self.inputs["root_stake"].get(hotkey, 0))

    def children(self, hotkey: str) -> list[int]:
        return [int(e["proportion_u64"]) for e in self.inputs["edges"] if e["parent"] == hotkey]

    def parents(self, hotkey: str) -> list[tuple[str, int]]:
        edges = self.inputs["edges"]
        return [(e["parent"], int(e["proportion_u64"])) for e in edges if e["child"] == hotkey]

    def contribution(self, hotkey: str) -> int:
        return self_contribution(
            self.alpha(hotkey), self.root(hotkey), self.children(hotkey), self.tao_weight
        )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_recorded_weights(case: Any) -> None:
    family, outputs = Family(case["inputs"]), case["outputs"]
    for hotkey, expected in outputs["inherited"].items():
        parents = [(family.alpha(name), family.root(name), part) for name, part in family.parents(hotkey)]
        weight = stake_weight(
            family.alpha(hotkey), family.root(hotkey), family.children(hotkey), parents, family.tao_weight
        )
        assert weight.alpha == int(expected["alpha"]), hotkey
        assert weight.tao == int(expected["tao"]), hotkey
        assert weight.total == int(expected["total_i64f64_bits"]), hotkey
        assert weight.total >> 64 == int(expected["total_floor"]), hotkey
    for hotkey, contribution in outputs["self_contribution"].items():
        assert family.contribution(hotkey) == int(contribution), hotkey


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_recorded_split(case: Any) -> None:
    inputs, outputs = case["inputs"], case["outputs"]
    family, hotkey = Family(inputs), inputs["dividend_hotkey"]
    owner = inputs["owner"]
    parents = family.parents(hotkey)
    split = split_dividend(
        int(inputs["dividend_alpha"]),
        family.contribution(hotkey),
        [Parent(family.alpha(p), family.root(p), part, owner[p] == owner[hotkey]) for p, part in parents],
        family.tao_weight,
        inputs["childkey_take_u16"].get(hotkey, 0),
        int(inputs["ck_burn_u64"]),
    )
    payouts = [*zip([p for p, _ in parents], split.to_parents, strict=True), (hotkey, split.to_self)]
    assert payouts == [(d["hotkey"], int(d["alpha"])) for d in outputs["distribution_in_order"]]
    assert split.recycled == int(outputs["recycled_alpha"])


stakes = st.integers(0, 21 * 10**15)
proportions = st.integers(0, U64_MAX)


@given(own=stakes, part=proportions)
def test_a_link_moves_weight_and_creates_none(own: int, part: int) -> None:
    kept, lent = inherited(own, [part], []), inherited(0, [], [(own, part)])
    assert own - 1 <= kept + lent <= own


def test_a_hotkey_without_links_weighs_what_it_owns() -> None:
    assert stake_weight(7, 11, [], [], 0) == (7, 11, 7 << 64)
    assert total_bits(0, 10, 1 << 32) == 10 << 64


def test_everything_lent_leaves_nothing_and_no_less() -> None:
    assert inherited(10**12, [U64_MAX], []) == 0
    # More than all (never stored, but never negative either) stops at zero before parents are added.
    assert inherited(10**12, [U64_MAX, U64_MAX], [(5, U64_MAX)]) == 5
    assert self_contribution(10**12, 10**12, [U64_MAX, 1 << 40], TAO_WEIGHT) == 0


def test_proportions_are_truncated_to_32_bits() -> None:
    assert proportion_bits(U64_MAX) == 1 << 32
    assert proportion_bits(U64_MAX // 2) == (1 << 31) - 1
    assert proportion_bits(1) == 0


parents_strategy = st.lists(st.builds(Parent, stakes, stakes, proportions, st.booleans()), max_size=5)


@given(
    dividend=st.integers(0, 10**15),
    own=stakes,
    parents=parents_strategy,
    take=st.integers(0, 11_796),
    burn=st.integers(0, U64_MAX // 2),
)
def test_a_split_pays_out_no_more_than_the_dividend(
    dividend: int, own: int, parents: list[Parent], take: int, burn: int
) -> None:
    split = split_dividend(dividend, own, parents, TAO_WEIGHT, take, burn)
    paid = sum(split.to_parents) + split.to_self + split.recycled
    # Each payee and each burn is floored by itself.
    assert dividend - 2 * len(parents) - 1 <= paid <= dividend


def test_without_any_stake_the_child_gets_everything() -> None:
    split = split_dividend(1000, 0, [Parent(0, 0, U64_MAX)], TAO_WEIGHT, 11_796)
    assert split == ([0], 1000, 0)


def test_one_owner_pays_no_take_and_no_burn() -> None:
    strangers = split_dividend(10**9, 0, [Parent(10**12, 0, U64_MAX)], TAO_WEIGHT, 11_796, U64_MAX // 10)
    family = split_dividend(10**9, 0, [Parent(10**12, 0, U64_MAX, True)], TAO_WEIGHT, 11_796, U64_MAX // 10)
    assert family == ([10**9], 0, 0)
    # A tenth is burned and 11796/65535 kept, each factor cut to 32 bits.
    assert strangers.recycled == pytest.approx(10**8, abs=1)
    assert strangers.to_self == pytest.approx(10**9 * 11_796 // 65_535, abs=1)
