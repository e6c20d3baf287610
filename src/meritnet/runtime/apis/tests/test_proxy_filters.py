"""The proxy filters as clients read them agree with what the filters let pass."""

from typing import Any

import pytest

from meritnet.codec import U8, Case, Option, Type, Vec
from meritnet.runtime.apis.proxy_filters import FILTER_INFO, FILTER_INFO_425, PROXY_TYPE_INFO
from meritnet.runtime.pallets.proxy.filters import allows
from meritnet.runtime.pallets.proxy.types import PROXY_TYPE_NAMES
from meritnet.testing.chain import TestChain

API = "ProxyFilterRuntimeApi_"


@pytest.fixture(scope="module")
def chain() -> TestChain:
    return TestChain()


def call(chain: TestChain, method: str, data: bytes, output: Type) -> tuple[Any, ...]:
    found: tuple[Any, ...] = Vec(output).decode(chain.runtime.call_api(chain.ctx, API + method, data))
    return found


def test_types_are_listed(chain: TestChain) -> None:
    found = call(chain, "get_proxy_types", b"", PROXY_TYPE_INFO)
    assert [one.name.decode() for one in found] == list(PROXY_TYPE_NAMES)
    assert [one.index for one in found if one.deprecated] == [4, 6, 7, 12]


@pytest.mark.parametrize("index", range(len(PROXY_TYPE_NAMES)))
def test_the_newer_layout_lists_exactly_what_passes(chain: TestChain, index: int) -> None:
    (info,) = call(chain, "get_proxy_filters", Option(Vec(U8)).encode(bytes([index])), FILTER_INFO)
    name = PROXY_TYPE_NAMES[index]
    everything = {
        (parts.name, one.name) for parts in chain.runtime.assembly.pallets.values() for one in parts.calls
    }
    if info.filter_mode.name == "AllowAll":
        assert name == "Any"
        return
    listed = {(one.pallet_name.decode(), one.call_name.decode()): one for one in info.filter_mode.args[0]}
    for pallet, call_name in everything:
        if (pallet, call_name) not in listed or listed[pallet, call_name].constraint is None:
            passes = (pallet, call_name) in listed
            if (name, call_name) == ("SudoUncheckedSetCode", "sudo_unchecked_weight"):
                continue
            assert allows(chain.ctx, name, Case(pallet, (Case(call_name, ()),))) is passes, (
                pallet,
                call_name,
            )
    for (pallet, call_name), one in listed.items():
        parts = chain.runtime.assembly.pallets[pallet]
        assert (one.pallet_index, one.call_index) == (
            parts.index,
            next(declared.index for declared in parts.calls if declared.name == call_name),
        )


def test_conditions_are_told(chain: TestChain) -> None:
    (small,) = call(chain, "get_proxy_filters", Option(Vec(U8)).encode(b"\x0b"), FILTER_INFO)
    constraints = {one.call_name: one.constraint for one in small.filter_mode.args[0]}
    assert constraints == {
        b"transfer_allow_death": Case("ParamLessThan", (b"value", 500_000_000)),
        b"transfer_keep_alive": Case("ParamLessThan", (b"value", 500_000_000)),
        b"transfer_stake": Case("ParamLessThan", (b"alpha_amount", 500_000_000)),
    }
    (code,) = call(chain, "get_proxy_filters", Option(Vec(U8)).encode(b"\x0e"), FILTER_INFO)
    assert code.filter_mode.args[0][0].constraint == Case(
        "NestedCallMustBe", (b"call", b"System", b"set_code")
    )


def test_the_older_layout_tells_the_rules(chain: TestChain) -> None:
    found = {one.name.decode(): one for one in call(chain, "get_proxy_filter", b"\x00", FILTER_INFO_425)}
    assert list(found) == list(PROXY_TYPE_NAMES)
    modes = {name: one.filter_mode.name for name, one in found.items()}
    assert modes["Any"] == "AllowAll"
    assert {name for name, mode in modes.items() if mode == "Deny"} == {
        "NonTransfer",
        "NonFungible",
        "NonCritical",
    }
    assert {name for name, mode in modes.items() if mode == "DenyAll"} == {
        "Senate", "Triumvirate", "Governance", "RootWeights", "BasketTrading",
    }  # fmt: skip
    wildcard = found["Owner"].calls[0]
    assert (wildcard.pallet_name, wildcard.pallet_index, wildcard.call_name, wildcard.call_index) == (
        b"AdminUtils", 19, None, None,
    )  # fmt: skip
    assert found["Owner"].exceptions[0].call_name == b"sudo_set_sn_owner_hotkey"
    (one,) = call(chain, "get_proxy_filter", Option(U8).encode(14), FILTER_INFO_425)
    assert one.calls[0].condition == Case("NestedCallMustBe", (b"System", b"set_code"))
    assert call(chain, "get_proxy_filter", Option(U8).encode(99), FILTER_INFO_425) == ()
