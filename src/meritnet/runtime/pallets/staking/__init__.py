"""Stake: share pools, stake weight, child keys, root dividends and the amounts that limits allow."""
