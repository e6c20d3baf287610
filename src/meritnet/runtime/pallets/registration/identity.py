"""Bounds of a coldkey's public identity, in bytes of the encoded text.

Quirk: the reference also bounds the sum of all fields but the repository by 4,096, which these bounds never reach.
"""

from collections.abc import Mapping

MAX_BYTES = {
    "name": 256,
    "url": 256,
    "github_repo": 256,
    "image": 1024,
    "discord": 256,
    "description": 1024,
    "additional": 1024,
}


def problem(fields: Mapping[str, bytes]) -> str | None:
    """Return which field is too long and by which bound, None if the identity is valid."""
    for name, bound in MAX_BYTES.items():
        if len(fields[name]) > bound:
            return f"{name} has {len(fields[name])} bytes, at most {bound} are allowed"
    return None
