"""Returns the index of the reference."""

from meritnet.runtime.runtime import ASSEMBLY

from .markdown import page, page_name, section, table

INTRO = "What is declared, item by item: for looking up, not for reading through."
OTHERS = (
    ("runtime-apis.md", "functions that read a block's state"),
    ("types.md", "named types as SCALE encodes them"),
    ("hyperparameters.md", "settings of subnets and of the network: who, when, bounds"),
    ("rpc.md", "methods of a node's RPC port"),
    ("settings.md", "settings of a node"),
    ("cli.md", "commands and their options"),
    ("coverage.md", "how much of the reference's surface is declared"),
)


def index_page() -> str:
    """Return the page."""
    pallets = [
        (
            parts.index,
            f"[{parts.name}]({page_name(parts.name)})",
            *(
                len(group) or ""
                for group in (parts.calls, parts.events, parts.errors, parts.storage, parts.constants)
            ),
        )
        for parts in sorted(ASSEMBLY.pallets.values(), key=lambda parts: parts.index)
    ]
    return page(
        "README.md",
        "Reference",
        INTRO,
        table(("page", "what"), [(f"[{name.removesuffix('.md')}]({name})", what) for name, what in OTHERS]),
        section(
            "Pallets",
            table(("index", "pallet", "calls", "events", "errors", "storage", "constants"), pallets),
        ),
    )
