"""The keys' way: three authors in turn, one author alone, no announcement, wrong ones."""

import pytest

from meritnet.codec import Case
from meritnet.crypto import ml_kem
from meritnet.primitives.hashing import twox_128
from meritnet.runtime.framework.errors import BadOrigin, DispatchError
from meritnet.runtime.framework.origin import NONE, ROOT, Origin, signed
from meritnet.runtime.pallets.aura import storage as aura
from meritnet.runtime.pallets.aura.authors import author_of
from meritnet.runtime.pallets.mev_shield import keys, storage
from meritnet.testing.chain import TestChain, account

AUTHORS = tuple(account(f"//Author{n}") for n in range(3))


def key(n: int) -> bytes:
    """Return bytes of a key's length, another for every n; only the length is looked at."""
    return n.to_bytes(2, "big") * (ml_kem.PUBLIC_BYTES // 2)


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain()
    aura.authorities.set(chain.ctx, AUTHORS)
    return chain


def announce(chain: TestChain, number: int, public: bytes | None, origin: Origin = NONE) -> None:
    """Announce in block `number`, by the author whose turn it is."""
    chain.ctx.block_number = number
    chain.ctx.author = author_of(chain.ctx, number)
    chain.ctx.dispatch(origin, chain.call("MevShield", "announce_next_key", public))


def pipeline(chain: TestChain) -> tuple[bytes | None, bytes | None, bytes | None]:
    ctx = chain.ctx
    return storage.current_key.get(ctx), storage.pending_key.get(ctx), storage.next_key.get(ctx)


def expiries(chain: TestChain) -> tuple[int | None, int | None]:
    return storage.pending_key_expires_at.get(chain.ctx), storage.next_key_expires_at.get(chain.ctx)


def test_with_three_authors_a_key_reaches_its_author_in_that_authors_next_block(chain: TestChain) -> None:
    # Authors by height modulo 3: block 1 is by author 1, 2 by 2, 3 by 0, 4 by 1 again.
    announce(chain, 1, key(1))
    assert (pipeline(chain), expiries(chain)) == ((None, None, None), (None, None))
    assert storage.author_keys.get(chain.ctx, AUTHORS[1]) == key(1)
    announce(chain, 2, key(2))
    assert (pipeline(chain), expiries(chain)) == ((None, None, key(1)), (None, 5))
    announce(chain, 3, key(3))
    assert (pipeline(chain), expiries(chain)) == ((None, key(1), key(2)), (5, 6))
    announce(chain, 4, key(4))
    assert (pipeline(chain), expiries(chain)) == ((key(1), key(2), key(3)), (6, 7))
    assert storage.author_keys.get(chain.ctx, AUTHORS[1]) == key(4)
    announce(chain, 5, key(5))
    assert pipeline(chain) == (key(2), key(3), key(4))


def test_a_sole_author_publishes_the_key_of_its_previous_block(chain: TestChain) -> None:
    aura.authorities.set(chain.ctx, AUTHORS[:1])
    for number in range(1, 5):
        announce(chain, number, key(number))
    assert pipeline(chain) == (key(1), key(2), key(3))
    assert expiries(chain) == (6, 7)


def test_only_the_pending_key_is_the_next_blocks(chain: TestChain) -> None:
    aura.authorities.set(chain.ctx, AUTHORS[:1])
    for number in range(1, 5):
        announce(chain, number, key(number))
    found = [keys.is_pending(chain.ctx, twox_128(key(number))) for number in range(1, 5)]
    assert found == [False, True, False, False]
    assert not keys.is_pending(chain.ctx, bytes(16))


def test_live_keys_are_those_a_later_block_may_open(chain: TestChain) -> None:
    assert keys.live(chain.ctx) == set()
    aura.authorities.set(chain.ctx, AUTHORS[:1])
    for number in range(1, 6):
        announce(chain, number, key(number))
    assert keys.live(chain.ctx) == {twox_128(key(number)) for number in (3, 4, 5)}


def test_an_author_without_a_key_leaves_a_gap_that_moves_through(chain: TestChain) -> None:
    aura.authorities.set(chain.ctx, AUTHORS[:1])
    for number, public in ((1, key(1)), (2, None), (3, key(3)), (4, key(4)), (5, key(5))):
        announce(chain, number, public)
        if number == 2:
            assert not storage.author_keys.exists(chain.ctx, AUTHORS[0])
        if number == 3:
            assert (pipeline(chain), expiries(chain)) == ((None, key(1), None), (5, None))
        if number == 4:
            assert (pipeline(chain), expiries(chain)) == ((key(1), None, key(3)), (None, 7))
    assert pipeline(chain) == (None, key(3), key(4))


@pytest.mark.parametrize("length", [0, 1183, 1185, 2048])
def test_a_key_of_another_length_is_refused_and_nothing_moves(chain: TestChain, length: int) -> None:
    for number in range(1, 5):
        announce(chain, number, key(number))
    before = pipeline(chain)
    with pytest.raises(DispatchError, match="BadEncKeyLen"):
        announce(chain, 5, bytes(length))
    assert pipeline(chain) == before


def test_without_an_author_no_key_is_announced(chain: TestChain) -> None:
    chain.ctx.author = None
    with pytest.raises(DispatchError, match="Unreachable"):
        chain.ctx.dispatch(NONE, chain.call("MevShield", "announce_next_key", key(1)))


@pytest.mark.parametrize("origin", [ROOT, signed(AUTHORS[0])])
def test_only_the_block_itself_announces(chain: TestChain, origin: Origin) -> None:
    with pytest.raises(BadOrigin):
        announce(chain, 1, key(1), origin)


def test_a_refused_announcement_stands_in_the_block_as_failed(chain: TestChain) -> None:
    raw = chain.runtime.shield_key_inherent(bytes(7))
    applied = chain.runtime.executive.apply(chain.ctx, chain.runtime.decode(raw), 1, signature_known=True)
    assert applied.error is not None
    (record,) = chain.events("ExtrinsicFailed")
    assert record.args[0].name == "Module"
    assert record.args[0].args[0].index == 30
    assert not storage.author_keys.exists(chain.ctx, chain.author)


def test_an_announcement_weighs_on_the_block_as_a_normal_call(chain: TestChain) -> None:
    raw = chain.runtime.shield_key_inherent(key(1))
    chain.runtime.executive.apply(chain.ctx, chain.runtime.decode(raw), 1, signature_known=True)
    (record,) = chain.events("ExtrinsicSuccess")
    assert record.args[0][1] == Case("Normal")
