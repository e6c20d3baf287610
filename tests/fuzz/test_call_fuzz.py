"""Random, edge and mutated arguments into every declared call, as root, as signers and unsigned, on a living network.

Nothing but a declared error may come out, within a bounded time; now and then the next block begins on what the call
left behind, for a setting that stops block production would be worse than a call that fails.
"""

import random
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest

from meritnet.codec import Case, InvalidEncoding
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.dispatch import dispatch_outcome
from meritnet.runtime.framework.origin import NONE, ROOT, Origin, signed
from meritnet.runtime.runtime import ASSEMBLY
from tests.properties import moves
from tests.properties.game import NAMES, Game
from tests.properties.tally import declared
from tests.properties.values import value
from tests.properties.view import Nothing

from .inputs import mutate

SLOWEST_S = 5.0
"""Processor time that no input may take, on whatever machine the tests run."""
BEGUN = 0.03
"""Share of the inputs after which the next block begins."""


@dataclass
class Outcomes:
    """What became of the inputs, by call."""

    inputs: Counter[str] = field(default_factory=Counter)
    succeeded: Counter[str] = field(default_factory=Counter)
    undecodable: int = 0
    begun: int = 0
    slowest: tuple[float, str] = (0.0, "")


class CallFuzzer:
    """Makes calls, dispatches them on one state and undoes what they did."""

    def __init__(self, seed: int, blocks: int) -> None:
        self.game = Game(seed)
        for _ in range(blocks):
            self.game.block()
        self.rng = random.Random(seed)
        self.ctx: Context = self.game.world.ctx
        self.executive = self.game.world.machine.runtime.executive
        self.outcomes = Outcomes()

    def call(self, name: str) -> Case | None:
        """Return a call that decodes; None for bytes that do not."""
        types = [type_ for _, type_ in declared()[name].args]
        kind = self.rng.random()
        if kind < 0.4:
            return moves.build(name, tuple(value(self.rng, type_) for type_ in types))
        try:
            _, args = moves.MOVES[name](self.game.view())
        except Nothing:
            args = tuple(value(self.rng, type_) for type_ in types)
        spoilt = list(args)
        if spoilt and kind < 0.7:
            at = self.rng.randrange(len(spoilt))
            spoilt[at] = value(self.rng, types[at])
        call = ASSEMBLY.call(*name.split("."), *spoilt)
        raw = ASSEMBLY.call_type.encode(call)
        if kind > 0.85:
            raw = raw[:2] + mutate(self.rng, raw[2:])
        try:
            return ASSEMBLY.call_type.decode(raw)  # type: ignore[no-any-return]
        except InvalidEncoding:
            return None

    def origin(self) -> Origin:
        """Return root, somebody or nobody."""
        kind = self.rng.random()
        return ROOT if kind < 0.45 else NONE if kind < 0.5 else signed(self.game.view().account())

    def one(self, name: str) -> None:
        """Try one input."""
        outcomes = self.outcomes
        outcomes.inputs[name] += 1
        call = self.call(name)
        if call is None:
            outcomes.undecodable += 1
            return
        started = time.process_time()
        ctx = self.ctx
        with ctx.scratch():
            outcome = dispatch_outcome(ctx, self.origin(), call)
            if outcome.error is None:
                outcomes.succeeded[name] += 1
            else:
                ctx.chain.error_case(outcome.error)
                assert len(str(outcome.error)) < 5_000
            if self.rng.random() < BEGUN:
                self._begin()
        took = time.process_time() - started
        outcomes.slowest = max(outcomes.slowest, (took, name))
        assert took < SLOWEST_S, f"{name} took {took:.1f} s: {str(call)[:500]}"

    def _begin(self) -> None:
        """Begin the next block on the present state, and leave the context as it was."""
        ctx = self.ctx
        kept = ctx.block_number, ctx.parent_hash, ctx.author, list(ctx.events), ctx.phase
        self.executive.initialize(ctx, ctx.block_number + 1, bytes(32), ctx.author)
        ctx.block_number, ctx.parent_hash, ctx.author, events, ctx.phase = kept
        ctx.events[:] = events
        self.outcomes.begun += 1


def fuzz_calls(count: int, seed: int, blocks: int) -> Outcomes:
    """Give every call its share of `count` inputs, on a network of that many blocks."""
    fuzzer = CallFuzzer(seed, blocks)
    for number in range(count):
        fuzzer.one(NAMES[number % len(NAMES)])
    return fuzzer.outcomes


def test_any_arguments_give_a_declared_error_or_success() -> None:
    outcomes = fuzz_calls(4 * len(NAMES), seed=1, blocks=12)
    assert set(outcomes.inputs) == set(NAMES)
    assert outcomes.succeeded.total() > 100
    assert outcomes.begun > 10


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_many_arguments(seed: int) -> None:
    assert fuzz_calls(100 * len(NAMES), seed, blocks=80).succeeded.total() > 1_000
