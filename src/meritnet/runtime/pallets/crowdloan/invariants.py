"""What always holds for crowdloans, checked over a whole state. Units: rao."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.balances import accounts as balances

from . import storage
from .accounts import funds_account


def check(ctx: Context) -> list[str]:
    """Return every violation found, in words; an empty list is a sound state."""
    found = []
    if storage.current_crowdloan_id.exists(ctx):
        found.append("CurrentCrowdloanId is set outside of a finalization")
    for crowdloan_id, crowdloan in storage.crowdloans.iter(ctx):
        name = f"crowdloan {crowdloan_id}"
        if crowdloan_id >= storage.next_crowdloan_id.get(ctx):
            found.append(f"{name}: its id is not below the next one")
        if crowdloan.funds_account != funds_account(crowdloan_id):
            found.append(f"{name}: its funds account is not the one of its id")
        given = dict(storage.contributions.iter_prefix(ctx, crowdloan_id))
        if sum(given.values()) != crowdloan.raised:
            found.append(f"{name}: raised {crowdloan.raised}, contributions are {sum(given.values())}")
        if len(given) != crowdloan.contributors_count:
            found.append(f"{name}: {crowdloan.contributors_count} contributors, {len(given)} contributions")
        if given.get(crowdloan.creator, 0) < crowdloan.deposit:
            found.append(f"{name}: the creator's deposit {crowdloan.deposit} is not among the contributions")
        if crowdloan.raised > crowdloan.cap:
            found.append(f"{name}: raised {crowdloan.raised}, more than the cap {crowdloan.cap}")
        held = balances.free(ctx, crowdloan.funds_account)
        if not crowdloan.finalized and held < crowdloan.raised:
            found.append(f"{name}: raised {crowdloan.raised}, its account holds {held}")
        if (crowdloan.call is None) == (crowdloan.target_address is None):
            found.append(f"{name}: it needs either a call or a target")
    return found + _orphans(ctx)


def _orphans(ctx: Context) -> list[str]:
    known = {crowdloan_id for crowdloan_id, _ in storage.crowdloans.iter(ctx)}
    return [
        f"{item.name} names crowdloan {crowdloan_id}, which does not exist"
        for item in (storage.contributions, storage.max_contributions)
        for crowdloan_id in sorted({row[0] for row in item.iter(ctx)} - known)
    ]
