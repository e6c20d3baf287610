"""How long the epoch of a subnet takes from stored state to stored state: reading, consensus, writing, encoding."""

from collections.abc import Iterator
from functools import partial

from bench.bench_yuma import subnet
from bench.row import Row, best_of
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma.epoch_inputs import mechanism_input, read_subnet
from meritnet.runtime.pallets.consensus_yuma.run import run_subnet_epoch
from meritnet.testing.chain import TestChain
from meritnet.testing.epoch_state import store

NETUID = 2
ALPHA = 10**9


def rows(quick: bool) -> Iterator[Row]:
    """Measure epochs of 256 uids whose state is in memory, and one whose state must be decoded first."""
    repeat = 10 if quick else 60
    for validators, density, target in ((64, 100, None), (256, 10, None), (256, 100, 10.0)):
        chain = stored(validators, density)
        name = f"epoch over state, {validators} x 256 {density} % full"
        least, middle = best_of(partial(run, chain.ctx), repeat=repeat)
        yield Row(name, target, least, "ms", f"median {middle:.3g} ms")
        if density == 100 and validators == 256:
            reading, _ = best_of(partial(read, chain.ctx), repeat=repeat)
            yield Row(f"{name}, reading alone", None, reading, "ms")
            cold, _ = best_of(partial(run_cold, chain), repeat=max(3, repeat // 5))
            yield Row(f"{name}, nothing decoded yet, changes encoded", None, cold, "ms")


def stored(validators: int, density: int) -> TestChain:
    """Return a chain whose subnet 2 is a generated one in its second epoch, committed to its base state."""
    chain = TestChain()
    store(chain.ctx, NETUID, subnet(validators, density))
    chain.state.apply(chain.ctx.changes())
    chain.ctx.rebase(chain.state)
    return chain


def cold_context(chain: TestChain) -> Context:
    """Return a context that has decoded nothing."""
    ctx = chain.runtime.context(chain.state)
    ctx.block_number = chain.ctx.block_number
    return ctx


def read(ctx: Context) -> None:
    """Read what the epoch depends on."""
    mechanism_input(ctx, read_subnet(ctx, NETUID), 0, ALPHA)


def run_cold(chain: TestChain) -> None:
    """Run the epoch in a context that has decoded nothing."""
    run(cold_context(chain))


def run(ctx: Context) -> None:
    """Run the epoch, encode what changed, undo it."""
    with ctx.scratch():
        run_subnet_epoch(ctx, NETUID, ALPHA)
        ctx.changes()
