"""Checks trades in a subnet's pool."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.runtime.pallets.swap import amm

SIDES = {"buy": amm.Side.BUY, "sell": amm.Side.SELL}


def check(document: Document) -> Iterator[Case]:
    """Yield one case a trade."""
    return run_cases(named(document["cases"]), _trade)


def _trade(case: Document) -> Comparison:
    given = case["inputs"]
    side = SIDES[given["side"]]
    pool = amm.Pool(int(given["tao_reserve"]), int(given["alpha_reserve"]), int(given["quote_weight_1e18"]))
    try:
        result = amm.swap(
            pool,
            side,
            int(given["amount"]),
            int(given["limit_price_rao"]),
            int(given["fee_rate_u16"]),
            bool(given["drop_fees"]),
        )
    except amm.SwapError as error:
        return Comparison({"error": error.name}, case["outputs"])
    after = amm.pool_after(pool, side, result)
    ours = {
        "amount_paid_in": result.paid_in,
        "amount_paid_out": result.paid_out,
        "fee_paid": result.fee_paid,
        "fee_to_block_author": result.fee_to_block_author,
        "stopped_at_limit": result.stopped_at_limit,
        "price_before_u64f64_bits": amm.spot_price(pool),
        "price_after_u64f64_bits": amm.spot_price(after),
        "tao_reserve_after": after.tao,
        "alpha_reserve_after": after.alpha,
    }
    return Comparison(ours, case["outputs"])
