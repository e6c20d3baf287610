"""The cheats do what they are said to do."""

import json
from typing import Any

import numpy as np
import pytest

from meritnet.neuron.commitment import SALT_BYTES, commit_answer, opens
from meritnet.neuron.mechanism import Missing
from meritnet.neuron.message import InvalidMessage
from meritnet.subnets.price.cheats import WIDENING, Board, Copycat, Erratic, Leader, OverDispersed, locate
from meritnet.subnets.price.consumer import ask_request
from meritnet.subnets.price.mechanism import PriceMechanism
from meritnet.subnets.price.models import HONEST, forecast_constant
from meritnet.subnets.price.roster import CHEAT_NAMES, HONEST_NAMES, price_miners
from meritnet.subnets.price.series import standardised
from meritnet.subnets.price.task import PriceAnswer

MECHANISM = PriceMechanism()
ROUNDS = [MECHANISM.challenge(bytes([n])) for n in range(4)]


def test_the_copycat_sees_a_round_only_after_the_next_has_begun() -> None:
    board = Board()
    leader, copycat = Leader(HONEST[0], board), Copycat(board)
    first = leader.reply(ROUNDS[0])
    assert copycat.reply(ROUNDS[0]) == HONEST[-1].answer(ROUNDS[0])
    leader.reply(ROUNDS[1])
    assert copycat.reply(ROUNDS[1]) == first


def test_the_copycat_does_not_copy_what_would_not_fit() -> None:
    board = Board()
    leader, copycat = Leader(HONEST[0], board), Copycat(board)
    for request in ROUNDS[:2]:
        leader.reply(request)
    single = ask_request("wti", b"block")
    MECHANISM.check(single, copycat.reply(single))


def test_a_copied_commitment_cannot_be_opened() -> None:
    answer, salt = HONEST[0].answer(ROUNDS[0]), bytes(SALT_BYTES)
    copied = commit_answer("5Leader", ROUNDS[0], answer, salt)
    assert opens(copied, "5Leader", ROUNDS[0], answer, salt)
    assert not opens(copied, "5Copycat", ROUNDS[0], answer, salt)


def test_the_over_dispersed_cheat_is_three_times_too_wide() -> None:
    belief = forecast_constant(ROUNDS[0].array())
    wide = OverDispersed().reply(ROUNDS[0]).array() * 1e-6
    assert wide.std(axis=-1) == pytest.approx(WIDENING * belief.std(axis=-1), rel=1e-3)


async def test_the_erratic_cheat_is_late_or_unreadable() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    cheat = Erratic(timeout_s=2.0, sleep=sleep)
    late, nan, far = [await cheat.answer(ROUNDS[0]) for _ in range(3)]
    assert slept == [3.0]
    assert PriceAnswer.from_json(late.to_json()) == late
    for bad in (nan, far):
        sent: Any = json.loads(json.dumps(bad.to_json()))
        with pytest.raises(InvalidMessage):
            PriceAnswer.from_json(sent)
    assert [Erratic(2.0).reply(ROUNDS[0]), cheat.reply(ROUNDS[0]), cheat.reply(ROUNDS[0])] == [
        Missing.LATE,
        Missing.LATE,
        Missing.INVALID,
    ]
    await cheat.close()


def test_a_shown_stretch_is_found_in_the_public_record() -> None:
    record, _, _ = standardised("nasdaq")
    found, factor = locate(np.round(-7_000 * record[1_200:1_240]), record)
    assert found == 1_239
    assert factor == pytest.approx(-7_000, rel=1e-3)


async def test_the_roster_serves_five_honest_miners_and_three_cheats() -> None:
    miners = price_miners()
    assert tuple(miners) == HONEST_NAMES + CHEAT_NAMES
    for name in HONEST_NAMES:
        answer = await miners[name].answer(ROUNDS[0])
        assert answer == HONEST[HONEST_NAMES.index(name)].answer(ROUNDS[0])
    leading = await miners["filtered"].answer(ROUNDS[1])
    await miners["filtered"].answer(ROUNDS[2])
    assert await miners["copycat"].answer(ROUNDS[2]) == leading
    assert await miners["over-dispersed"].answer(ROUNDS[2]) == OverDispersed().reply(ROUNDS[2])
    for miner in miners.values():
        await miner.close()
