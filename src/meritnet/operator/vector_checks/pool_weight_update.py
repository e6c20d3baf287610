"""Checks the weights of a pool that receives liquidity."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.runtime.pallets.swap import amm, pool_weights


def check(document: Document) -> Iterator[Case]:
    """Yield one case an addition."""
    return run_cases(named(document["cases"]), _addition)


def _addition(case: Document) -> Comparison:
    given = {key: int(value) for key, value in case["inputs"].items()}
    pool = amm.Pool(given["tao_reserve"], given["alpha_reserve"], given["quote_weight_1e18"])
    weight = pool_weights.after_liquidity(pool, given["tao_added"], given["alpha_added"])
    price_after = None
    if weight is not None:
        enlarged = amm.Pool(pool.tao + given["tao_added"], pool.alpha + given["alpha_added"], weight)
        price_after = amm.spot_price(enlarged)
    ours = {
        "accepted": weight is not None,
        "quote_weight_after": pool.quote_weight if weight is None else weight,
        "price_before_bits": amm.spot_price(pool),
        "price_after_bits": price_after,
    }
    return Comparison(ours, {key: case[key] for key in ours})
