import socket

import pytest

from tests import network_guard


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost", b"localhost", ""])
def test_this_computer_is_free(host: object) -> None:
    assert network_guard.is_here(host)


@pytest.mark.parametrize("host", ["192.0.2.77", "2001:db8::1", "www.debian.org"])
def test_others_are_not(host: str) -> None:
    assert not network_guard.is_here(host)
    with pytest.raises(OSError, match="no other computer"):
        socket.create_connection((host, 80), timeout=0.1)
    assert len(network_guard.foreign()) == 1
    assert network_guard.foreign() == []


def test_names_that_nobody_has_are_not_asked_for_and_not_told() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("db.example.org", 5432)
    assert network_guard.foreign() == []


def test_messages_without_a_connection_are_seen() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        end.connect(("192.0.2.77", 80))  # sends nothing
        with pytest.raises(OSError, match="no other computer"):
            end.sendto(b"x", ("192.0.2.77", 80))
    assert network_guard.foreign() == ["sendto to 192.0.2.77:80"]
