"""Draws the market in a terminal."""

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from meritnet.operator.up.market_view import MarketView, MinerRow, ValidatorRow
from meritnet.operator.up.rows import row_lines
from meritnet.primitives.units import RAO_PER_TAO

KEYS = "c add a cheat   m add a miner of your own program   e explain a payment   q stop"
TRUTH = "synthetic replay, not a market forecast; skill was measured outside of the market"


def render(view: MarketView, endpoint: str, notes: Sequence[str], *, keys: bool) -> RenderableType:
    """Return the picture of the market."""
    head = Text.assemble(
        ("block ", "dim"),
        (f"{view.block:,}", "bold"),
        f"  epoch {view.epochs}, next in {view.next_epoch_in} blocks  1 α = {view.price / RAO_PER_TAO:.4f} TAO  ",
        (endpoint, "dim"),
    )
    parts: list[RenderableType] = [
        head,
        Text(TRUTH, style="dim"),
        miners_table(view.miners),
        validators_table(view.validators),
    ]
    parts += [Text(line, style="dim") for line in row_lines((row.name, row.row) for row in view.validators)]
    parts += [Text(line, style="yellow") for line in liar_lines(view.validators)]
    parts += [Text(note, style="cyan") for note in notes]
    if keys:
        parts.append(Text(KEYS, style="dim"))
    return Group(*parts)


def miners_table(rows: Sequence[MinerRow]) -> Table:
    """Return the miners, best paid first."""
    table = _table("miner", ("skill", "incentive", "epoch α", "held α", "worth TAO", "taken TAO"))
    for row in rows:
        table.add_row(
            str(row.uid),
            row.name,
            "?" if row.skill is None else f"{row.skill:+.1%}",
            f"{row.incentive:.2%}",
            f"{row.last_alpha / RAO_PER_TAO:,.4f}",
            f"{row.held_alpha / RAO_PER_TAO:,.3f}",
            f"{row.value_tao / RAO_PER_TAO:,.3f}",
            f"{row.taken_tao / RAO_PER_TAO:,.3f}" if row.taken_tao else "",
            style=None if row.honest else "red",
        )
    return table


def validators_table(rows: Sequence[ValidatorRow]) -> Table:
    """Return the validators."""
    table = _table("validator", ("stake α", "trust", "dividends", "epoch α", "‰ of stake", "missed α"))
    for row in rows:
        table.add_row(
            str(row.uid),
            row.name,
            f"{row.stake / RAO_PER_TAO:,.2f}",
            f"{row.trust:.1%}",
            f"{row.dividends:.2%}",
            f"{row.last_alpha / RAO_PER_TAO:,.4f}",
            f"{row.per_stake * 1000:,.3f}",
            "" if row.honest else f"{row.missed_alpha / RAO_PER_TAO:,.3f}",
            style=None if row.honest else "red",
        )
    return table


def _table(who: str, figures: Sequence[str]) -> Table:
    """Return an empty table that fits a terminal of 80 columns and few lines."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("uid", justify="right")
    table.add_column(who, max_width=24, no_wrap=True)
    for name in figures:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def liar_lines(rows: Sequence[ValidatorRow]) -> list[str]:
    """Return a sentence for every liar: what it missed, and what it stands to lose."""
    lines = []
    for row in rows:
        if row.dissent is None:
            continue
        ahead = ", ".join(
            f"{loss:.0%} after {epochs} epoch{'s' if epochs > 1 else ''}"
            for epochs, loss in row.dissent.losses.items()
        )
        lines.append(
            f"{row.name} has missed {row.missed_alpha / RAO_PER_TAO:,.3f} α so far by scoring bad answers as good; "
            f"if it goes on, it loses of its dividends {ahead}, {row.dissent.final_loss:.0%} in the end"
        )
    return lines
