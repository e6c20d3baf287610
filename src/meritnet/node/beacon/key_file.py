"""The file `beacon.key` of a development chain's folder: the seed of its local beacon."""

import hashlib
import secrets
from pathlib import Path

from meritnet.crypto.bls import SEED_BYTES
from meritnet.primitives.errors import Invalid, MeritnetError, NotFound
from meritnet.state.whole_file import SECRET, replace_file

NAME = "beacon.key"


class KeyUnwritable(MeritnetError):
    """The key file cannot be written; the chain has not begun."""


def fresh_seed(folder: Path | None, salt: str | None) -> bytes:
    """Return the seed of a new chain's beacon: drawn, or with a fixed genesis salt known to everybody who knows that.

    A key file that a start left behind is taken over: the genesis that goes with it may be durable already.
    """
    if folder is not None and (folder / NAME).exists():
        return read(folder)
    if salt is None:
        return secrets.token_bytes(SEED_BYTES)
    return hashlib.sha256(b"local beacon of the chain with salt " + salt.encode()).digest()


def write(folder: Path, seed: bytes) -> None:
    """Write the file, readable by its owner only. Raises: KeyUnwritable."""
    path = folder / NAME
    try:
        replace_file(path, f"{seed.hex()}\n".encode(), SECRET)
    except OSError as error:
        raise KeyUnwritable(
            f"{path} cannot be written: {error.strerror}; free space on that disk, or correct the folder's owner"
        ) from error


def read(folder: Path) -> bytes:
    """Return the seed. Raises: NotFound, Invalid."""
    path = folder / NAME
    try:
        seed = bytes.fromhex(path.read_text(encoding="ascii"))
    except FileNotFoundError as error:
        raise NotFound(
            f"{path} is missing, so the chain's local beacon cannot go on; restore it, or start with --beacon none"
        ) from error
    except (OSError, ValueError) as error:
        raise Invalid(f"{path} cannot be read; restore it, or start with --beacon none") from error
    if len(seed) != SEED_BYTES:
        raise Invalid(f"{path} holds {len(seed)} bytes, a key has {SEED_BYTES}; restore it")
    return seed
