"""Programs as processes of a test's own: found by the port that they say, ended by their own process ids."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HANG_S = 120.0
"""Bound of whatever hangs; no test waits for it to pass."""
LOOK_S = 0.02
"""How long a program may end before its log is looked at once more."""
NODE = [str(Path(sys.executable).with_name("meritnet")), "node"]
STARTED = re.compile(r"node_started .* rpc=http\+ws://127\.0\.0\.1:(\d+)")


@contextmanager
def running(command: list[str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program with its output in a log; end it in order."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=HANG_S)
        finally:
            process.kill()
            process.wait()


@contextmanager
def running_node(folder: Path, *options: str, log: str = "node.log") -> Iterator["RunningNode"]:
    """Run a node on a port that the system chooses, its state under the folder; it must end in order."""
    path = folder / log
    command = [*NODE, "--port", "0", "--state", str(folder / "chain"), *options]
    with running(command, path) as process:
        node = RunningNode(process, path)
        yield node
        ended_before = process.poll()
    assert process.returncode == 0 or ended_before is not None, path.read_text()[-2000:]


class RunningNode:
    """A node, and where it answers once it does."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.process = process
        self.port = started_port(process, log)

    @property
    def url(self) -> str:
        """Where its RPC is."""
        return f"ws://127.0.0.1:{self.port}"


def started_port(process: "subprocess.Popen[bytes]", log: Path) -> int:
    """Return the port that a node says in its log, as soon as it listens there."""
    ends = time.monotonic() + HANG_S
    while (said := STARTED.search(log.read_text(errors="replace"))) is None:
        assert time.monotonic() < ends, f"the node says no port: {log.read_text()[-2000:]}"
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(LOOK_S)
            raise AssertionError(f"the node ended with {code}: {log.read_text()[-2000:]}")
    return int(said[1])
