"""Every relative link of every page leads somewhere, with its anchor."""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.docs.pages import ROOT, all_pages, anchors, links, name_of


@cache
def anchors_of(page: Path) -> frozenset[str]:
    """Return the anchors of a page."""
    return anchors(page.read_text(encoding="utf-8"))


def broken(page: Path) -> list[str]:
    """Return the relative links of a page that lead nowhere."""
    wrong = []
    for link in dict.fromkeys(links(page.read_text(encoding="utf-8"))):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        is_there = target.exists() and target.is_relative_to(ROOT)
        if not is_there:
            wrong.append(link)
        elif parts.fragment and parts.fragment not in anchors_of(target):
            wrong.append(f"{link} (no such heading)")
    return wrong


@pytest.mark.parametrize("page", all_pages(), ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_page_starts_with_one_title() -> None:
    for page in all_pages():
        lines = page.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# "), f"{name_of(page)} has no title in its first line"


def test_every_page_of_docs_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.exists():
            continue
        reached.add(page)
        for link in links(page.read_text(encoding="utf-8")):
            path = urlsplit(link).path
            if path.endswith(".md"):
                waiting.append((page.parent / path).resolve())
    lost = sorted(name_of(page) for page in ROOT.glob("docs/**/*.md") if page not in reached)
    assert lost == []


def test_broken_link_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.docs.test_links.ROOT", tmp_path)
    (tmp_path / "other.md").write_text("# Other\n\n## A heading: with marks\n")
    page = tmp_path / "page.md"
    page.write_text(
        "# Page\n[a](other.md) [b](none.md) [c](other.md#a-heading-with-marks) [d](other.md#nothing)\n"
        "`[e](none.md)`\n```\n[f](none.md)\n```\n[g](https://example.invalid/none.md) [h](../outside.md)\n"
    )
    assert broken(page) == ["none.md", "other.md#nothing (no such heading)", "../outside.md"]
