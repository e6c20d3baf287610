"""Runs an application on a port inside this process's event loop, until it is told to stop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.applications import Starlette

from meritnet.primitives.errors import Denied

HEADER_BYTES = 16 * 1024
KEEP_ALIVE_S = 75
STOP_S = 5
TICKS_PER_S = 10
"""How the server counts time: it renews its headers every tenth tick."""


class PortTaken(Denied):
    """The port is in use or not allowed."""


class _Server(uvicorn.Server):
    """A server that leaves signals to the process it lives in and stops at once when it is told to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.told_to_stop = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing: who runs the host decides when it ends."""
        yield

    async def main_loop(self) -> None:
        """Renew the date of the responses once a second until told to stop."""
        second = 0
        while not await self.on_tick(TICKS_PER_S * second):
            second += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.told_to_stop.wait(), 1.0)
                return


@contextlib.asynccontextmanager
async def listening(app: Starlette, host: str, port: int) -> AsyncIterator[int]:
    """Serve `app`; yield the port, which the system chooses if 0 was given.

    Raises: PortTaken if the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise PortTaken(
            f"cannot listen on {host}:{port}: {error.strerror}; choose another port with --port"
        ) from None
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=STOP_S,
            h11_max_incomplete_event_size=HEADER_BYTES,
            server_header=False,
            ws="none",
            # Nobody may say on whose behalf a request comes; the signature does.
            proxy_headers=False,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started and not task.done():
            await asyncio.sleep(0.01)
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        server.told_to_stop.set()
        await task
        listener.close()
