"""Whom to ask next: least recently asked first, newcomers before all."""

from collections.abc import Iterable, Mapping


def least_recently_asked(
    hotkeys: Iterable[str], last_asked: Mapping[str, int], most: int | None = None
) -> list[str]:
    """Return up to `most` hotkeys, the longest unasked first; equals in the order of their names.

    `last_asked` gives the round in which a hotkey was asked last; one that is missing was never asked.
    """
    ordered = sorted(set(hotkeys), key=lambda hotkey: (last_asked.get(hotkey, -1), hotkey))
    return ordered if most is None else ordered[:most]
