"""Hypothesis profiles and the repository's pytest plugin.

Profiles: `dev` small and repeatable (the default), `ci` larger and repeatable, `explore` large and different
in every run (`pytest --hypothesis-profile explore --seed random`).
"""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["meritnet.testing.plugin"]

# No deadlines: on shared cores a slow example says nothing about the code.
COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}
settings.register_profile("dev", max_examples=40, derandomize=True, **COMMON)
settings.register_profile("ci", max_examples=200, derandomize=True, **COMMON)
settings.register_profile("explore", max_examples=2_000, derandomize=False, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
