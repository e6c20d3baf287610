"""`meritnet node`: runs a node until it is told to stop."""

import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from meritnet.engine.solo import Produced
from meritnet.node import collector, logs
from meritnet.node.config import load
from meritnet.node.service import Node
from meritnet.operator.end_signal import EndSignal

FAST_MS, SLOW_MS = 250, 12_000
FAST_FINALITY_LAG = 1
"""Blocks. On the reference's test chain of this pace finality comes some blocks late; clients' tests count on it."""
log = logging.getLogger(__name__)


@click.command(name="node")
@click.option(
    "--preset", type=click.Choice(["local", "reference", "meritnet"]), help="Chain rules.  [default: local]"
)
@click.option("--port", type=int, help="Port of HTTP and WebSocket RPC.  [default: 9944]")
@click.option(
    "--fast",
    type=click.Choice(["0", "1"]),
    help="1: blocks of 250 ms, final a block late as on the reference's test chain; 0: of 12 s (local preset).",
)
@click.option("--block-time", "block_time", type=float, help="Seconds between blocks, 0.25 to 12.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the chain.  [default: none is kept]",
)
@click.option("--archive", is_flag=True, default=None, help="Keep the state of every block.")
@click.option(
    "--mode",
    type=click.Choice(["paced", "instant"]),
    help="paced by the clock, or a block when transactions wait.",
)
@click.option(
    "--rules", is_flag=True, default=None, help="Add the rules of preset meritnet to a local chain."
)
@click.option("--rpc-host", help="Address of RPC.  [default: 127.0.0.1]")
@click.option("--rpc-external", is_flag=True, default=None, help="Serve RPC to other machines.")
@click.option(
    "--rpc-methods",
    type=click.Choice(["auto", "safe", "unsafe"]),
    help="Which RPC methods to serve; auto: safe ones with --rpc-external, else all.  [default: auto]",
)
@click.option(
    "--rpc-compress", is_flag=True, default=None, help="Compress WebSocket messages for clients that ask."
)
@click.option(
    "--genesis",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Genesis document of a fresh chain that is not local.",
)
@click.option("--genesis-salt", help="Fixes the genesis hash of a fresh chain.")
@click.option(
    "--beacon",
    type=click.Choice(["public", "local", "both", "none"]),
    help="Beacons whose rounds go into blocks.  [default: local for preset local, else public]",
)
@click.option(
    "--finality-lag",
    type=int,
    help="Blocks by which finality is told late, to try clients against a slower chain.  "
    "[default: 0, with --fast 1: 1]",
)
@click.option("--beacon-urls", help="Servers of the public beacon, separated by commas.")
@click.option(
    "--config", "config_file", type=click.Path(path_type=Path, dir_okay=False), help="Settings file (TOML)."
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    help="How much to log.  [default: info]",
)
@click.option("--log-file", type=click.Path(path_type=Path, dir_okay=False), help="Log to a rotated file.")
@click.option("--log-json", is_flag=True, default=None, help="Log one JSON object a line.")
def command(fast: str | None, block_time: float | None, config_file: Path | None, **flags: Any) -> int:
    """Run a node: the embedded chain with JSON-RPC on one port.

    Settings come from flags, then MERITNET_* variables, then the settings file. Prometheus figures are under
    /metrics, /health says whether blocks are made. SIGTERM or Ctrl-C ends it in order; with --state it
    continues where it stopped.
    """
    if fast is not None and block_time is not None:
        raise click.UsageError("--fast and --block-time exclude each other")
    if fast is not None:
        flags["block_time_ms"] = FAST_MS if fast == "1" else SLOW_MS
    elif block_time is not None:
        flags["block_time_ms"] = round(block_time * 1000)
    config = load(flags, config_file)
    if fast == "1" and config.mode == "paced" and config.finality_lag is None:
        config = replace(config, finality_lag=FAST_FINALITY_LAG)
    logs.set_up(config.log_level, config.log_file, as_json=config.log_json)
    collector.relax()
    return serve(Node(config))


def serve(node: Node) -> int:
    """Start a node and wait for a signal or the end of block production; return the exit code."""
    end = EndSignal()
    node.on_block(_announce)
    try:
        node.start()
        while not end.wait(0.5):
            if node.engine.failure is not None:
                break
    finally:
        node.stop()
    failure = node.engine.failure
    if failure is not None:
        click.echo(f"block production stopped: {type(failure).__name__}: {failure}", err=True)
        return 1
    return 0


def _announce(produced: Produced) -> None:
    """Log each block; the words of the first lines are what test harnesses of other clients wait for."""
    header = produced.output.header
    log.info(
        "Imported #%d (0x%s…) extrinsics=%d",
        header.number,
        produced.output.block_hash.hex()[:8],
        len(produced.output.applied),
    )
    sys.stderr.flush()
