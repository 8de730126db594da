"""News of a PostgreSQL catalogue: what any process changed, and whether the server is there."""

import logging
import select
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

logger = logging.getLogger(__name__)

CHANNEL = "kinora"
HEARTBEAT_S = 5.0  # without news the server is asked whether it is there
RETRY_S = 1.0
EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Change:
    """Something changed in the catalogue, here or elsewhere.

    Args:
        touched: "items", "labels", "lists", "classifiers", "journal", or "everything" after a time
            without news.
        person: who wrote; "" where nobody knows.
        revision: of the catalogue after it; 0 while the server is away.
        reachable: whether the server is there.
        own: written by this process.
    """

    touched: str
    person: str = ""
    revision: int = 0
    reachable: bool = True
    own: bool = False


class Listener(threading.Thread):
    """Waits for news on a connection of its own, and makes a new one when that is cut.

    Args:
        options: of the connection, as the driver takes them.
        schema: of the catalogue; news of others in the database are passed over.
        origin: of the news that this process sends.
        tell: called on this thread; must be quick and must not raise.
    """

    def __init__(
        self, options: Mapping[str, Any], schema: str, origin: str, tell: Callable[[Change], None]
    ) -> None:
        super().__init__(name="catalogue-news", daemon=True)
        self._options = dict(options)
        self._schema = schema
        self._origin = origin
        self._tell = tell
        self._stopped = threading.Event()
        self._wake, self._woken = socket.socketpair()
        self._was_there: bool | None = None

    def stop(self) -> None:
        """End the thread; returns when it is over, or soon."""
        self._stopped.set()
        self._wake.send(b"x")
        if threading.current_thread() is not self:
            self.join(3.0)
        if not self.is_alive():
            self._wake.close()
            self._woken.close()

    def run(self) -> None:
        """Listen until stop()."""
        import psycopg

        while not self._stopped.is_set():
            try:
                with psycopg.connect(**self._options, autocommit=True) as connection:
                    self._listen(connection)
            except (psycopg.Error, OSError, ValueError) as error:
                if self._was_there is not False and not self._stopped.is_set():
                    logger.info("no news of the catalogue: %s", error)
                    self._was_there = False
                    self._tell(Change("", reachable=False))
                self._stopped.wait(RETRY_S)

    def _listen(self, connection: Any) -> None:
        """Pass news on until the connection is cut."""
        connection.execute(f"LISTEN {CHANNEL}")
        revision = self._revision(connection)
        self._was_there = True
        self._tell(Change(EVERYTHING, revision=revision))
        while not self._stopped.is_set():
            ready, _, _ = select.select([connection.fileno(), self._woken], [], [], HEARTBEAT_S)
            if self._woken in ready:
                return
            if not ready:
                connection.execute("SELECT 1")
            else:
                connection.pgconn.consume_input()
            while (news := connection.pgconn.notifies()) is not None:
                self._pass_on(news.extra.decode("utf-8", "replace"))

    def _revision(self, connection: Any) -> int:
        row = connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
        return int(row[0]) if row else 0

    def _pass_on(self, told: str) -> None:
        schema, _, rest = told.partition("\x1f")
        if schema != self._schema:
            return
        try:
            touched, person, origin, revision = rest.split("\x1f")
            change = Change(touched, person, int(revision), own=origin == self._origin)
        except ValueError:
            logger.warning("news that cannot be read: %r", told)
            return
        self._tell(change)
