"""The watch over a connection to Ray, beside clients that wait for ever by themselves."""

import threading
import time

import pytest

pytest.importorskip("grpc", reason="gRPC is absent (kinora[ray])")

import grpc

from app.services.workers_watch import Watch

UP = grpc.ChannelConnectivity.READY
DOWN = grpc.ChannelConnectivity.TRANSIENT_FAILURE


class Stream:
    def __init__(self) -> None:
        self.ended = threading.Event()
        self.woken = threading.Event()
        self.data_thread = threading.Thread(target=self.ended.wait, daemon=True)
        self.data_thread.start()

    def _shutdown(self) -> None:
        self.woken.set()


class Channel:
    def __init__(self) -> None:
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


class Client:
    """What the watch sees of Ray's client, which tries again until it is told to give up."""

    def __init__(self) -> None:
        self._in_shutdown = False
        self._conn_state = UP
        self.data_client = Stream()
        self.channel = Channel()

    def call(self) -> None:
        while not self._in_shutdown:
            time.sleep(0.01)
        raise ConnectionError("Client is shutting down.")


@pytest.fixture
def client():
    made = Client()
    yield made
    made._in_shutdown = True
    made.data_client.ended.set()


def is_cut(client: Client) -> bool:
    with pytest.raises(ConnectionError):
        client.call()
    return client.data_client.woken.wait(10) and client.channel.closed.wait(10)


def test_a_stream_that_ended_in_good_order_is_a_cut(client: Client) -> None:
    watch = Watch(client, grace_s=1000)
    client.data_client.ended.set()
    assert is_cut(client)
    watch.close()


def test_a_channel_that_stays_down_is_a_cut(client: Client) -> None:
    client._conn_state = DOWN
    watch = Watch(client, grace_s=0.5)
    assert is_cut(client)
    watch.close()


def test_a_client_that_gave_up_has_its_calls_ended(client: Client) -> None:
    watch = Watch(client, grace_s=1000)
    client._in_shutdown = True
    assert is_cut(client)
    watch.close()


def test_a_connection_that_stands_or_recovers_is_left_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = threading.Semaphore(0)
    states = iter([UP, DOWN, DOWN, UP, DOWN, DOWN, UP])

    class Seen(type(client)):
        @property
        def _conn_state(self):
            looks.release()
            return next(states, UP)

        @_conn_state.setter
        def _conn_state(self, state) -> None:
            pass

    monkeypatch.setattr("app.services.workers_watch.LOOK_S", 0.01)
    seen = Seen()
    watch = Watch(seen, grace_s=60)
    for _ in range(12):
        assert looks.acquire(timeout=10)
    watch.close()
    watch.close()
    assert not seen._in_shutdown
    assert not seen.channel.closed.is_set()
    seen.data_client.ended.set()
