"""Returns the accounts without a key through which batches are netted.

Source: vectors/economics/accounts.json
"""

from meritnet.runtime.pallets.subnets.accounts import pallet_account

ORDERS_PALLET_ID = b"bt/limit"
POOL_ACCOUNT = pallet_account(ORDERS_PALLET_ID)
"""Holds a batch's TAO and alpha while it is netted."""
POOL_HOTKEY = pallet_account(b"bt/lmhky")
"""The hotkey that a batch's alpha is staked with meanwhile."""
