"""Makes Markdown: tables, cells, anchors, links between the pages of the reference."""

import re
from collections.abc import Iterable, Sequence

WRITTEN = "Written by `make reference` from the declarations; do not edit."


def page(name: str, title: str, intro: str, *parts: str) -> str:
    """Return the page of a file name: title, what it is, the parts; links to itself are by anchor alone."""
    text = "\n\n".join([f"# {title}", f"{intro}\n{WRITTEN}", *(part for part in parts if part)])
    return text.replace(f"({name}#", "(#") + "\n"


def cell(text: object) -> str:
    """Return text as a table cell: one line, bars escaped."""
    return re.sub(r"\s+", " ", str(text)).strip().replace("|", r"\|")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; empty without rows."""
    lines = ["| " + " | ".join(cell(one) for one in row) + " |" for row in rows]
    if not lines:
        return ""
    return "\n".join(["| " + " | ".join(head) + " |", "|---" * len(head) + "|", *lines])


def section(heading: str, text: str, level: int = 2) -> str:
    """Return a section; empty without text."""
    return f"{'#' * level} {heading}\n\n{text}" if text else ""


def anchored(kind: str, name: str) -> str:
    """Return a name as code behind an anchor that stays: `kind-name`."""
    return f'<a id="{anchor(kind, name)}"></a>`{name}`'


def anchor(kind: str, name: str) -> str:
    """Return the anchor of a declared thing."""
    return f"{kind}-{name}".lower()


def page_name(owner: str) -> str:
    """Return the file name of a pallet's page."""
    return f"pallet-{owner}.md".lower()


def linked(text: str, owner: str, kind: str, name: str) -> str:
    """Return a link to a declared thing of a pallet."""
    return f"[{text}]({page_name(owner)}#{anchor(kind, name)})"


def code(text: object) -> str:
    """Return text as inline code; empty for nothing."""
    shown = re.sub(r"\s+", " ", str(text)).strip()
    return f"`{shown}`" if shown else ""


def paragraph(doc: str) -> str:
    """Return a docstring as a paragraph, its line ends and indents undone; blank lines stay."""
    blocks = re.split(r"\n\s*\n", doc.strip())
    return "\n\n".join(re.sub(r"\s+", " ", block).strip() for block in blocks)
