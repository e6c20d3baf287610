"""Checks a share pool step by step."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, compare
from meritnet.runtime.pallets.staking import share_pool
from meritnet.runtime.pallets.staking.safe_float import ZERO, SafeFloat


class _Pool:
    """One pool and its shares; zero shares are dropped as storage does."""

    def __init__(self) -> None:
        self.value = 0
        self.denominator = ZERO
        self.shares: dict[str, SafeFloat] = {}

    def stake(self, coldkey: str) -> int:
        return share_pool.stake_of(self.value, self.denominator, self.shares.get(coldkey, ZERO))

    def update_one(self, coldkey: str, amount: int) -> None:
        share = self.shares.get(coldkey, ZERO)
        updated = share_pool.update_one(self.value, self.denominator, share, amount)
        self.value, self.denominator = updated.value, updated.denominator
        self.shares[coldkey] = updated.share
        if not updated.share.mantissa:
            del self.shares[coldkey]

    def apply(self, op: str, args: list[Document]) -> None:
        if op == "update_one":
            self.update_one(str(args[0]), int(args[1]))
        elif op == "update_one_full":
            self.update_one(str(args[0]), -self.stake(str(args[0])))
        elif op == "update_all":
            self.value = share_pool.update_all(self.value, int(args[0]))
        else:
            raise ValueError(f"unknown operation {op}")


def check(document: Document) -> Iterator[Case]:
    """Yield one case a step; a step goes on from where ours stands."""
    pool = _Pool()
    for number, step in enumerate(document["steps"]):
        pool.apply(step["op"], step["args"])
        result = Comparison(
            {
                "total_value": pool.value,
                "denominator": pool.denominator._asdict(),
                "shares": {c: pool.shares.get(c, ZERO)._asdict() for c in step["shares"]},
                "values": {c: pool.stake(c) for c in step["values"]},
            },
            {key: step[key] for key in ("total_value", "denominator", "shares", "values")},
        )
        yield compare(f"step {number} {step['op']}", *result)
