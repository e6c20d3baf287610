"""Balances: TAO accounts, transfers, issuance."""
