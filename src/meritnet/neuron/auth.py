"""Signed requests, `btauth/1`: who sent it, to whom, with exactly this body, recently and only once.

The signed bytes are those of the public client (`bittensor.http_auth`). Reading is stricter than there: only
addresses of this network in their one spelling, decimal nonces, the exact names of schemes, lower-case hex,
each header once, no weak keys, and no signature over `<Bytes>` + payload + `</Bytes>`, which a person can be
talked into making in a browser wallet.
"""

import hashlib
import re
import time
from collections import deque
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import lru_cache

from meritnet.crypto import ed25519, sr25519
from meritnet.neuron.chain import Signer
from meritnet.primitives import ss58
from meritnet.primitives.errors import Denied

PROTOCOL = "btauth/1"
MAX_AGE_NS = 10_000_000_000
MAX_SKEW_NS = 2_000_000_000
SCHEMES = {"sr25519": sr25519.verify, "ed25519": ed25519.verify}
SCHEME_NAMES = {0: "ed25519", 1: "sr25519"}

VERSION, HOTKEY, RECEIVER = b"x-bittensor-version", b"x-bittensor-hotkey", b"x-bittensor-receiver"
NONCE, CRYPTO, SIGNATURE = b"x-bittensor-nonce", b"x-bittensor-crypto", b"x-bittensor-signature"
OUR_HEADERS = frozenset({VERSION, HOTKEY, RECEIVER, NONCE, CRYPTO, SIGNATURE})

_NONCE = re.compile(r"[1-9][0-9]{0,19}", re.ASCII)
_SIGNATURE = re.compile(r"0x[0-9a-f]{128}", re.ASCII)
_ADDRESS_LETTERS = 48

WEAK_KEYS = frozenset(
    {
        bytes(32),
        # Points of small order on the Edwards curve, whose signatures anyone can make.
        bytes([1, *[0] * 31]),
        bytes([0xEC, *[0xFF] * 30, 0x7F]),
        bytes([*[0] * 31, 0x80]),
        bytes([1, *[0] * 30, 0x80]),
        bytes([0xEC, *[0xFF] * 31]),
        bytes([0xED, *[0xFF] * 30, 0x7F]),
        bytes([0xED, *[0xFF] * 31]),
        bytes([0xEE, *[0xFF] * 30, 0x7F]),
        bytes([0xEE, *[0xFF] * 31]),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
    }
)
"""Public keys that prove nothing."""


class AuthFailed(Denied):
    """A request does not prove who sent it. `reason` is one word for counters; callers learn nothing of it."""

    def __init__(self, reason: str, detail: str) -> None:
        """Take the kind of failure and what exactly is wrong."""
        super().__init__(f"request is not authentic ({reason}): {detail}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Claim:
    """What the headers say, before anything is proven."""

    sender: str
    public: bytes
    receiver: str
    nonce: int
    scheme: str
    signature: bytes


class ReplayStore:
    """Remembers (hotkey, nonce) for as long as the nonce is fresh; bounded, so that it cannot eat the memory."""

    def __init__(self, most: int = 200_000, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._clock = clock
        self._seen: set[tuple[str, int]] = set()
        self._ages: deque[tuple[float, tuple[str, int]]] = deque()

    def add(self, sender: str, nonce: int) -> None:
        """Remember a nonce.

        Raises: AuthFailed if it was there, or if there is no room: then it could be used twice.
        """
        now = self._clock()
        while self._ages and self._ages[0][0] <= now:
            self._seen.discard(self._ages.popleft()[1])
        key = (sender, nonce)
        if key in self._seen:
            raise AuthFailed(
                "replayed", f"nonce {nonce} of {sender} was used before; sign every request anew"
            )
        if len(self._seen) >= self.most:
            raise AuthFailed("crowded", f"{self.most} requests within the freshness window; send fewer")
        self._seen.add(key)
        # Twice the window: a nonce may be as far in the future as the skew allows.
        self._ages.append((now + 2 * (MAX_AGE_NS + MAX_SKEW_NS) / 1e9, key))

    def __len__(self) -> int:
        """Return how many nonces are remembered."""
        return len(self._seen)


def request_payload(
    scheme: str, method: str, target: str, body: bytes, nonce: int, sender: str, receiver: str
) -> bytes:
    """Return the bytes that a request's signature covers."""
    digest = hashlib.sha256(body).hexdigest()
    return "\n".join(
        (PROTOCOL, scheme, method.upper(), target, digest, str(nonce), sender, receiver)
    ).encode()


def sign_request(
    signer: Signer, method: str, target: str, body: bytes, receiver: str, nonce: int | None = None
) -> dict[str, str]:
    """Return the headers that prove this request. `target` is path and query exactly as they are sent."""
    nonce = time.time_ns() if nonce is None else nonce
    scheme = SCHEME_NAMES[signer.crypto_type]
    payload = request_payload(scheme, method, target, body, nonce, signer.ss58_address, receiver)
    headers = {
        "X-Bittensor-Version": "1",
        "X-Bittensor-Hotkey": signer.ss58_address,
        "X-Bittensor-Receiver": receiver,
        "X-Bittensor-Nonce": str(nonce),
        "X-Bittensor-Signature": "0x" + bytes(signer.sign(payload)).hex(),
    }
    if scheme != "sr25519":
        headers["X-Bittensor-Crypto"] = scheme
    return headers


def read_claim(
    headers: Iterable[tuple[bytes, bytes]], receivers: Container[str], now_ns: int | None = None
) -> Claim:
    """Return what the headers claim, if their shape, receiver and age allow that it is true.

    Nothing of the body is needed, so a request that fails here costs the receiver almost nothing.
    Raises: AuthFailed.
    """
    found: dict[bytes, str] = {}
    for raw_name, raw_value in headers:
        name = raw_name.lower()
        if name in OUR_HEADERS:
            if name in found:
                raise AuthFailed("malformed", f"header {name.decode()} comes twice")
            found[name] = raw_value.decode("latin-1")
    if found.get(VERSION) != "1":
        raise AuthFailed("malformed", "X-Bittensor-Version must be 1")
    sender, receiver = found.get(HOTKEY, ""), found.get(RECEIVER, "")
    public = public_key(sender)
    if receiver not in receivers:
        raise AuthFailed("receiver", "X-Bittensor-Receiver names no hotkey that is served here")
    nonce_text, signature = found.get(NONCE, ""), found.get(SIGNATURE, "")
    if not _NONCE.fullmatch(nonce_text):
        raise AuthFailed("malformed", "X-Bittensor-Nonce must be decimal digits")
    if not _SIGNATURE.fullmatch(signature):
        raise AuthFailed("malformed", "X-Bittensor-Signature must be 0x and 128 lower-case hex digits")
    scheme = found.get(CRYPTO, "sr25519")
    if scheme not in SCHEMES:
        raise AuthFailed("malformed", "X-Bittensor-Crypto must be sr25519 or ed25519")
    nonce, now = int(nonce_text), time.time_ns() if now_ns is None else now_ns
    if now - nonce > MAX_AGE_NS:
        raise AuthFailed("stale", f"nonce is {(now - nonce) / 1e9:.1f} s old, at most 10 are taken")
    if nonce - now > MAX_SKEW_NS:
        raise AuthFailed("stale", f"nonce is {(nonce - now) / 1e9:.1f} s ahead; set the clock")
    return Claim(sender, public, receiver, nonce, scheme, bytes.fromhex(signature[2:]))


def prove(claim: Claim, method: str, target: str, body: bytes, replays: ReplayStore) -> None:
    """Accept a claim whose signature covers this request and whose nonce is new.

    The store is written last: who cannot sign cannot use up another's nonces.
    Raises: AuthFailed.
    """
    payload = request_payload(claim.scheme, method, target, body, claim.nonce, claim.sender, claim.receiver)
    if not SCHEMES[claim.scheme](claim.signature, payload, claim.public):
        raise AuthFailed("signature", f"signature of {claim.sender} does not cover this request")
    replays.add(claim.sender, claim.nonce)


@lru_cache(maxsize=8_192)
def _decoded(address: str) -> bytes:
    return ss58.decode(address)


def public_key(address: str) -> bytes:
    """Return the public key of an address of this network.

    Raises: AuthFailed if it has another length or prefix, a wrong checksum, or a key that proves nothing.
    """
    if len(address) != _ADDRESS_LETTERS:
        raise AuthFailed("malformed", f"hotkey has {len(address)} letters, must have {_ADDRESS_LETTERS}")
    try:
        public = _decoded(address)
    except ss58.InvalidAddress as error:
        raise AuthFailed("malformed", str(error)) from None
    if public in WEAK_KEYS:
        raise AuthFailed("malformed", f"hotkey {address} is a weak key")
    return public
