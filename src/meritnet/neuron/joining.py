"""Joining a subnet with the coldkey: a uid by burning, stake for a validator. Asks before it spends."""

from collections.abc import Callable
from dataclasses import dataclass

from meritnet.neuron import intents
from meritnet.neuron.chain import ChainClient, ChainRefused, Included, NeuronRow, Signer
from meritnet.neuron.wallet import development_key
from meritnet.primitives.errors import Denied
from meritnet.primitives.units import RAO_PER_TAO

FEE_RESERVE_RAO = RAO_PER_TAO // 100
"""What should be left for fees, 0.01 TAO."""


MOST_ATTEMPTS = 4
ASK_AGAIN = (
    "RegistrationPriceLimitExceeded",
    "HotKeyAlreadyRegisteredInSubNet",
    "TooManyRegistrationsThisBlock",
)
"""Refusals after which the price is read and asked again."""


class JoinDenied(Denied):
    """Joining is not possible now, or the user said no."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The neuron, and what it cost if it was new."""

    row: NeuronRow
    paid_rao: int


def tao(rao: int) -> str:
    """Return an amount for people: TAO with nine digits, trailing zeros dropped."""
    whole, part = divmod(rao, RAO_PER_TAO)
    return f"{whole}.{part:09d}".rstrip("0").rstrip(".") + " TAO"


async def fund_locally(chain: ChainClient, account: str, needed_rao: int) -> int:
    """Bring an account on a local network up to `needed_rao` from //Alice; return what was sent.

    Does nothing on other networks: there nobody gives coins away.
    """
    missing = needed_rao - await chain.balance_rao(account)
    if missing <= 0 or not chain.development:
        return 0
    alice = development_key("//Alice", development=chain.development)
    await chain.execute(intents.transfer(account, missing), alice)
    return missing


async def register(
    chain: ChainClient, netuid: int, hotkey: str, coldkey: Signer, agree: Callable[[str], bool]
) -> Joined:
    """Return the hotkey's neuron, registered for the current price if it has none.

    `agree` is asked with the price before anything is spent.
    Raises: JoinDenied with the reason; ChainRefused if the chain says no.
    """
    for _ in range(MOST_ATTEMPTS):
        metagraph = await chain.metagraph(netuid)
        if hotkey in metagraph.by_hotkey:
            return Joined(metagraph.by_hotkey[hotkey], 0)
        price = await _price(chain, netuid, coldkey.ss58_address)
        if not agree(f"Register {hotkey} on netuid {netuid} for {tao(price)} (burned for good)?"):
            raise JoinDenied(f"hotkey {hotkey} was not registered on netuid {netuid}; nothing was spent")
        try:
            # With a limit: others who register at the same time raise the price.
            await chain.execute(intents.register(netuid, hotkey, price), coldkey)
        except ChainRefused as error:
            # Dearer than agreed, or another process registered the same hotkey: look and ask again.
            if error.reason not in ASK_AGAIN:
                raise
            continue
        return Joined((await chain.metagraph(netuid)).row(hotkey), price)
    raise JoinDenied(
        f"the price of netuid {netuid} rose {MOST_ATTEMPTS} times while {hotkey} was being registered; "
        "nothing was spent, try again in some blocks"
    )


async def _price(chain: ChainClient, netuid: int, coldkey: str) -> int:
    """Return what a registration costs now.

    Raises: JoinDenied if the subnet is closed or the coldkey cannot pay.
    """
    rules = await chain.rules(netuid)
    if not rules.registration_allowed:
        raise JoinDenied(f"registration on netuid {netuid} is closed by its owner; choose another subnet")
    balance = await chain.balance_rao(coldkey)
    if balance < rules.burn_rao + FEE_RESERVE_RAO:
        raise JoinDenied(
            f"coldkey {coldkey} has {tao(balance)}, registration on netuid {netuid} burns "
            f"{tao(rules.burn_rao)} and needs {tao(FEE_RESERVE_RAO)} for fees; send it TAO first"
        )
    return rules.burn_rao


async def stake(
    chain: ChainClient,
    netuid: int,
    hotkey: str,
    coldkey: Signer,
    amount_rao: int,
    agree: Callable[[str], bool],
    tolerance: float | None = None,
) -> Included:
    """Stake TAO of the coldkey to a hotkey on a subnet, if the price rises by no more than the fraction `tolerance`.

    Raises: JoinDenied if the balance does not allow it or the user said no.
    """
    balance = await chain.balance_rao(coldkey.ss58_address)
    if balance < amount_rao + FEE_RESERVE_RAO:
        raise JoinDenied(
            f"coldkey {coldkey.ss58_address} has {tao(balance)}, staking {tao(amount_rao)} needs that and "
            f"{tao(FEE_RESERVE_RAO)} for fees; stake less or send it TAO first"
        )
    if not agree(f"Stake {tao(amount_rao)} to {hotkey} on netuid {netuid}?"):
        raise JoinDenied(f"nothing was staked to {hotkey}")
    return await chain.execute(intents.stake(netuid, hotkey, amount_rao, tolerance), coldkey)
