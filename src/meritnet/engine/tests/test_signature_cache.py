"""The cache of verified signatures: bounded, oldest first out."""

from meritnet.engine.signature_cache import SignatureCache


def test_it_knows_what_was_added_and_nothing_else() -> None:
    cache = SignatureCache()
    cache.add(b"a")
    assert (cache.knows(b"a"), cache.knows(b"b")) == (True, False)
    cache.clear()
    assert not cache.knows(b"a")


def test_the_oldest_leaves_when_it_is_full() -> None:
    cache = SignatureCache(capacity=2)
    for raw in (b"a", b"b", b"c"):
        cache.add(raw)
    assert [cache.knows(raw) for raw in (b"a", b"b", b"c")] == [False, True, True]
