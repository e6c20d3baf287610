"""Absent: the explorer, a later part; its place in the import contract is kept."""
