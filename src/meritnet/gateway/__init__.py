"""Absent: the gateway for consumers, a later part; its place in the import contract is kept."""
