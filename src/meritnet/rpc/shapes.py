"""The JSON shapes of chain things: headers, runtime versions, steps of a watched extrinsic."""

from __future__ import annotations

from typing import Any

from meritnet.codec.header import decode_header
from meritnet.rpc.interfaces import RuntimeVersion, TxStatus

Json = dict[str, Any]
"""A JSON object."""


def to_hex(raw: bytes) -> str:
    """Return bytes as lower-case hex text after 0x."""
    return "0x" + raw.hex()


def to_hex_or_none(raw: bytes | None) -> str | None:
    """Return bytes as hex text, None as null."""
    return None if raw is None else "0x" + raw.hex()


def header_shape(header: bytes) -> Json:
    """Return the JSON header of SCALE header bytes."""
    return decode_header(header).to_json()


def runtime_version_shape(version: RuntimeVersion) -> Json:
    """Return the JSON runtime version; the last key goes out under its older and its newer name."""
    return {
        "specName": version.spec_name,
        "implName": version.impl_name,
        "authoringVersion": version.authoring_version,
        "specVersion": version.spec_version,
        "implVersion": version.impl_version,
        "apis": [[to_hex(api_id), number] for api_id, number in version.apis],
        "transactionVersion": version.transaction_version,
        "systemVersion": version.state_version,
        "stateVersion": version.state_version,
    }


def tx_status_shape(status: TxStatus) -> str | Json:
    """Return the JSON step of a watched extrinsic: a word, or an object with the word as its key."""
    word = status.state.value
    if word == "broadcast":
        return {word: list(status.peers)}
    return word if status.hash is None else {word: to_hex(status.hash)}
