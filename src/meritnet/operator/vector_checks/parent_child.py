"""Checks stake weights with parents and children, and how dividends are shared with parents."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.primitives.fixed import I64F64
from meritnet.runtime.pallets.staking import dividends_split, stake_weight


def check(document: Document) -> Iterator[Case]:
    """Yield one case a family."""
    return run_cases(named(document["cases"]), _family)


class _Family:
    """A case's inputs as the pure functions take them."""

    def __init__(self, given: Document) -> None:
        self.alpha = {key: int(stake) for key, stake in given["alpha_stake"].items()}
        self.root = {key: int(stake) for key, stake in given["root_stake"].items()}
        self.edges = [(e["parent"], e["child"], int(e["proportion_u64"])) for e in given["edges"]]
        self.owner = given["owner"]
        self.tao_weight = int(given["tao_weight_u96f32_bits"])

    def stakes(self, key: str) -> tuple[int, int]:
        return self.alpha.get(key, 0), self.root.get(key, 0)

    def children(self, key: str) -> list[int]:
        return [p for parent, _, p in self.edges if parent == key]

    def parents(self, key: str) -> list[tuple[str, int]]:
        return [(parent, p) for parent, child, p in self.edges if child == key]

    def inherited(self, key: str) -> dict[str, int]:
        lenders = [(*self.stakes(parent), p) for parent, p in self.parents(key)]
        weight = stake_weight.stake_weight(*self.stakes(key), self.children(key), lenders, self.tao_weight)
        return {
            "alpha": weight.alpha,
            "tao": weight.tao,
            "total_i64f64_bits": weight.total,
            "total_floor": I64F64.to_int(weight.total),
        }

    def self_contribution(self, key: str) -> int:
        return dividends_split.self_contribution(*self.stakes(key), self.children(key), self.tao_weight)


def _family(case: Document) -> Comparison:
    given, recorded = case["inputs"], case["outputs"]
    family = _Family(given)
    hotkey = given["dividend_hotkey"]
    parents = family.parents(hotkey)
    parts = dividends_split.split_dividend(
        int(given["dividend_alpha"]),
        family.self_contribution(hotkey),
        [
            dividends_split.Parent(*family.stakes(p), proportion, family.owner[p] == family.owner[hotkey])
            for p, proportion in parents
        ],
        family.tao_weight,
        int(given["childkey_take_u16"].get(hotkey, 0)),
        int(given["ck_burn_u64"]),
    )
    receivers = [*(parent for parent, _ in parents), hotkey]
    amounts = [*parts.to_parents, parts.to_self]
    ours = {
        "inherited": {key: family.inherited(key) for key in recorded["inherited"]},
        "self_contribution": {key: family.self_contribution(key) for key in recorded["self_contribution"]},
        "distribution_in_order": [
            {"hotkey": key, "alpha": amount} for key, amount in zip(receivers, amounts, strict=True)
        ],
        "recycled_alpha": parts.recycled,
    }
    return Comparison(ours, recorded)
