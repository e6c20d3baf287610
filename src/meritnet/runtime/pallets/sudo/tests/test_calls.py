"""Sudo: only the key, the inner result in the event, no fee, the key handed over and removed."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.pallets.balances import accounts
from meritnet.runtime.pallets.sudo.declarations import key
from meritnet.testing.chain import TestChain, account

ALICE, BOB = account("//Alice"), account("//Bob")


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def give(chain: TestChain, value: int) -> Case:
    return chain.call("Balances", "force_set_balance", Case("Id", (BOB,)), value)


def test_the_key_acts_as_root(chain: TestChain) -> None:
    chain.ok("Sudo", "sudo", give(chain, 900), by="//Alice")
    assert accounts.free(chain.ctx, BOB) == 900
    assert chain.events("Sudid")[0].args[0].name == "Ok"


def test_a_failing_inner_call_is_reported_not_raised(chain: TestChain) -> None:
    inner = chain.call("Balances", "force_transfer", Case("Id", (BOB,)), Case("Id", (ALICE,)), 10**18)
    chain.ok("Sudo", "sudo", inner, by="//Alice")
    result = chain.events("Sudid")[0].args[0]
    assert (result.name, result.args[0].name) == ("Err", "Token")


@pytest.mark.parametrize("name", ["sudo", "sudo_unchecked_weight", "sudo_as", "set_key", "remove_key"])
def test_others_are_refused(chain: TestChain, name: str) -> None:
    args: dict[str, tuple[object, ...]] = {
        "sudo": (give(chain, 1),),
        "sudo_unchecked_weight": (give(chain, 1), (0, 0)),
        "sudo_as": (Case("Id", (ALICE,)), give(chain, 1)),
        "set_key": (Case("Id", (BOB,)),),
        "remove_key": (),
    }
    chain.fails("RequireSudo", "Sudo", name, *args[name], by="//Bob")


def test_sudo_calls_are_free_for_the_key(chain: TestChain) -> None:
    post = chain.ctx.dispatch(signed(ALICE), chain.call("Sudo", "sudo", give(chain, 900)))
    assert post.pays is False


def test_sudo_as_signs_for_another(chain: TestChain) -> None:
    inner = chain.call("Balances", "transfer_keep_alive", Case("Id", (ALICE,)), 5)
    chain.ok("Sudo", "sudo_as", Case("Id", (BOB,)), inner, by="//Alice")
    assert accounts.free(chain.ctx, ALICE) == 10**15 + 5
    assert chain.events("SudoAsDone")[0].args[0].name == "Ok"


def test_the_key_is_handed_over_and_removed(chain: TestChain) -> None:
    chain.ok("Sudo", "set_key", Case("Id", (BOB,)), by="//Alice")
    assert chain.events("KeyChanged")[0].args == (ALICE, BOB)
    chain.fails("RequireSudo", "Sudo", "remove_key", by="//Alice")
    chain.ok("Sudo", "remove_key", by="//Bob")
    assert key.get(chain.ctx) is None
    chain.fails("RequireSudo", "Sudo", "remove_key", by="//Bob")
