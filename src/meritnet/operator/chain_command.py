"""`meritnet chain`: looks at, checks, exports and re-executes a stored chain, also beside its running node."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from meritnet.node.chain_file import ChainFile
from meritnet.node.service import open_chain
from meritnet.operator.chain_check import check
from meritnet.operator.chain_folder import state_option
from meritnet.operator.chain_replay import replay
from meritnet.operator.chain_summary import ChainSummary, summarise
from meritnet.operator.snapshot_state import held_still
from meritnet.primitives.units import RAO_PER_TAO
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_store import ChainStore
from meritnet.state.state_file import export_state


@click.group("chain")
def command() -> None:
    """Look at a stored chain, check it, export its state, or execute it again.

    All of this reads only, and works while the chain's node runs.
    """


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Runtime, ChainStore, ChainFile]]:
    """Open a chain folder for reading."""
    runtime, store, chain = open_chain(folder)
    try:
        yield runtime, store, chain
    finally:
        store.close()


@command.command("state")
@state_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def state(folder: Path, as_json: bool) -> None:
    """Show head, roots, sizes, issuance and subnets."""
    with opened(folder) as (runtime, store, chain), held_still(runtime, store) as still:
        summary = summarise(folder, chain, still)
    if as_json:
        click.echo(json.dumps(asdict(summary), indent=2))
    else:
        print_summary(summary, Console())


def print_summary(summary: ChainSummary, console: Console) -> None:
    """Print a summary for people."""
    moment = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(summary.moment_ms / 1000))
    lines = {
        "chain": f"{summary.preset}{' with the rules of meritnet' if summary.rules else ''}, "
        f"a block each {summary.block_time_ms / 1000:g} s",
        "genesis": summary.genesis,
        "height": f"{summary.height:,} at {moment} UTC",
        "block": summary.hash,
        "state root": summary.state_root,
        "kept": f"state from block {summary.state_kept_from:,}, proofs from block {summary.proofs_kept_from:,}",
        "size": f"{summary.store_bytes / 1e6:,.1f} MB, {summary.keys:,} keys, {summary.accounts:,} accounts",
        "issuance": f"{tao(summary.issuance)} (subnets' account of it: {tao(summary.subtensor_issuance)})",
        "staked": tao(summary.total_stake),
    }
    for name, value in lines.items():
        console.print(f"{name:<11} {value}", highlight=False, soft_wrap=True)
    table = Table(
        "netuid", "name", "neurons", "tempo", "epochs", "price", "TAO in pool", "alpha in pool", "alpha out"
    )
    for subnet in summary.subnets:
        table.add_row(
            str(subnet.netuid),
            subnet.name or ("" if subnet.started else "not started"),
            str(subnet.neurons),
            str(subnet.tempo),
            str(subnet.epochs),
            f"{subnet.price / RAO_PER_TAO:.6f}",
            f"{subnet.tao_in_pool / RAO_PER_TAO:,.3f}",
            f"{subnet.alpha_in_pool / RAO_PER_TAO:,.3f}",
            f"{subnet.alpha_outstanding / RAO_PER_TAO:,.3f}",
        )
    console.print(table, soft_wrap=True)


@command.command("check")
@state_option
def check_command(folder: Path) -> int:
    """Check every invariant of the newest state, the tables against each other, and the state root.

    Exit code 1 with a list if anything is violated.
    """
    violations = 0
    with opened(folder) as (runtime, store, _), held_still(runtime, store) as still:
        click.echo(f"block {still.bounds.number} 0x{still.bounds.hash.hex()}")
        for name, found in check(still):
            violations += len(found)
            click.echo(f"  {'ok  ' if not found else 'FAIL'} {name}")
            for sentence in found:
                click.echo(f"       {sentence}")
    click.echo(f"{violations} violations" if violations else "all invariants hold")
    return 1 if violations else 0


@command.command("export")
@state_option
@click.option("--block", type=int, help="Height whose state to write.  [default: the newest]")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(folder: Path, block: int | None, file: Path) -> None:
    """Write the state after a block to FILE, with its checksum."""
    with opened(folder) as (_, store, _):
        head = export_state(store, file, block)
    click.echo(
        f"wrote block {head.number} 0x{head.hash.hex()}, state root 0x{head.state_root.hex()}, "
        f"{file.stat().st_size:,} bytes, to {file}"
    )


@command.command("replay")
@state_option
@click.option("--to", type=int, help="Last height to execute.  [default: the newest]")
@click.option(
    "--scratch",
    type=click.Path(path_type=Path, exists=False),
    help="New folder for the fresh state.  [default: in memory]",
)
def replay_command(folder: Path, to: int | None, scratch: Path | None) -> int:
    """Execute the stored blocks again from genesis and compare the root at every height.

    Exit code 1 at the first difference.
    """
    begun = time.perf_counter()
    columns = (TextColumn("block"), MofNCompleteColumn(), BarColumn(), TimeRemainingColumn())
    with opened(folder) as (_, store, chain), Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("replay")
        result = replay(
            chain,
            store,
            to=to,
            scratch=scratch,
            progress=lambda height, last: bar.update(task, completed=height, total=last),
        )
    if result.difference is not None:
        click.echo(f"block {result.difference.height} differs: {result.difference.why}")
        for key in result.difference.keys:
            click.echo(f"  key {key}")
        return 1
    seconds = time.perf_counter() - begun
    click.echo(
        f"{result.height:,} blocks with {result.extrinsics:,} extrinsics executed again in {seconds:.1f} s: "
        "the same root at every height"
    )
    return 0


def tao(rao: int) -> str:
    """Return an amount for people."""
    return f"{rao / RAO_PER_TAO:,.3f} TAO"
