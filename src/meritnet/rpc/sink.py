"""Where a subscription's pushes go: held until the subscribe call is answered, then to the client."""

from __future__ import annotations

from collections.abc import Callable

import orjson

Send = Callable[[bytes], None]


class Sink:
    """One subscription of one connection; used on the event loop only."""

    def __init__(self, sub_id: str, notification: str, send: Send, on_end: Callable[[Sink], None]) -> None:
        self.id = sub_id
        self.notification = notification
        self.is_live = True
        self.cancel: Callable[[], None] | None = None
        """Set by the subscribe handler; stops the source."""
        self.source: object | None = None
        """What later requests about this subscription act upon, if there are any."""
        self._send = send
        self._on_end = on_end
        self._held: list[bytes] | None = []
        self._head = b'{"jsonrpc":"2.0","method":"%b","params":{"subscription":"%b","result":' % (
            notification.encode(),
            sub_id.encode(),
        )

    def push(self, result: object) -> None:
        """Send one result."""
        self.push_json(orjson.dumps(result))

    def push_json(self, result: bytes) -> None:
        """Send one result that is JSON already, so that many subscribers share its encoding."""
        if not self.is_live:
            return
        message = self._head + result + b"}}"
        if self._held is None:
            self._send(message)
        else:
            self._held.append(message)

    def release(self) -> None:
        """Let the pushes go; called once the answer with the id has been queued."""
        held, self._held = self._held, None
        for message in held or ():
            self._send(message)

    def end(self) -> None:
        """Stop the source and forget the subscription; what is held still goes out."""
        if not self.is_live:
            return
        self.is_live = False
        self._on_end(self)
        if self.cancel is not None:
            self.cancel()
