"""When: the times that a text names."""

from datetime import date

from common.scenes import TimeWindow


def read_time(text: str, today: date | None = None) -> list[TimeWindow]:
    """Return the times that a text names; alternatives, in the order of the text.

    Args:
        text: any text; never raises.
        today: what "yesterday" is counted from; None leaves relative times out.
    """
    del text, today
    return []
