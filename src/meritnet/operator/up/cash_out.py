"""Turns a part of a miner's pay into TAO after an epoch: the reference miner that real TAO arrives at."""

from pathlib import Path

from meritnet.neuron import intents, wallet
from meritnet.neuron.live_chain import LiveChain
from meritnet.operator.up import plan
from meritnet.operator.up.epochs import Epoch, context_at
from meritnet.operator.up.market_file import CashOut
from meritnet.primitives import ss58
from meritnet.runtime.pallets.staking.events import StakeRemoved
from meritnet.runtime.pallets.system import storage as system
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_reader import ChainReader

WALLET = f"miner-{plan.CASHING_OUT}"


async def cash_out(
    chain: LiveChain, runtime: Runtime, store: ChainReader, wallets: Path, netuid: int, epoch: Epoch
) -> CashOut | None:
    """Unstake a part of what the miner got in the epoch and return what arrived; None if it got nothing.

    Raises: ChainRefused, ChainUnreachable, NotIncluded.
    """
    hotkey = wallet.hotkey(wallets, WALLET).ss58_address
    account = ss58.decode(hotkey)
    if account not in epoch.hotkeys:
        return None
    amount = int(epoch.miners_alpha[epoch.hotkeys.index(account)] * plan.CASH_OUT_PART)
    if amount == 0:
        return None
    coldkey = wallet.coldkey(wallets, WALLET)
    done = await chain.execute(intents.unstake(netuid, hotkey, amount, plan.CASH_OUT_TOLERANCE), coldkey)
    for record in system.events.get(context_at(runtime, store, done.block)):
        inner = record.event.args[0]
        if inner.name == StakeRemoved.name and inner.args[1] == account:
            _, _, tao, alpha, _, fee = inner.args
            return CashOut(done.block, alpha + fee, tao)
    return None
