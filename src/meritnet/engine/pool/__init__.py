"""The transaction pool: validity, nonces in order, replacement, limits, death by era, a journal of local
transactions.
"""
