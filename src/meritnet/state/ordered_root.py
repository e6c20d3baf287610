"""The root over a list, as headers carry it for extrinsics: a trie from compact-encoded index to item."""

from collections.abc import Sequence

from meritnet.state.trie import root_of
from meritnet.state.trie_codec import compact


def extrinsics_root(extrinsics: Sequence[bytes], layout: int = 0) -> bytes:
    """Return the extrinsics root of a block body.

    Quirk: state has layout V1, but a runtime that reports system version 1 builds this root with layout V0,
    where an item of any length stands in its node; only system version 2 takes V1 here.
    Source: Polkadot RFC 42, "System version that replaces StateVersion".
    """
    return root_of({compact(index): item for index, item in enumerate(extrinsics)}, layout)
