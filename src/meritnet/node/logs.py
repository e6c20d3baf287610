"""Structured logs: an event name and fields, as text or JSON, to the terminal or a rotated file."""

import json
import logging
import logging.handlers
import sys
import time
from pathlib import Path

ROTATE_BYTES = 10 * 1024 * 1024
ROTATE_KEPT = 5


class TextFormatter(logging.Formatter):
    """`12:00:01.250 INFO node event field=value`."""

    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%H:%M:%S", time.localtime(record.created)) + f".{int(record.msecs):03d}"
        line = f"{moment} {record.levelname:<7} {record.name.removeprefix('meritnet.')} {record.getMessage()}"
        return line + ("\n" + self.formatException(record.exc_info) if record.exc_info else "")


class JsonFormatter(logging.Formatter):
    """One object a line: time, level, logger, message, exception."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": record.created,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry)


def set_up(level: str, file: Path | None, *, as_json: bool) -> None:
    """Send our loggers' records to stderr, or to a rotated file."""
    handler: logging.Handler
    if file is None:
        handler = logging.StreamHandler(sys.stderr)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(file, maxBytes=ROTATE_BYTES, backupCount=ROTATE_KEPT)
    handler.setFormatter(JsonFormatter() if as_json else TextFormatter())
    root = logging.getLogger("meritnet")
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    root.propagate = False
