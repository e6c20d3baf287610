"""Publishes where a miner listens: the subnet's axon record on chain."""

import logging

from meritnet.neuron import intents
from meritnet.neuron.chain import ChainClient, ChainRefused, ChainUnreachable, Endpoint, NotIncluded, Signer
from meritnet.neuron.directory import Directory

log = logging.getLogger(__name__)


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
        intent = intents.serve(directory.netuid, endpoint.host, endpoint.port)
        included = await chain.execute(intent, signer)
    except (ChainRefused, ChainUnreachable, NotIncluded) as error:
        log.warning("axon_not_published hotkey=%s error=%s", signer.ss58_address, error)
        return str(error)
    log.info("axon_published hotkey=%s url=%s block=%d", signer.ss58_address, endpoint.url, included.block)
    return ""
