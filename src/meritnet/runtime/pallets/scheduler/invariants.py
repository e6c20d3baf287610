"""What always holds for planned calls: a name leads to the call that bears it."""

from meritnet.runtime.framework.context import Context

from . import storage


def check(ctx: Context) -> list[str]:
    """Return every violation found, in words; an empty list is a sound state."""
    found = []
    for name, (when, index) in storage.lookup.iter(ctx):
        tasks = storage.agenda.get(ctx, when)
        task = tasks[index] if index < len(tasks) else None
        if task is None or task.maybe_id != name:
            found.append(
                f"the name {name.hex()} leads to block {when}, position {index}, where no such call is"
            )
    return found
