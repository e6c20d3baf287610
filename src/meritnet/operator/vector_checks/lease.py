"""Checks the shares of leased subnets: refunds of what is left over, parts of the owner's cut."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.runtime.pallets.leases import shares


def check(document: Document) -> Iterator[Case]:
    """Yield one case a lease."""
    return run_cases(named(document["cases"]), _lease)


def _lease(case: Document) -> Comparison:
    given = case["inputs"]
    raised, leftover = int(given["raised"]), int(given["leftover"])
    by_contributor = {
        who: shares.share_of(int(amount), raised)
        for who, amount in given["contributions"].items()
        if who != given["beneficiary"]
    }
    refunds = {who: shares.refund_of(share, leftover) for who, share in by_contributor.items()}
    cut = shares.contributors_cut(given["emissions_share_percent"], int(given["owner_cut_alpha"]))
    total = cut + int(given["accumulated_before"])
    paid = {who: shares.dividend_of(share, total) for who, share in by_contributor.items()}
    ours = {
        "shares": [
            {"contributor": who, "share_u64f64_bits": share, "refund": refunds[who]}
            for who, share in by_contributor.items()
        ],
        "beneficiary_refund": shares.rest_of(leftover, sum(refunds.values())),
        "contributors_cut": cut,
        "total_distributed": total,
        "contributor_alpha": [{"contributor": who, "alpha": alpha} for who, alpha in paid.items()],
        "beneficiary_alpha": shares.rest_of(total, sum(paid.values())),
    }
    return Comparison(ours, case["outputs"])
