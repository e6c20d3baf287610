"""Figures of the machine a benchmark runs on, so that other figures can be judged beside them."""

import os
import platform
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.row import best_of


@dataclass(frozen=True, slots=True)
class Machine:
    """What this machine is and how fast its parts are.

    Units: as the names say; `fsync_ms` is the median of one 4 KiB append made durable.
    """

    cpu: str
    cores: int
    python: str
    loops_millions_per_s: float
    memcpy_gb_per_s: float
    fsync_ms: float
    loopback_round_trip_us: float


def measure() -> Machine:
    """Return the figures of this machine; takes about two seconds."""
    return Machine(
        cpu=cpu_model(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        python=f"{platform.python_implementation()} {platform.python_version()}",
        loops_millions_per_s=loops_millions_per_s(),
        memcpy_gb_per_s=memcpy_gb_per_s(),
        fsync_ms=fsync_ms(),
        loopback_round_trip_us=loopback_round_trip_us(),
    )


def cpu_model() -> str:
    """Return the processor's name as the system gives it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def loops_millions_per_s() -> float:
    """Return how many million turns of a plain loop with one addition Python makes in a second."""
    turns = 1_000_000

    def work() -> None:
        total = 0
        for step in range(turns):
            total += step

    least, _ = best_of(work, repeat=5)
    return turns / least / 1000


def memcpy_gb_per_s() -> float:
    """Return how many gigabytes are copied in a second, far outside the caches."""
    source = np.ones(64 * 1024 * 1024, dtype=np.uint8)
    target = np.empty_like(source)
    least, _ = best_of(lambda: np.copyto(target, source), repeat=5)
    return source.nbytes / least / 1e6


def fsync_ms() -> float:
    """Return the milliseconds one 4 KiB append takes until it is durable, in the folder of caches."""
    folder = Path(".cache")
    folder.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, buffering=0) as file:

        def work() -> None:
            file.write(b"\0" * 4096)
            os.fsync(file.fileno())

        _, median = best_of(work, repeat=50)
    return median


@contextmanager
def echo_server() -> Iterator[tuple[str, int]]:
    """Serve one connection that sends back what it gets; yield its address."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while data := connection.recv(4096):
                connection.sendall(data)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield server.getsockname()
    finally:
        thread.join()
        server.close()


def loopback_round_trip_us() -> float:
    """Return the microseconds that 64 bytes take to another thread over TCP and back."""
    with echo_server() as address, socket.create_connection(address) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def work() -> None:
            client.sendall(b"x" * 64)
            received = 0
            while received < 64:
                received += len(client.recv(4096))

        _, median = best_of(work, repeat=200)
    return median * 1000
