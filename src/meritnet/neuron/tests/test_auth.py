"""Signed requests: the public client's verifier as reference, and what only ours refuses."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.crypto import ed25519
from meritnet.neuron.auth import (
    WEAK_KEYS,
    AuthFailed,
    Claim,
    ReplayStore,
    prove,
    public_key,
    read_claim,
    request_payload,
    sign_request,
)
from meritnet.neuron.tests.fake_chain import Key
from meritnet.primitives import ss58

ALICE, BOB = Key("alice"), Key("bob")
NOW = 1_800_000_000_000_000_000
BODY = b'{"a":1}'


def signed(**changes: str | None) -> list[tuple[bytes, bytes]]:
    """The headers of a good request from ALICE to BOB at NOW, with changes; None takes a header away."""
    headers: dict[str, str | None] = dict(
        sign_request(ALICE, "POST", "/answer?x=1", BODY, BOB.ss58_address, NOW)
    )
    for name, value in changes.items():
        headers["X-Bittensor-" + name] = value
    return [(k.lower().encode(), v.encode("latin-1")) for k, v in headers.items() if v is not None]


def check(
    headers: list[tuple[bytes, bytes]],
    body: bytes = BODY,
    target: str = "/answer?x=1",
    method: str = "POST",
    now: int = NOW,
) -> Claim:
    claim = read_claim(headers, {BOB.ss58_address}, now)
    prove(claim, method, target, body, ReplayStore())
    return claim


def reference_accepts(headers: list[tuple[bytes, bytes]], body: bytes) -> bool:
    from bittensor import http_auth

    try:
        http_auth.verify(
            {k.decode(): v.decode("latin-1") for k, v in headers},
            body,
            method="POST",
            path="/answer?x=1",
            self_hotkey_ss58=BOB.ss58_address,
            nonce_store=http_auth.InMemoryNonceStore(),
            now_ns=NOW,
        )
    except http_auth.AuthError:
        return False
    return True


def test_what_we_sign_the_public_client_accepts() -> None:
    assert reference_accepts(signed(), BODY)


def test_what_the_public_client_signs_we_accept() -> None:
    from bittensor import http_auth
    from bittensor.keyfiles import Keypair

    pair = Keypair.create_from_uri("//Alice")
    headers = http_auth.sign(
        pair, method="POST", path="/answer?x=1", body=BODY, receiver_ss58=BOB.ss58_address, nonce_ns=NOW
    )
    claim = check([(k.lower().encode(), v.encode()) for k, v in headers.items()])
    assert claim.sender == pair.ss58_address


@given(
    st.sampled_from(["sr25519", "ed25519"]),
    st.binary(max_size=40),
    st.integers(1, 2**64),
    st.text(max_size=20),
)
def test_payload_equals_the_public_clients(scheme: str, body: bytes, nonce: int, target: str) -> None:
    from bittensor import http_auth

    expected = http_auth.build_payload(
        scheme=scheme,
        method="post",
        path=target,
        body=body,
        nonce_ns=nonce,
        sender_ss58="s",
        receiver_ss58="r",
    )
    assert request_payload(scheme, "post", target, body, nonce, "s", "r") == expected


def test_good_request_names_its_sender() -> None:
    claim = check(signed())
    assert (claim.sender, claim.receiver, claim.nonce) == (ALICE.ss58_address, BOB.ss58_address, NOW)


@pytest.mark.parametrize(
    ("body", "target", "method"),
    [(BODY + b" ", "/answer?x=1", "POST"), (BODY, "/answer", "POST"), (BODY, "/answer?x=1", "PUT")],
    ids=["body", "query", "method"],
)
def test_signature_covers_body_query_and_method(body: bytes, target: str, method: str) -> None:
    with pytest.raises(AuthFailed, match="signature"):
        check(signed(), body, target, method)


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("malformed", {"Version": "2"}),
        ("malformed", {"Version": None}),
        ("malformed", {"Hotkey": None}),
        ("malformed", {"Hotkey": ALICE.ss58_address[:-1]}),
        ("malformed", {"Hotkey": ALICE.ss58_address[:-1] + "1"}),
        ("malformed", {"Hotkey": ss58.encode(bytes(32))}),
        ("malformed", {"Hotkey": ss58.encode(ALICE.public_key, 0)}),
        ("receiver", {"Receiver": None}),
        ("receiver", {"Receiver": "-"}),
        ("receiver", {"Receiver": ALICE.ss58_address}),
        ("malformed", {"Nonce": None}),
        ("malformed", {"Nonce": f" {NOW}"}),
        ("malformed", {"Nonce": f"0{NOW}"}),
        ("malformed", {"Nonce": f"+{NOW}"}),
        ("malformed", {"Nonce": "1_800"}),
        ("malformed", {"Nonce": "9" * 21}),
        ("malformed", {"Crypto": "1"}),
        ("malformed", {"Crypto": "SR25519"}),
        ("malformed", {"Signature": None}),
        ("malformed", {"Signature": "ab" * 64}),
        ("malformed", {"Signature": "0x" + "AB" * 64}),
        ("malformed", {"Signature": "0x" + "ab" * 63 + " a"}),
        ("signature", {"Signature": "0x" + "ab" * 64}),
        ("signature", {"Crypto": "ed25519"}),
        ("stale", {"Nonce": str(NOW - 10_000_000_001)}),
        ("stale", {"Nonce": str(NOW + 2_000_000_001)}),
    ],
)
def test_refused_headers(reason: str, changes: dict[str, str | None]) -> None:
    with pytest.raises(AuthFailed) as caught:
        check(signed(**changes))
    assert caught.value.reason == reason


def test_age_limits_are_inclusive() -> None:
    check(signed(), now=NOW + 10_000_000_000)
    check(signed(), now=NOW - 2_000_000_000)


def test_a_header_that_comes_twice_is_refused() -> None:
    with pytest.raises(AuthFailed, match="twice"):
        check([*signed(), (b"X-Bittensor-Hotkey", BOB.ss58_address.encode())])


def test_a_wrapped_signature_is_refused_though_the_public_client_takes_it() -> None:
    payload = request_payload(
        "sr25519", "POST", "/answer?x=1", BODY, NOW, ALICE.ss58_address, BOB.ss58_address
    )
    wrapped = ALICE.sign(b"<Bytes>" + payload + b"</Bytes>")
    headers = signed(Signature="0x" + wrapped.hex())
    assert reference_accepts(headers, BODY)
    with pytest.raises(AuthFailed, match="signature"):
        check(headers)


def test_ed25519_keys_may_sign() -> None:
    seed = hashlib.sha256(b"ed").digest()
    sender = ss58.encode(ed25519.public_key(seed))
    payload = request_payload("ed25519", "POST", "/answer?x=1", BODY, NOW, sender, BOB.ss58_address)
    headers = signed(Hotkey=sender, Crypto="ed25519", Signature="0x" + ed25519.sign(seed, payload).hex())
    assert check(headers).scheme == "ed25519"


@pytest.mark.parametrize("weak", sorted(WEAK_KEYS), ids=lambda key: key.hex()[:8])
def test_weak_keys_prove_nothing(weak: bytes) -> None:
    address = ss58.encode(weak)
    with pytest.raises(AuthFailed, match=r"weak|letters"):
        public_key(address)


def test_a_weak_ed25519_key_would_sign_anything() -> None:
    """Why the list is there: under the identity point, the zero scalar signs every message."""
    identity = bytes([1, *[0] * 31])
    assert identity in WEAK_KEYS
    assert ed25519.verify(identity + bytes(32), b"any message", identity)


def test_replay_is_refused_and_only_after_the_signature() -> None:
    replays = ReplayStore()
    forged = read_claim(signed(Signature="0x" + "ab" * 64), {BOB.ss58_address}, NOW)
    with pytest.raises(AuthFailed, match="signature"):
        prove(forged, "POST", "/answer?x=1", BODY, replays)
    good = read_claim(signed(), {BOB.ss58_address}, NOW)
    prove(good, "POST", "/answer?x=1", BODY, replays)
    with pytest.raises(AuthFailed) as caught:
        prove(good, "POST", "/answer?x=1", BODY, replays)
    assert caught.value.reason == "replayed"


def test_replay_store_forgets_after_twice_the_window_and_never_before() -> None:
    now = 0.0
    store = ReplayStore(clock=lambda: now)
    store.add("a", 1)
    now = 23.9
    with pytest.raises(AuthFailed, match="replayed"):
        store.add("a", 1)
    now = 24.0
    store.add("a", 1)
    assert len(store) == 1


def test_full_replay_store_refuses_rather_than_forgets() -> None:
    store = ReplayStore(most=2)
    store.add("a", 1)
    store.add("a", 2)
    with pytest.raises(AuthFailed) as caught:
        store.add("a", 3)
    assert caught.value.reason == "crowded"
    with pytest.raises(AuthFailed, match="replayed"):
        store.add("a", 1)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    b"x-bittensor-" + n
                    for n in (b"version", b"hotkey", b"receiver", b"nonce", b"crypto", b"signature")
                ]
            ),
            st.binary(max_size=140),
        ),
        max_size=8,
    )
)
def test_any_headers_are_refused_or_read(extra: list[tuple[bytes, bytes]]) -> None:
    replaced = {name for name, _ in extra}
    headers = [item for item in signed() if item[0] not in replaced] + extra
    try:
        claim = read_claim(headers, {BOB.ss58_address}, NOW)
        prove(claim, "POST", "/answer?x=1", BODY, ReplayStore())
    except AuthFailed:
        return
    # Only what the key signed passes: the untouched headers, or the default scheme spelt out.
    good = check(signed())
    assert (claim.sender, claim.nonce, claim.receiver) == (good.sender, good.nonce, good.receiver)
    assert reference_accepts(headers, BODY)


@given(st.integers(0, 63), st.integers(1, 255))
def test_no_byte_of_a_signature_may_change(place: int, change: int) -> None:
    headers = dict(signed())
    raw = bytearray.fromhex(headers[b"x-bittensor-signature"].decode()[2:])
    raw[place] ^= change
    headers[b"x-bittensor-signature"] = b"0x" + raw.hex().encode()
    with pytest.raises(AuthFailed):
        check(list(headers.items()))


def test_failures_never_echo_the_signature() -> None:
    headers = signed(Signature="0x" + "cd" * 64)
    with pytest.raises(AuthFailed) as caught:
        check(headers)
    assert not re.search("cdcdcd", str(caught.value))
