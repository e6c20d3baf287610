"""What a host is doing, as JSON: for the live view, written to a file after every block."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import orjson

from meritnet.neuron.head_feed import HeadFeed
from meritnet.neuron.message import JsonValue

log = logging.getLogger(__name__)


async def keep_writing(path: Path, feed: HeadFeed, snapshot: Callable[[], Mapping[str, JsonValue]]) -> None:
    """Write a snapshot after every block until cancelled; readers see the old one or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number = 0
    while True:
        await asyncio.to_thread(write, path, snapshot())
        head = await feed.reached(number + 1)
        number = head.number


def write(path: Path, snapshot: Mapping[str, JsonValue]) -> None:
    """Replace the file by a snapshot. A full disk costs the view, not the host."""
    draft = path.with_suffix(".tmp")
    try:
        draft.write_bytes(orjson.dumps(snapshot))
        draft.replace(path)
    except OSError as error:
        log.warning("status_not_written path=%s error=%s", path, error)
