"""The call with each of its errors, the guard before it, and what becomes of an association with its uid."""

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_hash.auto import keccak

from meritnet.runtime.framework.errors import InvalidTransaction, ModuleError
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.evm_keys import associations, invariants, storage
from meritnet.runtime.pallets.registration import hotkeys, uids
from meritnet.runtime.pallets.registration.tests.building import add_neurons, open_subnet
from meritnet.runtime.pallets.registration.trimming import trim_to
from meritnet.runtime.params import params_for
from meritnet.testing.chain import TestChain, account
from meritnet.testing.signing import sign

PALLET, CALL = "SubtensorModule", "associate_evm_key"
HOT, COLD = account("//Alice"), account("//Cold")
NETUID = 5
WALLET, OTHER = Account.from_key(b"\1" * 32), Account.from_key(b"\2" * 32)


def address(wallet: object) -> bytes:
    return bytes.fromhex(wallet.address[2:])  # type: ignore[attr-defined]


def signature(wallet: object, hotkey: bytes = HOT, block: int = 7) -> bytes:
    text = hotkey + keccak(block.to_bytes(8, "little"))
    return bytes(wallet.sign_message(encode_defunct(primitive=text)).signature)  # type: ignore[attr-defined]


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain(params_for("local", 12_000))
    open_subnet(chain.ctx, NETUID, max_uids=40)
    hotkeys.associate(chain.ctx, COLD, HOT)
    uids.append(chain.ctx, NETUID, HOT)
    chain.ctx.block_number = 7_200
    return chain


def associate(chain: TestChain, wallet: object, uid: int) -> None:
    associations.associate(chain.ctx, NETUID, uid, address(wallet))
    assert invariants.check(chain.ctx) == []


def test_a_wallet_is_tied_to_a_uid(chain: TestChain) -> None:
    chain.ok(PALLET, CALL, NETUID, address(WALLET), 7, signature(WALLET), by=HOT)
    assert storage.associated_evm_address.get(chain.ctx, NETUID, 0) == (address(WALLET), 7_200)
    assert associations.uids_of(chain.ctx, NETUID, address(WALLET)) == ((0, 7_200),)
    assert chain.events("EvmKeyAssociated")[0].args == (NETUID, HOT, address(WALLET), 7_200)
    assert invariants.check(chain.ctx) == []


def test_it_pays_no_fee(chain: TestChain) -> None:
    call = chain.call(PALLET, CALL, NETUID, address(WALLET), 7, signature(WALLET))
    definition, _ = chain.ctx.chain.find_call(call)
    assert definition.pays is False


def test_the_signature_must_fit(chain: TestChain) -> None:
    good = signature(WALLET)
    chain.fails("InvalidIdentity", PALLET, CALL, NETUID, address(WALLET), 7, bytes(65), by=HOT)
    chain.fails("InvalidIdentity", PALLET, CALL, NETUID, address(WALLET), 7, good[:64] + b"\5", by=HOT)
    for who, block, proof in (
        (OTHER, 7, good),
        (WALLET, 8, good),
        (WALLET, 7, signature(WALLET, hotkey=COLD)),
    ):
        chain.fails("InvalidRecoveredPublicKey", PALLET, CALL, NETUID, address(who), block, proof, by=HOT)


def test_a_hotkey_without_uid_or_owner_is_refused(chain: TestChain) -> None:
    chain.fails(
        "HotKeyNotRegisteredInSubNet", PALLET, CALL, NETUID, address(WALLET), 7, bytes(65), by="//Bob"
    )
    stray = account("//Charlie")
    uids.append(chain.ctx, NETUID, stray)
    chain.fails("NonAssociatedColdKey", PALLET, CALL, NETUID, address(WALLET), 7, bytes(65), by=stray)


def test_on_a_young_chain_nobody_can(chain: TestChain) -> None:
    chain.ctx.block_number = 7_199
    args = (NETUID, address(WALLET), 7, signature(WALLET))
    chain.fails("EvmKeyAssociateRateLimitExceeded", PALLET, CALL, *args, by=HOT)


def test_the_next_one_waits(chain: TestChain) -> None:
    args = (NETUID, address(WALLET), 7, signature(WALLET))
    chain.ok(PALLET, CALL, *args, by=HOT)
    chain.ctx.block_number = 2 * 7_200 - 1
    chain.fails("EvmKeyAssociateRateLimitExceeded", PALLET, CALL, *args, by=HOT)
    chain.ctx.block_number += 1
    chain.ok(PALLET, CALL, NETUID, address(OTHER), 7, signature(OTHER), by=HOT)
    assert associations.uids_of(chain.ctx, NETUID, address(WALLET)) == ()
    assert associations.uids_of(chain.ctx, NETUID, address(OTHER)) == ((0, 2 * 7_200),)


def test_the_pool_refuses_with_the_recorded_codes(chain: TestChain) -> None:
    def code(by: str) -> int | None:
        call = chain.call(PALLET, CALL, NETUID, address(WALLET), 7, signature(WALLET))
        with pytest.raises(InvalidTransaction) as refused:
            chain.runtime.validate(chain.ctx, chain.runtime.decode(sign(chain.runtime, call, by, 0)))
        return refused.value.custom

    assert code("//Bob") == 19
    chain.ctx.block_number = 7_199
    assert code("//Alice") == 20


def test_an_address_has_at_most_32_uids(chain: TestChain) -> None:
    for uid in range(32):
        associate(chain, WALLET, uid)
    with pytest.raises(ModuleError, match="EvmKeyAssociationLimitExceeded"):
        associate(chain, WALLET, 32)
    chain.ctx.block_number += 1
    associate(chain, WALLET, 3)  # a known uid is renewed in its place
    assert associations.uids_of(chain.ctx, NETUID, address(WALLET))[3] == (3, 7_201)


def test_the_limit_comes_last(chain: TestChain) -> None:
    for uid in range(1, 33):
        associate(chain, WALLET, uid)
    args = (NETUID, address(WALLET), 7, signature(WALLET))
    chain.fails("EvmKeyAssociationLimitExceeded", PALLET, CALL, *args, by=HOT)
    chain.fails("InvalidRecoveredPublicKey", PALLET, CALL, NETUID, address(WALLET), 8, args[3], by=HOT)


def test_a_newcomer_does_not_inherit_the_address(chain: TestChain) -> None:
    associate(chain, WALLET, 0)
    uids.replace(chain.ctx, NETUID, 0, account("//New"))
    assert associations.address_of(chain.ctx, NETUID, 0) is None
    assert associations.uids_of(chain.ctx, NETUID, address(WALLET)) == ()


def test_addresses_follow_their_uids_when_a_subnet_is_trimmed(chain: TestChain) -> None:
    ctx = chain.ctx
    add_neurons(ctx, NETUID, "//N1", "//N2", "//N3")
    for uid, wallet in enumerate((WALLET, OTHER, WALLET, WALLET)):
        associate(chain, wallet, uid)
    ctx.block_number = 10**6
    consensus.emission.set(ctx, NETUID, b"".join(e.to_bytes(8, "little") for e in (0, 9, 1, 8)))
    trim_to(ctx, NETUID, 2)
    assert uids.hotkeys(ctx, NETUID) == [account("//N1"), account("//N3")]
    assert [associations.address_of(ctx, NETUID, uid) for uid in range(4)] == [
        address(OTHER),
        address(WALLET),
        None,
        None,
    ]
    assert associations.uids_of(ctx, NETUID, address(WALLET)) == ((1, 7_200),)
    assert invariants.check(ctx) == []
