"""Publishes where a miner listens: the subnet's axon record on chain."""

import ipaddress
import logging

from meritnet.neuron.chain import (
    CallValue,
    ChainClient,
    ChainRefused,
    ChainUnreachable,
    Endpoint,
    NotIncluded,
    Signer,
)
from meritnet.neuron.directory import Directory
from meritnet.primitives.errors import Invalid

log = logging.getLogger(__name__)

PROTOCOL_TAG = 4
RECORD_VERSION = 1


class InvalidPublicAddress(Invalid):
    """Text is no IP address that can be published."""


def axon_params(netuid: int, endpoint: Endpoint) -> dict[str, CallValue]:
    """Return the parameters of `serve_axon` for an endpoint.

    The chain refuses 127.0.0.1 itself, so a local address is published in its IPv6 spelling.
    Raises: InvalidPublicAddress if the host is a name and no address.
    """
    try:
        address = ipaddress.ip_address(endpoint.host)
    except ValueError:
        raise InvalidPublicAddress(
            f"{endpoint.host!r} is no IP address; give the public one with --public-ip"
        ) from None
    if address.is_loopback and isinstance(address, ipaddress.IPv4Address):
        address = ipaddress.IPv6Address(f"::ffff:{address}")
    return {
        "netuid": netuid,
        "version": RECORD_VERSION,
        "ip": int(address),
        "port": endpoint.port,
        "ip_type": address.version,
        "protocol": PROTOCOL_TAG,
        "placeholder1": 0,
        "placeholder2": 0,
    }


async def publish(chain: ChainClient, directory: Directory, signer: Signer, endpoint: Endpoint) -> str:
    """Make the hotkey's record point to `endpoint`; return what still hinders it, empty if nothing.

    Does nothing if the record is right already, so that a restart costs no call.
    """
    row = directory.metagraph.by_hotkey.get(signer.ss58_address)
    if row is None:
        return f"hotkey {signer.ss58_address} is not registered on netuid {directory.netuid}; register it"
    if row.endpoint == endpoint:
        return ""
    try:
        included = await chain.submit(
            "SubtensorModule", "serve_axon", axon_params(directory.netuid, endpoint), signer
        )
    except (ChainRefused, ChainUnreachable, NotIncluded) as error:
        log.warning("axon_not_published hotkey=%s error=%s", signer.ss58_address, error)
        return str(error)
    log.info("axon_published hotkey=%s url=%s block=%d", signer.ss58_address, endpoint.url, included.block)
    return ""
