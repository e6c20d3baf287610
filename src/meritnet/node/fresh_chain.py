"""Decides what a fresh chain begins with, and writes its genesis from the chain's file."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from meritnet.crypto import bls
from meritnet.primitives import ss58
from meritnet.primitives.errors import Invalid
from meritnet.runtime.framework.context import Context
from meritnet.runtime.genesis import local, network
from meritnet.runtime.pallets.drand.genesis import follow_local
from meritnet.runtime.params import params_for

from .beacon import key_file
from .chain_file import ChainFile
from .config import NodeConfig

EXTRA_ENDOWMENT_VARIABLE = "BT_DEFAULT_TOKEN_WALLET"
EXTRA_ENDOWMENT = 1_000_000 * 10**9


def describe(config: NodeConfig) -> ChainFile:
    """Return what a fresh chain of these settings is. Raises: Invalid."""
    params = params_for(config.preset, config.block_time_ms, rules=config.rules)
    endow = os.environ.get(EXTRA_ENDOWMENT_VARIABLE)
    if config.preset == "local" and config.genesis is not None:
        raise Invalid("preset local has a genesis of its own; leave --genesis out or choose another preset")
    if config.preset != "local" and config.genesis is None:
        raise Invalid(
            f"a fresh chain of preset {config.preset} needs --genesis FILE, since development keys are for local only; "
            "docs/guides/operate-a-node.md shows such a file"
        )
    if endow is not None and config.preset != "local":
        raise Invalid(
            f"{EXTRA_ENDOWMENT_VARIABLE} endows an account on preset local only, not {config.preset}"
        )
    seed = key_file.fresh_seed(config.state, config.genesis_salt) if config.makes_local else None
    return ChainFile(
        preset=config.preset,
        block_time_ms=params.slot_duration_ms,
        rules=config.rules,
        salt=secrets.token_hex(8) if config.genesis_salt is None else config.genesis_salt,
        endow=endow,
        genesis=None if config.genesis is None else _read(config.genesis),
        local_beacon=None if seed is None else bls.public_key(bls.secret_of(seed)).hex(),
        beacon_seed=seed,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Invalid(f"genesis document {path} cannot be read: {error.strerror}; check the path") from error
    except ValueError as error:
        raise Invalid(f"genesis document {path} is not JSON: {error}") from error
    network.parse(document)
    return dict(document)


def build_genesis(ctx: Context, chain: ChainFile) -> None:
    """Write the genesis state that a chain's file describes."""
    salt = chain.salt.encode()
    if chain.genesis is not None:
        network.build(ctx, network.parse(chain.genesis), salt)
        return
    endowments = () if chain.endow is None else ((ss58.decode(chain.endow), EXTRA_ENDOWMENT),)
    local.build(ctx, local.LocalGenesis(salt=salt, endowments=endowments))
    if chain.local_beacon is not None:
        follow_local(ctx, bytes.fromhex(chain.local_beacon))
