"""Asks a chain as a client does: arguments written and answers read with the recorded types, not with ours."""

from typing import Any

from meritnet.testing.chain import TestChain
from meritnet.testing.conformance import api_table, registry


def ask(chain: TestChain, api: str, method: str, *args: Any) -> Any:
    """Return the answer of a runtime API method."""
    entry = api_table()[api][method]
    types = [registry().type(one["type_id"]) for one in entry["inputs"]]
    data = b"".join(type_.encode(arg) for type_, arg in zip(types, args, strict=True))
    raw = chain.runtime.call_api(chain.ctx, f"{api}_{method}", data)
    return registry().type(entry["output_type_id"]).decode(raw)
