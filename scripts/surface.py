"""Writes the lock of names, indices, types and defaults that clients build on: src/meritnet/runtime/surface/.

usage: python scripts/surface.py [--unreleased]

Clients cache metadata by genesis and spec version, so a changed surface needs a new SPEC_VERSION in
src/meritnet/runtime/params.py; without one nothing is written. --unreleased keeps the number: only while no chain
that should live on runs with it.
"""

import argparse
import sys

from meritnet.runtime.params import SPEC_VERSION
from meritnet.runtime.runtime import ASSEMBLY
from meritnet.testing import surface


def main(arguments: list[str] | None = None) -> int:
    """Compare, write, print what changed; 1 if a new version is needed first."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--unreleased", action="store_true", help="keep SPEC_VERSION although the surface changed"
    )
    options = parser.parse_args(arguments)
    now, before = surface.describe(ASSEMBLY), surface.written()
    lock = before.pop(surface.LOCK, None)
    changed = surface.changes(before, now)
    for line in changed:
        print(line)
    if changed and lock and lock["spec_version"] >= SPEC_VERSION and not options.unreleased:
        print(
            f"{len(changed)} changes need a new SPEC_VERSION (now {SPEC_VERSION}) in src/meritnet/runtime/params.py",
            file=sys.stderr,
        )
        return 1
    surface.write(now, SPEC_VERSION)
    print(f"{len(changed)} changes, spec version {SPEC_VERSION}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
