"""The errors of SubtensorModule: indices of the client catalogue, and texts that help."""

import re

import pytest

from meritnet.runtime.framework.errors import ErrorDef
from meritnet.runtime.runtime import ASSEMBLY
from meritnet.testing.vectors import load

ERRORS = ASSEMBLY.pallets["SubtensorModule"].errors
CATALOGUE = {name: newest for name, _, _, newest in load("wire/wire-errors")["errors"]["SubtensorModule"]}
OWN = {"InvalidSubnetNumber"}
"""Names that the catalogue does not have; they must stand behind all that it has."""


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.name)
def test_index_and_text(error: ErrorDef) -> None:
    if error.name in OWN:
        assert error.index > max(index for index in CATALOGUE.values() if index is not None)
    else:
        assert error.index == CATALOGUE[error.name]
    # What happened, then the next step: two parts, ended like a sentence, no list of blanks.
    assert re.fullmatch(r"[A-Z0-9][^\n]+; ?[^\n]+\.", error.text), error.text
    assert "  " not in error.text


def test_indices_differ() -> None:
    assert len({error.index for error in ERRORS}) == len(ERRORS)
