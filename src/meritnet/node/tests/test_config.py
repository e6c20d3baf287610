"""Settings: flag beats environment beats file, and a wrong one is named with its source."""

from pathlib import Path

import pytest

from meritnet.node.config import NodeConfig, load
from meritnet.primitives.errors import Invalid


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "node.toml"
    path.write_text('[node]\nport = 1000\nlog_level = "debug"\narchive = true\nstate = "somewhere"\n')
    return path


def test_nothing_given_means_the_defaults() -> None:
    assert load({}, None, {}) == NodeConfig()


def test_flag_beats_environment_beats_file(file: Path) -> None:
    assert load({}, file, {}).port == 1000
    assert load({}, file, {"MERITNET_PORT": "2000"}).port == 2000
    assert load({"port": 3000}, file, {"MERITNET_PORT": "2000"}).port == 3000
    assert load({"port": None}, file, {"MERITNET_PORT": "2000"}).port == 2000


def test_values_are_converted(file: Path) -> None:
    found = load({}, file, {"MERITNET_RULES": "yes", "MERITNET_BLOCK_TIME_MS": "250"})
    assert (found.archive, found.rules, found.block_time_ms, found.state) == (
        True,
        True,
        250,
        Path("somewhere"),
    )


def test_foreign_variables_are_left_alone() -> None:
    assert load({}, None, {"MERITNET_HOME": "/x", "PORT": "5"}) == NodeConfig()


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"MERITNET_PORT": "http"}, "environment variable MERITNET_PORT: port = 'http'"),
        ({"MERITNET_PORT": "70000"}, "port 70000 is outside 0..65535"),
        ({"MERITNET_ARCHIVE": "maybe"}, "archive = 'maybe'"),
        ({"MERITNET_MODE": "fast"}, "choose paced, instant or manual"),
        ({"MERITNET_RPC_METHODS": "some"}, "choose auto, safe or unsafe"),
        ({"MERITNET_LOG_LEVEL": "loud"}, "choose debug, info, warning or error"),
        ({"MERITNET_KEEP_BLOCKS": "10"}, "keep_blocks 10 is below 256"),
        ({"MERITNET_FINALITY_LAG": "-1"}, "finality_lag -1 is outside 0..100"),
    ],
)
def test_a_wrong_value_is_named(environment: dict[str, str], says: str) -> None:
    with pytest.raises(Invalid) as caught:
        load({}, None, environment)
    assert says in str(caught.value)


def test_an_unknown_setting_in_the_file_is_named_with_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "node.toml"
    path.write_text("prot = 1\n")
    with pytest.raises(Invalid, match="setting 'prot' is unknown; known are archive, "):
        load({}, path, {})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        load({}, tmp_path / "none.toml", {})
    broken = tmp_path / "broken.toml"
    broken.write_text("port = = 1")
    with pytest.raises(Invalid, match="is not TOML"):
        load({}, broken, {})
