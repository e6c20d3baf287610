"""Checks the accounts that the chain itself uses, and the text form of addresses."""

from collections.abc import Callable, Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, run_cases
from meritnet.primitives import ss58
from meritnet.runtime.pallets.subnets import accounts

ABSENT = {
    "lease_coldkey": "subnet leasing",
    "lease_hotkey": "subnet leasing",
    "crowdloan_funds": "crowdloans",
    "limit_orders_pallet": "limit orders",
    "limit_orders_hotkey": "limit orders",
}
OURS: dict[str, Callable[[str, bytes], bytes]] = {
    "subnet_account": lambda number, _: accounts.subnet_account(int(number)),
    "burn_account": lambda *_: accounts.BURN_ACCOUNT,
    "swap_protocol": lambda *_: accounts.SWAP_PROTOCOL_ACCOUNT,
    "default_account": lambda *_: accounts.DEFAULT_ACCOUNT,
    "ss58_check_alice": lambda _, recorded: recorded,
}
"""Our account by its kind, the number in its name.

And the recorded account where only its text is in question.
"""


def check(document: Document) -> Iterator[Case]:
    """Yield one case an account."""
    for case in document["accounts"]:
        kind = case["name"].split()[0]
        if kind in ABSENT:
            yield Case(case["name"], "absent", ABSENT[kind])
        else:
            yield from run_cases([(case["name"], case)], _account)


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
