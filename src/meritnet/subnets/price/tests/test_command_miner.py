"""A stranger's program is asked, awaited no longer than allowed, killed when wrong and started again."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from meritnet.neuron.message import InvalidMessage
from meritnet.subnets.price.command_miner import MAX_LINE_BYTES, CommandMiner, ProgramFailed, read_answer
from meritnet.subnets.price.consumer import ask_request
from meritnet.subnets.price.mechanism import PriceMechanism
from meritnet.subnets.price.models import HONEST
from meritnet.subnets.price.scoring import answer_loss
from meritnet.subnets.price.skill import round_seeds
from meritnet.subnets.price.task import MEMBERS

REQUEST = ask_request("wti", b"block")

READ = """
import json, math, os, sys
with open(os.path.join(os.path.dirname(__file__), "starts"), "a") as starts:
    print(os.getpid(), file=starts)
def answer(request, width):
    ensemble = lambda h: [width * (i - 99.5) * math.sqrt(h) for i in range(request["members"])]
    series = lambda: [ensemble(h) for h in request["horizons"]]
    return json.dumps({"ensembles": [series() for _ in request["series"]]})
"""
STAYS = (
    READ
    + """
for line in sys.stdin:
    print(answer(json.loads(line), 50), flush=True)
"""
)


def program(tmp_path: Path, body: str) -> list[str]:
    path = tmp_path / "miner.py"
    path.write_text(body)
    return [sys.executable, "-S", str(path)]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[object]:
    miners: list[CommandMiner] = []

    def begin(body: str, timeout_s: float = 60.0, stay: bool = True) -> CommandMiner:
        miners.append(CommandMiner(program(tmp_path, body), timeout_s, stay))
        return miners[-1]

    yield begin
    for miner in miners:
        await miner.close()


def test_fractions_are_rounded_and_nonsense_is_not() -> None:
    line = b'{"ensembles": [[%s]]}' % b",".join([b"[" + b",".join([b"1.6"] * MEMBERS) + b"]"] * 3)
    assert set(read_answer(line).ensembles[0][2]) == {2}
    for bad in (line.replace(b"1.6", b"NaN"), line.replace(b"1.6", b"1e999"), b"nonsense", b"[" * 100_000):
        with pytest.raises(InvalidMessage):
            read_answer(bad)


def test_an_empty_command_is_refused() -> None:
    with pytest.raises(ProgramFailed, match="command is empty"):
        CommandMiner("  ", 1.0)


def test_a_command_line_is_split_as_a_shell_would() -> None:
    assert CommandMiner("python 'my miner.py' --fast", 1.0).command == ["python", "my miner.py", "--fast"]


def starts(tmp_path: Path) -> list[int]:
    """Return the process id of every start of the program."""
    return [int(line) for line in (tmp_path / "starts").read_text().split()]


@pytest.mark.e2e
async def test_a_program_that_stays_is_asked_again(start, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    miner = start(STAYS)
    first, second = await miner.answer(REQUEST), await miner.answer(REQUEST)
    assert first == second
    assert first.ensembles[0][0][-1] == round(99.5 * 50)
    (pid,) = starts(tmp_path)
    os.kill(pid, 0)
    await miner.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.e2e
async def test_a_program_that_exits_is_started_again(start, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    miner = start(READ + "print(answer(json.loads(sys.stdin.readline()), 50))")
    for _ in range(3):
        await miner.answer(REQUEST)
    assert len(set(starts(tmp_path))) == 3


@pytest.mark.e2e
async def test_a_program_that_reads_to_the_end_is_served_without_stay(start) -> None:  # type: ignore[no-untyped-def]
    miner = start(READ + "print(answer(json.load(sys.stdin), 50))", stay=False)
    assert await miner.answer(REQUEST) == await miner.answer(REQUEST)


@pytest.mark.e2e
@pytest.mark.parametrize(
    "body, complaint",
    [
        ("raise SystemExit('no licence')", "ended without an answer.*no licence"),
        ("print('hello', flush=True); input()", "the line is no JSON"),
        ("print('{\"ensembles\": []}', flush=True); input()", "has 0 items"),
        ("print('x' * 5_000_000, flush=True)", f"longer than {MAX_LINE_BYTES} bytes"),
        (READ + "r = json.loads(input()); r['series'] *= 2; print(answer(r, 1))", "covers 2 series"),
    ],
    ids=["exit", "not json", "no answer", "huge", "other shape"],
)
async def test_what_a_program_does_wrong_is_named(start, body: str, complaint: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ProgramFailed, match=f"(?s){complaint}"):
        await start(body).answer(REQUEST)


@pytest.mark.e2e
async def test_a_late_program_is_killed_and_its_late_answer_never_taken(  # type: ignore[no-untyped-def]
    start, tmp_path: Path
) -> None:
    hurry = tmp_path / "hurry"
    miner = start(
        READ
        + f"""
for line in sys.stdin:
    if not os.path.exists({str(hurry)!r}):
        sys.stdin.read()
    print(answer(json.loads(line), 7), flush=True)
""",
        timeout_s=1.0,
    )
    with pytest.raises(ProgramFailed, match=r"gave no answer within 1 s"):
        await miner.answer(REQUEST)
    hurry.touch()
    miner.timeout_s = 60.0
    assert (await miner.answer(REQUEST)).ensembles[0][0][-1] == round(99.5 * 7)


@pytest.mark.e2e
async def test_a_program_that_floods_stderr_does_not_hang(start) -> None:  # type: ignore[no-untyped-def]
    miner = start(STAYS.replace("for line", "sys.stderr.write('x' * 1_000_000)\nfor line"))
    assert (await miner.answer(REQUEST)).ensembles


@pytest.mark.e2e
async def test_a_cancelled_request_stops_the_program(start) -> None:  # type: ignore[no-untyped-def]
    miner = start("import sys; sys.stdin.read()")
    asking = asyncio.create_task(miner.answer(REQUEST))
    while miner._process is None:
        await asyncio.sleep(0)
    process = miner._process
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert process.returncode is not None


@pytest.mark.e2e
async def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(ProgramFailed, match="cannot start '/no/such/program'"):
        await CommandMiner("/no/such/program", 1.0).answer(REQUEST)


@pytest.mark.e2e
async def test_the_program_in_the_readme_is_a_miner_of_some_skill(start) -> None:  # type: ignore[no-untyped-def]
    text = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    miner = start(code)
    mechanism = PriceMechanism()
    losses: dict[str, float] = {"readme": 0.0, "constant": 0.0}
    for number in range(20):
        seed, later = round_seeds(number, b"readme")
        request = mechanism.challenge(seed)
        outcome = mechanism.outcome(request, seed, later)
        losses["readme"] += answer_loss(request, outcome, (await miner.answer(request)).array())
        losses["constant"] += answer_loss(request, outcome, HONEST[-1].answer(request).array())
    assert losses["readme"] < 0.95 * losses["constant"]
