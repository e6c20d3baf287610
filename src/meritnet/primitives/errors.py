"""The root of our exceptions and its four kinds.

`Invalid` is bad input from outside, `NotFound` names something that is not there, `Denied` is a refusal that a rule
or a setting demands, and `Bug` is what cannot happen: a node that meets one stops.
"""


class MeritnetError(Exception):
    """Root of every error that Meritnet raises on purpose."""


class Invalid(MeritnetError):
    """Input from outside breaks a rule; the message names the thing, the value, the bound and the next step."""


class NotFound(MeritnetError):
    """Something that was named does not exist."""


class Denied(MeritnetError):
    """A rule, limit or setting refuses the request."""


class Bug(MeritnetError):
    """An internal invariant does not hold; never caught by code that executes rules."""
