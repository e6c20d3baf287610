"""Writes docs/reference/coverage.md: how much of the reference's surface the runtime declares.

usage: python scripts/coverage_page.py [--check | --print]
"""

import argparse
import sys
from pathlib import Path

from meritnet.runtime.absences import ABSENCES, Absence
from meritnet.runtime.runtime import ASSEMBLY
from meritnet.testing.conformance import CLIENTS, EXPLAINED, KINDS, Coverage, Missing, coverage, missing

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "coverage.md"
HEAD = """# Coverage of the reference's surface

Written by `make surface` from the declarations and the tables recorded from the reference's runtime 461; a test holds
every declared item against them: names, indices, types, hashers, defaults. Each cell reads *declared / recorded*, then
in brackets the same for what some client is known to use. What is not declared is absent from metadata too, so clients
see that it is missing.
"""
ABSENT = """## Left out

Nothing else that is recorded is missing; a test counts. Names of runtime 461, and of 425 where it has others.
"""


def cell(row: Coverage | None) -> str:
    """Return the counts of one kind."""
    if row is None:
        return ""
    used = f" ({row.used_declared}/{row.used})" if row.used else ""
    return f"{row.declared}/{row.recorded}{used}"


def absent(absence: Absence, found: list[Missing]) -> list[str]:
    """Return the section of one part: the reason, then names by pallet, those that clients use in front."""
    lines = ["", f"### {absence.part[0].upper()}{absence.part[1:]}", "", absence.reason, ""]
    for owner in absence.names:
        mine = [one for one in found if one.owner == owner and one.absence is absence]
        used = [f"`{one.name}` ({clients(one)})" for one in mine if one.clients]
        rest = [] if absence.is_whole(owner) else [one.name for one in mine if not one.clients]
        rest += sorted(set(absence.listed(owner)) - {one.name for one in mine})
        parts = ["all of it"] if absence.is_whole(owner) else []
        parts += ["used by clients: " + ", ".join(used)] if used else []
        parts += [", ".join(f"`{name}`" for name in dict.fromkeys(rest))] if rest else []
        lines.append(f"- {owner}: " + "; ".join(parts))
    return lines


def clients(one: Missing) -> str:
    """Return the clients that use a name, in words."""
    shown = (
        f"{CLIENTS[mark.rstrip('?')]}{', perhaps' if mark.endswith('?') else ''}" for mark in one.clients
    )
    return "; ".join(shown)


def page() -> str:
    """Return the whole page."""
    by_owner: dict[str, dict[str, Coverage]] = {}
    for row in coverage(ASSEMBLY):
        by_owner.setdefault(row.owner, {})[row.kind] = row
    lines = [
        HEAD,
        "## Pallets",
        "",
        "| pallet | " + " | ".join(KINDS) + " |",
        "|---" * (len(KINDS) + 1) + "|",
    ]
    for owner, kinds in by_owner.items():
        if "methods" not in kinds:
            lines.append(f"| {owner} | " + " | ".join(cell(kinds.get(kind)) for kind in KINDS) + " |")
    lines += ["", "## Runtime APIs", "", "| API | methods |", "|---|---|"]
    lines += [f"| {owner} | {cell(k['methods'])} |" for owner, k in by_owner.items() if "methods" in k]
    found = missing(ASSEMBLY)
    lines += ["", ABSENT.rstrip()]
    for absence in ABSENCES:
        lines += absent(absence, found)
    lines += ["", "## Declared otherwise than recorded", "", "| item | why |", "|---|---|"]
    lines += [f"| `{what}` | {why} |" for what, why in sorted(EXPLAINED.items())]
    return "\n".join(lines) + "\n"


def summary() -> str:
    """Return the coverage as plain aligned text, a line for each pallet and runtime API."""
    by_owner: dict[str, dict[str, Coverage]] = {}
    for row in coverage(ASSEMBLY):
        by_owner.setdefault(row.owner, {})[row.kind] = row
    lines = [
        f"{owner:<30}" + "  ".join(f"{kind} {cell(row)}" for kind, row in kinds.items())
        for owner, kinds in by_owner.items()
    ]
    rows = coverage(ASSEMBLY)
    total = cell(
        Coverage(
            "",
            "",
            sum(row.declared for row in rows),
            sum(row.recorded for row in rows),
            sum(row.used_declared for row in rows),
            sum(row.used for row in rows),
        )
    )
    return "\n".join([*lines, f"{'together':<30}{total}"])


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or compare or print it; 1 if it is out of date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")
    parser.add_argument("--print", action="store_true", help="print the counts instead of writing the page")
    options = parser.parse_args(arguments)
    if options.print:
        print(summary())
        return 0
    text = page()
    if options.check:
        current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        print("up to date" if current else "out of date: run make surface")
        return 0 if current else 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    print(f"wrote {PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
