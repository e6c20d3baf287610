"""The alpha split by its stated fractions, for the reference rule and the preset's."""

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.primitives.fixed import U96F32
from meritnet.runtime.pallets.emission.split import (
    AlphaSplit,
    SplitRule,
    owner_cut_of,
    rule_of,
    split_alpha,
)

COIN = 10**9
CUT = owner_cut_of(11796)
MERITNET_SPLIT = rule_of((500_000, 320_000, 180_000))
PROPORTIONS = st.integers(0, U96F32.ONE)


def test_reference_split_of_one_alpha_without_root() -> None:
    # 11796/65535 of one alpha, and half of the rest twice; the worked example of the rule
    assert split_alpha(COIN, CUT, 0) == AlphaSplit(179_995_422, 410_002_288, 410_002_288, 0)


def test_without_owner_cut_miners_and_validators_halve_the_emission() -> None:
    assert split_alpha(COIN, CUT, 0, owner_cut_enabled=False) == AlphaSplit(0, COIN // 2, COIN // 2, 0)


def test_no_preset_rule_is_the_reference() -> None:
    assert rule_of(None) == SplitRule(None, None)


def test_preset_pays_exactly_half_to_miners() -> None:
    got = split_alpha(COIN, CUT, 0, rule=MERITNET_SPLIT)
    assert got == AlphaSplit(180_000_000, 500_000_000, 320_000_000, 0)


def test_preset_takes_root_out_of_the_validators_part() -> None:
    got = split_alpha(COIN, CUT, U96F32.ONE // 4, rule=MERITNET_SPLIT)
    assert got == AlphaSplit(180_000_000, 500_000_000, 240_000_000, 80_000_000)


def test_preset_without_owner_cut_keeps_the_proportion_of_the_others() -> None:
    got = split_alpha(82 * COIN, CUT, 0, owner_cut_enabled=False, rule=MERITNET_SPLIT)
    assert got == AlphaSplit(0, 50 * COIN, 32 * COIN, 0)


@given(
    st.integers(0, COIN),
    st.integers(0, 65535),
    PROPORTIONS,
    st.sampled_from([SplitRule(), MERITNET_SPLIT]),
)
@settings(max_examples=100)
def test_parts_sum_to_the_emission_but_for_floored_rao(
    emission: int, cut: int, proportion: int, rule: SplitRule
) -> None:
    got = split_alpha(emission, owner_cut_of(cut), proportion, rule=rule)
    assert 0 <= emission - sum(got) <= 3
    assert min(got) >= 0


@given(st.integers(0, COIN), PROPORTIONS)
@settings(max_examples=50)
def test_an_explicit_half_equals_the_neutral_rule_up_to_rounding(emission: int, proportion: int) -> None:
    neutral = split_alpha(emission, CUT, proportion)
    explicit = split_alpha(emission, CUT, proportion, rule=SplitRule(miners=(1, 2)))
    assert all(abs(a - b) <= 1 for a, b in zip(neutral, explicit, strict=True))
