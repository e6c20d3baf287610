"""Both generations of polkadot-api, unmodified, drive a node: head, reads, a watched transfer, a metadata hash signed.

The packages come from npm once, at the versions of polkadot_api/package.json; without npm the tests are skipped.
"""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from .local_node import fast_node

pytestmark = pytest.mark.e2e

SOURCE = Path(__file__).parent / "polkadot_api"
CACHE = Path(__file__).parents[2] / ".cache" / "polkadot-api"
INSTALL = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"]
INSTALL_S = 300.0
CHECK_S = 300.0
ENDOWED = 8
"""Accounts that a local chain endows at least."""


@pytest.fixture(scope="module")
def project() -> Path:
    """Return a folder with the script and its packages installed; skip if they cannot be had."""
    missing = [tool for tool in ("node", "npm") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"polkadot-api needs {' and '.join(missing)}")
    manifest = (SOURCE / "package.json").read_bytes()
    folder = CACHE / hashlib.sha256(manifest).hexdigest()[:16]
    done = folder / "installed"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_bytes(manifest)
        try:
            installed = subprocess.run(INSTALL, cwd=folder, capture_output=True, text=True, timeout=INSTALL_S)
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm did not install polkadot-api within {INSTALL_S:g} seconds")
        if installed.returncode != 0:
            pytest.skip(f"npm could not install polkadot-api: {installed.stderr[-300:]}")
        done.touch()
    shutil.copy(SOURCE / "check.mjs", folder)
    return folder


@pytest.mark.parametrize("generation", ["1", "2"])
def test_polkadot_api_reads_sends_and_follows(project: Path, tmp_path: Path, generation: str) -> None:
    with fast_node(tmp_path) as url:
        done = subprocess.run(
            ["node", "check.mjs", generation, url],
            cwd=project,
            capture_output=True,
            text=True,
            timeout=CHECK_S,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    report = json.loads(done.stdout)
    # A block that comes before the transaction reached the node is without it.
    steps = [step for step in report["steps"] if step != "txBestBlocksState:false"]
    assert steps == ["signed", "broadcasted", "txBestBlocksState:true", "finalized"]
    assert report["failure"] == "Token"
    assert report["networks"] == [0, 1]
    assert report["accounts"] >= ENDOWED
