"""What is closed at the end of a `with` block."""

import pytest

from common.closing import Closing


class _Tap(Closing):
    closed = 0

    def close(self) -> None:
        self.closed += 1


def test_it_is_closed_at_the_end_and_errors_go_on() -> None:
    with _Tap() as tap:
        assert tap.closed == 0
    assert tap.closed == 1
    with pytest.raises(KeyError), tap:
        raise KeyError("inside")
    assert tap.closed == 2


def test_what_has_no_close_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="close"):
        type("Open", (Closing,), {})()
