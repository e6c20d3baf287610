"""`meritnet vectors PATH...`: checks recorded vectors with this installation's own functions."""

import sys
from pathlib import Path

import click

from meritnet.operator.vectors import run


@click.command("vectors")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-v", "--verbose", is_flag=True, help="Show passed cases too.")
def command(paths: tuple[Path, ...], verbose: bool) -> None:
    """Check every case of the vector files at or under PATHS.

    A line tells each case that failed or belongs to a part that is left out; the last line counts them all.
    Exit code 1 if a case failed.
    """
    sys.exit(run(paths, click.echo, verbose=verbose).exit_code)
