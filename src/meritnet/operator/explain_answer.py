"""What whoever explains a chain offers: answers to the `explain_*` methods, and blocks by number."""

from typing import Any, Protocol

from meritnet.primitives.errors import NotFound

Answer = dict[str, Any]
"""An answer of an `explain_*` method. Any: JSON values."""


class Source(Protocol):
    """Somebody who answers the `explain_*` methods."""

    def ask(self, method: str, *params: object) -> Answer:
        """Return a method's answer. Raises: MeritnetError with the node's words."""

    def block_hash(self, number: int | None) -> str | None:
        """Return the hash of a block by number, None for None. Raises: NotFound."""


def known(found: str | None, number: int) -> str:
    """Return the hash that was found of a block. Raises: NotFound where there is none."""
    if found is None:
        raise NotFound(f"block {number} is not there yet; name an earlier one")
    return found
