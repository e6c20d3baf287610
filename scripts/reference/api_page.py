"""Returns the page of runtime APIs."""

from meritnet.primitives.hashing import blake2_64
from meritnet.rpc.methods.custom import METHODS
from meritnet.runtime.framework.declarations import ApiDef
from meritnet.runtime.runtime import API_VERSIONS, ASSEMBLY

from .markdown import anchored, code, page, paragraph, section, table
from .values import type_text

INTRO = """\
Functions that read the state of a block. Clients call them by `state_call` with `Api_method` and SCALE arguments; some
have an RPC method of their own ([rpc](rpc.md)). The runtime version lists the ids."""


def api_page() -> str:
    """Return the page."""
    own = {target: name for name, (target, _) in METHODS.items()}
    return page(
        "runtime-apis.md",
        "Runtime APIs",
        INTRO,
        *(
            section(
                f'<a id="api-{api.lower()}"></a>{api}',
                f"Version {API_VERSIONS.get(api, 1)}, id `0x{blake2_64(api.encode()).hex()}`.\n\n"
                + table(
                    ("method", "arguments", "result", "RPC method", "meaning"),
                    [_row(api, method, own.get(f"{api}_{method.method}", "")) for method in methods.values()],
                ),
            )
            for api, methods in sorted(ASSEMBLY.apis.items())
        ),
    )


def _row(api: str, method: ApiDef, rpc: str) -> tuple[str, str, str, str, str]:
    arguments = ", ".join(f"{name} {type_text(type_)}" for name, type_ in method.inputs)
    return (
        anchored(f"api-{api}", method.method),
        arguments,
        type_text(method.output),
        code(rpc),
        paragraph(method.doc),
    )
