"""A small chain that lives: random stakes, registrations, weights, links and claims, each block checked."""

import random
from collections import Counter

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.genesis import local
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import invariants
from meritnet.runtime.pallets.emission.ledger import Ledger, ledger_of
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.stake import stake_of
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.queries import non_root
from meritnet.runtime.params import ChainParams, params_for
from meritnet.testing.chain import TestChain

TAO = 10**9
PALLET = "SubtensorModule"
COLDKEYS = [bytes([1, n]) * 16 for n in range(8)]
HOTKEYS = {coldkey: [bytes([2, n, m, 0]) * 8 for m in range(3)] for n, coldkey in enumerate(COLDKEYS)}
OWNED = [(coldkey, hotkey) for coldkey, hotkeys in HOTKEYS.items() for hotkey in hotkeys]


class LivingChain(TestChain):
    """Checks every block that ends; `broken` collects what was wrong with its block's number."""

    __test__ = False

    def __init__(self, params: ChainParams | None = None) -> None:
        self.broken: list[str] = []
        self.ledger: Ledger | None = None
        super().__init__(params or params_for("local", 250), genesis=genesis)

    def begin(self) -> None:
        """Check the block that ends here, if any, and begin the next one."""
        after = ledger_of(self.ctx)
        wrong = invariants.check_ledger(after)
        if self.ledger is not None:
            wrong = invariants.check_step(self.ledger, after, self.ctx.events)
        self.broken += [f"block {after.block}: {text}" for text in wrong]
        self.ledger = after
        super().begin()


def genesis(ctx: Context) -> None:
    """Write the development genesis with wealthy coldkeys and prices that move within a test."""
    local.build(ctx, local.LocalGenesis())
    for coldkey in COLDKEYS:
        balances.set_balance(ctx, coldkey, 100_000 * TAO)
    hyper.subnet_moving_alpha.set(ctx, (1 << 32) // 20)
    subnets.subtoken_enabled.set(ctx, 0, True)
    staking.pending_child_key_cooldown.set(ctx, 3)


def found_subnets(chain: TestChain, count: int) -> list[int]:
    """Register and start subnets whose weights may be set plainly at any time; return their netuids."""
    made = []
    for number in range(count):
        coldkey = COLDKEYS[number]
        before = set(non_root(chain.ctx))
        chain.ok(PALLET, "register_network", HOTKEYS[coldkey][0], by=coldkey)
        (netuid,) = set(non_root(chain.ctx)) - before
        made.append(netuid)
        chain.ok(PALLET, "start_call", netuid, by=coldkey)
        hyper.subnet_emission_enabled.set(chain.ctx, netuid, True)
        hyper.commit_reveal_weights_enabled.set(chain.ctx, netuid, False)
        hyper.weights_set_rate_limit.set(chain.ctx, netuid, 0)
        hyper.immunity_period.set(chain.ctx, netuid, 0)
        hyper.max_allowed_uids.set(chain.ctx, netuid, 10)
        hyper.ema_price_halving_blocks.set(chain.ctx, netuid, 1)
        hyper.max_registrations_per_block.set(chain.ctx, netuid, 8)
        hyper.target_registrations_per_interval.set(chain.ctx, netuid, 100)
        chain.block()
    return made


class Life:
    """Random transactions; `done` counts those that succeeded, `refused` the others, by call."""

    def __init__(self, chain: TestChain, netuids: list[int], seed: int) -> None:
        self.chain, self.netuids, self.chance = chain, netuids, random.Random(seed)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.acts = {
            self.register: 2, self.stake: 4, self.unstake: 3, self.weigh: 6, self.move: 1, self.root_stake: 1,
            self.link: 1, self.destroy: 1, self.claim: 1, self.transfer: 1, self.auto_stake: 1, self.unroot: 1,
        }  # fmt: skip

    def act(self) -> None:
        """Send one random transaction."""
        (act,) = self.chance.choices(list(self.acts), self.acts.values())
        act()

    def _send(self, pallet: str, name: str, *args: object, by: bytes) -> None:
        error = self.chain.dispatch(pallet, name, *args, by=by)
        (self.done if error is None else self.refused)[name] += 1

    def _some(self) -> tuple[bytes, bytes, int]:
        coldkey, hotkey = self.chance.choice(OWNED)
        return coldkey, hotkey, self.chance.choice(self.netuids)

    def register(self) -> None:
        coldkey, hotkey, netuid = self._some()
        self._send(PALLET, "burned_register", netuid, hotkey, by=coldkey)

    def stake(self) -> None:
        coldkey, _, netuid = self._some()
        _, hotkey = self.chance.choice(OWNED)
        self._send(PALLET, "add_stake", hotkey, netuid, self.chance.randrange(1, 300 * TAO), by=coldkey)

    def root_stake(self) -> None:
        coldkey, hotkey, _ = self._some()
        self._send(PALLET, "add_stake", hotkey, 0, self.chance.randrange(TAO, 5_000 * TAO), by=coldkey)

    def unstake(self) -> None:
        coldkey, _, netuid = self._some()
        self._unstake(coldkey, netuid)

    def unroot(self) -> None:
        self._unstake(self.chance.choice(COLDKEYS), 0)

    def _unstake(self, coldkey: bytes, netuid: int) -> None:
        ctx = self.chain.ctx
        held = [h for h in staking.staking_hotkeys.get(ctx, coldkey) if stake_of(ctx, h, coldkey, netuid)]
        if held:
            hotkey = self.chance.choice(held)
            whole = stake_of(ctx, hotkey, coldkey, netuid)
            part = self.chance.choice((whole, whole // 2, whole // 7 + 1))
            self._send(PALLET, "remove_stake", hotkey, netuid, part, by=coldkey)

    def weigh(self) -> None:
        _, _, netuid = self._some()
        hotkeys = uids.hotkeys(self.chain.ctx, netuid)
        hotkey = self.chance.choice(hotkeys)
        targets = sorted(self.chance.sample(range(len(hotkeys)), self.chance.randint(1, len(hotkeys))))
        values = tuple(self.chance.randrange(65_536) for _ in targets)
        self._send(PALLET, "set_weights", netuid, tuple(targets), values, 0, by=hotkey)

    def move(self) -> None:
        coldkey, hotkey, netuid = self._some()
        _, other = self.chance.choice(OWNED)
        target = self.chance.choice(self.netuids)
        amount = stake_of(self.chain.ctx, hotkey, coldkey, netuid) // 3
        self._send(PALLET, "move_stake", hotkey, other, netuid, target, amount, by=coldkey)

    def link(self) -> None:
        coldkey, hotkey, netuid = self._some()
        _, child = self.chance.choice(OWNED)
        self._send(PALLET, "set_children", hotkey, netuid, ((2**62, child),), by=coldkey)

    def destroy(self) -> None:
        coldkey, hotkey, netuid = self._some()
        call = self.chance.choice(("recycle_alpha", "burn_alpha"))
        self._send(PALLET, call, hotkey, self.chance.randrange(1, TAO), netuid, by=coldkey)

    def claim(self) -> None:
        self._send(PALLET, "claim_root", tuple(sorted(self.netuids)), by=self.chance.choice(COLDKEYS))

    def transfer(self) -> None:
        source, dest = self.chance.sample(COLDKEYS, 2)
        amount = self.chance.randrange(1, 10 * TAO)
        self._send("Balances", "transfer_keep_alive", Case("Id", (dest,)), amount, by=source)

    def auto_stake(self) -> None:
        coldkey, hotkey, netuid = self._some()
        self._send(PALLET, "set_coldkey_auto_stake_hotkey", netuid, hotkey, by=coldkey)
