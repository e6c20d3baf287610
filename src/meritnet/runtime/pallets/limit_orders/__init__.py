"""Limit orders: trades that accounts sign off the chain and others carry out when the price is right."""
