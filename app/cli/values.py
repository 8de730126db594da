"""Numbers on the command line: each type names its range, so that wrong ones are wrong usage."""

import argparse
from collections.abc import Callable

MAX_COUNT = 100_000
MAX_SECONDS = 1e9


def number_in(low: float, high: float, *, whole: bool = False) -> Callable[[str], float]:
    """Return a parser of finite numbers from low to high, both included.

    Args:
        low: the least allowed number.
        high: the greatest allowed number.
        whole: digits only.
    """
    kind = "a whole number" if whole else "a number"

    def parse(text: str) -> float:
        try:
            value: float = int(text) if whole else float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(
                f"“{text}” does not fit: give {kind} from {low:g} to {high:.12g}"
            )
        return value

    return parse


def count(text: str) -> int:
    """Parse how many: 1 to 100,000."""
    return int(number_in(1, MAX_COUNT, whole=True)(text))


def item_id(text: str) -> int:
    """Parse the number of an item; whether there is such an item is found out later."""
    return int(number_in(1, 2**62, whole=True)(text))


def seconds(text: str) -> float:
    """Parse a length of time in seconds, at least a millisecond."""
    return number_in(0.001, MAX_SECONDS)(text)


def seed(text: str) -> int:
    """Parse what chance begins from: a whole number, 0 or more."""
    return int(number_in(0, 2**31 - 1, whole=True)(text))


def port(text: str) -> int:
    """Parse the port of a server; 0 takes any that is free."""
    return int(number_in(0, 65535, whole=True)(text))


def share(text: str) -> float:
    """Parse a number from 0 to 1."""
    return number_in(0, 1)(text)
