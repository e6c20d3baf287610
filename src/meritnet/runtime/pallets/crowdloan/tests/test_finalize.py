"""Finalizing a crowdloan: the target is paid, or the stored call is made as the creator."""

from meritnet.codec import Case
from meritnet.runtime.pallets.crowdloan import book, storage
from meritnet.runtime.pallets.crowdloan.accounts import funds_account
from meritnet.runtime.pallets.preimage import storage as preimage
from meritnet.testing.chain import TestChain, account

from .scene import CAP, PALLET, TAO, create, found, free, scene, sound


def full(**terms: object) -> TestChain:
    """Return a chain with a crowdloan that has raised its cap."""
    chain = TestChain()
    call = terms.pop("call", None)
    create(chain, call=chain.call(*call) if isinstance(call, tuple) else None, **terms)
    chain.ok(PALLET, "contribute", 0, CAP, by="//Bob")
    return chain


def test_the_target_receives_what_was_raised():
    chain = full()
    before = free(chain, "//Charlie")
    chain.ok(PALLET, "finalize", 0, by="//Alice")
    assert free(chain, "//Charlie") == before + CAP
    assert free(chain, funds_account(0)) == 0
    assert found(chain).finalized
    assert chain.events("Finalized")[0].args == (0,)
    sound(chain)
    chain.fails("AlreadyFinalized", PALLET, "finalize", 0, by="//Alice")
    chain.fails("InvalidOrigin", PALLET, "finalize", 0, by="//Bob")


def test_the_stored_call_is_made_by_the_creator():
    chain = full(call=("Balances", "transfer_keep_alive", Case("Id", (account("//Dave"),)), TAO))
    before = free(chain, "//Alice"), free(chain, "//Dave")
    chain.ok(PALLET, "finalize", 0, by="//Alice")
    assert (free(chain, "//Alice"), free(chain, "//Dave")) == (before[0] - TAO, before[1] + TAO)
    assert free(chain, funds_account(0)) == CAP
    assert storage.current_crowdloan_id.get(chain.ctx) is None
    sound(chain)


def test_while_the_call_runs_the_crowdloan_is_known(monkeypatch):
    chain = full(call=("System", "remark_with_event", b"now"))
    seen: list[int] = []
    made = chain.runtime.assembly.find_call(chain.call("System", "remark_with_event", b"now"))[0]
    plain = made.function
    object.__setattr__(
        made, "function", lambda ctx, *args: (seen.append(book.being_finalized(ctx)[0]), plain(ctx, *args))[1]
    )
    try:
        chain.ok(PALLET, "finalize", 0, by="//Alice")
    finally:
        object.__setattr__(made, "function", plain)
    assert seen == [0]


def test_a_failing_call_undoes_the_finalization():
    chain = full(call=("Balances", "transfer_keep_alive", Case("Id", (account("//Dave"),)), 2**63))
    chain.fails("FundsUnavailable", PALLET, "finalize", 0, by="//Alice")
    assert not found(chain).finalized
    assert storage.current_crowdloan_id.get(chain.ctx) is None


def test_a_call_that_needs_root_fails():
    chain = full(call=("Balances", "force_set_balance", Case("Id", (account("//Alice"),)), 2**63))
    chain.fails("BadOrigin", PALLET, "finalize", 0, by="//Alice")


def test_a_missing_preimage_is_told():
    chain = full(call=("System", "remark", bytes(200)))
    length, key = found(chain).call.args[1], found(chain).call.args[0]
    preimage.preimage_for.remove(chain.ctx, (key, length))
    chain.fails("CallUnavailable", PALLET, "finalize", 0, by="//Alice")


def test_bytes_that_are_no_call_are_told():
    chain = full(call=("System", "remark", b"x"))
    storage.crowdloans.set(chain.ctx, 0, found(chain)._replace(call=Case("Inline", (b"\xff\xff",))))
    chain.fails("CallUnavailable", PALLET, "finalize", 0, by="//Alice")


def test_a_preimage_stays_after_its_call_was_made():
    chain = full(call=("System", "remark", bytes(200)))
    length, key = found(chain).call.args[1], found(chain).call.args[0]
    chain.ok(PALLET, "finalize", 0, by="//Alice")
    assert preimage.preimage_for.get(chain.ctx, (key, length)) is not None


def test_the_cap_must_be_raised_and_the_end_need_not_be_reached():
    chain = scene()
    chain.fails("InvalidCrowdloanId", PALLET, "finalize", 1, by="//Alice")
    chain.fails("CapNotRaised", PALLET, "finalize", 0, by="//Alice")
    chain.fails("BadOrigin", PALLET, "finalize", 0)
    chain.ok(PALLET, "contribute", 0, CAP, by="//Bob")
    chain.ok(PALLET, "finalize", 0, by="//Alice")


def test_a_record_with_both_ways_or_none_is_refused():
    chain = full()
    call = Case("Inline", (chain.runtime.assembly.call_type.encode(chain.call("System", "remark", b"x")),))
    for stored, target in ((None, None), (call, account("//Charlie"))):
        storage.crowdloans.set(chain.ctx, 0, found(chain)._replace(call=stored, target_address=target))
        chain.fails("InvalidFinalizationConfig", PALLET, "finalize", 0, by="//Alice")


def test_no_crowdloan_is_being_finalized_otherwise():
    chain = full()
    chain.fails("InvalidCrowdloanId", "SubtensorModule", "register_leased_network", 30, None, by="//Alice")
