"""Prices and quotes: the worked example of the pools."""

from meritnet.runtime.apis.tests.recorded_client import ask
from meritnet.runtime.apis.tests.scene import LATE, NETUID, POOL_ALPHA, TAO, UNKNOWN_NETUID, scene
from meritnet.runtime.pallets.emission import storage as emission

API = "SwapRuntimeApi"
PRICE_BITS = 2**64 // 40
"""0.025 truncated to 64 binary places; what is computed from it floors a little lower than from 0.025."""
PRICE_RAO = PRICE_BITS * TAO // 2**64


def test_prices_are_rao_of_tao_for_a_whole_alpha():
    chain = scene()
    assert ask(chain, API, "current_alpha_price", NETUID) == PRICE_RAO == 24_999_999
    assert ask(chain, API, "current_alpha_price", 0) == TAO
    rows = ask(chain, API, "current_alpha_price_all")
    assert [tuple(row) for row in rows] == [(0, TAO), (1, TAO), (NETUID, PRICE_RAO), (LATE, PRICE_RAO)]


def test_a_quote_of_a_purchase():
    quote = ask(scene(), API, "sim_swap_tao_for_alpha", NETUID, 10 * TAO)
    assert (quote.tao_amount, quote.tao_fee, quote.alpha_amount) == (
        9_994_964_523,
        5_035_477,
        399_718_677_439,
    )
    assert (quote.alpha_fee, quote.tao_slippage) == (0, 0)
    assert quote.alpha_slippage == 400 * TAO - 399_718_677_439


def test_a_quote_of_a_sale():
    quote = ask(scene(), API, "sim_swap_alpha_for_tao", NETUID, 400 * TAO)
    assert (quote.alpha_fee, quote.tao_amount) == (201_419_089, 9_992_966_935)
    assert quote.alpha_amount == 400 * TAO - 201_419_089
    assert (quote.tao_fee, quote.alpha_slippage) == (0, 0)
    assert quote.tao_slippage == 400 * TAO * PRICE_BITS // 2**64 - 9_992_966_935


def test_root_trades_one_to_one():
    assert tuple(ask(scene(), API, "sim_swap_tao_for_alpha", 0, TAO)) == (TAO, TAO, 0, 0, 0, 0)
    assert tuple(ask(scene(), API, "sim_swap_alpha_for_tao", 0, TAO)) == (TAO, TAO, 0, 0, 0, 0)


def test_a_trade_that_the_pool_refuses_is_quoted_as_zero():
    chain = scene()
    too_much = 1_001 * POOL_ALPHA
    assert tuple(ask(chain, API, "sim_swap_alpha_for_tao", NETUID, too_much)) == (0,) * 6
    emission.subnet_alpha_in.set(chain.ctx, NETUID, 999_999)
    assert tuple(ask(chain, API, "sim_swap_tao_for_alpha", NETUID, TAO)) == (0,) * 6


def test_a_quote_changes_nothing():
    chain = scene()
    before = chain.ctx.changes()
    ask(chain, API, "sim_swap_tao_for_alpha", NETUID, 10 * TAO)
    assert chain.ctx.changes() == before


def test_an_unknown_subnet_is_quoted_as_zero():
    quote = ask(scene(), API, "sim_swap_tao_for_alpha", UNKNOWN_NETUID, TAO)
    assert (quote.tao_amount, quote.alpha_amount) == (0, 0)
