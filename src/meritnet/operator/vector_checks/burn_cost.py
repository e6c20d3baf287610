"""Checks the price of a neuron registration: decay factors, sequences of blocks, jumps."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, compare, run_cases
from meritnet.runtime.pallets.registration import burn_price

HALF_LIFE = 360
MINIMUM = 500_000
MAXIMUM = 100 * 10**9
START = 10**9


def check(document: Document) -> Iterator[Case]:
    """Yield one case a factor, a block and a jump."""
    yield from run_cases(((f"half life {c['half_life']}", c) for c in document["decay_factors"]), _factor)
    yield from _sequence(document["sequence"])
    yield from _pure_decay(document["pure_decay"])
    yield from run_cases(((f"jump {n}", c) for n, c in enumerate(document["bumps"])), _jump)


def _factor(case: Document) -> Comparison:
    return Comparison(burn_price.decay_factor(int(case["half_life"])), case["factor_q32"])


def _sequence(blocks: Document) -> Iterator[Case]:
    price = START
    for row in blocks:
        price = burn_price.decayed(price, HALF_LIFE, MINIMUM, MAXIMUM, int(row["block"]))
        ours: dict[str, object] = {"block": row["block"], "burn_after_on_initialize": price}
        registrations = []
        for _ in row["registrations"]:
            paid, price = price, _raised(price, burn_price.DEFAULT_MULTIPLIER)
            registrations.append({"price_paid": paid, "burn_after": price})
        yield compare(f"sequence block {row['block']}", ours | {"registrations": registrations}, row)


def _pure_decay(rows: Document) -> Iterator[Case]:
    price, block = START, 1
    for row in rows:
        for now in range(block + 1, int(row["block"]) + 1):
            price = burn_price.decayed(price, HALF_LIFE, MINIMUM, MAXIMUM, now)
        block = int(row["block"])
        yield compare(f"decay to block {block}", price, row["burn"])


def _jump(case: Document) -> Comparison:
    return Comparison(_raised(int(case["burn"]), int(case["mult_u64f64_bits"])), case["result"])


def _raised(price: int, multiplier: int) -> int:
    return burn_price.after_registration(price, multiplier, MINIMUM, MAXIMUM)
