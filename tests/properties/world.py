"""A chain that is watched while it lives: its genesis, its blocks, and what must hold after each of them."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from meritnet.codec import Case
from meritnet.codec.era import Era
from meritnet.codec.extrinsic import Extrinsic
from meritnet.crypto.dev_keys import keypair
from meritnet.engine.block import BlockInput, Budget
from meritnet.engine.shield_keys import MemoryShieldKeys
from meritnet.engine.state_machine import Candidate, StateMachine
from meritnet.operator.chain_check import INVARIANTS
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.executive import Applied
from meritnet.runtime.framework.context import Context, EventRecord
from meritnet.runtime.genesis import local
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.drand.types import PULSES_PAYLOAD, sr25519_signer
from meritnet.runtime.pallets.emission import invariants as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.system import accounts as system
from meritnet.runtime.pallets.system import storage as system_storage
from meritnet.runtime.params import ChainParams, params_for
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_store import ChainStore
from meritnet.testing.beacon import MadeBeacon
from meritnet.testing.signing import sign

from . import failures
from .cast import COLD, HOT
from .epochs import Epochs, outside

TAO = 10**9
START_MS = 1_700_000_000_000
FEE_ITEMS = frozenset({"Account", "BlockWeight", "AllExtrinsicsLen", "TotalIssuance"})
"""What a failed call may leave changed: balances and nonces of who pays and earns the fee, the block's counters."""
FEE_EVENTS = frozenset({
    "ExtrinsicFailed", "TransactionFeePaid", "TransactionFeePaidWithAlpha", "Withdraw", "Deposit", "NewAccount",
    "Endowed", "KilledAccount", "DustLost",
})  # fmt: skip


class Broken(AssertionError):
    """Something that must hold does not; the message says what, in which block."""


def parameters(*, rules: bool) -> ChainParams:
    """Return a local chain's parameters with waits so short that everything happens within a few hundred blocks."""
    return replace(
        params_for("local", 250, rules=rules),
        initial_tempo=12,
        childkey_take_rate_limit=3,
        children_rate_limit=3,
        coldkey_swap_announcement_delay=6,
        coldkey_swap_reannouncement_delay=4,
        pending_childkey_cooldown=4,
        crowdloan_minimum_duration=5,
        crowdloan_maximum_duration=400,
    )


def genesis(beacons: tuple[MadeBeacon, MadeBeacon]) -> Callable[[Context], None]:
    """Return what writes the genesis state: a development chain with small subnets, few of them, and made beacons."""
    public, own = beacons

    def build(ctx: Context) -> None:
        local.build(ctx, local.LocalGenesis())
        for who in COLD:
            balances.set_balance(ctx, who, 100_000 * TAO)
        for who in HOT:
            balances.set_balance(ctx, who, 50 * TAO)
        public.follow(ctx)
        own.follow_as_local(ctx)
        subnets.subnet_limit.set(ctx, 5)
        subnets.network_immunity_period.set(ctx, 60)
        subnets.network_min_lock_cost.set(ctx, 100 * TAO)
        subnets.network_lock_reduction_interval.set(ctx, 200)
        subnets.start_call_delay.set(ctx, 2)
        hyper.tempo.set(ctx, 1, 12)
        hyper.tx_rate_limit.set(ctx, 0)
        hyper.admin_freeze_window.set(ctx, 2)
        hyper.owner_hyperparam_rate_limit.set(ctx, 0)

    return build


class Pulses:
    """Gives a block the next rounds of both beacons, in some blocks."""

    def __init__(self, runtime: Runtime, beacons: tuple[MadeBeacon, MadeBeacon], rng: random.Random) -> None:
        self._runtime, self._beacons, self._rng = runtime, beacons, rng
        self.round = [1_000, 100]
        """The newest round of the public and of the local beacon."""

    def rounds(self, _ctx: Context, _moment_ms: int) -> Iterator[bytes]:
        """Yield unsigned extrinsics."""
        for which, beacon in enumerate(self._beacons):
            if self._rng.random() < 0.12:
                self.round[which] += 1
                yield self._extrinsic(which, beacon.pulse(self.round[which]))

    def _extrinsic(self, which: int, pulse: object) -> bytes:
        if which:
            return self._runtime.bare("Drand", "write_local_pulse", pulse)
        key = keypair("//One")
        payload = PULSES_PAYLOAD(0, (pulse,), sr25519_signer(key.public))
        return self._runtime.bare("Drand", "write_pulse", payload, key.sign(PULSES_PAYLOAD.encode(payload)))


class Watched(StateMachine):
    """A state machine that looks at every failed extrinsic: nothing but fee and nonce may be left of it."""

    on_applied: Callable[[Extrinsic, Applied, Context, int], None] = staticmethod(lambda *_: None)

    @property
    def present(self) -> Context:
        """Return the state as it stands within the block that is being made."""
        return self._head_ctx

    def _apply(self, ctx: Context, extrinsic: Extrinsic, index: int) -> Applied:
        mark, events = ctx.begin(), len(ctx.events)
        applied = super()._apply(ctx, extrinsic, index)
        if applied.error is not None:
            self._check_failed(ctx, extrinsic, applied, mark, events)
        self.on_applied(extrinsic, applied, ctx, events)
        return applied

    def _check_failed(
        self, ctx: Context, extrinsic: Extrinsic, applied: Applied, mark: int, events: int
    ) -> None:
        names = {record.event.name for record in ctx.events[events:]}
        if (
            "TransactionFeePaidWithAlpha" in names
        ):  # a fee taken from stake sells it, which touches a whole subnet
            return
        inner = extrinsic.call.args[0]
        what = f"block {ctx.block_number}: {extrinsic.call.name}.{inner.name} failed with {applied.error}"
        if names - FEE_EVENTS:
            raise Broken(f"{what}, but left the events {sorted(names - FEE_EVENTS)}")
        by_prefix = {i.prefix: i for parts in ctx.chain.pallets.values() for i in parts.storage}
        for key, before in ctx.written_since(mark).items():
            item = by_prefix.get(key[:32])
            if ctx.values[key] != before and (item is None or item.name not in FEE_ITEMS):
                raise Broken(
                    f"{what}, but changed {'an unknown key' if item is None else item.name} {key.hex()}"
                )


@dataclass
class Report:
    """What happened so far."""

    blocks: int = 0
    extrinsics: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """Transactions that may not be in a block, by what is said of them first."""
    events: Counter[str] = field(default_factory=Counter)
    most_subnets: int = 0


class World:
    """The chain, its blocks so far, and the ledger after the last one."""

    def __init__(self, seed: int, *, rules: bool = False, shielded: bool = True) -> None:
        self.rng = random.Random(seed)
        self.beacons = MadeBeacon("public"), MadeBeacon("local")
        self.params = parameters(rules=rules)
        self.machine = self.fresh()
        self.pulses = Pulses(self.machine.runtime, self.beacons, random.Random(seed + 1))
        self.shield = MemoryShieldKeys() if shielded else None
        self.record: list[tuple[BlockInput, bytes]] = []
        """Every block with its state root."""
        self.report = Report()
        self.last_events: tuple[EventRecord, ...] = ()
        self.epochs = Epochs()
        self.failures: list[str] = []
        """What calls that failed in the last block left behind."""
        self._moment = START_MS
        self._ledger = emission.ledger_of(self.machine.present)

    def fresh(self) -> Watched:
        """Return a chain that has nothing but the genesis of this one."""
        machine = Watched(Runtime(self.params), ChainStore.open(None, keep_blocks=0, proof_blocks=0))
        machine.init_chain(genesis(self.beacons))
        return machine

    @property
    def ctx(self) -> Context:
        """Return the state at this moment."""
        return self.machine.present

    def block(self, calls: Callable[[], Iterator[tuple[str, Case]]]) -> list[str]:
        """Make one block of the (uri, call) that `calls` yields while it is being made; return what is wrong then."""
        height = self.machine.store.head.number + 1
        self._moment += self.rng.choice([250, 250, 250, 1, 4_000])
        self.failures = []
        with failures.watched(self.failures), self.epochs.watched():
            _, report = self.machine.build(
                height,
                self.machine.author_of(height),
                self._moment,
                self._candidates(calls()),
                Budget(),
                self.shield,
                self.pulses,
            )
        staged = self.machine._staged
        assert staged is not None
        output = self.machine.finalize(staged.block)
        self.record.append((staged.block, output.header.state_root))
        self.machine.commit()
        if self.shield is not None:
            self.shield.keep(self.machine.live_shield_keys)
        self.last_events = output.events
        self.report.blocks += 1
        self.report.extrinsics += len(staged.block.extrinsics)
        self.report.events.update(f"{r.event.pallet}.{r.event.name}" for r in output.events)
        for why in report.dropped.values():
            self.report.refused[": ".join(why.split(": ")[:2])] += 1
        return self._wrong(output.events)

    def _candidates(self, calls: Iterator[tuple[str, Case]]) -> Iterator[Candidate]:
        for uri, call in calls:
            raw = self.signed(uri, call)
            yield Candidate(blake2_256(raw), self.machine.runtime.decode(raw))

    def signed(self, uri: str, call: Case) -> bytes:
        """Return the call as a transaction for the block that is being made; shielded ones live for a few blocks."""
        ctx = self.ctx
        nonce = int(system.info(ctx, keypair(uri).account).nonce)
        if (call.name, call.args[0].name) != ("MevShield", "submit_encrypted"):
            return sign(self.machine.runtime, call, uri, nonce)
        era = Era(8, (ctx.block_number - 1) % 8)
        birth = system_storage.block_hash.get(ctx, era.birth(ctx.block_number))
        return sign(self.machine.runtime, call, uri, nonce, era=era, birth_hash=birth)

    def _wrong(self, events: tuple) -> list[str]:  # type: ignore[type-arg]
        ctx = self.ctx
        after = emission.ledger_of(ctx)
        wrong = [*self.failures, *self.epochs.wrong]
        wrong += emission.check_step(self._ledger, after, events)
        wrong += outside(self._ledger, after, events, self.epochs.left)
        for name, check in INVARIANTS[1:]:
            wrong += [f"{name}: {text}" for text in check(ctx)]
        self._ledger = after
        self.report.most_subnets = max(self.report.most_subnets, len(after.subnets))
        return wrong

    def replay(self, start: int = 0) -> int:
        """Execute all recorded blocks on a fresh chain; return how many roots were compared. Raises: Broken."""
        machine = self.fresh()
        for block, root in self.record:
            found = machine.finalize(block).header.state_root
            machine.commit()
            if found != root:
                raise Broken(
                    f"block {block.height} has the state root {root.hex()}, executed again {found.hex()}"
                )
        return len(self.record)
