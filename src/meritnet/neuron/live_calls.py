"""Sends intents over a live connection, and waits for the block that includes them."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from meritnet.neuron.chain import ChainRefused, ChainUnreachable, Included, NotIncluded, Signer
from meritnet.neuron.intents import Intent
from meritnet.neuron.live_connection import LiveConnection, library_errors, refusal
from meritnet.neuron.networks import UnknownGenesis
from meritnet.neuron.refusals import remedy
from meritnet.primitives.errors import Bug

if TYPE_CHECKING:
    from bittensor import Client, ExtrinsicResult

Send: TypeAlias = "Callable[[Client], Awaitable[ExtrinsicResult]]"

INCLUSION_TIMEOUT_S = 60.0
INCLUSION_BLOCKS = 12
"""Blocks that a call may take, envelope and content, on a chain with slow ones."""
SHIELD_KEY_BLOCKS = 6
ERA_BLOCKS = 64
NONCE_TAKEN = ("PriorityTooLow", "Stale", "Usurped", "AlreadyImported")
LOST = ("Dropped", "Invalid")
"""What a pool says of an envelope whose key ran out before a block took it; its nonce is free again."""
NONCE_ATTEMPTS = 5
NONCE_WAIT_S = 0.5
INNER = "inner_extrinsic_hash"


class EnvelopeEmpty(NotIncluded):
    """A shielded call's envelope is in a block and the call is not, which its era forbids from now on."""


class LiveCalls(LiveConnection):
    """Everything that signs."""

    def __init__(self, endpoint: str, expected: str | None) -> None:
        super().__init__(endpoint, expected)
        self._turns: dict[str, asyncio.Lock] = {}

    async def execute(self, intent: Intent, signer: Signer) -> Included:
        """Sign and send an intent as the client's own commands do: shielded where they shield it."""
        from meritnet.neuron.client_intents import build, is_shielded

        try:
            built = build(intent)
        except library_errors(ValueError) as error:
            raise ChainRefused(intent.op, str(error)[:200], "correct the value that it names") from error
        if not is_shielded(built):
            return await self._in_turn(
                intent.op,
                signer,
                lambda client: client.execute(built, signer, period=ERA_BLOCKS, wait_for_finalization=False),
            )
        await self._until_shielded(intent.op)
        return await self._in_turn(
            intent.op,
            signer,
            lambda client: client.submit_shielded(built, signer, wait_for_finalization=False),
        )

    async def sudo(self, settings: Sequence[tuple[str, Mapping[str, object]]], signer: Signer) -> Included:
        """Change settings of the chain as root, all in one call; the client has no intents for these."""
        client = await self._connected()
        calls = [await client.compose(("AdminUtils", name, dict(params))) for name, params in settings]
        together = await client.compose(("Utility", "batch_all", {"calls": calls}))
        call = ("Sudo", "sudo", {"call": together})
        return await self._in_turn(
            "sudo",
            signer,
            lambda client: client.submit_call(call, signer, period=ERA_BLOCKS, wait_for_finalization=False),
        )

    async def _until_shielded(self, name: str) -> None:
        """Wait for the key of the shield, which a chain publishes two blocks after its node started."""
        client = await self._connected()
        block_s = await self._ask(client.block_time())
        last = await self._ask(client.block()) + SHIELD_KEY_BLOCKS
        # Counted in the chain's blocks, for a busy node makes them late; in seconds where it makes none.
        ends = time.monotonic() + INCLUSION_TIMEOUT_S + SHIELD_KEY_BLOCKS * block_s
        number = 0
        while number < last and time.monotonic() < ends:
            number = await self._ask(client.block())
            try:
                if await self._ask(client._substrate.mev_next_key()):
                    return
            except ValueError:
                break
            await asyncio.sleep(block_s)
        raise ChainRefused(name, "no key of the shield", "send it again when the chain publishes one")

    async def _in_turn(self, name: str, signer: Signer, send: Send) -> Included:
        if self.expected is None:
            raise UnknownGenesis(
                f"{name} is not signed: nobody named the chain behind {self.endpoint} "
                f"(genesis {self._genesis}); give that hash with --genesis if it is the right one"
            )
        # One at a time for an account: two calls must not take the same nonce.
        async with self._turns.setdefault(signer.ss58_address, asyncio.Lock()):
            for attempt in range(1, NONCE_ATTEMPTS + 1):
                try:
                    return await self._send(name, signer, send)
                except EnvelopeEmpty:
                    if attempt == NONCE_ATTEMPTS:
                        raise
                except ChainRefused as error:
                    # Another process signed with the same key at the same moment and took the nonce, or the
                    # envelope came too late: sent again with the same nonce, it cannot happen twice.
                    if error.reason not in (*NONCE_TAKEN, *LOST) or attempt == NONCE_ATTEMPTS:
                        raise
                await asyncio.sleep(NONCE_WAIT_S * attempt)
        raise Bug("the loop over attempts ends by return or raise")

    async def _send(self, name: str, signer: Signer, send: Send) -> Included:
        client = await self._connected()
        wait_s = max(INCLUSION_TIMEOUT_S, INCLUSION_BLOCKS * await self._ask(client.block_time()))
        try:
            async with asyncio.timeout(wait_s):
                result = await send(client)
        except TimeoutError:
            raise NotIncluded(
                f"{name} of {signer.ss58_address} was in no block after {wait_s:g} s; "
                "check that the node makes blocks"
            ) from None
        except ValueError as error:
            # How the library says that the chain's metadata has no such call, or other parameters.
            raise ChainRefused(name, str(error)[:200], "this chain's runtime does not offer it") from error
        except library_errors() as error:
            reason = refusal(error)
            if reason is not None:
                raise ChainRefused(name, reason, remedy(reason)) from error
            await self._drop()
            raise ChainUnreachable(f"{name} could not be sent to {self.endpoint}: {error}") from error
        return await self._landed(client, name, signer, result)

    async def _landed(
        self, client: "Client", name: str, signer: Signer, result: "ExtrinsicResult"
    ) -> Included:
        """Return where it landed. Raises: ChainRefused, NotIncluded for what its envelope did not bring along."""
        shielded = bool(result.data.get("shielded"))
        if not result.success:
            reason = refusal(result.error) or str(result.message)[:200]
            if shielded and getattr(result.error, "name", None) is None and result.data.get(INNER):
                raise EnvelopeEmpty(f"{name} of {signer.ss58_address}: {result.message}; send it again")
            raise ChainRefused(name, reason, remedy(reason))
        number, _, index = str(result.extrinsic_id).partition("-")
        netuid, round_ = result.data.get("netuid"), result.data.get("reveal_round")
        return Included(
            int(number),
            str(result.block_hash),
            int(index),
            await self._extrinsic_hash(client, str(result.block_hash), int(index)),
            shielded=shielded,
            reveal_round=None if round_ is None else int(round_),
            netuid=None if netuid is None else int(netuid),
        )

    async def _extrinsic_hash(self, client: "Client", block_hash: str, index: int) -> str:
        answer = await self._ask(client._substrate.raw.rpc_request("chain_getBlock", [block_hash]))
        block = answer.get("result", answer) if isinstance(answer, dict) else {}
        raw = bytes.fromhex(block["block"]["extrinsics"][index].removeprefix("0x"))
        return "0x" + hashlib.blake2b(raw, digest_size=32).hexdigest()
