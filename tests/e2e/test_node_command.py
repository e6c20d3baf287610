"""`meritnet node` as a process: it ends in order, and says in one line why it cannot run."""

import asyncio
import json
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSMsgType

from tests.running import HANG_S, running_node

pytestmark = pytest.mark.e2e

NODE = [sys.executable, "-m", "meritnet.cli.main", "node", "--fast", "1", "--log-level", "warning"]


def refused(*options: str, before: Callable[[], None] | None = None) -> str:
    """Run a node that ends by itself; return what it said."""
    done = subprocess.run(
        [*NODE, *options], capture_output=True, text=True, timeout=HANG_S, preexec_fn=before
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


async def test_sigterm_closes_sockets_with_1001_and_exits_0(tmp_path: Path) -> None:
    with running_node(tmp_path, "--fast", "1") as node:
        async with ClientSession() as session, session.ws_connect(node.url) as socket_:
            await socket_.send_str(
                json.dumps({"jsonrpc": "2.0", "id": 1, "method": "chain_getHeader", "params": []})
            )
            assert (await socket_.receive(timeout=HANG_S)).type is WSMsgType.TEXT
            node.process.send_signal(signal.SIGTERM)
            message = await socket_.receive(timeout=HANG_S)
            assert message.type is WSMsgType.CLOSE
            assert socket_.close_code == 1001
        assert await asyncio.to_thread(node.process.wait, HANG_S) == 0


def test_a_full_disk_ends_the_node_with_the_remedy(tmp_path: Path) -> None:
    # A file of at most 400 kB stands for a full disk.
    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    said = refused("--state", str(tmp_path), "--port", "0", before=small_disk)
    assert "StoreFull" in said
    assert "free space on that disk and start again, nothing was lost" in said
    # With room the chain goes on.
    done = subprocess.run(
        [sys.executable, "-m", "meritnet.cli.main", "chain", "check", "--state", str(tmp_path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_port_in_use_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = refused("--port", str(taken.getsockname()[1]))
    assert said.count("\n") == 1
    assert "PortUnavailable" in said


def test_a_folder_in_use_names_the_process(tmp_path: Path) -> None:
    with running_node(tmp_path, "--fast", "1") as node:
        said = refused("--port", "0", "--state", str(tmp_path / "chain"))
        assert f"is held by process {node.process.pid}" in said
        assert said.count("\n") == 1
