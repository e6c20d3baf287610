"""A chain with a coldkey that owns two neurons on two started subnets, for tests of swaps."""

from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking.tests import scene as stakes
from meritnet.testing.chain import TestChain, account

TAO = 10**9
PALLET = "SubtensorModule"
ALICE, BOB = account("//Alice"), account("//Bob")
HOT, OTHER_HOT, BOBS_HOT = stakes.HOT, stakes.OTHER_HOT, stakes.BOBS_HOT
NEW_HOT, NEW_COLD = account("//new hot"), account("//new cold")


def scene(block: int = 20_000) -> TestChain:
    """Return a chain in block `block` on which Alice's hotkey has uids on root and on subnets 1 and 2."""
    chain = stakes.scene()
    ctx = chain.ctx
    ctx.block_number = block
    for netuid in (0, 1, 2):
        uids.append(ctx, netuid, HOT)
        uids.append(ctx, netuid, BOBS_HOT)
    balances.set_balance(ctx, ALICE, 1_000 * TAO)
    emission.total_issuance.set(ctx, 10**6 * TAO)
    return chain
