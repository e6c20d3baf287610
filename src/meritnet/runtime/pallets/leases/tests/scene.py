"""A chain with a subnet that a crowdloan of Alice's leased; Bob and Charlie contributed."""

from typing import Any

from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.crowdloan import invariants as crowdloans
from meritnet.runtime.pallets.leases import invariants, storage
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.subnets.storage import subnet_owner
from meritnet.testing.chain import TestChain, account

PALLET = "SubtensorModule"
TAO = 10**9
CAP = 2_000 * TAO
GIFTS = {"//Alice": 100 * TAO, "//Bob": 600 * TAO, "//Charlie": 1_300 * TAO}
PERCENT = 30


def raised(end_block: int | None = None, percent: int = PERCENT) -> TestChain:
    """Return a chain with crowdloan 0 that has raised what it takes to lease a subnet."""
    chain = TestChain()
    call = chain.call(PALLET, "register_leased_network", percent, end_block)
    chain.ok("Crowdloan", "create", GIFTS["//Alice"], TAO, CAP, 1_000, call, None, by="//Alice")
    chain.ok("Crowdloan", "contribute", 0, GIFTS["//Bob"], by="//Bob")
    chain.ok("Crowdloan", "contribute", 0, GIFTS["//Charlie"], by="//Charlie")
    return chain


def leased(end_block: int | None = None, percent: int = PERCENT) -> TestChain:
    """Return a chain with lease 0."""
    chain = raised(end_block, percent)
    chain.ok("Crowdloan", "finalize", 0, by="//Alice")
    return chain


def lease(chain: TestChain) -> Any:
    """Return lease 0."""
    return storage.subnet_leases.get(chain.ctx, 0)


def owned(chain: TestChain) -> int:
    """Return the netuid of the leased subnet."""
    found = lease(chain)
    assert subnet_owner.get(chain.ctx, found.netuid) == found.coldkey
    return int(found.netuid)


def staked(chain: TestChain, who: str | bytes) -> int:
    """Return what an account has staked with the lease's hotkey on its subnet."""
    found = lease(chain)
    coldkey = account(who) if isinstance(who, str) else who
    return stake.stake_of(chain.ctx, found.hotkey, coldkey, found.netuid)


def free(chain: TestChain, who: str | bytes) -> int:
    """Return a free balance."""
    return balances.free(chain.ctx, account(who) if isinstance(who, str) else who)


def sound(chain: TestChain) -> None:
    """Demand that leases and crowdloans are in order."""
    assert invariants.check(chain.ctx) + crowdloans.check(chain.ctx) == []
