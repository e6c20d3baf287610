"""The processes of a market: each with a log file of its own that rotates, none outliving this process."""

import asyncio
import logging
import os
import signal
import sys
from collections import deque
from logging.handlers import RotatingFileHandler
from pathlib import Path

from meritnet.primitives.errors import MeritnetError

LOG_BYTES = 5 * 1024 * 1024
LOGS_KEPT = 3
LINE_BYTES = 256 * 1024
LAST_LINES = 12
STOP_S = 20.0
"""How long a process may take to end in order."""


class ChildEnded(MeritnetError):
    """A process of the market ended by itself."""


class Child:
    """One running process; `start` makes it, `stop` ends it in order."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self.last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._process: asyncio.subprocess.Process | None = None
        self._pump: asyncio.Task[None] | None = None

    @property
    def ended(self) -> int | None:
        """The exit code, None while it runs."""
        return None if self._process is None else self._process.returncode

    @property
    def pid(self) -> int:
        """The process id."""
        return 0 if self._process is None else self._process.pid

    def memory_mb(self) -> int | None:
        """Return the memory that the process holds, in MB of 10^6 bytes; None if it ended or nobody tells."""
        return memory_mb(self.pid)

    async def start(self, arguments: list[str]) -> None:
        """Start the program; its output goes to the log."""
        leash = [sys.executable, "-m", "meritnet.operator.up.leash", str(os.getpid())]
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._process = await asyncio.create_subprocess_exec(
            *leash,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=LINE_BYTES,
            # Ctrl-C in the terminal reaches only us; we end the others in order.
            start_new_session=True,
        )
        self._pump = asyncio.create_task(self._write_log())

    async def _write_log(self) -> None:
        process = self._process
        if process is None or process.stdout is None:
            return
        handler = RotatingFileHandler(self.log, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8")
        try:
            while line := await _line(process.stdout):
                text = line.decode("utf-8", "replace").rstrip("\n")
                self.last_lines.append(text)
                handler.emit(logging.LogRecord(self.name, logging.INFO, "", 0, "%s", (text,), None))
        finally:
            handler.close()
        await process.wait()

    def check(self) -> None:
        """Raises: ChildEnded with its last words if it has ended."""
        if self.ended is not None:
            words = "\n".join(self.last_lines) or "(it said nothing)"
            raise ChildEnded(
                f"{self.name} ended with exit code {self.ended}; its log is {self.log}. Its last lines:\n{words}"
            )

    async def stop(self) -> None:
        """End the process: SIGTERM, and SIGKILL if it does not heed."""
        process = self._process
        if process is None:
            return
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(STOP_S):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()
        if self._pump is not None:
            await self._pump


def memory_mb(pid: int) -> int | None:
    """Return the memory that a process holds, in MB of 10^6 bytes; None if it ended or the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    held = [int(line.split()[1]) for line in lines if line.startswith("VmRSS:")]
    return held[0] * 1024 // 10**6 if held else None


async def _line(stream: asyncio.StreamReader) -> bytes:
    """Return the next line; a longer one than the bound in pieces."""
    try:
        return await stream.readuntil(b"\n")
    except asyncio.IncompleteReadError as end:
        return end.partial
    except asyncio.LimitOverrunError as long:
        return await stream.readexactly(long.consumed)
