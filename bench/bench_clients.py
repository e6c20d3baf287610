"""How fast unmodified clients of the reference are on a node here: first balance, metagraph, transfers with finality.

Each client runs in a process and an environment of its own, which is made once under `.cache/bench-clients` with the
versions pinned in `clients.json`. A client that cannot be installed, or whose program fails, is named and left out.
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypedDict

from bench.bench_node import DEADLINE_S, wait_for_answer
from bench.full_subnet import BLOCK_MS, NEURONS
from bench.row import Row

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = ROOT / "bench" / "clients.json"
SCRIPTS = ROOT / "bench" / "clients"
CACHE = ROOT / ".cache" / "bench-clients"
INSTALL_S = 600
RUN_S = 300
NPM = ("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock")


class Client(TypedDict):
    """One entry of `clients.json`: what to install, and which program to run there."""

    kind: str
    packages: list[str] | dict[str, str]
    script: str


class Figures(TypedDict):
    """What a client's program prints. Units: seconds, but for the number of neurons that it read."""

    balance: float
    metagraph: float
    neurons: int
    transfers: float


class Unusable(RuntimeError):
    """A client cannot be installed or its program failed; the text says why."""


def rows(quick: bool) -> Iterator[Row]:
    """Measure every client of `clients.json`, each on a new chain."""
    count = 20 if quick else 100
    for name, client in clients().items():
        try:
            command = installed(client)
            runs = [run(command, count) for _ in range(1 if quick else 2)]
        except Unusable as problem:
            print(f"left out: {name}: {problem}", file=sys.stderr)
            continue
        balance, metagraph, transfers = (
            median(one[figure] for one in runs) for figure in ("balance", "metagraph", "transfers")
        )
        yield Row(f"{name}: connect to first balance", None, balance, "s", "metadata included, imports not")
        yield Row(
            f"{name}: metagraph of {NEURONS} uids",
            None,
            metagraph * 1000,
            "ms",
            "the node's part: `metagraph`",
        )
        note = f"one sender, none waits for another; blocks of {BLOCK_MS} ms, final at once"
        yield Row(f"{name}: {count} transfers with finality", None, transfers, "s", note)


def clients() -> dict[str, Client]:
    """Return the pinned clients by name."""
    found: dict[str, Client] = json.loads(CLIENTS.read_text(encoding="utf-8"))
    return found


def installed(client: Client) -> list[str]:
    """Return the command that runs a client's program, its environment made if need be. Raises: Unusable."""
    wanted = json.dumps([client["kind"], client["packages"], sys.version_info[:2]], sort_keys=True)
    folder = CACHE / hashlib.sha256(wanted.encode()).hexdigest()[:16]
    install = {"python": _python, "npm": _npm}[client["kind"]]
    if not (folder / "installed").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        install(folder, client["packages"])
        (folder / "installed").touch()
    if client["kind"] == "python":
        return [str(folder / "bin" / "python"), str(SCRIPTS / client["script"])]
    # Modules are looked for beside the program, so it lies beside them.
    return ["node", str(shutil.copy(SCRIPTS / client["script"], folder))]


def _python(folder: Path, packages: list[str] | Mapping[str, str]) -> None:
    venv.create(folder, with_pip=True)
    command = [
        str(folder / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    _finish([*command, *packages], folder, INSTALL_S)


def _npm(folder: Path, packages: list[str] | Mapping[str, str]) -> None:
    missing = [tool for tool in ("node", "npm") if shutil.which(tool) is None]
    if missing:
        raise Unusable(f"it needs {' and '.join(missing)}")
    manifest = {"private": True, "type": "module", "dependencies": packages}
    (folder / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    _finish(NPM, folder, INSTALL_S)


def run(command: list[str], count: int) -> Figures:
    """Run a client's program on a node with a new chain; return its figures. Raises: Unusable."""
    with tempfile.TemporaryDirectory() as folder, node(folder) as url:
        printed = _finish([*command, url, str(count)], Path(folder), RUN_S, HOME=folder)
    figures: Figures = json.loads(printed.splitlines()[-1])
    if figures["neurons"] != NEURONS:
        raise Unusable(f"it read {figures['neurons']} neurons of {NEURONS}")
    return figures


@contextmanager
def node(folder: str) -> Iterator[str]:
    """Run a node whose subnet 1 is full on a free port; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bench.full_subnet", str(port), os.path.join(folder, "chain")]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for_answer(port, process, perf_counter() + DEADLINE_S)
        yield f"ws://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=DEADLINE_S)


def _finish(command: list[str] | tuple[str, ...], folder: Path, limit_s: float, **settings: str) -> str:
    """Run a command to its end in a folder; return what it printed. Raises: Unusable."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=limit_s,
            env=os.environ | settings,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Unusable(str(problem)) from problem
    if done.returncode != 0:
        raise Unusable(f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return done.stdout
