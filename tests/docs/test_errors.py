"""The text of every error and event helps whoever meets it: what happened, which bound, what to do next."""

import re

import pytest
from scripts.reference.raisers import code_of, raisers

from meritnet.runtime.framework.declarations import EventDef
from meritnet.runtime.framework.errors import ErrorDef
from meritnet.runtime.pallets.subtensor import errors as subtensor
from meritnet.runtime.runtime import ASSEMBLY

ERRORS = [error for parts in ASSEMBLY.pallets.values() for error in parts.errors]
EVENTS = [event for parts in ASSEMBLY.pallets.values() for event in parts.events]
SHORTEST = 40
NEVER = "; never raised here, "
STEPS = """
    add allow announce ask associate be call cancel check choose commit contribute correct demand deposit
    encrypt enter extend free give have join keep leave let link lock look lower make move name note offer only pass
    pick raise read register release remove report restore reveal run see send set shorten sign sort split start
    stake submit swap switch take terminate trade trim try unstake update use wait weigh
"""
"""Verbs with which a next step begins."""
NO_STEP = ("nothing needs to be", "it can", "it takes", "its creator may", "its node must", "root must")
"""Beginnings of a second part that names who has to act instead, or that nobody has to."""


def name_of(one: ErrorDef | EventDef) -> str:
    """Return the name of a case."""
    return f"{one.pallet}.{one.name}"


@pytest.mark.parametrize("error", ERRORS, ids=name_of)
def test_an_error_says_what_happened_and_what_to_do(error: ErrorDef) -> None:
    assert len(error.text) >= SHORTEST
    assert re.fullmatch(r"[A-Z0-9p][^\n]+; [^\n]+\.", error.text), "two parts, ended like a sentence"
    assert "  " not in error.text
    if NEVER in error.text:
        return
    clauses = re.split(r"[;,:]? (?:or|and) |[;,:] ", error.text.partition("; ")[2])
    assert any(clause.split()[0] in STEPS.split() or clause.startswith(NO_STEP) for clause in clauses), (
        f"no next step: {error.text}"
    )


@pytest.mark.parametrize("error", ERRORS, ids=name_of)
def test_an_error_says_so_exactly_if_nothing_raises_it(error: ErrorDef) -> None:
    assert (NEVER in error.text) == (not raisers()[error])


def test_no_text_is_used_twice() -> None:
    texts = [error.text for error in ERRORS]
    assert sorted(text for text in set(texts) if texts.count(text) > 1) == []


def test_steps_are_all_used() -> None:
    words = {word for error in ERRORS for word in re.findall(r"[a-z]+", error.text.lower())}
    assert set(STEPS.split()) - words == set()


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_an_event_is_one_true_sentence(event: EventDef) -> None:
    assert re.fullmatch(r"[A-Z`][^\n]{14,}\.", event.doc), event.doc


def test_where_an_error_comes_from() -> None:
    assert raisers()[subtensor.ColdkeySwapAnnounced].every_call
    source = raisers()[subtensor.DelegateTakeTooHigh]
    assert {call.name for call in source.calls} == {"increase_take"}
    # The guard alone says of a take that is to fall that it is not below the present one.
    assert {call.name for call in source.refused} == {"increase_take", "decrease_take"}
    assert code_of(subtensor.DelegateTakeTooHigh) == 27
    assert code_of(subtensor.CanNotSetRootNetworkWeights) is None
