"""Returns the page of types: every named type that calls, events, storage, constants and runtime APIs use."""

from collections.abc import Iterator

from meritnet.codec import Type
from meritnet.runtime.runtime import ASSEMBLY

from .markdown import anchor, page, table
from .values import described, parts, path_of, shape_rows

INTRO = """\
Named types as SCALE encodes them: fields in their order, variants with their index byte. `Vec<T>` is a compact count
and the items, `Option<T>` is 0, or 1 and the value, `Compact<T>` is the compact form of an integer."""


def type_page() -> str:
    """Return the page."""
    found: dict[str, Type] = {}
    waiting = list(_declared())
    while waiting:
        type_ = described(waiting.pop())
        if type_ is not None and type_.path not in found:
            found[type_.path] = type_
            for part in parts(type_):
                waiting += [part, *parts(part)]
    ordered = sorted(found.values(), key=lambda type_: (type_.name.lower(), type_.path))
    return page("types.md", "Types", INTRO, *(_section(type_) for type_ in ordered))


def _declared() -> Iterator[Type]:
    for pallet in ASSEMBLY.pallets.values():
        for fields in (*(call.args for call in pallet.calls), *(event.fields for event in pallet.events)):
            for _, type_ in fields:
                yield from _with_parts(type_)
        for item in pallet.storage:
            yield from _with_parts(item.value)
            for type_, _ in item.key_parts:
                yield from _with_parts(type_)
        for constant in pallet.constants:
            yield from _with_parts(constant.type)
    for methods in ASSEMBLY.apis.values():
        for method in methods.values():
            for _, type_ in method.inputs:
                yield from _with_parts(type_)
            yield from _with_parts(method.output)


def _with_parts(type_: Type) -> Iterator[Type]:
    """Yield a type and, where it has no name of its own, what it is made of."""
    yield type_
    type_ = type_.resolve()
    if not type_.path or "<" in type_.name:
        for part in parts(type_):
            yield from _with_parts(part)


def _section(type_: Type) -> str:
    rows = shape_rows(type_)
    heading = f'## <a id="{anchor("type", path_of(type_))}"></a>{type_.name}'
    if len(rows) == 1 and rows[0][0] in ("", "0"):
        return f"{heading}\n\nEncoded as {rows[0][1]}. Path `{type_.path}`."
    return f"{heading}\n\nPath `{type_.path}`.\n\n" + table(("part", "type"), rows)
