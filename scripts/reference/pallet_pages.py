"""Returns one page for each on-chain pallet: calls, events, errors, storage, constants."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from meritnet.runtime.framework.assembly import PalletParts
from meritnet.runtime.framework.declarations import CallDef, EventDef, Fields
from meritnet.runtime.framework.dispatch import guard_weight
from meritnet.runtime.framework.errors import ErrorDef
from meritnet.runtime.framework.fee_math import base_fee, weight_fee
from meritnet.runtime.runtime import ASSEMBLY

from .markdown import anchored, code, linked, page, page_name, paragraph, section, table
from .raisers import checks_before, code_of, raisers
from .reach import reached, reached_from, who
from .values import constant_text, default_text, type_text

INTRO = """\
Pallet {index} of the chain. A name in the first column is what clients use; its index is what is encoded.
Types lead to [types](types.md). Amounts are in rao, durations in blocks, unless a text says otherwise.
*May fail with*, *from* and *events* name everything that the code behind a call can reach, not what each use of it
meets. *Pool*: what a client is told when the transaction is refused before it is in a block.
*Fee* is without the length's 1 rao a byte and without a tip, at the declared weight; what was not used is refunded."""


def pallet_pages() -> dict[str, str]:
    """Return the pages by file name."""
    return {page_name(parts.name): _page(parts) for parts in ASSEMBLY.pallets.values()}


def _page(parts: PalletParts) -> str:
    return page(
        page_name(parts.name),
        parts.name,
        INTRO.format(index=parts.index),
        section("Calls", "\n\n".join(_call(call) for call in parts.calls)),
        section(
            "Events",
            table(
                ("index", "event", "fields", "meaning"),
                [
                    (event.index, anchored("event", event.name), _fields(event.fields), event.doc)
                    for event in parts.events
                ],
            ),
        ),
        section(
            "Errors",
            table(
                ("index", "error", "meaning", "pool", "from"),
                [
                    (
                        error.index,
                        anchored("error", error.name),
                        error.text,
                        "" if (number := code_of(error)) is None else f"Custom({number})",
                        _origin(error),
                    )
                    for error in parts.errors
                ],
            ),
        ),
        section(
            "Storage",
            table(
                ("item", "keys", "value", "default", "meaning"),
                [
                    (
                        anchored("storage", item.name),
                        ", ".join(f"{type_text(type_)} ({hasher.name})" for type_, hasher in item.key_parts),
                        type_text(item.value),
                        default_text(item),
                        item.doc,
                    )
                    for item in sorted(parts.storage, key=lambda item: item.name)
                ],
            ),
        ),
        section(
            "Constants",
            table(
                ("constant", "type", "value", "meaning"),
                [
                    (
                        anchored("constant", constant.name),
                        type_text(constant.type),
                        constant_text(constant),
                        constant.doc,
                    )
                    for constant in sorted(parts.constants, key=lambda constant: constant.name)
                ],
            ),
        ),
    )


def _fields(fields: Fields) -> str:
    return ", ".join(f"{name} {type_text(type_)}" if name else type_text(type_) for name, type_ in fields)


def _call(call: CallDef) -> str:
    found = reached(call)
    lines = [
        f"### {anchored('call', call.name)}",
        paragraph(call.doc),
        table(("argument", "type"), [(code(name), type_text(type_)) for name, type_ in call.args]),
    ]
    facts = [
        f"- index {call.index}"
        + (f", class {call.dispatch_class}" if call.dispatch_class != "Normal" else ""),
        f"- who: {who(call, found)}" if who(call, found) else "",
        f"- fee: {_fee(call)}",
        f"- may fail with: {failures}" if (failures := _failures(found.errors, found.failures)) else "",
        f"- refused before it is in a block: {refusals}" if (refusals := _refusals(call)) else "",
        "- events: " + ", ".join(_linked(found.events, "event")) if found.events else "",
    ]
    lines.append("\n".join(fact for fact in facts if fact))
    return "\n\n".join(line for line in lines if line)


def _linked(found: Iterable[ErrorDef | EventDef], kind: str) -> list[str]:
    ordered = sorted(found, key=lambda one: (one.pallet, one.index))
    return [linked(f"`{one.name}`", one.pallet, kind, one.name) for one in ordered]


def _failures(errors: set[ErrorDef], others: set[str]) -> str:
    return ", ".join([*_linked(errors, "error"), *(f"`{name}`" for name in sorted(others))])


def _refusals(call: CallDef) -> str:
    return ", ".join(_linked(reached_from(checks_before(call)).errors, "error"))


def _origin(error: ErrorDef) -> str:
    source = raisers()[error]
    parts = ["the check before every call"] if source.every_call else []
    if before := [call for call in source.refused if call not in source.calls]:
        parts.append("checks before " + ", ".join(_calls(before, error.pallet)))
    return "; ".join([*parts, ", ".join(_calls(source.calls, error.pallet))]).strip("; ")


def _calls(calls: list[CallDef], pallet: str) -> list[str]:
    """Return links to calls; those of other pallets are named with their pallet."""
    return [
        linked(
            f"`{call.name}`" if call.pallet == pallet else f"`{call.pallet}.{call.name}`",
            call.pallet,
            "call",
            call.name,
        )
        for call in calls
    ]


def _fee(call: CallDef) -> str:
    if callable(call.weight):
        return "by its arguments"
    if call.pays is False:
        return "none"
    context: Any = SimpleNamespace(chain=ASSEMBLY)  # the one thing of a context that guards' weights need
    weight = call.weight.plus(guard_weight(context, call))
    fee = f"{base_fee() + weight_fee(weight.ref_time):,} rao, weight {weight.ref_time:,} ps"
    return f"{fee}; free in some cases" if callable(call.pays) else fee
