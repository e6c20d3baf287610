"""Tells whether a proxy type allows a call, and which types include which."""

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.origin import CallFilter
from meritnet.runtime.pallets.system.errors import CallFiltered

from .filter_table import FILTERS, Holds, LessThan, Rule

PALLET = "Proxy"
EVERYTHING = "Any"


def allows(ctx: Context, proxy_type: str, call: Case) -> bool:
    """Whether a type's filter lets a decoded call pass."""
    kind = FILTERS[proxy_type]
    if any(_matches(ctx, rule, call) for rule in kind.exceptions):
        return False
    return any(_matches(ctx, rule, call) for rule in kind.rules) == kind.allow_listed


def rule_names(rule: Rule, pallet: str, call: str) -> bool:
    """Whether a rule is about a call, whatever its condition."""
    return rule.pallet == pallet and rule.call in (None, call)


def _matches(ctx: Context, rule: Rule, call: Case) -> bool:
    if not rule_names(rule, call.name, call.args[0].name):
        return False
    condition = rule.condition
    if condition is None:
        return True
    definition, args = ctx.chain.find_call(call)
    value = dict(zip((name for name, _ in definition.args), args, strict=True))[condition.parameter]
    match condition:
        case LessThan(limit=limit):
            return bool(value < limit)
        case Holds(pallet=pallet, call=name):
            return bool(value.name == pallet and value.args[0].name == name)


def includes(proxy_type: str, other: str) -> bool:
    """Whether who has `proxy_type` may give and take proxies of type `other`."""
    if EVERYTHING in (proxy_type, other) or proxy_type == other:
        return proxy_type in (EVERYTHING, other)
    if proxy_type == "NonTransfer":
        return other not in ("Transfer", "SmallTransfer")
    return (proxy_type, other) == ("Transfer", "SmallTransfer")


def filter_for(proxy_type: str) -> CallFilter:
    """Return the filter of calls that a proxy of this type makes for the real account."""

    def check(ctx: Context, call: Case) -> None:
        """Raises: CallFiltered."""
        inner = call.args[0]
        if call.name == PALLET:
            if inner.name in ("add_proxy", "remove_proxy"):
                wanted = inner.args[1].name
                if not includes(proxy_type, wanted):
                    raise CallFiltered(proxy_type=proxy_type, call=inner.name, of_type=wanted)
            elif inner.name in ("remove_proxies", "kill_pure") and proxy_type != EVERYTHING:
                raise CallFiltered(proxy_type=proxy_type, call=inner.name)
        if not allows(ctx, proxy_type, call):
            raise CallFiltered(proxy_type=proxy_type, call=f"{call.name}.{inner.name}")

    return check
