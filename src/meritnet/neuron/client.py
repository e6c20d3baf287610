"""Signed requests to miners, and nothing that is not signed back."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import aiohttp
import orjson

from meritnet.neuron.auth import AuthFailed, sign_request
from meritnet.neuron.chain import Endpoint, Signer
from meritnet.neuron.message import JsonValue
from meritnet.neuron.receipts import Receipt, read_response
from meritnet.primitives.errors import MeritnetError

MAX_ANSWER_BYTES = 4 * 1024 * 1024
CONNECT_TIMEOUT_S = 3.0


class CallFailed(MeritnetError):
    """A miner gave no signed answer. `late` tells whether time ran out; `retry_after_s` if it said to wait."""

    def __init__(
        self, text: str, *, status: int = 0, late: bool = False, retry_after_s: float | None = None
    ) -> None:
        super().__init__(text)
        self.status = status
        self.late = late
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Reply:
    """A miner's signed answer."""

    fields: Mapping[str, JsonValue]
    body: bytes
    receipt: Receipt
    seconds: float


class MinerClient:
    """One key's session with any number of miners; use it as an async context."""

    def __init__(self, signer: Signer) -> None:
        self.signer = signer
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the session."""
        # Deadlines are set per call; connections are as many as there are miners to ask.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, ttl_dns_cache=300),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_S),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def call(
        self, endpoint: Endpoint, receiver: str, path: str, body: bytes, timeout_s: float
    ) -> Reply:
        """Return the receiver's signed answer to a signed POST.

        Raises: CallFailed if it refuses, does not sign, or is not done within `timeout_s`.
        """
        assert self._session is not None
        begun = time.monotonic()
        nonce = time.time_ns()
        headers = sign_request(self.signer, "POST", path, body, receiver, nonce)
        headers["Content-Type"] = "application/json"
        try:
            async with asyncio.timeout(timeout_s):
                async with self._session.post(
                    endpoint.url + path, data=body, headers=headers, allow_redirects=False
                ) as response:
                    content = await read_at_most(response, MAX_ANSWER_BYTES)
        except TimeoutError:
            raise CallFailed(f"{receiver} did not answer within {timeout_s:g} s", late=True) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise CallFailed(f"{receiver} at {endpoint.url} cannot be reached: {error}") from None
        if response.status != 200:
            raise CallFailed(
                f"{receiver} refused {path} with {response.status}: {content[:200].decode(errors='replace')}",
                status=response.status,
                late=response.status == 504,
                retry_after_s=read_seconds(response.headers.get("retry-after")),
            )
        try:
            receipt = read_response(
                response.headers, nonce, self.signer.ss58_address, receiver, response.status, content
            )
            fields = orjson.loads(content)
        except AuthFailed as error:
            raise CallFailed(str(error)) from None
        except orjson.JSONDecodeError as error:
            raise CallFailed(f"{receiver} answered no JSON: {error}") from None
        if not isinstance(fields, dict):
            raise CallFailed(f"{receiver} answered no JSON object")
        return Reply(fields, content, receipt, time.monotonic() - begun)


async def read_at_most(response: aiohttp.ClientResponse, most: int) -> bytes:
    """Return the body.

    Raises: CallFailed if it is longer than `most` bytes: a miner must not fill the validator's memory.
    """
    chunks, size = [], 0
    async for chunk in response.content.iter_any():
        size += len(chunk)
        if size > most:
            raise CallFailed(f"the answer is longer than {most} bytes")
        chunks.append(chunk)
    return b"".join(chunks)


def read_seconds(text: str | None) -> float | None:
    """Return the seconds of a retry-after header; None if it is missing or no number."""
    try:
        seconds = float(text) if text else None
    except ValueError:
        return None
    return seconds if seconds is not None and 0 <= seconds <= 60 else None
