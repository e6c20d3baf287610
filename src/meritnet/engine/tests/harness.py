"""A solo chain under test: manual blocks, a clock that the test moves, signed transfers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from meritnet.codec import Case
from meritnet.codec.era import IMMORTAL, Era
from meritnet.crypto.dev_keys import keypair
from meritnet.engine.clock import ManualClock
from meritnet.engine.pool.pool import Pool, PoolLimits
from meritnet.engine.round_source import RoundSource
from meritnet.engine.shield_keys import ShieldKeys
from meritnet.engine.solo import Mode, Produced, SoloEngine
from meritnet.engine.state_machine import StateMachine
from meritnet.runtime.framework.context import Context
from meritnet.runtime.genesis import local
from meritnet.runtime.pallets.balances import accounts
from meritnet.runtime.params import params_for
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_store import ChainStore
from meritnet.testing.signing import sign

SLOT_MS = 250
TAO = 10**9


def genesis(ctx: Context) -> None:
    """Write the development genesis with a fixed salt, so that every chain under test is the same chain."""
    local.build(ctx, local.LocalGenesis(salt=b"engine tests"))


@dataclass
class Solo:
    """A machine, a pool and an engine over one store."""

    machine: StateMachine
    pool: Pool
    engine: SoloEngine
    clock: ManualClock
    produced: list[Produced] = field(default_factory=list)

    @property
    def runtime(self) -> Runtime:
        """The rules."""
        return self.machine.runtime

    def transfer(
        self,
        by: str,
        nonce: int,
        amount: int = TAO,
        *,
        to: str = "//Bob",
        tip: int = 0,
        era: Era = IMMORTAL,
        birth_hash: bytes | None = None,
    ) -> bytes:
        """Return a signed transfer."""
        call = self.runtime.assembly.call(
            "Balances", "transfer_keep_alive", Case("Id", (keypair(to).account,)), amount
        )
        return sign(self.runtime, call, by, nonce, tip=tip, era=era, birth_hash=birth_hash)

    def free(self, uri: str) -> int:
        """Return an account's balance at the head. Unit: rao."""
        head = self.machine.store.head
        ctx = self.runtime.read_context(self.machine.store.view(), head.number, head.hash)
        return accounts.free(ctx, keypair(uri).account)

    def block(self) -> Produced:
        """Make one block, a slot later."""
        self.clock.advance(SLOT_MS)
        return self.engine.step()


def machine_on(folder: Path | None, build: Callable[[Context], None] = genesis) -> StateMachine:
    """Return a state machine over a store that holds the genesis (or continues what the folder has)."""
    machine = StateMachine(Runtime(params_for("local", SLOT_MS)), ChainStore.open(folder))
    machine.init_chain(build)
    return machine


def solo(
    folder: Path | None = None,
    *,
    mode: Mode = "manual",
    limits: PoolLimits | None = None,
    on_block: Callable[[Produced], None] | None = None,
    build: Callable[[Context], None] = genesis,
    rounds: RoundSource | None = None,
    keys: ShieldKeys | None = None,
    finality_lag: int = 0,
) -> Solo:
    """Return a fresh solo chain, in memory or in a folder."""
    machine = machine_on(folder, build)
    pool = Pool(machine.runtime, machine.signatures, limits or PoolLimits(), finality_lag=finality_lag)
    clock = ManualClock()
    made: list[Produced] = []

    def note(produced: Produced) -> None:
        made.append(produced)
        if on_block is not None:
            on_block(produced)

    engine = SoloEngine(machine, pool, mode=mode, clock=clock, on_block=note, rounds=rounds, keys=keys)
    return Solo(machine, pool, engine, clock, made)
