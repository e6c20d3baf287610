"""Errors of the codec: bytes that do not decode and values that do not encode."""

from meritnet.primitives.errors import Invalid


class _Located(Invalid):
    """Carries where inside a nested value the problem sits, outermost part first."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path: list[str] = []

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: {self.reason}" if self.path else self.reason

    def within(self, part: str) -> None:
        """Note that the failing value is `part` of a larger one."""
        self.path.insert(0, part)


class InvalidEncoding(_Located):
    """Bytes from outside are not the canonical encoding of any value of the type."""


class InvalidValue(_Located):
    """A Python value does not fit the declared type."""
