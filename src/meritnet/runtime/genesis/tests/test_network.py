"""Genesis documents: what they must hold, what is refused, and what the chain then begins with."""

from typing import Any

import pytest

from meritnet.crypto.dev_keys import keypair
from meritnet.primitives import ss58
from meritnet.primitives.errors import Invalid
from meritnet.runtime.genesis import network
from meritnet.runtime.pallets.aura import storage as aura
from meritnet.runtime.pallets.balances import accounts, storage
from meritnet.runtime.pallets.evm_chain_id.storage import chain_id
from meritnet.runtime.pallets.limit_orders import invariants as limit_orders
from meritnet.runtime.pallets.limit_orders.storage import limit_orders_enabled
from meritnet.runtime.pallets.subnets.queries import networks
from meritnet.runtime.pallets.sudo.declarations import key as sudo_key
from meritnet.runtime.params import params_for
from meritnet.testing.chain import TestChain

ANN, BEN = (ss58.encode(keypair(f"//somebody//{name}").account) for name in ("ann", "ben"))
DOCUMENT: dict[str, Any] = {"balances": {ANN: "1000000000", BEN: 500}, "sudo": ANN, "authorities": [BEN]}


def test_a_chain_begins_with_what_the_document_says() -> None:
    options = network.parse(DOCUMENT)
    chain = TestChain(
        params_for("meritnet"),
        genesis=lambda ctx: network.build(ctx, options, b"salt"),
        author="//somebody//ben",
    )
    ctx = chain.ctx
    assert accounts.free(ctx, ss58.decode(ANN)) == 10**9
    assert storage.total_issuance.get(ctx) == 10**9 + 500
    assert sudo_key.get(ctx) == ss58.decode(ANN)
    assert aura.authorities.get(ctx) == (ss58.decode(BEN),)
    assert networks(ctx) == [0]
    chain.block(3)


@pytest.mark.parametrize(("change", "expected"), [({}, 42), ({"evm_chain_id": 7_777}, 7_777)])
def test_limit_orders_are_on_and_bound_to_the_chain_id(change: dict[str, Any], expected: int) -> None:
    options = network.parse({**DOCUMENT, **change})
    ctx = TestChain(params_for("meritnet"), genesis=lambda ctx: network.build(ctx, options, b"salt")).ctx
    assert chain_id.get(ctx) == expected
    assert limit_orders_enabled.get(ctx)
    assert limit_orders.check(ctx) == []


def test_a_network_may_have_no_sudo_key() -> None:
    assert network.parse({**DOCUMENT, "sudo": None}).sudo is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"balances": {keypair("//Alice").address: 500}}, "development key"),
        ({"sudo": keypair("//Bob").address}, "development key"),
        ({"authorities": [keypair("//One").address]}, "development key"),
        ({"authorities": []}, "0 authorities"),
        ({"authorities": "x"}, "list of addresses"),
        ({"balances": []}, "address to rao"),
        ({"balances": {ANN: 499}}, "the least is 500"),
        ({"balances": {ANN: "-5"}}, "whole rao"),
        ({"balances": {ANN: 1.5}}, "whole rao"),
        ({"balances": {ANN: True}}, "whole rao"),
        ({"balances": {ANN: 21 * 10**15, BEN: 500}}, "supply"),
        ({"balances": {"nonsense": 500}}, "address"),
        ({"owner": ANN}, "balances, sudo and authorities"),
        ({"sudo": 5}, "not an address"),
        ({"evm_chain_id": 0}, "from 1 to"),
        ({"evm_chain_id": "7"}, "from 1 to"),
        ({"evm_chain_id": True}, "from 1 to"),
        ({"evm_chain_id": 2**63}, "from 1 to"),
    ],
)
def test_other_documents_are_refused_with_the_reason(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        network.parse({**DOCUMENT, **change})


def test_a_document_must_be_an_object() -> None:
    with pytest.raises(Invalid):
        network.parse([DOCUMENT])
