"""Puts a program of any language on the market: one JSON line to its stdin, one JSON line from its stdout.

The program gets the request as `PriceRequest.to_json` writes it and answers as `PriceAnswer.to_json` does;
members may be unsorted and need not be whole numbers. A program that stays alive is asked again; one that
exits is started anew for the next request; one that is late or talks nonsense is killed, so that no stale
line can be taken for a later answer.
"""

import asyncio
import contextlib
import json
import math
import os
import shlex
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence

from meritnet.neuron.message import InvalidMessage, JsonValue
from meritnet.primitives.errors import Invalid, MeritnetError
from meritnet.subnets.price.task import PriceAnswer, PriceRequest, check_fits

MAX_LINE_BYTES = 4 * 1024 * 1024
"""Longest answer that is read; MAX_SERIES full ensembles fit in with room to spare."""
COMPLAINT_BYTES = 500
"""How much of the end of the program's stderr goes into an error message."""


class ProgramFailed(Invalid):
    """The program could not be started, was late, stopped, or answered something that is no answer."""


class _Stopped(MeritnetError):
    """The program ended without answering."""


class CommandMiner:
    """A miner whose answers come from a program."""

    def __init__(self, command: str | Sequence[str], timeout_s: float, stay: bool = True) -> None:
        """Take the command and the time it has for one answer.

        With `stay` False the program's stdin is closed after each request, for programs that read to the end.
        """
        self.command = shlex.split(command) if isinstance(command, str) else list(command)
        if not self.command:
            raise ProgramFailed("the command is empty; give the program and its arguments")
        self.timeout_s = timeout_s
        self.stay = stay
        self._process: Process | None = None
        self._complaints = bytearray()
        self._listener: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def answer(self, request: PriceRequest) -> PriceAnswer:
        """Return the program's answer to `request`.

        Raises: ProgramFailed with what went wrong and the end of what the program wrote to stderr.
        """
        line = json.dumps(request.to_json(), separators=(",", ":")).encode() + b"\n"
        async with self._turn:
            try:
                async with asyncio.timeout(self.timeout_s):
                    reply = await self._exchange(line)
                answer = read_answer(reply)
                check_fits(request, answer)
            except TimeoutError:
                await self._stop()
                raise self._failure(f"gave no answer within {self.timeout_s:g} s; answer sooner") from None
            except InvalidMessage as error:
                await self._stop()
                raise self._failure(f"gave a wrong answer: {error}") from error
            except BaseException:
                # Cancelled or failed midway: a later request must not meet this one's answer.
                await self._stop()
                raise
            if not self.stay:
                await self._stop()
            return answer

    async def close(self) -> None:
        """Kill the program if it runs."""
        async with self._turn:
            await self._stop()

    async def _exchange(self, line: bytes) -> bytes:
        """Return the program's next line; a program that ended since its last answer is started once more."""
        reused = self._process is not None
        try:
            return await self._ask(await self._running(), line)
        except _Stopped:
            await self._stop()
            if not reused:
                raise self._failure("ended without an answer; print one line of JSON and flush it") from None
        try:
            return await self._ask(await self._running(), line)
        except _Stopped:
            raise self._failure("ended without an answer; print one line of JSON and flush it") from None

    async def _ask(self, process: Process, line: bytes) -> bytes:
        assert process.stdin is not None
        assert process.stdout is not None
        # A program may answer and exit without reading to the end; only a missing answer is a failure.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            process.stdin.write(line)
            await process.stdin.drain()
            if not self.stay:
                process.stdin.close()
        try:
            reply = await process.stdout.readline()
        except ValueError:
            raise InvalidMessage(
                f"the line is longer than {MAX_LINE_BYTES} bytes; send only the ensembles"
            ) from None
        if not reply.strip():
            raise _Stopped
        return reply

    async def _running(self) -> Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        await self._stop()
        self._complaints.clear()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                limit=MAX_LINE_BYTES,
                # A group of its own, so that what the program starts dies with it.
                start_new_session=True,
            )
        except OSError as error:
            raise ProgramFailed(
                f"cannot start {self.command[0]!r}: {error.strerror}; give the path of an executable program"
            ) from error
        self._listener = asyncio.create_task(self._listen(self._process))
        return self._process

    async def _listen(self, process: Process) -> None:
        """Keep the end of what the program writes to stderr, so that it never blocks on it."""
        assert process.stderr is not None
        while chunk := await process.stderr.read(4096):
            self._complaints += chunk
            del self._complaints[:-COMPLAINT_BYTES]

    async def _stop(self) -> None:
        process, self._process = self._process, None
        listener, self._listener = self._listener, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()
        if listener is not None:
            # A grandchild in a group of its own may hold stderr open; the listener must not wait for it.
            await asyncio.wait({listener}, timeout=0.2)
            listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listener

    def _failure(self, what: str) -> ProgramFailed:
        complaint = bytes(self._complaints).decode(errors="replace").strip()
        heard = f"; its stderr ends: {complaint}" if complaint else ""
        return ProgramFailed(f"{self.command[0]} {what}{heard}")


def read_answer(line: bytes) -> PriceAnswer:
    """Return the answer in a line of JSON, members rounded to whole numbers.

    Raises: InvalidMessage if it is no JSON or no answer.
    """
    try:
        value: JsonValue = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidMessage(f"the line is no JSON: {str(error)[:100]}") from error
    return PriceAnswer.from_json(_rounded(value, 4))


def _rounded(value: JsonValue, depth: int) -> JsonValue:
    """Return `value` with finite fractions rounded, as deep as an answer goes."""
    if isinstance(value, float):
        return round(value) if math.isfinite(value) else value
    if depth and isinstance(value, list):
        return [_rounded(item, depth - 1) for item in value]
    if depth and isinstance(value, dict):
        return {key: _rounded(item, depth - 1) for key, item in value.items()}
    return value
