"""The accounts that sign: coldkeys with money, hotkeys, and who may act as root."""

from typing import Any

from meritnet.codec import Case
from meritnet.crypto.dev_keys import keypair
from meritnet.runtime.pallets.multisig.operations import multisig_account
from meritnet.runtime.pallets.utility.calls_origins import derivative_account

ROOT_URI = "//Alice"
COLDKEYS = (ROOT_URI, "//Bob", "//Charlie", *(f"//cold{i}" for i in range(11)))
HOTKEYS = tuple(f"//hot{i}" for i in range(40))
SPARE_URIS = tuple(f"//spare{i}" for i in range(6))
URI_OF = {keypair(uri).account: uri for uri in (*COLDKEYS, *HOTKEYS, *SPARE_URIS, "//One")}
"""Who can sign, by account."""
COLD = tuple(keypair(uri).account for uri in COLDKEYS)
HOT = tuple(keypair(uri).account for uri in HOTKEYS)
SPARE = tuple(keypair(uri).account for uri in SPARE_URIS)
"""Coldkeys that others become; they own nothing before."""
ROOT_ACCOUNT = keypair(ROOT_URI).account
EVM_SECRETS = tuple(bytes([7 + i]) * 32 for i in range(6))
"""Secrets of EVM keys."""
GROUPS = tuple(tuple(sorted(COLD[start : start + 3])) for start in range(4))
"""Who shares accounts."""
SHARED = (
    *(multisig_account(group, threshold) for group in GROUPS for threshold in (1, 2)),
    *(derivative_account(who, index) for who in COLD[:4] for index in range(2)),
)
"""Accounts without keys that players can spend from."""


def shown(value: Any) -> str:  # Any: any decoded value
    """Return a decoded value as a short text, players by their names."""
    if isinstance(value, Case):
        return value.name + (shown(tuple(value.args)) if value.args else "")
    if isinstance(value, bytes):
        return URI_OF.get(value, value[:8].hex())
    if isinstance(value, tuple):
        return f"({', '.join(shown(part) for part in value)})"
    return str(value)[:80]
