"""Answers the `explain_*` methods from the folder of a chain, through the same readers of parameters as a node."""

from pathlib import Path
from types import SimpleNamespace

from meritnet.node.explaining import ChainExplainer
from meritnet.node.service import open_chain
from meritnet.operator.explain_answer import Answer, known
from meritnet.rpc.methods.explain import EXPLAIN
from meritnet.rpc.params import read_params
from meritnet.rpc.registry import Method


class FolderSource:
    """A chain's folder, read as it stands; its node may run or not."""

    def __init__(self, folder: Path) -> None:
        self._runtime, self._store, _ = open_chain(folder)
        self._backend = SimpleNamespace(explainer=ChainExplainer(self._runtime, self._store))
        self._methods = {entry.name: entry for entry in EXPLAIN.entries if isinstance(entry, Method)}

    def ask(self, method: str, *params: object) -> Answer:
        """Return a method's answer, as a node would."""
        entry = self._methods[method]
        answer: Answer = entry.handler(self._backend, *read_params(entry.params, list(params)))
        return answer

    def block_hash(self, number: int | None) -> str | None:
        """Return a block's hash."""
        if number is None:
            return None
        found = self._store.hash_of(number)
        return known(None if found is None else "0x" + found.hex(), number)

    def close(self) -> None:
        """Close the folder."""
        self._store.close()
