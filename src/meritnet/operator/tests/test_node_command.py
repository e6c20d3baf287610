"""`meritnet node`: what its flags make of the settings."""

import pytest
from click.testing import CliRunner

from meritnet.node import collector, logs
from meritnet.node.config import NodeConfig
from meritnet.operator import node_command


@pytest.mark.parametrize(
    ("flags", "environment", "lag"),
    [
        ([], {}, 0),
        (["--fast", "0"], {}, 0),
        (["--block-time", "0.25"], {}, 0),
        (["--fast", "1"], {}, 1),
        # Nothing comes after the last block that waits for transactions, so it could never be final.
        (["--fast", "1", "--mode", "instant"], {}, 0),
        (["--fast", "1", "--finality-lag", "0"], {}, 0),
        (["--fast", "1", "--finality-lag", "3"], {}, 3),
        (["--fast", "1"], {"MERITNET_FINALITY_LAG": "0"}, 0),
    ],
)
def test_the_fast_pace_tells_finality_a_block_late_unless_told_otherwise(
    flags: list[str], environment: dict[str, str], lag: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[NodeConfig] = []
    monkeypatch.setattr(node_command, "Node", seen.append)
    monkeypatch.setattr(node_command, "serve", lambda _node: 0)
    monkeypatch.setattr(logs, "set_up", lambda *_args, **_named: None)
    monkeypatch.setattr(collector, "relax", lambda: None)
    result = CliRunner().invoke(node_command.command, flags, env=environment, standalone_mode=False)
    assert result.exception is None
    assert [config.lag for config in seen] == [lag]
