"""A chain that follows a beacon whose rounds the test makes."""

from typing import Any

from meritnet.codec import Case
from meritnet.crypto import sr25519
from meritnet.runtime.framework.errors import InvalidTransaction
from meritnet.runtime.pallets.drand.types import PULSES_PAYLOAD, sr25519_signer
from meritnet.testing.beacon import MadeBeacon
from meritnet.testing.chain import TestChain

BEACON = MadeBeacon()
PUBLIC, SECRET = sr25519.public_and_secret(b"s" * 32)


def build(*, local: bool = False) -> TestChain:
    """Return a chain that follows BEACON, with `local` also a local beacon of that name."""
    chain = TestChain()
    BEACON.follow(chain.ctx)
    if local:
        MadeBeacon("local").follow_as_local(chain.ctx)
    return chain


def payload(*pulses: Any, height: int = 0) -> Any:
    """Return a payload with pulses, named to be of the test's signer."""
    return PULSES_PAYLOAD(height, pulses, sr25519_signer(PUBLIC))


def signature(signed: Any) -> Case:
    """Return the test signer's signature over a payload."""
    return Case("Sr25519", (sr25519.sign(PUBLIC, SECRET, PULSES_PAYLOAD.encode(signed)),))


def raw_write(chain: TestChain, signed: Any, by: Case | None) -> bytes:
    """Return the unsigned extrinsic of write_pulse."""
    return chain.runtime.bare("Drand", "write_pulse", signed, by)


def validate(chain: TestChain, raw: bytes) -> Any:
    """Return what the pool learns of an extrinsic."""
    return chain.runtime.validate(chain.ctx, chain.runtime.decode(raw))


def refusal(chain: TestChain, raw: bytes) -> str:
    """Return the name by which an extrinsic is refused."""
    try:
        found = validate(chain, raw)
    except InvalidTransaction as error:
        return error.variant
    raise AssertionError(f"accepted: {found}")
