"""Shield keys in a file of the chain's folder, so that what was sealed for the next blocks outlives a restart.

A key is on the disk before it is announced. So that not every block waits for the disk, a few keys are made ahead and
written together; the file then holds the keys that are of use and those made ahead, no others. It is replaced as a
whole and only its owner may read it.

Layout: a line that names the format ‖ SHA-256 of all behind it ‖ secret keys, 2400 bytes each.
"""

import hashlib
import logging
from collections.abc import Callable, Collection
from pathlib import Path

from meritnet.crypto import ml_kem
from meritnet.primitives.errors import Invalid, MeritnetError
from meritnet.runtime.pallets.mev_shield.envelope import key_hash
from meritnet.state.whole_file import SECRET, replace_file

from .shield_keys import MemoryShieldKeys

log = logging.getLogger(__name__)

NAME = "shield.keys"
FORMAT = b"meritnet shield keys 1\n"
AHEAD = 8
"""Keys made ahead: one write for so many blocks. So long, too, may a key stay in the file that is of no more use."""
MAX_BYTES = 1 << 20
DIGEST_BYTES = 32


class ShieldKeysUnwritable(MeritnetError):
    """The file cannot be replaced; no key was announced that it does not hold."""


class ShieldKeysUnreadable(MeritnetError):
    """The operating system does not let the file be read."""


class FileShieldKeys(MemoryShieldKeys):
    """Makes a fresh key for every block and has it in a file before anybody can seal to it.

    A file that is damaged or of another format is given up, with a line in the log: only what was sealed for the
    next three blocks is lost by that. Raises: ShieldKeysUnreadable.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._ahead: list[tuple[bytes, bytes]] = []
        try:
            secrets = _read(path)
        except Invalid as error:
            log.warning("shield_keys_lost file=%s why=%s", path, error)
            return
        # Whatever was announced is among these; the engine keeps what its chain names.
        self._secrets = {key_hash(public): secret for public, secret in secrets}

    def keep(self, live: Callable[[], Collection[bytes]]) -> None:
        """Forget what is not live and make keys ahead, once none is left. Raises: ShieldKeysUnwritable."""
        super().keep(live)
        self._provide()

    def _fresh(self) -> tuple[bytes, bytes]:
        """Return a key that the file holds. Raises: ShieldKeysUnwritable."""
        self._provide()
        return self._ahead.pop(0)

    def _provide(self) -> None:
        if not self._ahead:
            made = [ml_kem.generate() for _ in range(AHEAD)]
            _write(self._path, [*self._secrets.values(), *(secret for _, secret in made)])
            self._ahead = made

    def _is_time_to_forget(self) -> bool:
        # Right before the file is replaced.
        return not self._ahead


def _read(path: Path) -> list[tuple[bytes, bytes]]:
    """Return the pairs of a file, none if there is no file. Raises: Invalid, ShieldKeysUnreadable."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ShieldKeysUnreadable(
            f"{path} cannot be read: {error.strerror}; correct its owner, or remove it: what was sealed for the next "
            "three blocks is lost then"
        ) from error
    if len(data) > MAX_BYTES or not data.startswith(FORMAT):
        raise Invalid(f"the file does not begin with '{FORMAT.decode().strip()}'")
    body = data[len(FORMAT) + DIGEST_BYTES :]
    if hashlib.sha256(body).digest() != data[len(FORMAT) : len(FORMAT) + DIGEST_BYTES]:
        raise Invalid("the file's checksum is wrong")
    pairs = []
    for start in range(0, len(body), ml_kem.SECRET_BYTES):
        secret = body[start : start + ml_kem.SECRET_BYTES]
        public = ml_kem.public_of(secret)
        if public is None:
            raise Invalid("the file holds something that is no key")
        pairs.append((public, secret))
    return pairs


def _write(path: Path, secrets: list[bytes]) -> None:
    """Replace a file as a whole and see it to the disk. Raises: ShieldKeysUnwritable."""
    body = b"".join(secrets)
    try:
        replace_file(path, FORMAT + hashlib.sha256(body).digest() + body, SECRET)
    except OSError as error:
        raise ShieldKeysUnwritable(
            f"{path} cannot be written: {error.strerror}; free space on that disk, or correct the folder's owner, and "
            "start again"
        ) from error
