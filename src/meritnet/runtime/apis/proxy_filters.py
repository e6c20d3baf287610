"""ProxyFilterRuntimeApi: the proxy types and what each allows, in the older and the newer layout.

The newer layout lists every call that a type lets pass, with the condition if there is one; the older one tells the
rules as they are written, of calls that this chain has.
"""

from typing import Any

from meritnet.codec import BOOL, BYTES, U8, U128, Case, Enum, Option, Struct, Variant, Vec
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import CallDef, api
from meritnet.runtime.pallets.proxy.filter_table import FILTERS, Holds, LessThan, Rule, TypeFilter
from meritnet.runtime.pallets.proxy.filters import rule_names
from meritnet.runtime.pallets.proxy.types import PROXY_TYPE_NAMES

API = "ProxyFilterRuntimeApi"
NEWER = "subtensor_runtime_common::proxy"
OLDER = "subtensor_runtime_common"

PROXY_TYPE_INFO = Struct(f"{NEWER}::ProxyTypeInfo", [("name", BYTES), ("index", U8), ("deprecated", BOOL)])

CONSTRAINT = Enum(
    f"{NEWER}::CallConstraint",
    [
        Variant(0, "ParamLessThan", [("param_name", BYTES), ("limit", U128)]),
        Variant(
            1,
            "NestedCallMustBe",
            [("param_name", BYTES), ("pallet_name", BYTES), ("call_name", BYTES)],
        ),
    ],
)
CALL_INFO = Struct(
    f"{NEWER}::CallInfo",
    [
        ("pallet_name", BYTES),
        ("pallet_index", U8),
        ("call_name", BYTES),
        ("call_index", U8),
        ("constraint", Option(CONSTRAINT)),
    ],
)
FILTER_MODE = Enum(
    f"{NEWER}::FilterMode", [Variant(0, "AllowAll"), Variant(1, "Allow", [(None, Vec(CALL_INFO))])]
)
FILTER_INFO = Struct(
    f"{NEWER}::ProxyFilterInfo",
    [("proxy_type", U8), ("name", BYTES), ("deprecated", BOOL), ("filter_mode", FILTER_MODE)],
)

CONDITION_425 = Enum(
    f"{OLDER}::CallCondition",
    [
        Variant(0, "ParamLessThan", [("param_name", BYTES), ("limit", U128)]),
        Variant(1, "NestedCallMustBe", [("pallet_name", BYTES), ("call_name", BYTES)]),
    ],
)
CALL_INFO_425 = Struct(
    f"{OLDER}::CallInfo",
    [
        ("pallet_name", BYTES),
        ("pallet_index", U8),
        ("call_name", Option(BYTES)),
        ("call_index", Option(U8)),
        ("condition", Option(CONDITION_425)),
    ],
)
FILTER_MODE_425 = Enum(
    f"{OLDER}::FilterMode",
    [Variant(0, "AllowAll"), Variant(1, "DenyAll"), Variant(2, "Allow"), Variant(3, "Deny")],
)
FILTER_INFO_425 = Struct(
    f"{OLDER}::ProxyFilterInfo",
    [
        ("proxy_type", U8),
        ("name", BYTES),
        ("deprecated", BOOL),
        ("filter_mode", FILTER_MODE_425),
        ("calls", Vec(CALL_INFO_425)),
        ("exceptions", Vec(CALL_INFO_425)),
    ],
)


@api(API, {}, Vec(PROXY_TYPE_INFO))
def get_proxy_types(_ctx: Context) -> tuple[Any, ...]:
    """Return the proxy types; deprecated ones allow nothing."""
    return tuple(
        PROXY_TYPE_INFO.cls(name.encode(), index, FILTERS[name].deprecated)
        for index, name in enumerate(PROXY_TYPE_NAMES)
    )


@api(API, {"proxy_types": Option(Vec(U8))}, Vec(FILTER_INFO))
def get_proxy_filters(ctx: Context, proxy_types: bytes | None) -> tuple[Any, ...]:
    """Return what the named types allow, or all types, as lists of calls that pass."""
    return tuple(
        FILTER_INFO.cls(index, name.encode(), FILTERS[name].deprecated, _mode(ctx, FILTERS[name]))
        for index, name in enumerate(PROXY_TYPE_NAMES)
        if proxy_types is None or index in proxy_types
    )


@api(API, {"proxy_type": Option(U8)}, Vec(FILTER_INFO_425))
def get_proxy_filter(ctx: Context, proxy_type: int | None) -> tuple[Any, ...]:
    """Return the rules of one type, or of all, in the layout of runtime 425 that SDK 10 reads."""
    return tuple(
        _rules_425(ctx, index, name)
        for index, name in enumerate(PROXY_TYPE_NAMES)
        if proxy_type in (None, index)
    )


# --- newer layout ----------------------------------------------------------------------------------


def _mode(ctx: Context, kind: TypeFilter) -> Case:
    if not kind.allow_listed and not kind.rules:
        return Case("AllowAll", ())
    passing = []
    for parts in ctx.chain.pallets.values():
        for call in parts.calls:
            rule = _first(kind.rules, call)
            if _first(kind.exceptions, call) is None and (rule is not None) == kind.allow_listed:
                constraint = None if rule is None else _constraint(rule)
                passing.append(
                    CALL_INFO.cls(
                        call.pallet.encode(), parts.index, call.name.encode(), call.index, constraint
                    )
                )
    return Case("Allow", (tuple(passing),))


def _first(rules: tuple[Rule, ...], call: CallDef) -> Rule | None:
    return next((rule for rule in rules if rule_names(rule, call.pallet, call.name)), None)


def _constraint(rule: Rule) -> Case | None:
    match rule.condition:
        case LessThan(parameter, limit):
            return Case("ParamLessThan", (parameter.encode(), limit))
        case Holds(parameter, pallet, call):
            return Case("NestedCallMustBe", (parameter.encode(), pallet.encode(), call.encode()))
    return None


# --- older layout ----------------------------------------------------------------------------------


def _rules_425(ctx: Context, index: int, name: str) -> Any:
    kind = FILTERS[name]
    if kind.allow_listed:
        mode = "Allow" if kind.rules else "DenyAll"
    else:
        mode = "Deny" if kind.rules else "AllowAll"
    return FILTER_INFO_425.cls(
        index,
        name.encode(),
        kind.deprecated,
        Case(mode, ()),
        _calls_425(ctx, kind.rules),
        _calls_425(ctx, kind.exceptions),
    )


def _calls_425(ctx: Context, rules: tuple[Rule, ...]) -> tuple[Any, ...]:
    infos = []
    for rule in rules:
        parts = ctx.chain.pallets[rule.pallet]
        indices = {call.name: call.index for call in parts.calls}
        if rule.call is not None and rule.call not in indices:
            continue
        named = None if rule.call is None else rule.call.encode()
        number = None if rule.call is None else indices[rule.call]
        infos.append(
            CALL_INFO_425.cls(rule.pallet.encode(), parts.index, named, number, _condition_425(rule))
        )
    return tuple(infos)


def _condition_425(rule: Rule) -> Case | None:
    match rule.condition:
        case LessThan(parameter, limit):
            return Case("ParamLessThan", (parameter.encode(), limit))
        case Holds(_, pallet, call):
            return Case("NestedCallMustBe", (pallet.encode(), call.encode()))
    return None
