"""Returns the page of RPC methods."""

from meritnet.rpc.methods import NAMESPACES
from meritnet.rpc.methods.custom import METHODS
from meritnet.rpc.params import Param, Unfit
from meritnet.rpc.registry import Method, Namespace, Subscription, Unsubscribe
from meritnet.runtime.runtime import ASSEMBLY

from .markdown import anchored, code, page, paragraph, section, table

INTRO = """\
JSON-RPC 2.0 over HTTP POST and WebSocket on one port; subscriptions need WebSocket. Parameters are positional; those in
brackets may be missing or null. Several names in one row are aliases. A value that does not fit is answered with code
-32602 and the bound. Methods marked unsafe are served on loopback, and to other machines only with
`--rpc-methods unsafe`."""


def rpc_page() -> str:
    """Return the page."""
    return page(
        "rpc.md", "RPC methods", INTRO, *(_section(namespace) for namespace in NAMESPACES), _arguments()
    )


def _section(namespace: Namespace) -> str:
    groups: dict[object, list[Method | Subscription]] = {}
    for entry in namespace.entries:
        if not isinstance(entry, Unsubscribe) and _served(entry):
            notification = entry.notification if isinstance(entry, Subscription) else ""
            groups.setdefault((entry.handler, notification), []).append(entry)
    rows = [_row(entries) for entries in groups.values()]
    prefixes = sorted({entry.name.partition("_")[0] for entries in groups.values() for entry in entries[:1]})
    return section(
        ", ".join(f"{prefix}_*" for prefix in prefixes) or "others",
        table(("method", "parameters", "what it does"), rows),
    )


def _served(entry: Method | Subscription) -> bool:
    required = entry.requires if isinstance(entry, Method) else None
    if required is None:
        return True
    api, _, method = required.partition("_")
    return method in ASSEMBLY.apis.get(api, {})


def _row(entries: list[Method | Subscription]) -> tuple[str, str, str]:
    first = entries[0]
    names = "<br>".join(anchored("rpc", entry.name) for entry in entries)
    doc = paragraph(first.handler.__doc__ or "")
    if isinstance(first, Subscription):
        stops = ", ".join(code(name) for name in first.ended_by)
        doc = f"{doc} Pushes `{first.notification}` until {stops}."
    elif first.name in METHODS:
        doc = f"The SCALE bytes of [{METHODS[first.name][0]}](runtime-apis.md), as numbers."
    if isinstance(first, Method) and first.is_unsafe:
        doc = f"{doc} Unsafe."
    parameters = ", ".join(f"[{param.name}]" if param.optional else param.name for param in first.params)
    return names, parameters, doc


def _arguments() -> str:
    """Return what each kind of parameter takes, in the words of its own refusal."""
    found: dict[str, set[str]] = {}
    for namespace in NAMESPACES:
        for entry in namespace.entries:
            for param in () if isinstance(entry, Unsubscribe) else entry.params:
                found.setdefault(param.name, set()).add(_expected(param))
    rows = [(code(name), "; or ".join(sorted(texts))) for name, texts in sorted(found.items())]
    return section("Parameters", table(("parameter", "takes"), rows))


def _expected(param: Param) -> str:
    try:
        param.read(object())
    except Unfit as refusal:
        return str(refusal)
    return "anything"
