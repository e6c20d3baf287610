"""Multisig: accounts that several signatories control together, by a threshold of approvals."""
