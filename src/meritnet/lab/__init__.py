"""Absent: the simulator of mechanisms and cheats, a later part; its place in the import contract is kept."""
