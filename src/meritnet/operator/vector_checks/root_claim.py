"""Checks the book of root claims step by step."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Document, compare
from meritnet.runtime.pallets.staking import root_claims_math as book

THRESHOLD = book.DEFAULT_THRESHOLD << 32
"""I96F32 bits, as the chain stores it."""


def check(document: Document) -> Iterator[Case]:
    """Yield one case a step; a step goes on from where ours stands."""
    rate, stake, claimed = 0, {"A": 0, "B": 0}, {"A": 0, "B": 0}
    for number, step in enumerate(document["steps"]):
        op, args = step["op"], step["args"]
        name = f"step {number} {op}"
        ours: dict[str, object] = {}
        if op.startswith("claim_keep"):
            coldkey = args["coldkey"]
            due = book.owed(rate, stake[coldkey], claimed[coldkey])
            paid = book.claimable(due, THRESHOLD)
            claimed[coldkey] = book.claimed_after_claim(claimed[coldkey], paid)
            ours["args"] = args | {"claimed": paid}
        elif op == "root_dividend":
            increment = book.rate_increment(int(args["alpha"]), sum(stake.values()))
            rate = book.add_to_rate(rate, increment or 0)
        elif op == "add_root_stake":
            coldkey, amount = args["coldkey"], int(args["amount"])
            claimed[coldkey] = book.claimed_after_stake_added(claimed[coldkey], rate, amount)
            stake[coldkey] += amount
        elif op == "remove_root_stake":
            coldkey, amount = args["coldkey"], int(args["amount"])
            claimed[coldkey] = book.claimed_after_stake_removed(claimed[coldkey], rate, amount)
            stake[coldkey] -= amount
        else:
            raise ValueError(f"unknown operation {op}")
        ours |= {
            "rate_i96f32": rate,
            "root_stake": stake,
            "root_claimed_u128": claimed,
            "owed_i96f32": {key: book.owed(rate, stake[key], claimed[key]) for key in stake},
        }
        yield compare(name, ours, {key: step[key] for key in ours})
