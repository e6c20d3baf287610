"""Serving endpoints: what is refused, by the guard and by the call alike, and what is recorded."""

import pytest

from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import serving, storage
from meritnet.testing.chain import TestChain, account

from .building import add_neurons, open_subnet

PALLET = "SubtensorModule"
HOT = account("//Hot")
PUBLIC_V4 = 0x0808_0808


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain()
    open_subnet(chain.ctx, 5)
    add_neurons(chain.ctx, 5, "//Hot")
    return chain


def test_an_axon_is_recorded_with_its_block(chain: TestChain) -> None:
    chain.ok(PALLET, "serve_axon", 5, 9, PUBLIC_V4, 8091, 4, 1, 2, 3, by=HOT)
    assert tuple(storage.axons.get(chain.ctx, 5, HOT)) == (1, 9, PUBLIC_V4, 8091, 4, 1, 2, 3)
    assert chain.events("AxonServed")[-1].args == (5, HOT)
    assert not storage.neuron_certificates.exists(chain.ctx, 5, HOT)


def test_prometheus_is_recorded_with_its_block(chain: TestChain) -> None:
    chain.ok(PALLET, "serve_prometheus", 5, 9, PUBLIC_V4, 9090, 4, by=HOT)
    assert tuple(storage.prometheus.get(chain.ctx, 5, HOT)) == (1, 9, PUBLIC_V4, 9090, 4)
    assert chain.events("PrometheusServed")[-1].args == (5, HOT)


@pytest.mark.parametrize(
    ("certificate", "stored"),
    [(b"\x07" + b"k" * 64, (b"k" * 64, 7)), (b"\x07", (b"", 7)), (b"", None), (b"\x07" + b"k" * 65, None)],
)
def test_a_certificate_of_wrong_length_is_ignored(
    chain: TestChain, certificate: bytes, stored: tuple[bytes, int] | None
) -> None:
    chain.ok(PALLET, "serve_axon_tls", 5, 1, PUBLIC_V4, 80, 4, 0, 0, 0, certificate, by=HOT)
    found = storage.neuron_certificates.get(chain.ctx, 5, HOT)
    assert (None if found is None else tuple(found)) == stored
    assert storage.axons.exists(chain.ctx, 5, HOT)


@pytest.mark.parametrize(
    ("ip_type", "ip", "axon", "prometheus"),
    [
        (4, 0, True, False),
        (4, 1, True, True),
        (4, 0x7F00_0001, False, False),
        (4, 2**32 - 2, True, True),
        (4, 2**32 - 1, False, False),
        (4, 2**64, False, False),
        (6, 0, True, False),
        (6, 1, False, False),
        (6, 0x7F00_0001, True, True),
        (6, 2**128 - 2, True, True),
        (6, 2**128 - 1, False, False),
    ],
)
def test_addresses(ip_type: int, ip: int, axon: bool, prometheus: bool) -> None:
    assert serving.is_valid_address(ip_type, ip, allow_zero=True) is axon
    assert serving.is_valid_address(ip_type, ip, allow_zero=False) is prometheus


def _axon(netuid: int, ip: int, port: int, ip_type: int) -> tuple[object, ...]:
    return (PALLET, "serve_axon", netuid, 1, ip, port, ip_type, 0, 0, 0)


def _prometheus(netuid: int, ip: int, port: int, ip_type: int) -> tuple[object, ...]:
    return (PALLET, "serve_prometheus", netuid, 1, ip, port, ip_type)


def test_refusals_of_an_axon_in_their_order(chain: TestChain) -> None:
    chain.fails("BadOrigin", *_axon(5, 1, 1, 4))
    for netuid, ip, port, ip_type, error in (
        (1, 2**32, 0, 5, "HotKeyNotRegisteredInNetwork"),
        (5, 2**32, 0, 5, "InvalidIpType"),
        (5, 2**32, 0, 4, "InvalidIpAddress"),
        (5, PUBLIC_V4, 0, 4, "InvalidPort"),
    ):
        chain.fails(error, *_axon(netuid, ip, port, ip_type), by=HOT)


def test_refusals_of_prometheus_in_their_order(chain: TestChain) -> None:
    for netuid, ip, port, ip_type, error in (
        (1, 0, 0, 5, "InvalidIpType"),
        (1, 0, 0, 4, "InvalidIpAddress"),
        (1, PUBLIC_V4, 0, 4, "HotKeyNotRegisteredInNetwork"),
        (5, PUBLIC_V4, 0, 4, "InvalidPort"),
    ):
        chain.fails(error, *_prometheus(netuid, ip, port, ip_type), by=HOT)


@pytest.mark.parametrize("make", [_axon, _prometheus])
def test_serving_again_waits_for_the_rate_limit(chain: TestChain, make) -> None:
    ctx = chain.ctx
    hyper.serving_rate_limit.set(ctx, 5, 10)
    ctx.block_number = 7
    chain.ok(*make(5, PUBLIC_V4, 80, 4), by=HOT)
    ctx.block_number = 16
    chain.fails("ServingRateLimitExceeded", *make(5, PUBLIC_V4, 80, 4), by=HOT)
    # The rate comes before the port, and the two endpoints are limited apart.
    chain.fails("ServingRateLimitExceeded", *make(5, PUBLIC_V4, 0, 4), by=HOT)
    chain.ok(*(_prometheus if make is _axon else _axon)(5, PUBLIC_V4, 80, 4), by=HOT)
    ctx.block_number = 17
    chain.ok(*make(5, PUBLIC_V4, 80, 4), by=HOT)
    hyper.serving_rate_limit.set(ctx, 5, 0)
    chain.ok(*make(5, PUBLIC_V4, 80, 4), by=HOT)


def test_the_calls_own_checks_do_not_rely_on_the_guard(chain: TestChain) -> None:
    with pytest.raises(ModuleError, match="InvalidPort"):
        serving.ensure_axon(chain.ctx, HOT, 5, PUBLIC_V4, 0, 4)
    with pytest.raises(ModuleError, match="InvalidPort"):
        serving.ensure_prometheus(chain.ctx, HOT, 5, PUBLIC_V4, 0, 4)
