"""The errors of SubtensorModule stand at the indices of the client catalogue."""

import pytest

from meritnet.runtime.framework.errors import ErrorDef
from meritnet.runtime.runtime import ASSEMBLY
from meritnet.testing.vectors import load

ERRORS = ASSEMBLY.pallets["SubtensorModule"].errors
CATALOGUE = {name: newest for name, _, _, newest in load("wire/wire-errors")["errors"]["SubtensorModule"]}
NEWEST = [index for index in CATALOGUE.values() if index is not None]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.name)
def test_index(error: ErrorDef) -> None:
    index = CATALOGUE[error.name]
    if index is None:
        # Later runtimes dropped the name and gave its old index away: it stands behind all that they have.
        assert error.index > max(NEWEST)
    else:
        assert error.index == index


def test_indices_differ() -> None:
    assert len({error.index for error in ERRORS}) == len(ERRORS)
