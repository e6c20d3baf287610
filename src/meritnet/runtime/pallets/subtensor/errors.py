"""All errors of SubtensorModule. Indices are those of the newest client catalogue; texts say what, bound, next step.

Absent: errors of features that are left out (faucet), and names that no rule raises any
more; their indices stay free.
"""

from .errors_keys import *  # noqa: F403
from .errors_neurons import *  # noqa: F403
from .errors_stake import *  # noqa: F403
from .errors_subnets import *  # noqa: F403
from .errors_weights import *  # noqa: F403
