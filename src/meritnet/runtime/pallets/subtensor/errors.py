"""All errors of SubtensorModule. Indices are those of the newest client catalogue; texts say what, bound, next step.

Absent: errors of parts that are left out and names that no rule raises any more (`runtime/absences.py`); their indices
stay free.
"""

from .errors_keys import *  # noqa: F403
from .errors_neurons import *  # noqa: F403
from .errors_stake import *  # noqa: F403
from .errors_subnets import *  # noqa: F403
from .errors_weights import *  # noqa: F403
