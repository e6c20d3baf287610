"""Keys of neurons: wallets in the network's own folder, development keys on local networks only.

Wallet files have the public client's layout, so that `btcli --wallet-path` reads them. Hosts open hotkeys;
the coldkey is opened only by commands that spend.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from meritnet.neuron.chain import Signer
from meritnet.primitives.errors import Denied, Invalid, NotFound

if TYPE_CHECKING:
    from bittensor import Wallet

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


class KeyNotFound(NotFound):
    """A wallet or hotkey does not exist in the network's folder."""


class InvalidKeyName(Invalid):
    """A wallet's or hotkey's name could leave its folder or is too long."""


class DevelopmentKeyDenied(Denied):
    """A key that everybody knows was asked to sign outside a local network."""


class KeyLocked(Denied):
    """The password of a key is missing or wrong."""


def hotkey(wallets: Path, wallet: str, name: str = "default") -> Signer:
    """Return a wallet's hotkey.

    Raises: KeyNotFound naming the file that is missing.
    """
    return _opened(open_wallet(wallets, wallet, name), "hotkey")


def coldkey(wallets: Path, wallet: str) -> Signer:
    """Return a wallet's coldkey; asks for its password on the terminal if it has one.

    Raises: KeyNotFound naming the file that is missing, KeyLocked if the password does not open it.
    """
    return _opened(open_wallet(wallets, wallet, "default"), "coldkey")


def open_wallet(wallets: Path, wallet: str, name: str) -> "Wallet":
    """Return the handle of a wallet in this folder; no key is read yet."""
    from bittensor import Wallet

    for text in (wallet, name):
        if not _NAME.fullmatch(text):
            raise InvalidKeyName(f"key name {text[:40]!r} must be 1..64 letters, digits, dots and dashes")
    # The path is always given: the library's default is a folder that may hold real money.
    return Wallet(name=wallet, hotkey=name, path=str(wallets))


def create(wallets: Path, wallet: str, name: str = "default", password: str | None = None) -> None:
    """Create the coldkey and the hotkey of a wallet where they do not exist yet.

    Without a password the coldkey's file is not encrypted: for local networks only.
    """
    handle = open_wallet(wallets, wallet, name)
    wallets.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not Path(handle.coldkey_file.path).exists():
        handle.create_new_coldkey(use_password=password is not None, coldkey_password=password, suppress=True)
    if not Path(handle.hotkey_file.path).exists():
        handle.create_new_hotkey(use_password=False, suppress=True)


def exists(wallets: Path, wallet: str, name: str = "default") -> bool:
    """Return whether the hotkey is there."""
    return Path(open_wallet(wallets, wallet, name).hotkey_file.path).exists()


def development_key(uri: str, *, development: bool) -> Signer:
    """Return the key of a path below the public development phrase, such as `//Alice`.

    Raises: DevelopmentKeyDenied outside local networks, where anyone could take what it holds.
    """
    if not development:
        raise DevelopmentKeyDenied(
            f"{uri} is known to everybody and signs only on local networks; use a wallet of your own"
        )
    return from_uri(uri)


def from_uri(uri: str) -> Signer:
    """Return the key pair of a derivation path."""
    from bittensor.keyfiles import Keypair

    if not uri.startswith("//") or len(uri) > 128:
        raise InvalidKeyName(
            f"development key {uri[:40]!r} must start with // and have at most 128 characters"
        )
    signer: Signer = Keypair.create_from_uri(uri)
    return signer


def throwaway() -> Signer:
    """Return a fresh key that is kept nowhere: enough to ask, worth nothing."""
    from bittensor.keyfiles import Keypair

    signer: Signer = Keypair.create_from_mnemonic(Keypair.generate_mnemonic())
    return signer


def _opened(handle: "Wallet", role: str) -> Signer:
    from bittensor.keyfiles import KeyfileError

    file = handle.hotkey_file if role == "hotkey" else handle.coldkey_file
    if not Path(file.path).exists():
        raise KeyNotFound(f"no {role} at {file.path}; check --wallet, or create the wallet first")
    try:
        signer: Signer = getattr(handle, role)
    except (KeyfileError, ValueError, OSError) as error:
        raise KeyLocked(f"{role} {file.path} does not open: {error}; check the password") from error
    return signer
