"""Writes docs/reference/coverage.md: how much of the reference's surface the runtime declares.

usage: python scripts/coverage_page.py [--check]
"""

import argparse
import sys
from pathlib import Path

from meritnet.runtime.runtime import ASSEMBLY
from meritnet.testing.conformance import EXPLAINED, KINDS, Coverage, coverage

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "coverage.md"
HEAD = """# Coverage of the reference's surface

Written by `make surface` from the declarations and the tables recorded from the reference's runtime 461; a test holds
every declared item against them: names, indices, types, hashers, defaults. Each cell reads *declared / recorded*, then
in brackets the same for what some client is known to use. What is not declared is absent from metadata too, so clients
see that it is missing. Reasons for what is left out: [status](../status.md).
"""


def cell(row: Coverage | None) -> str:
    """Return the counts of one kind."""
    if row is None:
        return ""
    used = f" ({row.used_declared}/{row.used})" if row.used else ""
    return f"{row.declared}/{row.recorded}{used}"


def page() -> str:
    """Return the whole page."""
    rows = coverage(ASSEMBLY)
    by_owner: dict[str, dict[str, Coverage]] = {}
    for row in rows:
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
    lines += ["", "## Declared otherwise than recorded", "", "| item | why |", "|---|---|"]
    lines += [f"| `{what}` | {why} |" for what, why in sorted(EXPLAINED.items())]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or compare it; 1 if it is out of date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")
    options = parser.parse_args(arguments)
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
