"""Random sequences of calls that take deposits: what is reserved is always what the entries say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.codec import Case
from meritnet.codec.common import TIMEPOINT
from meritnet.runtime.pallets.balances import accounts, reserves
from meritnet.runtime.pallets.balances import storage as balances
from meritnet.runtime.pallets.multisig import storage as multisig
from meritnet.runtime.pallets.preimage import storage as preimage
from meritnet.runtime.pallets.proxy import invariants, storage
from meritnet.runtime.pallets.system import storage as system
from meritnet.testing.chain import TestChain, account

WHO = tuple(sorted(account(f"//{name}") for name in ("Alice", "Bob", "Charlie", "Dave")))
TYPES = ("Any", "Staking", "NonTransfer")
KEYS = tuple(bytes([n]) * 32 for n in range(3))
NOTES = (b"one", b"two words", b"three little words")

people = st.integers(0, 3)
STEP = st.one_of(
    st.tuples(st.just("add"), people, people, st.sampled_from(TYPES), st.integers(0, 2)),
    st.tuples(st.just("remove"), people, people, st.sampled_from(TYPES), st.integers(0, 2)),
    st.tuples(st.just("announce"), people, people, st.sampled_from(KEYS), st.just(0)),
    st.tuples(st.just("withdraw"), people, people, st.sampled_from(KEYS), st.just(0)),
    st.tuples(st.just("approve"), people, st.integers(2, 3), st.sampled_from(KEYS), st.just(0)),
    st.tuples(st.just("note"), people, st.just(0), st.sampled_from(NOTES), st.just(0)),
    st.tuples(st.just("poke"), people, st.just(0), st.just(b""), st.just(0)),
)


def to(who: int) -> Case:
    return Case("Id", (WHO[who],))


def act(chain: TestChain, step: tuple) -> None:
    name, by, other, value, delay = step
    who = WHO[by]
    members = tuple(one for one in WHO if one != who)
    match name:
        case "add":
            chain.dispatch("Proxy", "add_proxy", to(other), Case(value), delay, by=who)
        case "remove":
            chain.dispatch("Proxy", "remove_proxy", to(other), Case(value), delay, by=who)
        case "announce":
            chain.dispatch("Proxy", "announce", to(other), value, by=who)
        case "withdraw":
            chain.dispatch("Proxy", "remove_announcement", to(other), value, by=who)
        case "approve":
            chain.dispatch("Multisig", "approve_as_multi", other, members, None, value, (0, 0), by=who)
        case "note":
            chain.dispatch("Preimage", "note_preimage", value, by=who)
        case "poke":
            chain.dispatch("Proxy", "poke_deposit", by=who)


def recorded(chain: TestChain, who: bytes) -> int:
    """Return what all entries say that an account has deposited."""
    ctx = chain.ctx
    total = storage.proxies.get(ctx, who)[1] + storage.announcements.get(ctx, who)[1]
    total += sum(one.deposit for _, _, one in multisig.multisigs.iter(ctx) if one.depositor == who)
    tickets = (status.args[0] for _, status in preimage.request_status_for.iter(ctx))
    return total + sum(ticket[1] for ticket in tickets if ticket is not None and ticket[0] == who)


def ensure_books_agree(chain: TestChain) -> None:
    held = 0
    for _, record in system.account.iter(chain.ctx):
        held += record.data.free + record.data.reserved
    assert balances.total_issuance.get(chain.ctx) == held
    assert invariants.check(chain.ctx) == []
    for who in WHO:
        assert accounts.reserved(chain.ctx, who) == recorded(chain, who)


@settings(max_examples=40)
@given(st.lists(STEP, max_size=25))
def test_deposits_are_what_entries_say_and_all_come_back(steps: list[tuple]) -> None:
    chain = TestChain()
    for who in WHO:
        accounts.set_balance(chain.ctx, who, 700_000_000)
    for step in steps:
        act(chain, step)
    ensure_books_agree(chain)

    for who in WHO:
        chain.ok("Proxy", "remove_proxies", by=who)
        for one in storage.announcements.get(chain.ctx, who)[0]:
            chain.dispatch("Proxy", "remove_announcement", Case("Id", (one.real,)), one.call_hash, by=who)
    for _, key, one in list(multisig.multisigs.iter(chain.ctx)):
        members = tuple(other for other in WHO if other != one.depositor)
        when = TIMEPOINT.cls(*one.when)
        for threshold in (2, 3):
            chain.dispatch("Multisig", "cancel_as_multi", threshold, members, when, key, by=one.depositor)
    for key, status in list(preimage.request_status_for.iter(chain.ctx)):
        chain.ok("Preimage", "unnote_preimage", key, by=status.args[0][0])
    ensure_books_agree(chain)
    assert all(accounts.reserved(chain.ctx, who) == 0 for who in WHO)
    assert all(reserves.held(chain.ctx, reserves.PREIMAGE, who) == 0 for who in WHO)
    assert all(system.account.get(chain.ctx, who).consumers == 0 for who in WHO)
