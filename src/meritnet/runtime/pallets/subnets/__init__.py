"""Subnets: their cost, starting pool, accounts and symbols."""
