"""Processes of a market end with it, and say why they ended."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from meritnet.operator.up.children import Child, ChildEnded

pytestmark = pytest.mark.e2e
WAIT_S = 60.0

GRANDPARENT = """
import asyncio, os, sys
from pathlib import Path
from meritnet.operator.up.children import Child

async def main():
    child = Child("sleeper", Path(sys.argv[1]))
    await child.start([sys.executable, "-c", "print('up', flush=True); import time; time.sleep(600)"])
    while not child.last_lines:
        await asyncio.sleep(0.01)
    print(child.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


async def lines(child: Child, count: int) -> list[str]:
    async with asyncio.timeout(WAIT_S):
        while len(child.last_lines) < count:
            await asyncio.sleep(0.01)
    return list(child.last_lines)


async def test_output_goes_to_the_log_and_stop_ends_the_process(tmp_path: Path) -> None:
    child = Child("talker", tmp_path / "logs" / "talker.log")
    await child.start([sys.executable, "-c", "print('hello', flush=True); import time; time.sleep(600)"])
    assert await lines(child, 1) == ["hello"]
    child.check()
    if sys.platform == "linux":
        # An interpreter that does nothing takes some megabytes.
        assert 3 < (child.memory_mb() or 0) < 200
    await child.stop()
    assert child.memory_mb() is None
    assert child.ended == -signal.SIGTERM
    assert child.log.read_text() == "hello\n"
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


async def test_a_process_that_ends_is_reported_with_its_last_words(tmp_path: Path) -> None:
    child = Child("quitter", tmp_path / "quitter.log")
    await child.start([sys.executable, "-c", "print('no more paper'); raise SystemExit(3)"])
    await lines(child, 1)
    async with asyncio.timeout(WAIT_S):
        while child.ended is None:
            await asyncio.sleep(0.01)
    with pytest.raises(ChildEnded, match=r"quitter ended with exit code 3(.|\n)*no more paper"):
        child.check()
    await child.stop()


async def test_a_very_long_line_does_not_stop_the_log(tmp_path: Path) -> None:
    child = Child("chatter", tmp_path / "chatter.log")
    await child.start([sys.executable, "-c", "print('x' * 1_000_000); print('end')"])
    async with asyncio.timeout(WAIT_S):
        while child.ended is None or list(child.last_lines)[-1:] != ["end"]:
            await asyncio.sleep(0.01)
    await child.stop()


@pytest.mark.skipif(
    sys.platform != "linux", reason="other systems do not tell a process of its parent's death"
)
async def test_children_of_a_killed_parent_end_too(tmp_path: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", GRANDPARENT, str(tmp_path / "log"), stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    async with asyncio.timeout(WAIT_S):
        pid = int(await parent.stdout.readline())
        os.kill(pid, 0)
        parent.kill()
        await parent.wait()
        while is_running(pid):
            await asyncio.sleep(0.01)


def is_running(pid: int) -> bool:
    """Whether a process runs; one that waits to be collected by its new parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
