"""Signs extrinsics with development keys, as a client would."""

from meritnet.codec import Case
from meritnet.codec.era import IMMORTAL, Era
from meritnet.codec.extrinsic import (
    DISABLED,
    ENABLED,
    Extra,
    SigningContext,
    encode_signed,
    id_address,
    signature_payload,
)
from meritnet.crypto.dev_keys import keypair
from meritnet.runtime.runtime import Runtime


def sign(
    runtime: Runtime,
    call: Case,
    by: str,
    nonce: int,
    *,
    tip: int = 0,
    era: Era = IMMORTAL,
    birth_hash: bytes | None = None,
    spec_version: int | None = None,
    genesis_hash: bytes | None = None,
    mode: Case = DISABLED,
    metadata_hash: bytes | None = None,
    scheme: str = "Sr25519",
) -> bytes:
    """Return the bytes of a signed extrinsic; versions and hashes default to the chain's own."""
    key = keypair(by, scheme)
    genesis = runtime.extensions.genesis_hash if genesis_hash is None else genesis_hash
    version = runtime.params.spec_version if spec_version is None else spec_version
    signing = SigningContext(version, runtime.params.transaction_version, genesis)
    extra = Extra(era, nonce, tip, mode)
    call_data = runtime.call_bytes(call)
    shown = (runtime.metadata_hash if metadata_hash is None else metadata_hash) if mode == ENABLED else None
    payload = signature_payload(
        call_data, extra, signing.additional(genesis if birth_hash is None else birth_hash, shown)
    )
    return encode_signed(call_data, id_address(key.account), key.sign(payload), extra)
