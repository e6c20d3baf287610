"""Returns the page of a node's settings."""

from dataclasses import fields

from meritnet.node.config import PREFIX, NodeConfig

from .markdown import anchored, code, page, table

INTRO = """\
Settings of `meritnet node`. A flag outranks the environment, which outranks the settings file: TOML given by
`--config`, with a table `[node]`. Use: [operate a node](../guides/operate-a-node.md). Flags: [commands](cli.md)."""


def setting_page() -> str:
    """Return the page."""
    rows = [
        (
            anchored("setting", setting.name),
            _type_of(setting.type),
            code(f"{PREFIX}{setting.name.upper()}"),
            _default(setting.default),
            setting.metadata["doc"],
        )
        for setting in fields(NodeConfig)
    ]
    return page(
        "settings.md",
        "Settings of a node",
        INTRO,
        table(("setting", "type", "environment", "default", "meaning"), rows),
    )


def _type_of(declared: object) -> str:
    """Return what to write for a setting, in words."""
    words = {"str": "text", "int": "number", "bool": "true or false", "Path": "path"}
    return next(word for name, word in words.items() if name in str(declared))


def _default(value: object) -> str:
    """Return a default as a settings file has it."""
    if value is None:
        return "none"
    return code(str(value).lower() if isinstance(value, bool) else value)
