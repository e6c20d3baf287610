"""The chain folder that a command works on: named by the user, or the local network's own."""

from pathlib import Path
from typing import Any

import click

from meritnet.neuron import networks

NODE_FOLDER = "node"
"""Where a network's folder keeps its node's chain."""


def local_chain() -> Path:
    """Return the chain folder of the local network that `meritnet up` runs."""
    return networks.folder("local") / NODE_FOLDER


def state_option(command: Any) -> Any:  # Any: click's decorators have no narrower type
    """Add `--state`, the folder given to `meritnet node --state`."""
    return click.option(
        "--state",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=local_chain,
        help="Folder of the chain.  [default: the local network's]",
    )(command)
