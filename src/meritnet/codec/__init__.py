"""SCALE, metadata, extrinsics, storage keys and headers: how everything on the chain is written as bytes.

The declared types are re-exported here; shared named types are in `meritnet.codec.common`.
"""

from meritnet.codec.types import *  # noqa: F403 - the vocabulary, listed in types.__all__
