"""A server of a beacon on this machine: the real protocol over loopback, with faults that a test switches on."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from meritnet.crypto.beacon import QUICKNET, Beacon
from meritnet.testing.beacon import MadeBeacon


class FakeBeacon:
    """What a server knows and how it behaves."""

    def __init__(self, made: MadeBeacon) -> None:
        self.made = made
        self.beacon: Beacon = QUICKNET._replace(public_key=made.public_key)
        self.newest = 100
        self.missing: set[int] = set()
        self.broken: str | None = None
        """How answers are spoilt: status, text, huge, forged, other or randomness."""
        self.asked: list[str] = []
        self.url = ""

    def answer(self, path: str) -> tuple[int, bytes]:
        """Return status and body for a path."""
        self.asked.append(path)
        prefix = f"/{self.beacon.chain_hash().hex()}/public/"
        if not path.startswith(prefix) or self.broken == "status":
            return 500, b"{}"
        name = path.removeprefix(prefix)
        round_ = self.newest if name == "latest" else int(name)
        if round_ > self.newest or round_ in self.missing:
            return 404, b"{}"
        if self.broken == "text":
            return 200, b"<html>"
        if self.broken == "huge":
            return 200, b" " * 10_000_000
        if self.broken == "other" and name != "latest":
            round_ -= 1
        source = MadeBeacon("forger") if self.broken == "forged" else self.made
        pulse = source.pulse(round_)
        randomness = bytes(32) if self.broken == "randomness" else pulse.randomness
        body = {"round": round_, "randomness": randomness.hex(), "signature": pulse.signature.hex()}
        return 200, json.dumps(body).encode()


@contextmanager
def serving(fake: FakeBeacon) -> Iterator[FakeBeacon]:
    """Serve until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = fake.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def until(condition: Callable[[], bool]) -> None:
    """Give the thread turns until it has done its part."""
    turn = threading.Event()
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        turn.wait(0.01)
