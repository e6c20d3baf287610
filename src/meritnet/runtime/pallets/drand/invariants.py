"""What always holds for the rounds of beacons, checked over a whole state."""

from meritnet.runtime.framework.context import Context

from . import books
from .books import Book


def check(ctx: Context) -> list[str]:
    """Return every violation found, in words; an empty list is a sound state."""
    wrong = []
    for name, book in (("public", books.PUBLIC), ("local", books.LOCAL)):
        wrong += _check_book(ctx, name, book)
    if books.LOCAL.config.exists(ctx) and not books.has_local(ctx):
        wrong.append(f"a chain of preset {ctx.params.preset} has a local beacon")
    return wrong


def _check_book(ctx: Context, name: str, book: Book) -> list[str]:
    wrong = []
    last = book.last.get(ctx)
    for round_, pulse in book.pulses.iter(ctx):
        if pulse.round != round_:
            wrong.append(f"{name} round {round_} is stored as round {pulse.round}")
        if round_ > last:
            wrong.append(f"{name} round {round_} is newer than the newest, {last}")
    if last and book.pulses.get(ctx, last) is None:
        wrong.append(f"the newest {name} round, {last}, is not stored")
    return wrong
