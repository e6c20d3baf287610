"""The pytest plugin of this repository: network guard, seed, order.

`--seed N|random` sets what the fixtures `seed` and `rng` give (printed at the end, so a run can be repeated),
`--shuffle` runs test files and the tests inside each in an order drawn from the seed.
"""

import random
import secrets
import sys
from collections.abc import Iterator

import pytest

from meritnet.testing.network_guard import NetworkGuard

DEFAULT_SEED = 20_260_601
GUARD = NetworkGuard()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--seed` and `--shuffle`."""
    group = parser.getgroup("meritnet")
    group.addoption("--seed", default=str(DEFAULT_SEED), help="seed of random inputs: a number, or 'random'")
    group.addoption("--shuffle", action="store_true", help="run the tests in an order drawn from the seed")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Fix the seed of this run; it is written back as a number so that parallel workers share it."""
    text = str(config.getoption("--seed"))
    try:
        config.option.seed = str(secrets.randbits(32) if text == "random" else int(text, 0))
    except ValueError:
        raise pytest.UsageError(f"--seed {text!r} is not a number; give a number or 'random'") from None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shuffle files, and tests inside each file, when asked to."""
    if config.getoption("--shuffle"):
        items[:] = shuffled(items, int(config.getoption("--seed")))


def shuffled(items: list[pytest.Item], seed: int) -> list[pytest.Item]:
    """Return the tests in an order drawn from the seed, the tests of one file kept together."""
    order = random.Random(seed)
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(str(item.path), []).append(item)
    names = sorted(files)
    order.shuffle(names)
    result = []
    for name in names:
        order.shuffle(files[name])
        result += files[name]
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Guard one test with its fixtures against the network."""
    GUARD.arm()
    try:
        return (yield)
    finally:
        GUARD.disarm()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Fail a test that tried to leave the machine even if it swallowed the refusal."""
    result = yield
    if GUARD.refused:
        pytest.fail("network beyond loopback: " + "; ".join(GUARD.refused), pytrace=False)
    return result


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """Return the seed of this run."""
    return int(pytestconfig.getoption("--seed"))


@pytest.fixture
def rng(seed: int, request: pytest.FixtureRequest) -> random.Random:
    """Return a generator of this test's own: the same for the same seed, whatever ran before."""
    return random.Random(f"{seed}/{request.node.nodeid}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the seed, so that this very run can be repeated."""
    line = f"seed {config.getoption('--seed')}"
    if "hypothesis" in sys.modules:
        line += f", hypothesis profile {sys.modules['hypothesis'].settings.get_current_profile_name()}"
    terminalreporter.write_line(line)
