"""Checks the constants of formulas in fixed point."""

from collections.abc import Callable, Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, run_cases
from meritnet.runtime.pallets.emission import moving_price, payout, split, terms
from meritnet.runtime.pallets.registration import burn_price
from meritnet.runtime.pallets.swap import amm

TWO_64 = 1 << 64
"""An amount on which a U64F64 factor's bits are themselves the product in rao."""

VALUES: dict[str, Callable[[Document], int]] = {
    "tao_weight": lambda value: terms.tao_weight_of(int(value["stored_u64"])),
    "owner_cut_11796": lambda _: split.owner_cut_of(11_796),
    "delegate_take_11796": lambda _: payout.take_of(11_796),
    "subnet_moving_alpha_default": lambda _: moving_price.DEFAULT_MOVING_ALPHA,
    "burn_increase_mult_default": lambda _: burn_price.DEFAULT_MULTIPLIER,
    "swap_fee_rate_33": lambda _: amm.fee_on(TWO_64, 33),
    "swap_fee_on_limit_33": lambda _: amm.fee_on_top(TWO_64, 33),
}


def check(document: Document) -> Iterator[Case]:
    """Yield one case a constant."""
    return run_cases(((name, (name, value)) for name, value in document["values"].items()), _constant)


def _constant(case: tuple[str, Document]) -> Comparison:
    name, value = case
    (recorded,) = (bits for key, bits in value.items() if key.endswith("_bits"))
    return Comparison(VALUES[name](value), recorded)
