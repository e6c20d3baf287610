"""Checks the accounts that the chain itself uses, and the text form of addresses."""

from collections.abc import Callable, Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.primitives import ss58
from meritnet.runtime.pallets.crowdloan.accounts import funds_account
from meritnet.runtime.pallets.leases.accounts import lease_coldkey, lease_hotkey
from meritnet.runtime.pallets.limit_orders.accounts import POOL_ACCOUNT, POOL_HOTKEY
from meritnet.runtime.pallets.subnets import accounts

OURS: dict[str, Callable[[str, bytes], bytes]] = {
    "subnet_account": lambda number, _: accounts.subnet_account(int(number)),
    "burn_account": lambda *_: accounts.BURN_ACCOUNT,
    "swap_protocol": lambda *_: accounts.SWAP_PROTOCOL_ACCOUNT,
    "lease_coldkey": lambda number, _: lease_coldkey(int(number)),
    "lease_hotkey": lambda number, _: lease_hotkey(int(number)),
    "crowdloan_funds": lambda number, _: funds_account(int(number)),
    "limit_orders_pallet": lambda *_: POOL_ACCOUNT,
    "limit_orders_hotkey": lambda *_: POOL_HOTKEY,
    "default_account": lambda *_: accounts.DEFAULT_ACCOUNT,
    "ss58_check_alice": lambda _, recorded: recorded,
}
"""Our account by its kind, the number in its name.

And the recorded account where only its text is in question.
"""


def check(document: Document) -> Iterator[Case]:
    """Yield one case an account."""
    return run_cases(named(document["accounts"]), _account)


def _account(case: Document) -> Comparison:
    kind, _, parameter = case["name"].partition(" ")
    recorded = bytes.fromhex(case["hex"].removeprefix("0x"))
    account = OURS[kind](parameter.partition("=")[2], recorded)
    ours = {
        "hex": f"0x{account.hex()}",
        "ss58": ss58.encode(account, 42),
        "decoded": f"0x{ss58.decode(case['ss58'], 42).hex()}",
    }
    return Comparison(ours, {"hex": case["hex"], "ss58": case["ss58"], "decoded": case["hex"]})
