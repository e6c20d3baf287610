"""Checks who is paid what at the end of an epoch."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.primitives.fixed import U96F32
from meritnet.runtime.pallets.emission import payout
from meritnet.runtime.pallets.emission.terms import tao_weight_of
from meritnet.runtime.pallets.staking.root_claims_math import rate_increment

DEFAULT_TAO_WEIGHT = 971_718_665_099_567_868


def check(document: Document) -> Iterator[Case]:
    """Yield one case an epoch."""
    return run_cases(named(document["cases"]), _epoch)


def _epoch(case: Document) -> Comparison:
    given = case["inputs"]
    rows = [(row["hotkey"].encode(), row) for row in given["hotkey_emission"]]
    incentives = {hotkey: int(row["incentive"]) for hotkey, row in rows}
    budget = payout.validator_budget(
        int(given["pending_server"]), int(given["pending_validator"]), sum(incentives.values())
    )
    root_stake = _amounts(given["root_stake"])
    payouts = payout.dividend_payouts(
        {hotkey: U96F32.from_int(int(row["dividend"])) for hotkey, row in rows},
        _amounts(given["alpha_stake"]),
        root_stake,
        tao_weight_of(DEFAULT_TAO_WEIGHT),
        budget,
        int(given["pending_root"]),
    )
    takes = {hotkey.encode(): int(take) for hotkey, take in given["delegate_take_u16"].items()}
    owner_hotkeys = {hotkey.encode() for hotkey in given["subnet_owner_hotkeys"]}
    miners = payout.incentive_payouts(incentives, owner_hotkeys)
    ours = {
        "validator_alpha_used": budget,
        "alpha_dividends": {h: _alpha(total, takes.get(h)) for h, total in payouts.alpha.items()},
        "root_alpha_dividends": {
            h: _root(total, takes.get(h), root_stake.get(h, 0)) for h, total in payouts.root.items()
        },
        "incentives_paid": miners.paid,
        "incentives_withheld": miners.withheld,
        "miner_burned_u96f32": miners.miner_burned,
    }
    return Comparison(ours, case["outputs"])


def _amounts(stakes: Document) -> dict[bytes, int]:
    return {hotkey.encode(): int(stake) for hotkey, stake in stakes.items()}


def _parts(total: int, take: int | None) -> payout.TakeSplit:
    return payout.split_take(total, payout.take_of(payout.DEFAULT_DELEGATE_TAKE if take is None else take))


def _alpha(total: int, take: int | None) -> dict[str, object]:
    parts = _parts(total, take)
    return {"total_u96f32": total, "take_to_owner": parts.take, "to_nominator_pool": parts.rest}


def _root(total: int, take: int | None, root_stake: int) -> dict[str, object]:
    parts = _parts(total, take)
    increment = rate_increment(parts.rest, root_stake)
    return {
        "total_u96f32": total,
        "take_to_owner_alpha": parts.take,
        "to_claimable_alpha": parts.rest,
        "rate_increment_i96f32": increment,
        "paid_as_owner_stake_instead": increment is None,
    }
