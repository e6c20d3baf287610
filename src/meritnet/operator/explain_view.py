"""Shows the answers of the `explain_*` methods to people: sentences first, then tables with units."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.table import Table

from meritnet.operator.explain_text import RAO, alpha, amount, percent, short, tao

Answer = Mapping[str, Any]
"""Any: JSON values."""

SLOT_COLUMNS = ("place", "uid", "hotkey", "emission", "age", "immune", "after", "costs TAO", "why")
FIGURES = frozenset(
    {
        *(name for name in SLOT_COLUMNS if name not in ("hotkey", "why")),
        *("value", "bound", "amount", "netuid", "moving price TAO", "registered at", "immune until"),
    }
)
"""Columns that are set to the right."""
WORDS = frozenset({"why", "what it means", "note"})
"""Columns that may wrap."""
YES, NO, OPEN = "[green]✓[/]", "[red]✗[/]", "[dim]·[/]"


# --- pruning ----------------------------------------------------------------------------------------------


def show_pruning(console: Console, answer: Answer, *, most: int) -> None:
    """Print who goes next, then the neuron that was asked for."""
    asked, replaced = answer["asked"], answer["replaced"]
    if asked is not None:
        _show_slot(console, answer, asked)
    if replaced is not None:
        _show_replacement(console, replaced, still_there=asked is not None)
    if asked is None and replaced is not None:
        return
    _say(console, _pruning_sentence(answer))
    table = _table(*SLOT_COLUMNS)
    slots = answer["slots"]
    for slot in slots[:most]:
        needed = slot["newcomers_needed"]
        table.add_row(
            "–" if slot["place"] is None else str(slot["place"] + 1),
            str(slot["uid"]),
            short(slot["hotkey"]),
            amount(slot["emission_rao"], "", 3),
            f"{slot['age_blocks']:,}",
            f"{slot['immunity_left_blocks']:,}" if slot["immunity_left_blocks"] else "",
            "–" if needed is None else f"{needed:,}",
            "–" if needed is None else amount(slot["attack_price_rao"], "", 3),
            slot["reason"],
            style="bold" if asked is not None and slot["uid"] == asked["uid"] else None,
        )
    console.print(table)
    if len(slots) > most:
        _say(console, f"… and {len(slots) - most} more; --all shows them.")
    _say(
        console,
        "Emission: alpha in the last epoch. Age and immunity left: blocks. After: registrations from now that reach "
        "the slot, and what they cost together in one block.",
    )


def _pruning_sentence(answer: Answer) -> str:
    epoch = answer["next_epoch_block"]
    recount = (
        "no epoch will count emissions anew"
        if epoch is None
        else f"emissions are counted anew at block {epoch}"
    )
    if not answer["registration_allowed"]:
        return f"Block {answer['block']}: subnet {answer['netuid']} takes no registrations, so nobody is replaced."
    price = tao(answer["registration_price_rao"])
    if answer["free_uids"]:
        return (
            f"Block {answer['block']}: {answer['free_uids']} of {answer['max_uids']} slots are free, and newcomers "
            f"take those first; a registration costs {price}; {recount}."
        )
    if answer["next_uid"] is None:
        return f"Block {answer['block']}: all slots are taken and nobody can be replaced; registrations are refused."
    return (
        f"Block {answer['block']}: all {answer['max_uids']} slots are taken; the next registration costs {price} and "
        f"takes uid {answer['next_uid']}; {recount}."
    )


def _show_slot(console: Console, answer: Answer, slot: Answer) -> None:
    uid, left = slot["uid"], slot["immunity_left_blocks"]
    if slot["newcomers_needed"] is None:
        fate = f"cannot be pushed out in block {answer['block']}: {slot['reason']}"
    elif slot["newcomers_needed"] == 1:
        fate = (
            f"goes with the next registration, which costs {tao(slot['attack_price_rao'])}: {slot['reason']}; "
            "more emission, which means better work, moves it back"
        )
    else:
        fate = (
            f"goes with the {_ordinal(slot['newcomers_needed'])} registration from now: {slot['reason']}; to force it "
            f"out in one block costs {tao(slot['attack_price_rao'])}"
        )
    _say(console, f"uid {uid} ({slot['hotkey']}) {fate}.")
    if left:
        _say(console, f"Immunity: {left:,} blocks more, until block {slot['immune_until_block']}.")
    else:
        _say(console, f"Immunity: over since block {slot['immune_until_block']}.")


def _show_replacement(console: Console, lost: Answer, *, still_there: bool) -> None:
    if still_there:
        first = f"It took the slot in block {lost['block']} from {lost['old_hotkey']}"
    else:
        first = f"{lost['old_hotkey']} lost uid {lost['uid']} in block {lost['block']} to {lost['newcomer']}"
    _say(
        console,
        f"{first}: {lost['reason']}. Emission then {alpha(lost['old_emission_rao'])}, age {lost['old_age_blocks']:,} "
        f"blocks, immune until block {lost['old_immune_until_block']}. The registration "
        f"({lost['call']}, extrinsic {lost['extrinsic']}) cost {tao(lost['price_rao'])} and was signed by "
        f"{lost['signer'] or 'nobody'}.",
    )


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


# --- weights ----------------------------------------------------------------------------------------------


def show_weights(console: Console, answer: Answer) -> None:
    """Print whether weights can be set, and every check."""
    mark = "[green]works[/]" if answer["error"] is None else "[red]refused[/]"
    who = "no uid" if answer["uid"] is None else f"uid {answer['uid']}"
    console.print(
        f"{mark}  subnet {answer['netuid']}, mechanism {answer['mechanism']}, {who}, block {answer['block']}",
        highlight=False,
    )
    _say(console, _sentence(answer["says"]))
    table = _table("", "check", "value", "bound", "what it means")
    for check in answer["checks"]:
        _add_check(table, check)
    if answer["at_reveal"]:
        table.add_section()
        table.add_row("", "", "", "", "[dim]when the commit is opened, as things stand now:[/]")
        for check in answer["at_reveal"]:
            _add_check(table, check)
    console.print(table)


def _add_check(table: Table, check: Answer) -> None:
    passed, unit = check["passed"], check["unit"]
    in_rao = unit.startswith("rao")
    text = escape(check["text"])
    if check["error"] is not None:
        text = f"[red]{check['error']}[/]: {text}; {_when(check)}"
    if unit:
        text += f" [dim]({unit.replace('rao of', 'alpha of')})[/]"
    table.add_row(
        OPEN if passed is None else YES if passed else NO,
        check["name"],
        _figure(check["value"], in_rao=in_rao),
        _figure(check["bound"], in_rao=in_rao),
        text,
        style="dim" if passed is None else None,
    )


def _when(check: Answer) -> str:
    if check["from_block"] is None:
        return "waiting does not help"
    about = "about " if check["is_forecast"] else ""
    return f"passes from {about}block {check['from_block']} on"


def _figure(value: int | None, *, in_rao: bool) -> str:
    if value is None:
        return ""
    return f"{value / RAO:,.3f}" if in_rao else f"{value:,}"


# --- stake and unstake ------------------------------------------------------------------------------------


def show_trade(console: Console, answer: Answer) -> None:
    """Print what a trade gives, what it costs, and what limits it."""
    buys = answer["side"] == "stake"
    given, got = ("TAO", "alpha") if buys else ("alpha", "TAO")
    if answer["error"] is None:
        head = (
            f"[green]works[/]  {amount(answer['used_rao'], given)} give {amount(answer['received_rao'], got)}"
        )
        head += f", {percent(answer['slippage_ppb'])} less than at the price before"
        tail = answer["says"]
    else:
        head = f"[red]refused[/]  {answer['error']}"
        tail = answer["says"]
        if answer["received_rao"]:
            tail += f" — the pool alone would give {amount(answer['received_rao'], got)}"
    console.print(head, highlight=False)
    _say(console, _sentence(tail))
    table = _table("", "amount", "note")
    rows: list[tuple[str, str, str]] = [
        (
            "given",
            amount(answer["used_rao"], given, 9),
            f"of {amount(answer['amount_rao'], given)} asked for",
        ),
        ("received", amount(answer["received_rao"], got, 9), ""),
        ("ideal", amount(answer["ideal_rao"], got, 9), "at the price before, without fee and slippage"),
        ("slippage and fee", percent(answer["slippage_ppb"], 4), "what is missing of the ideal"),
        ("pool fee", amount(answer["pool_fee_rao"], given, 9), "part of what is given"),
        ("price before", amount(answer["price_before_rao"], "TAO", 9), "for one alpha"),
        ("price after", amount(answer["price_after_rao"], "TAO", 9), _moved(answer)),
    ]
    if answer["extrinsic_fee_rao"] is not None:
        rows.append(
            (
                "transaction fee",
                amount(answer["extrinsic_fee_rao"], "TAO", 9),
                f"paid in {answer['fee_paid_in']}",
            )
        )
    least = "least that may be staked" if buys else "least TAO that a partial removal must give"
    rows.append(("least", amount(answer["least_rao"], "TAO", 9), least))
    if answer["most_at_limit_rao"] is not None:
        most = answer["most_at_limit_rao"]
        text = "no bound" if most == 2**64 - 1 else amount(most, given, 9)
        rows.append(("most at the limit", text, "what the price limit lets through"))
    if answer["coldkey"] is not None:
        rows += [
            ("balance", amount(answer["balance_rao"], "TAO", 9), "that the coldkey can spend"),
            ("staked", amount(answer["staked_rao"], "alpha", 9), "with this hotkey"),
            ("locked", amount(answer["locked_rao"], "alpha", 9), "on this subnet, with any hotkey"),
            ("available", amount(answer["available_rao"], "alpha", 9), "on this subnet, with any hotkey"),
        ]
        if answer["collateral_rao"]:
            rows.append(("collateral", amount(answer["collateral_rao"], "alpha", 9), "held with this hotkey"))
    started = "yes" if answer["subtoken_enabled"] else "no: nothing can be bought before it starts"
    rows.append(
        ("subnet has started", started, "" if answer["has_pool"] else "no pool here: one alpha is one TAO")
    )
    rows.append(("hotkey", short(answer["hotkey"]), _owner_note(answer["hotkey_owner"])))
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _owner_note(owner: str | None) -> str:
    return "nobody owns it, so nothing can be staked with it" if owner is None else f"owned by {short(owner)}"


def _moved(answer: Answer) -> str:
    before, after = answer["price_before_rao"], answer["price_after_rao"]
    return f"{after / before - 1:+.2%}" if before else ""


# --- eviction ---------------------------------------------------------------------------------------------


def show_eviction(console: Console, answer: Answer, *, most: int) -> None:
    """Print which subnet goes next and everybody's place."""
    wait = answer["registration_from_block"]
    when = "now" if wait <= answer["block"] else f"from block {wait} on"
    _say(console, _sentence(answer["says"]))
    _say(
        console,
        f"Registering a subnet costs {tao(answer['cost_rao'])} in block {answer['block']}, possible {when}.",
    )
    table = _table("place", "netuid", "owner", "moving price TAO", "registered at", "immune until", "why")
    order = answer["order"]
    for row in order[:most]:
        table.add_row(
            "–" if row["place"] is None else str(row["place"] + 1),
            str(row["netuid"]),
            short(row["owner"]),
            amount(row["moving_price_rao"], "", 9),
            f"{row['registered_at_block']:,}",
            f"{row['immune_until_block']:,}",
            row["reason"],
            style="bold" if row["netuid"] == answer["next_netuid"] else None,
        )
    console.print(table)
    if len(order) > most:
        _say(console, f"… and {len(order) - most} more; --all shows them.")


# --- common -----------------------------------------------------------------------------------------------


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        justify: JustifyMethod = "right" if name in FIGURES else "left"
        table.add_column(name, justify=justify, overflow="fold", no_wrap=name not in WORDS)
    return table


def _sentence(text: str) -> str:
    # Names of calls stay as they are.
    is_name = "_" in text.split(" ", 1)[0]
    return (text if is_name else text[:1].upper() + text[1:]) + ("" if text.endswith(".") else ".")


def _say(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False)
