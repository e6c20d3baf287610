"""Tells people why a uid was paid this, from the answer of `explain_payment`."""

from collections.abc import Mapping
from typing import Any

from meritnet.operator.explain_text import BILLION, alpha, amount, percent, short, tao

Answer = Mapping[str, Any]
"""Any: JSON values."""


def payment_lines(answer: Answer, names: Mapping[int, str]) -> list[str]:
    """Return why a uid was paid this, step by step, with names by uid."""
    uid = answer["uid"]
    name = names.get(uid) or answer["hotkey"]
    lines = [f"block {answer['block']}: {name} (uid {uid}) is paid {amount(answer['total_rao'], 'alpha')}"]
    mechanisms = answer["mechanisms"]
    for mechanism in mechanisms:
        if len(mechanisms) > 1:
            lines.append(
                f"  mechanism {mechanism['mechanism']}, {percent(mechanism['alpha_share_ppb'])} of the alpha:"
            )
        if mechanism["incentive_ppb"] or not mechanism["own_weights"]:
            lines += _incentive_lines(answer, mechanism, names)
        if mechanism["own_weights"]:
            lines += _validator_lines(mechanism)
    return [*lines, *_part_lines(answer)]


def _incentive_lines(answer: Answer, mechanism: Answer, names: Mapping[int, str]) -> list[str]:
    lines = []
    voters = [vote for vote in mechanism["votes"] if vote["has_row"]]
    for vote in voters:
        cut = f", counted as {percent(vote['counted_ppb'])}" if vote["is_cut"] else ""
        lines.append(
            f"  uid {vote['uid']} {names.get(vote['uid']) or short(vote['hotkey'])}: "
            f"{percent(vote['stake_share_ppb'])} of the stake gave it {percent(vote['weight_ppb'])} of its "
            f"weights{cut}"
        )
    silent = sum(vote["stake_share_ppb"] for vote in mechanism["votes"] if not vote["has_row"])
    if silent:
        lines.append(f"  {percent(silent)} of the stake set no weights")
    terms = " + ".join(
        f"{vote['stake_share_ppb'] / BILLION:.4f}·{vote['counted_ppb'] / BILLION:.4f}" for vote in voters
    )
    share = mechanism["incentive_ppb"] / BILLION
    return [
        *lines,
        f"  consensus: validators with more than {percent(answer['kappa_ppb'], 0)} of the stake support "
        f"{percent(mechanism['consensus_ppb'])}; what is above is cut",
        f"  rank {terms or '0'} = {mechanism['rank_ppb'] / BILLION:.4f}; of all ranks "
        f"{mechanism['rank_sum_ppb'] / BILLION:.4f} that is an incentive of {share:.4f}",
    ]


def _validator_lines(mechanism: Answer) -> list[str]:
    lines = [f"  as a validator it gets {percent(mechanism['dividend_ppb'])} of the dividends; its weights:"]
    for own in mechanism["own_weights"]:
        cut = f", cut to {percent(own['counted_ppb'])} by the consensus" if own["is_cut"] else ""
        lines.append(f"    uid {own['uid']}: {percent(own['weight_ppb'])}{cut}")
    return lines


def _part_lines(answer: Answer) -> list[str]:
    whole, miners = answer["whole_rao"], answer["miners_rao"]
    share = miners / whole if whole else 0.0
    lines = []
    if answer["incentive_rao"]:
        lines.append(
            f"  miners' part of the {answer['epoch_blocks']} blocks: {share:.0%} of the subnet's alpha, "
            f"{amount(miners, '')}"
        )
        of_miners = answer["incentive_rao"] / miners if miners else 0.0
        kept = " (burned or recycled, as an owner's key)" if answer["incentive_withheld"] else ""
        lines.append(f"  {of_miners:.4f} · {amount(miners, '')} = {alpha(answer['incentive_rao'])}{kept}")
        if answer["incentive_staked_with"] != answer["hotkey"]:
            lines.append(f"  the incentive is staked with {answer['incentive_staked_with']}")
    parts = (
        ("dividends, take of the coldkey", "dividend_take_rao"),
        ("dividends, for all who stake with the hotkey", "dividend_stakers_rao"),
        ("root dividends, take of the coldkey", "root_take_rao"),
        ("root dividends, to be claimed by root stakers", "root_stakers_rao"),
        ("the subnet owner's cut", "owner_cut_rao"),
        ("of incentive and takes, held as collateral", "collateral_rao"),
    )
    lines += [f"  {words}: {alpha(answer[field])}" for words, field in parts if answer[field]]
    price = amount(answer["alpha_price_rao"], "TAO")
    if answer["tao_value_rao"] is None:
        return [*lines, f"  at {price} an alpha; the pool would not take this amount now"]
    return [*lines, f"  at {price} an alpha, after fee and slippage: {tao(answer['tao_value_rao'])}"]
