"""Joining never spends more than was agreed, and says why it cannot."""

import pytest

from meritnet.neuron.chain import ChainRefused
from meritnet.neuron.joining import FEE_RESERVE_RAO, MOST_ATTEMPTS, JoinDenied, register, stake, tao
from meritnet.neuron.tests.fake_chain import NETUID, FakeChain, Key
from meritnet.primitives.units import RAO_PER_TAO

COLD, HOT = Key("cold"), Key("hot").ss58_address
PRICE = 100_000_000


@pytest.fixture
def chain() -> FakeChain:
    return FakeChain(balances={COLD.ss58_address: 10 * RAO_PER_TAO})


async def test_registration_pays_the_price_that_was_shown(chain: FakeChain) -> None:
    asked = []
    joined = await register(chain, NETUID, HOT, COLD, lambda question: asked.append(question) is None)
    assert (joined.row.hotkey, joined.paid_rao) == (HOT, PRICE)
    assert chain.calls[0][:2] == (
        "burned_register",
        {"netuid": NETUID, "hotkey_ss58": HOT, "limit_rao": PRICE},
    )
    assert "0.1 TAO" in asked[0]


async def test_a_registered_hotkey_costs_nothing(chain: FakeChain) -> None:
    await register(chain, NETUID, HOT, COLD, lambda _: True)
    again = await register(chain, NETUID, HOT, COLD, lambda _: pytest.fail("asked"))
    assert again.paid_rao == 0


async def test_a_price_that_rose_is_asked_anew(chain: FakeChain) -> None:
    asked: list[str] = []

    def agree(question: str) -> bool:
        asked.append(question)
        if len(asked) == 1:
            # Somebody else registers between the question and the call.
            chain.set_rules(burn_rao=2 * PRICE)
        return True

    joined = await register(chain, NETUID, HOT, COLD, agree)
    assert joined.paid_rao == 2 * PRICE
    assert ["0.1 TAO" in asked[0], "0.2 TAO" in asked[1]] == [True, True]


async def test_a_race_that_never_ends_is_given_up(chain: FakeChain) -> None:
    chain.refusals += [ChainRefused("burned_register", "RegistrationPriceLimitExceeded", "")] * MOST_ATTEMPTS
    with pytest.raises(JoinDenied, match="nothing was spent"):
        await register(chain, NETUID, HOT, COLD, lambda _: True)


async def test_a_no_spends_nothing(chain: FakeChain) -> None:
    with pytest.raises(JoinDenied, match="nothing was spent"):
        await register(chain, NETUID, HOT, COLD, lambda _: False)
    with pytest.raises(JoinDenied, match="nothing was staked"):
        await stake(chain, NETUID, HOT, COLD, 1, lambda _: False)
    assert chain.calls == []


async def test_who_cannot_pay_is_told_what_is_missing(chain: FakeChain) -> None:
    chain.balances[COLD.ss58_address] = PRICE + FEE_RESERVE_RAO - 1
    with pytest.raises(JoinDenied, match=r"0\.109999999 TAO.*0\.1 TAO.*0\.01 TAO"):
        await register(chain, NETUID, HOT, COLD, lambda _: True)
    with pytest.raises(JoinDenied, match="stake less"):
        await stake(chain, NETUID, HOT, COLD, PRICE, lambda _: True)


async def test_a_closed_subnet_and_other_refusals_are_not_tried_again(chain: FakeChain) -> None:
    chain.refusals.append(ChainRefused("burned_register", "NoNeuronIdAvailable", "later"))
    with pytest.raises(ChainRefused, match="NoNeuronIdAvailable"):
        await register(chain, NETUID, HOT, COLD, lambda _: True)
    chain.set_rules(registration_allowed=False)
    with pytest.raises(JoinDenied, match="closed"):
        await register(chain, NETUID, HOT, COLD, lambda _: True)


async def test_stake_moves_the_amount(chain: FakeChain) -> None:
    await stake(chain, NETUID, HOT, COLD, 2 * RAO_PER_TAO, lambda _: True)
    assert chain.balances[COLD.ss58_address] == 8 * RAO_PER_TAO
    assert chain.calls[0][1]["slippage_protection"] is False
    await stake(chain, NETUID, HOT, COLD, RAO_PER_TAO, lambda _: True, 0.05)
    assert chain.calls[1][1]["rate_tolerance"] == 0.05


@pytest.mark.parametrize(
    ("rao", "text"),
    [(0, "0 TAO"), (1, "0.000000001 TAO"), (10**9, "1 TAO"), (1_500_000_000, "1.5 TAO"), (10**10, "10 TAO")],
)
def test_amounts_for_people(rao: int, text: str) -> None:
    assert tao(rao) == text
