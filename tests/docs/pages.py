"""The pages of this repository and what they contain: links, headings, commands, tables."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
MARK = re.compile(r'<a id="([^"]+)"></a>')
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def all_pages() -> list[Path]:
    """Return every page: the root's, those under docs/, and the READMEs beside the code."""
    pages = [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("src/**/*.md"),
        *ROOT.glob("examples/**/*.md"),
    ]
    return sorted(pages)


def name_of(page: Path) -> str:
    """Return a page's path inside the repository."""
    return page.relative_to(ROOT).as_posix()


def without_code(text: str) -> str:
    """Return a page's text without fenced blocks and inline code, where brackets are no links."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def links(text: str) -> list[str]:
    """Return the targets of a page's links and images."""
    plain = without_code(text)
    return LINK.findall(plain) + IMAGE.findall(plain)


@cache
def anchors(text: str) -> frozenset[str]:
    """Return the anchors of a page: those that its headings make, and the explicit ones."""
    found = set(MARK.findall(text))
    for heading in HEADING.findall(FENCE.sub("", MARK.sub("", text))):
        words = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
        found.add(words.replace(" ", "-"))
    return frozenset(found)


def commands(text: str) -> Iterator[str]:
    """Yield the command lines of a page's ```console blocks, comments and continuations resolved."""
    for language, body in FENCE.findall(text):
        if language != "console":
            continue
        for line in body.replace("\\\n", " ").splitlines():
            command = re.sub(r"\s+#\s.*$", "", line.removeprefix("$ ")).strip()
            if command and not command.startswith("#"):
                yield command


def table_rows(text: str) -> list[list[str]]:
    """Return the cells of all table rows of a page, without head and rule lines."""
    rows = []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        is_head = number + 1 < len(lines) and re.fullmatch(r"\|[-| :]+\|", lines[number + 1].strip())
        if line.startswith("|") and not is_head and not re.fullmatch(r"\|[-| :]+\|", line.strip()):
            rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))])
    return rows
