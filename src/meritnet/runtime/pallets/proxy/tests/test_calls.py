"""Proxies given, taken and used: order, deposits, delays, pure accounts, and every refusal."""

import hashlib

import pytest

from meritnet.codec import U16, U32, Case, Tuple
from meritnet.codec.common import ACCOUNT_ID, BYTES_32
from meritnet.codec.sequences import ByteArray
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.pallets.balances import accounts
from meritnet.runtime.pallets.proxy import delegates, pure, storage
from meritnet.runtime.pallets.proxy.types import PROXY_TYPE
from meritnet.testing.chain import TestChain, account

ALICE, BOB, CHARLIE, DAVE = (account(f"//{name}") for name in ("Alice", "Bob", "Charlie", "Dave"))
ONE = 93_000_000
"""Deposit for one proxy. Unit: rao."""
NEXT = 33_000_000


def to(who: bytes) -> Case:
    return Case("Id", (who,))


def kind(name: str) -> Case:
    return Case(name)


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain()
    for who in (CHARLIE, DAVE):
        accounts.set_balance(chain.ctx, who, 10**12)
    return chain


def pay(chain: TestChain, value: int = 7) -> Case:
    return chain.call("Balances", "transfer_keep_alive", to(DAVE), value)


def add(chain: TestChain, name: str = "Any", delay: int = 0, delegate: bytes = BOB) -> None:
    chain.ok("Proxy", "add_proxy", to(delegate), kind(name), delay, by=ALICE)


def use(chain: TestChain, call: Case, forced: str | None = None, by: bytes = BOB) -> str:
    """Make a call for Alice; return how it ended: Ok or the error's variant."""
    wanted = None if forced is None else kind(forced)
    chain.ok("Proxy", "proxy", to(ALICE), wanted, call, by=by)
    result = chain.events("ProxyExecuted")[-1].args[0]
    return "Ok" if result.name == "Ok" else result.args[0].name


# --- giving and taking ------------------------------------------------------------------------------


def test_proxies_are_kept_in_order_with_their_deposit(chain: TestChain) -> None:
    free = accounts.free(chain.ctx, ALICE)
    for name, delay, delegate in (
        ("Staking", 5, DAVE),
        ("Any", 0, BOB),
        ("Staking", 2, DAVE),
        ("Owner", 9, DAVE),
    ):
        add(chain, name, delay, delegate)
    found = [(one.delegate, one.proxy_type.name, one.delay) for one in delegates.of(chain.ctx, ALICE)]
    expected = [(BOB, "Any", 0), (DAVE, "Owner", 9), (DAVE, "Staking", 2), (DAVE, "Staking", 5)]
    assert found == sorted(expected, key=lambda one: (one[0], PROXY_TYPE.encode(Case(one[1])), one[2]))
    assert (
        free - accounts.free(chain.ctx, ALICE) == ONE + 3 * NEXT == storage.proxies.get(chain.ctx, ALICE)[1]
    )
    chain.ok("Proxy", "remove_proxy", to(DAVE), kind("Owner"), 9, by=ALICE)
    assert accounts.reserved(chain.ctx, ALICE) == ONE + 2 * NEXT
    assert chain.events("ProxyRemoved")[0].args == (ALICE, DAVE, kind("Owner"), 9)
    chain.ok("Proxy", "remove_proxies", by=ALICE)
    assert accounts.free(chain.ctx, ALICE) == free
    assert not storage.proxies.exists(chain.ctx, ALICE)


def test_the_last_proxy_takes_the_entry_along(chain: TestChain) -> None:
    add(chain)
    chain.ok("Proxy", "remove_proxy", to(BOB), kind("Any"), 0, by=ALICE)
    assert not storage.proxies.exists(chain.ctx, ALICE)
    assert accounts.reserved(chain.ctx, ALICE) == 0


def test_what_add_and_remove_refuse(chain: TestChain) -> None:
    add(chain)
    chain.fails("Duplicate", "Proxy", "add_proxy", to(BOB), kind("Any"), 0, by=ALICE)
    chain.fails("NoSelfProxy", "Proxy", "add_proxy", to(ALICE), kind("Any"), 0, by=ALICE)
    chain.fails("NotFound", "Proxy", "remove_proxy", to(BOB), kind("Any"), 1, by=ALICE)
    chain.fails("NotFound", "Proxy", "remove_proxy", to(BOB), kind("Any"), 0, by=DAVE)
    accounts.set_balance(chain.ctx, CHARLIE, ONE + 499)
    chain.fails("ConsumerRemaining", "Proxy", "add_proxy", to(BOB), kind("Any"), 0, by=CHARLIE)
    accounts.set_balance(chain.ctx, CHARLIE, ONE - 1)
    chain.fails("InsufficientBalance", "Proxy", "add_proxy", to(BOB), kind("Any"), 0, by=CHARLIE)
    for delay in range(1, 20):
        add(chain, "Any", delay)
    chain.fails("TooMany", "Proxy", "add_proxy", to(BOB), kind("Any"), 20, by=ALICE)


# --- calling ----------------------------------------------------------------------------------------


def test_a_proxy_calls_for_the_real_account(chain: TestChain) -> None:
    add(chain)
    before = accounts.free(chain.ctx, DAVE)
    assert use(chain, pay(chain)) == "Ok"
    assert accounts.free(chain.ctx, DAVE) == before + 7
    assert storage.last_call_result.get(chain.ctx, ALICE) == Case("Ok", ((),))
    assert use(chain, pay(chain, 10**17)) == "Token"
    chain.block()
    assert storage.last_call_result.get(chain.ctx, ALICE) is None


def test_the_first_fitting_proxy_is_used_unless_a_type_is_forced(chain: TestChain) -> None:
    add(chain, "Staking")
    assert use(chain, pay(chain)) == "Module"
    add(chain, "Transfer")
    assert use(chain, pay(chain)) == "Module"
    assert use(chain, pay(chain), "Transfer") == "Ok"
    chain.fails("NotProxy", "Proxy", "proxy", to(ALICE), kind("Owner"), pay(chain), by=BOB)
    chain.fails("NotProxy", "Proxy", "proxy", to(ALICE), None, pay(chain), by=DAVE)


def test_a_filter_holds_inside_batches_and_ends_at_the_next_proxy(chain: TestChain) -> None:
    add(chain, "NonTransfer")
    remark = chain.call("System", "remark", b"")
    assert use(chain, chain.call("Utility", "batch_all", (remark, remark))) == "Ok"
    assert use(chain, chain.call("Utility", "batch_all", (remark, pay(chain)))) == "Module"
    assert use(chain, chain.call("Utility", "as_derivative", 0, pay(chain))) == "Module"
    chain.ok("Proxy", "add_proxy", to(ALICE), kind("Any"), 0, by=CHARLIE)
    before = accounts.free(chain.ctx, CHARLIE)
    assert use(chain, chain.call("Proxy", "proxy", to(CHARLIE), None, pay(chain, 600))) == "Ok"
    assert accounts.free(chain.ctx, CHARLIE) == before - 600


def test_proxies_are_given_only_within_ones_own_type(chain: TestChain) -> None:
    add(chain, "NonTransfer")

    def give(name: str) -> Case:
        return chain.call("Proxy", "add_proxy", to(DAVE), kind(name), 0)

    assert (
        use(chain, give("Any"))
        == use(chain, give("Transfer"))
        == use(chain, give("SmallTransfer"))
        == "Module"
    )
    assert use(chain, give("Staking")) == use(chain, give("NonTransfer")) == "Ok"
    assert use(chain, chain.call("Proxy", "remove_proxies")) == "Module"
    chain.ok("Proxy", "add_proxy", to(DAVE), kind("Any"), 0, by=ALICE)
    assert use(chain, chain.call("Proxy", "remove_proxies"), "Any", by=DAVE) == "Ok"


def test_guards_look_at_what_a_proxy_calls(chain: TestChain) -> None:
    add(chain)
    take = chain.call("SubtensorModule", "increase_take", BOB, 65_535)
    chain.ok("Proxy", "proxy", to(ALICE), None, take, by=BOB)
    module = chain.events("ProxyExecuted")[0].args[0].args[0].args[0]
    errors = {one.index: one.name for one in chain.runtime.assembly.pallets["SubtensorModule"].errors}
    assert errors[module.error[0]] == "DelegateTakeTooHigh"


# --- announcements ----------------------------------------------------------------------------------


def test_a_delayed_proxy_announces_and_waits(chain: TestChain) -> None:
    add(chain, delay=3)
    call = pay(chain)
    key = blake2_256(chain.runtime.call_bytes(call))
    announced = ("Proxy", "proxy_announced", to(BOB), to(ALICE), None, call)
    chain.fails("Unannounced", "Proxy", "proxy", to(ALICE), None, call, by=BOB)
    chain.fails("Unannounced", *announced, by=DAVE)
    chain.fails("NotProxy", "Proxy", "announce", to(ALICE), key, by=DAVE)
    chain.ok("Proxy", "announce", to(ALICE), key, by=BOB)
    assert accounts.reserved(chain.ctx, BOB) == 36_000_000 + 68_000_000
    chain.block(2)
    chain.fails("Unannounced", *announced, by=DAVE)
    chain.block()
    chain.ok(*announced, by=DAVE)
    assert chain.events("ProxyExecuted")[0].args[0].name == "Ok"
    assert accounts.reserved(chain.ctx, BOB) == 0
    assert not storage.announcements.exists(chain.ctx, BOB)
    chain.fails("Unannounced", *announced, by=DAVE)


def test_announcements_are_taken_back_and_struck(chain: TestChain) -> None:
    add(chain, delay=1)
    for key in (b"a" * 32, b"b" * 32, b"a" * 32):
        chain.ok("Proxy", "announce", to(ALICE), key, by=BOB)
    chain.fails("NotFound", "Proxy", "remove_announcement", to(ALICE), b"c" * 32, by=BOB)
    chain.fails("NotFound", "Proxy", "reject_announcement", to(BOB), b"a" * 32, by=DAVE)
    chain.ok("Proxy", "remove_announcement", to(ALICE), b"a" * 32, by=BOB)
    assert accounts.reserved(chain.ctx, BOB) == 36_000_000 + 68_000_000
    chain.ok("Proxy", "reject_announcement", to(BOB), b"b" * 32, by=ALICE)
    assert accounts.reserved(chain.ctx, BOB) == 0


def test_seventy_five_announcements_are_the_most(chain: TestChain) -> None:
    add(chain, delay=1)
    for number in range(75):
        chain.ok("Proxy", "announce", to(ALICE), bytes([number]) * 32, by=BOB)
    chain.fails("TooMany", "Proxy", "announce", to(ALICE), bytes([99]) * 32, by=BOB)


# --- pure accounts ----------------------------------------------------------------------------------


def test_a_pure_account_is_derived_as_the_rule_says(chain: TestChain) -> None:
    layout = Tuple(ByteArray(16), ACCOUNT_ID, U32, U32, PROXY_TYPE, U16)
    encoded = layout.encode((b"modlpy/proxy____", ALICE, 17, 3, kind("Staking"), 258))
    assert len(encoded) == 16 + BYTES_32.fixed_size + 4 + 4 + 1 + 2
    expected = hashlib.blake2b(encoded, digest_size=32).digest()
    assert pure.pure_account(ALICE, "Staking", 258, 17, 3) == expected


def test_a_pure_account_lives_and_ends(chain: TestChain) -> None:
    free, height = accounts.free(chain.ctx, ALICE), chain.ctx.block_number
    chain.ok("Proxy", "create_pure", kind("Any"), 0, 5, by=ALICE)
    made, who, type_, index = chain.events("PureCreated")[0].args
    assert (who, type_, index) == (ALICE, kind("Any"), 5)
    assert made == pure.pure_account(ALICE, "Any", 5, height, 0)
    assert free - accounts.free(chain.ctx, ALICE) == ONE
    chain.fails("Duplicate", "Proxy", "create_pure", kind("Any"), 0, 5, by=ALICE)
    chain.ok("Proxy", "create_pure", kind("Any"), 0, 6, by=ALICE)
    accounts.set_balance(chain.ctx, made, 10**10)
    chain.ok("Proxy", "proxy", to(made), None, pay(chain), by=ALICE)
    assert accounts.free(chain.ctx, made) == 10**10 - 7
    kill = ("Proxy", "kill_pure", to(ALICE), kind("Any"), 5)
    chain.fails("NoPermission", *kill, height, 0, by=ALICE)
    chain.fails("NoPermission", *kill, height + 1, 0, by=made)
    chain.ok("Proxy", "proxy", to(made), None, chain.call(*kill, height, 0), by=ALICE)
    assert chain.events("PureKilled")[0].args == (made, ALICE, kind("Any"), 5)
    assert accounts.reserved(chain.ctx, ALICE) == ONE
    chain.fails("NotProxy", "Proxy", "proxy", to(made), None, pay(chain), by=ALICE)


def test_a_killed_pure_account_frees_its_own_deposits_at_its_creator(chain: TestChain) -> None:
    height = chain.ctx.block_number
    for index in (0, 1):
        chain.ok("Proxy", "create_pure", kind("Any"), 0, index, by=ALICE)
    made = pure.pure_account(ALICE, "Any", 0, height, 0)
    accounts.set_balance(chain.ctx, made, 10**10)
    chain.ok("Proxy", "add_proxy", to(BOB), kind("Any"), 0, by=made)
    chain.ok("Proxy", "kill_pure", to(ALICE), kind("Any"), 0, height, 0, by=made)
    assert accounts.reserved(chain.ctx, ALICE) == 2 * ONE - (ONE + NEXT)
    assert accounts.reserved(chain.ctx, made) == NEXT


# --- deposits and fees ------------------------------------------------------------------------------


def test_deposits_are_poked(chain: TestChain) -> None:
    poke = chain.call("Proxy", "poke_deposit")
    assert chain.ctx.dispatch(signed(ALICE), poke).pays is True
    add(chain, delay=1)
    chain.ok("Proxy", "announce", to(ALICE), bytes(32), by=BOB)
    assert chain.ctx.dispatch(signed(ALICE), poke).pays is True
    assert not chain.events("DepositPoked")
    for item, who in ((storage.proxies, ALICE), (storage.announcements, BOB)):
        entries, deposit = item.get(chain.ctx, who)
        item.set(chain.ctx, who, (entries, deposit - 1_000))
        assert chain.ctx.dispatch(signed(who), poke).pays is False
        assert item.get(chain.ctx, who)[1] == deposit
        assert accounts.reserved(chain.ctx, who) == deposit + 1_000
    kinds = [record.args[1].name for record in chain.events("DepositPoked")]
    assert kinds == ["Proxies", "Announcements"]
    storage.proxies.set(chain.ctx, DAVE, ((), 0))
    chain.ok("Proxy", "poke_deposit", by=DAVE)
    assert not storage.proxies.exists(chain.ctx, DAVE)


def test_consent_to_pay_fees_needs_a_proxy_and_ends_with_it(chain: TestChain) -> None:
    chain.fails("NotProxy", "Proxy", "set_real_pays_fee", to(BOB), True, by=ALICE)
    add(chain)
    chain.ok("Proxy", "set_real_pays_fee", to(BOB), True, by=ALICE)
    assert chain.events("RealPaysFeeSet")[0].args == (ALICE, BOB, True)
    assert storage.real_pays_fee.exists(chain.ctx, ALICE, BOB)
    chain.ok("Proxy", "set_real_pays_fee", to(BOB), False, by=ALICE)
    assert not storage.real_pays_fee.exists(chain.ctx, ALICE, BOB)
    for end in (("remove_proxy", to(BOB), kind("Any"), 0), ("remove_proxies",)):
        chain.ok("Proxy", "set_real_pays_fee", to(BOB), True, by=ALICE)
        chain.ok("Proxy", *end, by=ALICE)
        assert not storage.real_pays_fee.exists(chain.ctx, ALICE, BOB)
        add(chain)
