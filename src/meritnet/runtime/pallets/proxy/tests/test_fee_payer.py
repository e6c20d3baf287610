"""Who pays the fee of a proxy call: the signer, or the real account that agreed to, one or two levels down."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.framework.errors import InvalidTransaction
from meritnet.runtime.pallets.balances import accounts
from meritnet.runtime.pallets.proxy.fee_payer import fee_payer
from meritnet.testing.chain import TestChain, account
from meritnet.testing.signing import sign

ALICE, BOB, CHARLIE = account("//Alice"), account("//Bob"), account("//Charlie")


@pytest.fixture
def chain() -> TestChain:
    """Return a chain where Bob is a proxy of Alice and Charlie one of Bob."""
    chain = TestChain()
    accounts.set_balance(chain.ctx, CHARLIE, 10**12)
    chain.ok("Proxy", "add_proxy", Case("Id", (BOB,)), Case("Any"), 0, by=ALICE)
    chain.ok("Proxy", "add_proxy", Case("Id", (CHARLIE,)), Case("Any"), 0, by=BOB)
    return chain


def agree(chain: TestChain, real: bytes, delegate: bytes) -> None:
    chain.ok("Proxy", "set_real_pays_fee", Case("Id", (delegate,)), True, by=real)


def by_proxy(chain: TestChain, real: bytes, inner: Case | None = None) -> Case:
    return chain.call(
        "Proxy", "proxy", Case("Id", (real,)), None, inner or chain.call("System", "remark", b"")
    )


def test_without_consent_the_signer_pays(chain: TestChain) -> None:
    assert fee_payer(chain.ctx, BOB, by_proxy(chain, ALICE)) == BOB
    assert fee_payer(chain.ctx, BOB, chain.call("System", "remark", b"")) == BOB


def test_the_real_account_pays_where_it_agreed(chain: TestChain) -> None:
    agree(chain, ALICE, BOB)
    assert fee_payer(chain.ctx, BOB, by_proxy(chain, ALICE)) == ALICE
    assert fee_payer(chain.ctx, CHARLIE, by_proxy(chain, ALICE)) == CHARLIE
    announced = chain.call(
        "Proxy",
        "proxy_announced",
        Case("Id", (BOB,)),
        Case("Id", (ALICE,)),
        None,
        chain.call("System", "remark", b""),
    )
    assert fee_payer(chain.ctx, BOB, announced) == BOB


def test_consent_is_followed_one_proxy_deeper(chain: TestChain) -> None:
    nested = by_proxy(chain, BOB, by_proxy(chain, ALICE))
    agree(chain, ALICE, BOB)
    assert fee_payer(chain.ctx, CHARLIE, nested) == CHARLIE
    agree(chain, BOB, CHARLIE)
    assert fee_payer(chain.ctx, CHARLIE, nested) == ALICE
    assert fee_payer(chain.ctx, CHARLIE, by_proxy(chain, BOB)) == BOB
    third = by_proxy(chain, BOB, by_proxy(chain, CHARLIE, by_proxy(chain, ALICE)))
    assert fee_payer(chain.ctx, CHARLIE, third) == BOB


@pytest.mark.parametrize("name", ["batch", "batch_all", "force_batch"])
def test_a_batch_passes_the_fee_on_only_for_one_real_account(chain: TestChain, name: str) -> None:
    agree(chain, ALICE, BOB)
    agree(chain, BOB, CHARLIE)
    for_alice, for_charlie = by_proxy(chain, ALICE), by_proxy(chain, CHARLIE)

    def payer(*calls: Case) -> bytes:
        return fee_payer(chain.ctx, CHARLIE, by_proxy(chain, BOB, chain.call("Utility", name, calls)))

    assert payer(for_alice, for_alice) == ALICE
    assert payer(for_alice, for_charlie) == payer(for_charlie, for_alice) == BOB
    assert payer(for_alice, chain.call("System", "remark", b"")) == payer() == BOB


def test_fee_and_refund_are_the_payers(chain: TestChain) -> None:
    agree(chain, ALICE, BOB)
    accounts.set_balance(chain.ctx, BOB, accounts.EXISTENTIAL_DEPOSIT)
    raw = sign(chain.runtime, by_proxy(chain, ALICE), "//Bob", 0)
    extrinsic = chain.runtime.decode(raw)
    chain.runtime.validate(chain.ctx, extrinsic)
    before = accounts.free(chain.ctx, ALICE)
    applied = chain.runtime.executive.apply(chain.ctx, extrinsic, 1, signature_known=False)
    assert applied.error is None
    payer, fee, tip = chain.events("TransactionFeePaid")[0].args
    assert (payer, tip) == (ALICE, 0)
    assert before - accounts.free(chain.ctx, ALICE) == fee > 0
    assert accounts.free(chain.ctx, BOB) == accounts.EXISTENTIAL_DEPOSIT


def test_a_poor_payer_keeps_the_extrinsic_out(chain: TestChain) -> None:
    agree(chain, ALICE, BOB)
    accounts.set_balance(chain.ctx, ALICE, accounts.EXISTENTIAL_DEPOSIT)
    extrinsic = chain.runtime.decode(sign(chain.runtime, by_proxy(chain, ALICE), "//Bob", 0))
    with pytest.raises(InvalidTransaction, match="Payment"):
        chain.runtime.validate(chain.ctx, extrinsic)
