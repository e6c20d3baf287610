"""Whether a pool would take an extrinsic, as the API tells."""

import pytest

from meritnet.codec import Case
from meritnet.codec.era import mortal
from meritnet.testing.chain import TestChain, account
from meritnet.testing.conformance import api_table, registry
from meritnet.testing.signing import sign

API, METHOD = "TaggedTransactionQueue", "validate_transaction"
ALICE, BOB = account("//Alice"), account("//Bob")
EXTERNAL = b"\x02"


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def validity(chain: TestChain, raw: bytes) -> Case:
    data = EXTERNAL + raw + bytes(32)
    answer = chain.runtime.call_api(chain.ctx, f"{API}_{METHOD}", data)
    recorded = registry().type(api_table()[API][METHOD]["output_type_id"])
    found: Case = recorded.decode(answer)
    return found


def transfer(chain: TestChain, value: int) -> Case:
    return chain.call("Balances", "transfer_keep_alive", Case("Id", (BOB,)), value)


def test_a_valid_extrinsic_has_tags_priority_and_longevity(chain):
    answer = validity(chain, sign(chain.runtime, transfer(chain, 1000), "//Alice", 2))
    assert answer.name == "Ok"
    (valid,) = answer.args
    assert valid.requires == (ALICE + (1).to_bytes(4, "little"),)
    assert valid.provides == (ALICE + (2).to_bytes(4, "little"),)
    assert (valid.priority, valid.longevity, valid.propagate) == (1, 2**64 - 1, True)


def test_a_refusal_is_an_answer_and_no_error(chain):
    raw = bytearray(sign(chain.runtime, transfer(chain, 1000), "//Alice", 0))
    raw[60] ^= 1
    assert validity(chain, bytes(raw)) == Case("Err", (Case("Invalid", (Case("BadProof"),)),))
    poor = sign(chain.runtime, transfer(chain, 1000), "//nobody", 0)
    assert validity(chain, poor) == Case("Err", (Case("Invalid", (Case("Payment"),)),))


def test_an_unsigned_extrinsic_has_no_validator(chain):
    raw = chain.runtime.timestamp_inherent(1_700_000_000_000)
    assert validity(chain, raw) == Case("Err", (Case("Unknown", (Case("NoUnsignedValidator"),)),))


def test_an_era_may_begin_with_the_block_that_is_asked(chain):
    chain.block(3)
    number, head = chain.ctx.block_number, b"h" * 32
    era = mortal(64, number)
    raw = sign(chain.runtime, transfer(chain, 1000), "//Alice", 0, era=era, birth_hash=head)
    data = EXTERNAL + raw + head
    before = chain.ctx.changes()
    answer = chain.runtime.call_api(chain.ctx, f"{API}_{METHOD}", data)
    (valid,) = registry().type(api_table()[API][METHOD]["output_type_id"]).decode(answer).args
    assert valid.longevity == era.death(number + 1) - (number + 1)
    assert (chain.ctx.block_number, chain.ctx.changes()) == (number, before)


def applied(chain: TestChain, raw: bytes) -> Case:
    before = chain.ctx.changes()
    answer = chain.runtime.call_api(chain.ctx, "BlockBuilder_apply_extrinsic", raw)
    assert chain.ctx.changes() == before
    return registry().type(api_table()["BlockBuilder"]["apply_extrinsic"]["output_type_id"]).decode(answer)


def test_a_dry_run_tells_success_failure_and_refusal(chain):
    good = sign(chain.runtime, transfer(chain, 1000), "//Alice", 0)
    assert applied(chain, good) == Case("Ok", (Case("Ok", ((),)),))
    outcome = applied(chain, sign(chain.runtime, transfer(chain, 2**60), "//Alice", 0))
    assert outcome.name == "Ok"
    (inner,) = outcome.args
    assert (inner.name, inner.args[0].name) in {("Err", "Token"), ("Err", "Arithmetic")}
    ahead = sign(chain.runtime, transfer(chain, 1000), "//Alice", 1)
    assert applied(chain, ahead) == Case("Err", (Case("Invalid", (Case("Future"),)),))


def test_asking_changes_nothing(chain):
    before = chain.ctx.changes()
    validity(chain, sign(chain.runtime, transfer(chain, 1000), "//Alice", 0))
    assert chain.ctx.changes() == before
