"""Who is paid what at the end of an epoch, from the drained amounts and the consensus result.

Hotkeys are account bytes. Every result keeps the order of its input, which is ascending by account bytes,
and keeps the hotkeys whose amount is zero: they are processed and recorded like the others.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from meritnet.primitives.fixed import U96F32

U16_MAX = 65535
DEFAULT_DELEGATE_TAKE = 11_796
"""Take of a hotkey that never set one, a fraction of 65535 (just under 18 %)."""


class DividendPayouts(NamedTuple):
    """Alpha that validators and their stakers receive, by hotkey, as U96F32."""

    alpha: dict[bytes, int]
    """For stake on the subnet."""
    root: dict[bytes, int]
    """For stake on root, entered into the book of root claims."""


NO_DIVIDENDS = DividendPayouts({}, {})
"""Nobody is paid dividends."""


class TakeSplit(NamedTuple):
    """A hotkey's payout in whole rao: the owner's take and what its stakers share."""

    take: int
    rest: int


class IncentivePayouts(NamedTuple):
    """Miners' alpha by hotkey, in rao."""

    paid: dict[bytes, int]
    withheld: dict[bytes, int]
    """Owner keys' incentive, which is recycled or burned."""
    miner_burned: int
    """Withheld fraction of all incentive, U96F32."""


def validator_budget(server: int, validator: int, incentive_sum: int) -> int:
    """Return the alpha that validators share.

    Their own part, and the miners' part if no miner earned any. Unit: rao.
    """
    return validator + server if incentive_sum == 0 else validator


def root_share(alpha_stake: int, root_stake: int, tao_weight: int) -> int:
    """Return root's fraction of a hotkey's stake (U96F32), 0 if it has none.

    Units: stakes in rao, `tao_weight` U96F32.
    """
    weighted = U96F32.mul(U96F32.from_int(root_stake), tao_weight)
    return U96F32.div(weighted, U96F32.add(U96F32.from_int(alpha_stake), weighted))


def dividend_payouts(
    dividends: Mapping[bytes, int],
    alpha_stake: Mapping[bytes, int],
    root_stake: Mapping[bytes, int],
    tao_weight: int,
    validator_alpha: int,
    root_alpha: int,
) -> DividendPayouts:
    """Return what each hotkey receives of the validators' and of root's alpha.

    A hotkey's dividend is divided by the composition of its stake; then each of the two budgets is shared in
    proportion to the parts, whatever the parts sum to.

    Units: `dividends` U96F32, already spread over parents; stakes and budgets in rao, absent stake counts as
    0.
    """
    by_root: dict[bytes, int] = {}
    by_alpha: dict[bytes, int] = {}
    for hotkey, dividend in dividends.items():
        share = root_share(alpha_stake.get(hotkey, 0), root_stake.get(hotkey, 0), tao_weight)
        part = U96F32.mul(dividend, share)
        by_root[hotkey] = part
        by_alpha[hotkey] = U96F32.sub(dividend, part)
    return DividendPayouts(_in_proportion(by_alpha, validator_alpha), _in_proportion(by_root, root_alpha))


def _in_proportion(parts: dict[bytes, int], budget: int) -> dict[bytes, int]:
    """Return `budget` rao shared by the parts; each quotient is cut to 32 bits before it is multiplied."""
    total = U96F32.saturate(sum(parts.values()))
    whole = U96F32.from_int(budget)
    return {hotkey: U96F32.mul(whole, U96F32.div(part, total)) for hotkey, part in parts.items()}


@lru_cache(maxsize=1024)
def take_of(stored: int) -> int:
    """Return a delegate take (U96F32) from its stored u16, a fraction of 65535."""
    return U96F32.from_ratio(stored, U16_MAX)


def split_take(amount: int, take: int) -> TakeSplit:
    """Return the owner's take of a payout and the rest; both are floored, up to one rao stays unowned.

    Units: both arguments U96F32, results rao.
    """
    taken = U96F32.mul(take, amount)
    return TakeSplit(U96F32.to_u64(taken), U96F32.to_u64(U96F32.sub(amount, taken)))


def incentive_payouts(incentives: Mapping[bytes, int], owner_hotkeys: Collection[bytes]) -> IncentivePayouts:
    """Return what miners are paid (rao).

    Keys of the subnet's owner receive nothing, which lowers the subnet's share.
    """
    paid: dict[bytes, int] = {}
    withheld: dict[bytes, int] = {}
    for hotkey, incentive in incentives.items():
        (withheld if hotkey in owner_hotkeys else paid)[hotkey] = incentive
    burned = U96F32.from_ratio(sum(withheld.values()), sum(incentives.values()))
    return IncentivePayouts(paid, withheld, burned)


def cut_to(result: Sequence[tuple[bytes, int, int]], budget: int) -> list[tuple[bytes, int, int]]:
    """Return (hotkey, incentive, dividend) rows with the incentives scaled down to `budget` if they sum to more.

    Only a preset's own split needs it: without dividends consensus gives miners twice their part.
    """
    total = sum(incentive for _, incentive, _ in result)
    if total <= budget:
        return list(result)
    return [(hotkey, incentive * budget // total, dividend) for hotkey, incentive, dividend in result]
