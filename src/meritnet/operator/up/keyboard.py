"""Single keys from a terminal, without waiting for Enter."""

import asyncio
import os
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager


def is_there() -> bool:
    """Whether somebody can press keys."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def pressed(queue: "asyncio.Queue[str]") -> Iterator[None]:
    """Put every key into the queue while the block of code runs; the terminal is restored afterwards."""
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    loop = asyncio.get_running_loop()

    def read() -> None:
        for key in os.read(descriptor, 64).decode("utf-8", "ignore"):
            queue.put_nowait(key)

    tty.setcbreak(descriptor)
    loop.add_reader(descriptor, read)
    try:
        yield
    finally:
        loop.remove_reader(descriptor)
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
