"""The HTTP server of a miner host: several hotkeys in one process behind one port.

Routes: `POST /answer` commits to (or gives) an answer for a validator, `POST /reveal` opens a commitment,
`POST /ask` answers a consumer, `GET /health`, `/metrics` and `/status` are for the operator. Requests are
signed (`auth`), the header of the receiver chooses the seat, and every 200 is signed (`receipts`).

Order of checks, cheapest first: size, claim, sender's permission, body, signature, content. Whoever fails to
prove itself gets a bare 401.
"""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import orjson
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from meritnet.neuron import auth
from meritnet.neuron.commitment_book import RevealDenied, RevealTooEarly, Sealed
from meritnet.neuron.message import (
    InvalidMessage,
    JsonValue,
    Message,
    read_hex,
    read_int,
    read_object,
    read_text,
)
from meritnet.neuron.metrics import CONTENT_TYPE, Metrics
from meritnet.neuron.rate import TokenBuckets
from meritnet.neuron.receipts import sign_response
from meritnet.neuron.seat import MinerFailed, MinerLate, Seat

log = logging.getLogger(__name__)

DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Limits:
    """What a host takes before it refuses."""

    body_bytes: int = 1024 * 1024
    body_timeout_s: float = 5.0
    """Time for a request's body to arrive."""
    judging: int = 128
    """Validators' requests in work at a time."""
    asking: int = 32
    """Consumers' requests in work at a time."""
    asks_per_s: float = 1.0
    """Requests that a consumer's key may send to one miner in the long run."""
    asks_burst: int = 10
    """Requests that it may send at once after a pause."""
    address_asks_per_s: float = 8.0
    """The same for all keys behind one address, to all miners of the host: keys cost nothing."""
    address_asks_burst: int = 80


class Refused(Exception):
    """Ends a request with a status and a text."""

    def __init__(self, status: int, text: str, retry_after_s: float | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.retry_after_s = retry_after_s


Handler = Callable[[Seat, str, Mapping[str, JsonValue]], Awaitable[dict[str, JsonValue]]]


class MinerServer:
    """The application of one host."""

    def __init__(
        self,
        seats: Mapping[str, Seat],
        metrics: Metrics | None = None,
        limits: Limits | None = None,
        status: Callable[[], Mapping[str, JsonValue]] | None = None,
    ) -> None:
        self.seats = seats
        self.metrics = metrics or Metrics()
        self.limits = limits or Limits()
        self.replays = auth.ReplayStore()
        self._status = status
        self.by_key = TokenBuckets(self.limits.asks_per_s, self.limits.asks_burst)
        self.by_address = TokenBuckets(self.limits.address_asks_per_s, self.limits.address_asks_burst)
        self._open = {"judging": 0, "asking": 0}
        self.app = Starlette(
            routes=[
                Route("/answer", self._route("/answer", "judging", self._answer), methods=["POST"]),
                Route("/reveal", self._route("/reveal", "judging", self._reveal), methods=["POST"]),
                Route("/ask", self._route("/ask", "asking", self._ask), methods=["POST"]),
                Route("/health", self._health),
                Route("/metrics", self._metrics_page),
                Route("/status", self._status_page),
            ]
        )

    def _route(self, name: str, lane: str, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            begun = time.perf_counter()
            if self._open[lane] >= getattr(self.limits, lane):
                response = refusal(Refused(503, "too many requests in work; ask again", 1.0))
            else:
                self._open[lane] += 1
                self.metrics.open.inc()
                try:
                    if lane == "asking":
                        # Before anything else: a refusal must cost less than what it refuses.
                        pace(self.by_address, request.client.host if request.client else "")
                    response = await self._signed(request, lane, handler)
                except Refused as refused:
                    response = refusal(refused)
                except auth.AuthFailed as failed:
                    self.metrics.refused.labels(failed.reason).inc()
                    log.info("auth_failed route=%s reason=%s", name, failed.reason)
                    # No detail: an attacker learns only that it did not work.
                    response = refusal(Refused(401, "unauthorised"))
                finally:
                    self._open[lane] -= 1
                    self.metrics.open.dec()
            self.metrics.requests.labels(name, str(response.status_code)).inc()
            self.metrics.seconds.labels(name).observe(time.perf_counter() - begun)
            return response

        return endpoint

    async def _signed(self, request: Request, lane: str, handler: Handler) -> Response:
        """Authenticate, run the handler, sign what it returns."""
        claim = auth.read_claim(request.headers.raw, self.seats)
        seat = self.seats[claim.receiver]
        permitted = lane == "asking" or seat.directory.may_judge(claim.sender)
        body = await self._body(request)
        auth.prove(claim, request.method, target(request), body, self.replays)
        if not permitted:
            # Said only to who has proven its name; decided before, from what costs nothing.
            raise Refused(
                403,
                f"hotkey {claim.sender} may not send challenges on netuid {seat.directory.netuid}: it has "
                f"neither a validator permit nor {seat.directory.min_stake_rao} rao of stake there",
            )
        if lane == "asking":
            # Only now: nobody can use up what belongs to another's key.
            pace(self.by_key, f"{claim.sender} {claim.receiver}")
        try:
            fields = read_object(orjson.loads(body), "body", ENVELOPES[request.url.path])
            read_int(fields["netuid"], "netuid", seat.directory.netuid, seat.directory.netuid)
            if read_text(fields["mechanism"], "mechanism", 64) != seat.mechanism.name:
                raise InvalidMessage(f"mechanism must be {seat.mechanism.name!r} at this hotkey")
            content = orjson.dumps(await handler(seat, claim.sender, fields))
        except orjson.JSONDecodeError as error:
            raise Refused(400, f"body is no JSON: {error}") from None
        except InvalidMessage as error:
            raise Refused(400, str(error)) from None
        except orjson.JSONEncodeError as error:
            raise Refused(502, f"the miner's answer is no JSON: {error}") from None
        headers = sign_response(seat.signer, claim.nonce, claim.sender, 200, content)
        return Response(content, media_type="application/json", headers=headers)

    async def _body(self, request: Request) -> bytes:
        most = self.limits.body_bytes
        announced = request.headers.get("content-length", "0")
        if not announced.isascii() or not announced.isdigit() or int(announced[:20]) > most:
            raise Refused(413, f"body may have at most {most} bytes")
        chunks, size = [], 0
        try:
            async with asyncio.timeout(self.limits.body_timeout_s):
                async for chunk in request.stream():
                    size += len(chunk)
                    if size > most:
                        raise Refused(413, f"body may have at most {most} bytes")
                    chunks.append(chunk)
        except TimeoutError:
            raise Refused(408, f"the body did not arrive within {self.limits.body_timeout_s:g} s") from None
        except ClientDisconnect:
            raise Refused(400, "the sender went away") from None
        return b"".join(chunks)

    async def _answer(self, seat: Seat, sender: str, fields: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        request = seat.mechanism.request_type.from_json(fields["request"])
        if not seat.mechanism.schedule.commit:
            return {"answer": (await self._ask_miner(seat, request)).to_json()}
        try:
            entry = seat.book.ask(request.digest(), sender)
        except Sealed as error:
            raise Refused(409, str(error)) from None
        answer = entry.answer or await self._ask_miner(seat, request)
        return {"commitment": seat.book.commit(entry, request, answer).hex()}

    async def _reveal(self, seat: Seat, sender: str, fields: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        digest = read_hex(fields["request_digest"], "request_digest", DIGEST_BYTES)
        try:
            answer, salt = seat.book.reveal(digest, sender)
        except RevealTooEarly as error:
            raise Refused(425, str(error), error.wait_s) from None
        except RevealDenied as error:
            raise Refused(404, str(error)) from None
        return {"answer": answer.to_json(), "salt": salt.hex()}

    async def _ask(self, seat: Seat, sender: str, fields: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        request = seat.mechanism.request_type.from_json(fields["request"])
        if seat.book.sealed(request.digest()):
            raise Refused(409, "this request is part of a round that is not revealed yet; ask another", 5.0)
        return {"answer": (await self._ask_miner(seat, request)).to_json()}

    async def _ask_miner(self, seat: Seat, request: Message) -> Message:
        try:
            return await seat.answer(request)
        except MinerLate as error:
            raise Refused(504, str(error)) from None
        except MinerFailed as error:
            log.warning("miner_failed hotkey=%s error=%s", seat.hotkey, error)
            raise Refused(502, "the miner failed to answer") from None

    async def _health(self, _request: Request) -> Response:
        return reply(200, {"ok": True, "miners": len(self.seats)})

    async def _metrics_page(self, _request: Request) -> Response:
        return Response(self.metrics.page(), media_type=CONTENT_TYPE)

    async def _status_page(self, _request: Request) -> Response:
        return reply(200, self._status() if self._status is not None else {})


ENVELOPES: Mapping[str, tuple[str, ...]] = {
    "/answer": ("netuid", "mechanism", "request"),
    "/ask": ("netuid", "mechanism", "request"),
    "/reveal": ("netuid", "mechanism", "request_digest"),
}
"""The fields of each route's body."""


def pace(buckets: TokenBuckets, who: str) -> None:
    """Take one token of somebody's. Raises: Refused, saying when to come back."""
    wait_s = buckets.take(who)
    if wait_s > 0:
        raise Refused(
            429,
            f"{buckets.per_s:g} requests a second may be asked here, {buckets.burst:g} after a pause; "
            f"ask again in {wait_s:.1f} s",
            wait_s,
        )


def target(request: Request) -> str:
    """Return path and query exactly as they were sent, which is what the signature covers."""
    path: bytes = request.scope.get("raw_path") or request.url.path.encode()
    query: bytes = request.scope.get("query_string", b"")
    return (path + b"?" + query if query else path).decode("latin-1")


def reply(status: int, fields: Mapping[str, JsonValue]) -> Response:
    """Return an unsigned JSON response."""
    return Response(orjson.dumps(fields), status, media_type="application/json")


def refusal(refused: Refused) -> Response:
    """Return the response that a refusal stands for."""
    response = reply(refused.status, {"error": str(refused)})
    if refused.retry_after_s is not None:
        # Rounded up: who comes back then must not be too early again.
        response.headers["retry-after"] = f"{math.ceil(1_000 * refused.retry_after_s) / 1_000:.3f}"
    return response
