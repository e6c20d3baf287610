"""The collector's thresholds."""

import gc

from meritnet.node import collector


def test_relax_makes_collections_rarer() -> None:
    before = gc.get_threshold()
    try:
        collector.relax()
        assert gc.get_threshold() == collector.THRESHOLDS
        assert gc.isenabled()
        assert collector.THRESHOLDS[0] > 10 * 700
    finally:
        gc.set_threshold(*before)
