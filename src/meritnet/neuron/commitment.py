"""Commitments to answers and the seeds of a round: who could know what, and when.

A miner first sends only the commitment of its answer, then, after the deadline, the answer and the salt.
The commitment names the hotkey, so that one copied from another miner cannot be opened, and the request, so
that an old one cannot be opened again. The seeds tie a challenge to a finalized block and the validator's
secret, and its outcome to a block that did not exist when the commitments closed.
"""

import hashlib
import hmac

from meritnet.neuron.message import InvalidMessage, Message

SALT_BYTES = 32
SEED_BYTES = 32

_COMMIT = b"meritnet/answer/1"
_CHALLENGE = b"meritnet/challenge/1"
_OUTCOME = b"meritnet/outcome/1"


def commit_answer(hotkey: str, request: Message, answer: Message, salt: bytes) -> bytes:
    """Return the 32-byte commitment of `hotkey` to `answer` for `request`.

    Raises: InvalidMessage if the salt does not have SALT_BYTES bytes: a short salt can be guessed.
    """
    if len(salt) != SALT_BYTES:
        raise InvalidMessage(f"salt has {len(salt)} bytes, must have {SALT_BYTES}")
    return _digest(_COMMIT, hotkey.encode(), request.digest(), answer.digest(), salt)


def opens(commitment: bytes, hotkey: str, request: Message, answer: Message, salt: bytes) -> bool:
    """Return whether `answer` and `salt` are what `hotkey` committed to."""
    return len(salt) == SALT_BYTES and hmac.compare_digest(
        commitment, commit_answer(hotkey, request, answer, salt)
    )


def challenge_seed(block_hash: bytes, netuid: int, round_number: int, secret: bytes) -> bytes:
    """Return the seed of a challenge: nobody knows it before the block, nobody but the validator after it."""
    return _digest(
        _CHALLENGE, block_hash, netuid.to_bytes(2, "little"), round_number.to_bytes(8, "little"), secret
    )


def outcome_seed(later_block_hash: bytes, request: Message) -> bytes:
    """Return the seed of a request's outcome, fixed by a block after the commitments closed.

    The validator's secret is left out on purpose: the validator must not know this seed before the miners.
    """
    return _digest(_OUTCOME, later_block_hash, request.digest())


def _digest(domain: bytes, *parts: bytes) -> bytes:
    hasher = hashlib.sha256(domain)
    for part in parts:
        # The length keeps two different splits of the same bytes apart.
        hasher.update(len(part).to_bytes(4, "little"))
        hasher.update(part)
    return hasher.digest()
