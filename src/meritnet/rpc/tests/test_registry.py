"""The registry: unique names, aliases that share one handler, and methods left out for want of a runtime API."""

from __future__ import annotations

import pytest

from meritnet.primitives.errors import Bug
from meritnet.rpc.methods import NAMESPACES
from meritnet.rpc.registry import Method, Mode, Namespace, Registry, Subscription


def namespace(*names: str, requires: str | None = None, slow: bool = False) -> Namespace:
    made = Namespace()
    made.method(*names, requires=requires, slow=slow)(lambda _: None)
    return made


def test_name_declared_twice_is_a_bug() -> None:
    with pytest.raises(Bug, match="a_b is declared twice"):
        Registry([namespace("a_b"), namespace("c_d", "a_b")], lambda _: True)


def test_aliases_share_the_handler_and_names_are_sorted() -> None:
    registry = Registry([namespace("z_1", "a_1")], lambda _: True)
    first, second = registry.find("z_1"), registry.find("a_1")
    assert isinstance(first, Method)
    assert isinstance(second, Method)
    assert first.handler is second.handler
    assert registry.names == ("a_1", "z_1")
    assert registry.find("other") is None


def test_method_without_its_runtime_api_is_left_out() -> None:
    spaces = [namespace("a_1", requires="Api_one"), namespace("b_1", requires="Api_two")]
    assert Registry(spaces, lambda name: name == "Api_two").names == ("b_1",)


def test_mode_follows_the_declaration() -> None:
    made = Namespace()

    @made.method("a_later")
    async def later(node: object) -> None:
        """Do nothing."""

    modes = [entry.mode for entry in [*made.entries, *namespace("a").entries] if isinstance(entry, Method)]
    modes += [entry.mode for entry in namespace("b", slow=True).entries if isinstance(entry, Method)]
    assert modes == [Mode.AWAITED, Mode.INLINE, Mode.WORKER]


def test_unsafe_methods_can_be_kept_back_but_not_declared_twice() -> None:
    made = Namespace()
    made.method("a_1", unsafe=True)(lambda _: None)
    made.method("b_1")(lambda _: None)
    assert Registry([made], lambda _: True).names == ("a_1", "b_1")
    kept = Registry([made], lambda _: True, allow_unsafe=False)
    assert (kept.names, kept.find("a_1"), kept.withholds("a_1"), kept.withholds("b_1")) == (
        ("b_1",),
        None,
        True,
        False,
    )
    with pytest.raises(Bug, match="a_1 is declared twice"):
        Registry([made, namespace("a_1")], lambda _: True, allow_unsafe=False)


def test_every_subscription_names_what_ends_it() -> None:
    names = {entry.name for space in NAMESPACES for entry in space.entries}
    for space in NAMESPACES:
        for entry in space.entries:
            if isinstance(entry, Subscription):
                assert entry.ended_by
                assert set(entry.ended_by) <= names
