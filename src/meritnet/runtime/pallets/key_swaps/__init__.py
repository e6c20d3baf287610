"""Keys exchanged for others: coldkeys after an announcement, hotkeys on one subnet or on all."""
