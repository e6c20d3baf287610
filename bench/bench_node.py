"""How fast a node is there, and how much memory it takes."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from bench.row import Row

REQUEST = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "chain_getHeader", "params": []}).encode()
DEADLINE_S = 30.0


def rows(quick: bool) -> Iterator[Row]:
    """Measure the start of an existing local chain, and the memory of a node at rest."""
    with tempfile.TemporaryDirectory() as folder:
        with running(folder, "--fast", "1") as (_, process, _):
            sleep(2 if quick else 10)
            memory = resident_mb(process.pid)
        starts = []
        for _ in range(2 if quick else 7):
            with running(folder, "--fast", "1") as (start_s, _, _):
                starts.append(start_s)
    note = "process start to answer, median of new processes"
    yield Row("start of an existing chain to first RPC answer", 1.5, median(starts), "s", note)
    if memory is not None:
        yield Row("node memory, local chain at rest", 200, memory, "MB", "blocks of 250 ms, no client")


@contextmanager
def running(folder: str, *options: str) -> Iterator[tuple[float, subprocess.Popen[bytes], int]]:
    """Run a node on a free port; yield the seconds until its first RPC answer, its process and its port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("meritnet")), "node", "--log-level", "error", *options]
    begun = perf_counter()
    process = subprocess.Popen([*command, "--port", str(port), "--state", os.path.join(folder, "chain")])
    try:
        wait_for_answer(port, process, begun + DEADLINE_S)
        yield perf_counter() - begun, process, port
    finally:
        process.terminate()
        process.wait(timeout=DEADLINE_S)


def wait_for_answer(port: int, process: subprocess.Popen[bytes], deadline: float) -> None:
    """Ask until the node answers. Raises: RuntimeError if it ends or stays silent."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}", REQUEST, {"Content-Type": "application/json"}, method="POST"
    )
    while perf_counter() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the node ended with exit code {process.returncode}; its log is above")
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                json.load(answer)["result"]["number"]
            return
        except urllib.error.URLError:
            sleep(0.005)
    raise RuntimeError(f"the node gave no answer within {DEADLINE_S:.0f} s")


def resident_mb(pid: int) -> float | None:
    """Return a process's resident memory in megabytes; None where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024 / 1e6
