"""Conviction locks: stake held back for a hotkey, the conviction it grows, ownership won by conviction."""
