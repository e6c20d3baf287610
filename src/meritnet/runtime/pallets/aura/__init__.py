"""Aura: block authorship as clients see it (slot duration, current slot, author from the digest)."""
