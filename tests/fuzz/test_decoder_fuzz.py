"""Random and mutated bytes into every declared type and into the extrinsic decoder and pool.

Nothing but the declared errors may come out, whatever decodes must encode again, and memory stays bounded.
"""

import random
from collections.abc import Iterator

import pytest

from meritnet.codec import Case, InvalidEncoding, Type
from meritnet.engine.pool.errors import PoolError
from meritnet.engine.pool.pool import Pool
from meritnet.engine.signature_cache import SignatureCache
from meritnet.testing.chain import TestChain, account
from meritnet.testing.signing import sign

from .inputs import mutate

POOL_CODES = {1001, 1010, 1011, 1012, 1013, 1014, 1016}


def declared_types(chain: TestChain) -> list[Type]:
    """Return every type that the runtime declares: calls, events, storage values, API inputs and outputs."""
    assembly = chain.runtime.assembly
    found: list[Type] = [assembly.call_type, assembly.event_type, assembly.error_type]
    for parts in assembly.pallets.values():
        found += [item.value for item in parts.storage]
        found += [type_ for item in parts.storage for type_, _ in item.key_parts]
    for methods in assembly.apis.values():
        for definition in methods.values():
            found += [type_ for _, type_ in definition.inputs] + [definition.output]
    return found


def seeds(chain: TestChain) -> list[tuple[Type, bytes]]:
    """Return valid bytes of many kinds with their types, to be spoilt."""
    assembly = chain.runtime.assembly
    by_prefix = {item.prefix: item.value for parts in assembly.pallets.values() for item in parts.storage}
    found = [
        (by_prefix[key[:32]], value)
        for key, value in chain.state.iterate(b"")
        if key[:32] in by_prefix and 0 < len(value) < 4_096
    ]
    calls = [chain.runtime.decode(raw).call_data for raw in valid_extrinsics(chain)]
    return found + [(assembly.call_type, raw) for raw in calls] * 4


def fuzz_types(count: int, seed: int) -> int:
    """Decode `count` inputs; return how many decoded."""
    generator = random.Random(seed)
    chain = TestChain()
    chain.block(3)
    types, samples = declared_types(chain), seeds(chain)
    decoded = 0
    for _ in range(count):
        type_, sample = generator.choice(samples)
        if generator.random() < 0.5:
            type_ = generator.choice(types)
        raw = (
            generator.randbytes(generator.randrange(64))
            if generator.random() < 0.3
            else mutate(generator, sample)
        )
        try:
            value = type_.decode(raw)
        except InvalidEncoding:
            continue
        decoded += 1
        again = type_.encode(value)
        assert type_.decode(again) == value, f"{type_.name}: {raw.hex()} does not survive a round trip"
    return decoded


def valid_extrinsics(chain: TestChain) -> Iterator[bytes]:
    """Yield signed extrinsics of several shapes."""
    bob = Case("Id", (account("//Bob"),))
    calls = [
        chain.call("Balances", "transfer_keep_alive", bob, 5),
        chain.call("System", "remark", b"x" * 300),
        chain.call("Utility", "batch_all", tuple(chain.call("System", "remark", b"y") for _ in range(20))),
        chain.call("SubtensorModule", "set_weights", 1, tuple(range(64)), tuple(range(64)), 0),
        chain.call("Sudo", "sudo", chain.call("Balances", "force_set_balance", bob, 7)),
    ]
    for nonce, call in enumerate(calls):
        yield sign(chain.runtime, call, "//Alice", nonce)
    yield chain.runtime.timestamp_inherent(5)


def fuzz_extrinsics(count: int, seed: int) -> int:
    """Submit `count` spoilt extrinsics to a pool; return how many were taken."""
    generator = random.Random(seed)
    chain = TestChain()
    pool = Pool(chain.runtime, SignatureCache())
    pool.set_head(chain.state, 0, chain.runtime.extensions.genesis_hash)
    samples = list(valid_extrinsics(chain))
    taken = 0
    for _ in range(count):
        raw = mutate(generator, generator.choice(samples))
        refusal: PoolError | None = None
        try:
            pool.submit(raw)
        except PoolError as error:
            refusal = error
        if refusal is None:
            taken += 1
        else:
            assert refusal.code in POOL_CODES, refusal
            assert len(str(refusal)) < 2_000
    assert len(pool) <= len(samples)
    return taken


def test_random_bytes_into_every_declared_type() -> None:
    assert fuzz_types(4_000, seed=1) > 100


def test_spoilt_extrinsics_get_a_declared_refusal() -> None:
    fuzz_extrinsics(2_000, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_many_random_bytes(seed: int) -> None:
    assert fuzz_types(60_000, seed) > 1_000
    fuzz_extrinsics(30_000, seed)
