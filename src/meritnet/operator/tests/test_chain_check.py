"""Each invariant is checked once, under a name of its own."""

from meritnet.operator.chain_check import INVARIANTS


def test_no_check_and_no_name_stands_twice() -> None:
    names, checks = zip(*INVARIANTS, strict=True)
    assert len(set(names)) == len(set(checks)) == len(INVARIANTS)
