"""How many signed requests a miner's server answers, beside a bare signed echo in the same run.

Both sides of both run in processes of their own on this machine: a client with 64 connections, and a server
that verifies the request and signs the response. The echo does nothing else; the miner's server also keeps
the replay store, checks permission and limits, reads the request and asks the miner.
"""

import asyncio
import gc
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from bench.row import Row

CONNECTIONS = 64
WARM_UP = 500
ROOT = Path(__file__).resolve().parent.parent
SERVER_KEY, CLIENT_KEY = "//bench-miner", "//bench-validator"


def rows(quick: bool) -> Iterator[Row]:
    """Measure both servers alternately and compare."""
    total = 4_000 if quick else 20_000
    echo, miner = [], []
    for _ in range(1 if quick else 2):
        echo.append(measure("echo", total))
        miner.append(measure("miner", total))
    best_echo = max(echo, key=lambda figures: figures.per_s)
    best_miner = max(miner, key=lambda figures: figures.per_s)
    note = f"{CONNECTIONS} connections, both directions signed"
    yield Row("bare signed echo", None, best_echo.per_s, "req/s", f"p99 {best_echo.p99_ms:.1f} ms; {note}")
    yield Row(
        "miner server, replay store on",
        best_echo.per_s / 2,
        best_miner.per_s,
        "req/s",
        note,
        higher_is_better=True,
    )
    yield Row("miner server, 99th percentile", 80, best_miner.p99_ms, "ms", note)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run brought."""

    per_s: float
    p99_ms: float


def measure(kind: str, total: int) -> Figures:
    """Run one server and one client; return the client's figures."""
    with server(kind) as port:
        command = [sys.executable, "-m", "bench.bench_neuron", "client", str(port), str(total)]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    found = json.loads(done.stdout)
    return Figures(found["per_s"], found["p99_ms"])


@contextmanager
def server(kind: str) -> Iterator[int]:
    """Run a server in a process of its own; yield its port."""
    command = [sys.executable, "-m", "bench.bench_neuron", kind]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(timeout=20)


def echo_app() -> object:
    """Return the barest application that verifies a signed request and signs its echo."""
    from meritnet.neuron.auth import SCHEMES, read_claim, request_payload
    from meritnet.neuron.receipts import sign_response
    from meritnet.neuron.wallet import from_uri

    signer = from_uri(SERVER_KEY)

    async def app(scope: dict, receive: object, send: object) -> None:  # type: ignore[type-arg]
        body = b""
        while True:
            message = await receive()  # type: ignore[operator]
            body += message["body"]
            if not message["more_body"]:
                break
        claim = read_claim(scope["headers"], {signer.ss58_address})
        payload = request_payload(
            claim.scheme, "POST", scope["path"], body, claim.nonce, claim.sender, claim.receiver
        )
        assert SCHEMES[claim.scheme](claim.signature, payload, claim.public)
        headers = sign_response(signer, claim.nonce, claim.sender, 200, body)
        lines = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        lines.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": lines})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": body})  # type: ignore[operator]

    return app


def miner_app() -> object:
    """Return a miner host's application with one seat whose miner answers at once."""
    from meritnet.neuron.chain import Metagraph, NeuronRow
    from meritnet.neuron.directory import Directory
    from meritnet.neuron.mechanism import Mechanism, Schedule
    from meritnet.neuron.message import JsonValue, Message, read_object, read_text
    from meritnet.neuron.seat import Seat
    from meritnet.neuron.server import MinerServer
    from meritnet.neuron.wallet import from_uri

    @dataclass(frozen=True, slots=True)
    class Text(Message):
        text: str

        def to_json(self) -> dict[str, JsonValue]:
            return {"text": self.text}

        @classmethod
        def from_json(cls, value: JsonValue) -> Self:
            return cls(read_text(read_object(value, "text", ("text",))["text"], "text", 1_000))

    class Echo(Mechanism[Text, None, Text]):
        name: ClassVar[str] = "echo"
        version: ClassVar[int] = 1
        schedule: ClassVar[Schedule] = Schedule(answer_timeout_s=5.0, commit=False, outcome_delay_blocks=0)
        request_type = Text
        answer_type = Text

        def challenge(self, seed):  # type: ignore[no-untyped-def]
            return Text(seed.hex())

        def outcome(self, request, challenge_seed, later_seed):  # type: ignore[no-untyped-def]
            return None

        def score_many(self, request, outcome, answers):  # type: ignore[no-untyped-def]
            return {}

        def mine(self, request):  # type: ignore[no-untyped-def]
            return request

        def mixture(self, request, answers, weights):  # type: ignore[no-untyped-def]
            return request

    class Miner:
        async def answer(self, request: Message) -> Message:
            return request

        async def close(self) -> None:
            return None

    signer, sender = from_uri(SERVER_KEY), from_uri(CLIENT_KEY).ss58_address
    # The chain is out of the measurement: the directory holds one validator with a permit.
    directory = Directory(None, 1)  # type: ignore[arg-type]
    validator = NeuronRow(0, sender, sender, None, 0, True, 0.0, 0.0, 0)
    directory._metagraph = Metagraph(1, 1, (validator,))
    seat = Seat(signer, Echo(), Miner(), directory)  # type: ignore[arg-type]
    return MinerServer({signer.ss58_address: seat}).app


async def serve(app: object) -> None:
    """Serve until terminated; print the port."""
    from meritnet.neuron.listener import listening

    async with listening(app, "127.0.0.1", 0) as port:  # type: ignore[arg-type]
        # As the host does before it serves.
        gc.freeze()
        print(port, flush=True)
        await asyncio.Event().wait()


async def load(port: int, total: int) -> None:
    """Send `total` signed requests over CONNECTIONS connections; print the figures."""
    from meritnet.neuron.chain import Endpoint
    from meritnet.neuron.client import MinerClient
    from meritnet.neuron.wallet import from_uri

    receiver = from_uri(SERVER_KEY).ss58_address
    body = json.dumps({"netuid": 1, "mechanism": "echo", "request": {"text": "x" * 64}}).encode()
    endpoint, times = Endpoint("127.0.0.1", port), []
    async with MinerClient(from_uri(CLIENT_KEY)) as client:

        async def send(count: int) -> None:
            for _ in range(count):
                begun = time.perf_counter()
                await client.call(endpoint, receiver, "/answer", body, 10.0)
                times.append(time.perf_counter() - begun)

        await asyncio.gather(*(send(WARM_UP // CONNECTIONS) for _ in range(CONNECTIONS)))
        times.clear()
        gc.freeze()
        begun = time.perf_counter()
        await asyncio.gather(*(send(total // CONNECTIONS) for _ in range(CONNECTIONS)))
        seconds = time.perf_counter() - begun
    times.sort()
    print(json.dumps({"per_s": len(times) / seconds, "p99_ms": times[len(times) * 99 // 100] * 1000}))


def main() -> None:
    """Run one side of the measurement, as the first argument says."""
    import uvloop

    match sys.argv[1:]:
        case ["client", port, total]:
            uvloop.run(load(int(port), int(total)))
        case ["echo"]:
            uvloop.run(serve(echo_app()))
        case ["miner"]:
            uvloop.run(serve(miner_app()))
        case other:
            sys.exit(f"unknown part {other}")


if __name__ == "__main__":
    main()
