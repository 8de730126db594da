"""Ends what waits for the head of a cluster that went away.

Ray's client repeats a call that was cut until its stream of data has given up. That never happens
where a head that stops closes the stream in good order, nor where the stream is opened anew after
the cut and waits for somebody to answer. So each connection is looked after by a thread of ours.
"""

import logging
import threading
import time
from typing import Any, Final

import grpc

__all__ = ["Watch"]

logger = logging.getLogger(__name__)

LOOK_S: Final = 0.25


class Watch:
    """Looks after one connection until it is closed, and cuts it where nobody is left.

    Args:
        client: Ray's `ray.util.client.worker.Worker`, connected.
        grace_s: seconds that the channel may be down before it is cut.
    """

    def __init__(self, client: Any, grace_s: float) -> None:
        self._client = client
        self._grace_s = grace_s
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._look, name="workers-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End; safe to call twice."""
        self._closed.set()
        if self._thread is not threading.current_thread():
            self._thread.join()

    def _look(self) -> None:
        up = time.monotonic()
        while not self._closed.wait(LOOK_S):
            if self._client._in_shutdown:  # noqa: SLF001 - Ray says it nowhere else
                return self._cut("it gave up")
            if not self._client.data_client.data_thread.is_alive():
                return self._cut("its stream of data ended")
            if self._client._conn_state is grpc.ChannelConnectivity.READY:  # noqa: SLF001
                up = time.monotonic()
            elif time.monotonic() - up > self._grace_s:
                return self._cut(f"nobody answered for {self._grace_s:g} s")
        return None

    def _cut(self, why: str) -> None:
        """Have every call that waits, and every later one, fail as cut."""
        logger.info("the connection to the workers is cut: %s", why)
        self._client._in_shutdown = True  # noqa: SLF001 - no call is repeated from now on
        self._client.data_client._shutdown()  # noqa: SLF001 - wakes who waits for an answer
        channel = self._client.channel
        if channel is not None:
            channel.close()  # ends the calls that are under way
