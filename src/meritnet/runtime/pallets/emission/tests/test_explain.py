"""An explanation says exactly what the block then does."""

from itertools import product

import pytest

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.collateral import bonds, invariants
from meritnet.runtime.pallets.collateral.arithmetic import Bond
from meritnet.runtime.pallets.emission import schedule_state, storage
from meritnet.runtime.pallets.emission.explain import Epoch, explain_epoch, explain_payment
from meritnet.runtime.pallets.emission.tests.living_chain import OWNED, Life, LivingChain, found_subnets
from meritnet.runtime.pallets.staking.stake import total_of
from meritnet.runtime.params import params_for
from meritnet.testing.chain import DictState


class RecordingChain(LivingChain):
    """Explains every subnet's next epoch at the end of each block."""

    __test__ = False

    def __init__(self, *, rules: bool) -> None:
        self.netuids: list[int] = []
        self.explained: dict[int, Epoch | None] = {}
        self.stakes: dict[tuple[bytes, int], int] = {}
        super().__init__(params_for("local", 250, rules=rules))

    def begin(self) -> None:
        """Explain, remember stakes, and begin the next block."""
        before = parent_view(self)
        self.explained = {netuid: explain_epoch(before, netuid) for netuid in self.netuids}
        assert before.changes() == {}
        hotkeys = [hotkey for _, hotkey in OWNED]
        self.stakes = {(h, n): total_of(self.ctx, h, n) for h in hotkeys for n in self.netuids}
        super().begin()


def parent_view(chain: LivingChain) -> Context:
    """Return a context of its own over the state of the last whole block."""
    state = DictState()
    state.data = dict(chain.state.data)
    ctx = chain.runtime.context(state)
    ctx.block_number = chain.ctx.block_number
    return ctx


@pytest.mark.parametrize("rules", [False, True], ids=["reference rules", "meritnet rules"])
def test_payments_are_what_stakes_grow_by(rules: bool) -> None:
    chain = RecordingChain(rules=rules)
    chain.netuids = found_subnets(chain, 2)
    for (coldkey, hotkey), netuid in product(OWNED, chain.netuids):
        # Some hold half of their pay, some all of it, some release what they had.
        floor = (0, 10**6, 10**15)[hotkey[0] % 3]
        bonds.save(chain.ctx, netuid, hotkey, coldkey, Bond(0 if floor else 10**6, U64F64.ONE, floor))
    life = Life(chain, chain.netuids, seed=8 + rules)
    epochs = paid = held = 0
    for _ in range(60):
        life.act()
        chain.block()
        for netuid, epoch in chain.explained.items():
            ran = storage.last_mechansim_step_block.get(chain.ctx, netuid) == chain.ctx.block_number
            assert (epoch is not None) == ran
            if epoch is not None:
                epochs += 1
                paid += check_against(chain, epoch)
                held += sum(payment.collateral for payment in epoch.payments)
    assert epochs > 8
    assert paid > 8
    assert held
    assert invariants.sums_agree(chain.ctx) == invariants.lists_agree(chain.ctx) == []
    assert chain.broken == []


def check_against(chain: RecordingChain, epoch: Epoch) -> int:
    """Compare an explained epoch with the block that ran it; return how many hotkeys were paid."""
    netuid, ctx = epoch.netuid, chain.ctx
    gained = dict.fromkeys((hotkey for _, hotkey in OWNED), 0)
    for payment in epoch.payments:
        if not payment.withheld:
            gained[payment.destination] += payment.incentive
        if payment.destination != payment.hotkey and payment.collateral:
            # What is held of the incentive stays with the hotkey itself.
            held = min(payment.collateral, payment.incentive)
            gained[payment.destination] -= held
            gained[payment.hotkey] += held
        gained[payment.hotkey] += sum(payment.dividends) + payment.root_dividends.take + payment.owner_cut
        recorded = storage.alpha_dividends_per_subnet.get(ctx, netuid, payment.hotkey)
        assert recorded == payment.dividends.rest
        recorded = storage.root_alpha_dividends_per_subnet.get(ctx, netuid, payment.hotkey)
        assert recorded == payment.root_dividends.rest
    for hotkey, amount in gained.items():
        root = storage.root_alpha_dividends_per_subnet.get(ctx, netuid, hotkey)
        grown = total_of(ctx, hotkey, netuid) - chain.stakes[hotkey, netuid]
        # A root dividend larger than the root stake goes to the owner as stake.
        assert grown in (amount, amount + root)
    assert sum(epoch.drained) == sum(p.total for p in epoch.payments) + epoch.unpaid
    return sum(payment.total > 0 for payment in epoch.payments)


def test_one_hotkeys_payment_and_none_between_epochs() -> None:
    chain = RecordingChain(rules=False)
    (netuid,) = found_subnets(chain, 1)
    owner, hotkey = OWNED[0]
    while not schedule_state.is_due(chain.ctx, netuid):
        due = schedule_state.next_epoch(chain.ctx, netuid)
        if due == chain.ctx.block_number + 1:
            break
        assert explain_payment(chain.ctx, netuid, hotkey) is None
        chain.block()
    payment = explain_payment(chain.ctx, netuid, hotkey)
    assert payment is not None
    assert (payment.owner, payment.uid, payment.withheld) == (owner, 0, True)
    per_block = 179_995_422  # worked number: 11796/65535 of one alpha
    waiting = storage.pending_owner_cut.get(chain.ctx, netuid)
    assert payment.owner_cut == waiting + per_block
    assert waiting % per_block == 0
    assert explain_payment(chain.ctx, netuid, b"?" * 32) is None
