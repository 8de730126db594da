"""Four days of a made-up life: where, when, doing what; and what a receiver and a watch recorded.

The town is made up too: a home, a place of work, a café, a park and a shop somewhere by Gouda, and
a lake that the train goes to.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

FIRST_DAY = date(2025, 6, 12)  # a Thursday
OFFSET_MIN = 120
_NORTH_M, _EAST_M = 1 / 111_195, 1 / 68_450  # degrees a metre, at 52 degrees north

PLACES: dict[str, tuple[float, float]] = {
    "home": (52.0140, 4.7080), "work": (52.0235, 4.7512), "cafe": (52.0209, 4.7466),
    "park": (52.0282, 4.7125), "shop": (52.0163, 4.7195), "station": (52.0086, 4.7021),
    "lake station": (52.3410, 5.3480), "lake": (52.3476, 5.3575),
}  # fmt: skip
# What the table of activities calls them; home and work are left to be guessed.
NAMES = {
    "cafe": "Corner Café", "park": "North Park", "shop": "Market Hall", "station": "Main Station",
    "lake station": "Lake Station", "lake": "Lake",
}  # fmt: skip
# The way between two places turns at these corners.
CORNERS: dict[tuple[str, str], tuple[tuple[float, float], ...]] = {
    ("home", "work"): ((52.0139, 4.7224), (52.0232, 4.7231)),
    ("cafe", "work"): ((52.0231, 4.7469),),
    ("park", "work"): ((52.0281, 4.7330), (52.0236, 4.7334)),
    ("home", "park"): ((52.0142, 4.7130),),
    ("cafe", "park"): ((52.0212, 4.7240), (52.0279, 4.7238)),
    ("cafe", "home"): ((52.0206, 4.7228), (52.0139, 4.7224)),
    ("home", "shop"): ((52.0139, 4.7194),),
    ("shop", "work"): ((52.0164, 4.7338), (52.0236, 4.7340)),
    ("home", "station"): ((52.0139, 4.7022),),
    ("lake station", "station"): ((52.3100, 5.2200), (52.1560, 5.0150), (52.0560, 4.8200)),
    ("lake", "lake station"): ((52.3415, 5.3570),),
}


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a day.

    Args:
        start: local hours since midnight.
        end: likewise.
        scene: what the camera sees.
        place: where it is spent; for a way, where it leads.
        activity: what one does, as the table of activities names it.
        origin: for a way, where it begins; "" for a stay.
    """

    start: float
    end: float
    scene: str
    place: str
    activity: str
    origin: str = ""


def _day(text: str) -> tuple[Block, ...]:
    """Return a day from lines "HH:MM scene place activity", or "… origin>place …" for a way."""
    rows = [line.split() for line in text.strip().splitlines()]
    blocks = []
    for row, following in pairwise([*rows, ["23:10"]]):
        start, end = (int(at[:2]) + int(at[3:]) / 60 for at in (row[0], following[0]))
        origin, _, place = row[2].rpartition(">")
        names = (origin.replace("_", " "), place.replace("_", " "))
        blocks.append(Block(start, end, row[1], names[1], row[3].replace("_", " "), names[0]))
    return tuple(blocks)


DAYS = (
    _day("""
07:00 waking home sleeping
07:20 breakfast home eating
07:50 cycling home>work cycling
08:04 desk work working
10:30 meeting work meeting
11:30 desk work working
12:16 street work>cafe walking
12:24 coffee cafe eating
13:04 street cafe>work walking
13:12 desk work working
17:02 cycling work>park cycling
17:13 football park playing
18:20 cycling park>home cycling
18:27 cooking home cooking
19:05 dinner home eating
19:45 television home watching_television"""),
    _day("""
07:05 waking home sleeping
07:25 breakfast home eating
07:48 cycling home>work cycling
08:02 desk work working
09:00 meeting work meeting
09:50 desk work working
10:50 pizza work eating
11:32 desk work working
15:02 street work>cafe walking
15:10 reading cafe reading
15:50 street cafe>work walking
15:58 meeting work meeting
17:00 cycling work>shop cycling
17:11 shopping shop shopping
17:48 cycling shop>home cycling
17:54 breakfast home eating
18:40 television home watching_television"""),
    _day("""
08:30 waking home sleeping
09:00 breakfast home eating
10:02 street home>park walking
10:22 dog park walking_the_dog
11:36 street park>cafe walking
12:06 coffee cafe eating
13:00 reading cafe reading
13:40 street cafe>home walking
14:22 television home watching_television
16:04 cycling home>shop cycling
16:09 shopping shop shopping
16:52 cycling shop>home cycling
16:58 reading home reading
18:34 cooking home cooking
19:10 dinner home eating
20:20 television home watching_television"""),
    _day("""
08:00 waking home sleeping
08:20 breakfast home eating
09:00 street home>station walking
09:14 platform station waiting
09:32 riding station>lake_station travelling
09:56 platform lake_station waiting
10:04 street lake_station>lake walking
10:20 lake lake resting
12:40 coffee lake eating
13:30 lake lake resting
15:20 street lake>lake_station walking
15:36 platform lake_station waiting
15:52 riding lake_station>station travelling
16:16 platform station waiting
16:22 street station>home walking
16:36 television home watching_television
18:30 dinner home eating
19:20 reading home reading
21:00 television home watching_television"""),
)


def utc(day: int, hour: float) -> datetime:
    """Return the moment of a local hour of a day."""
    start = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)
    return start + timedelta(days=day, seconds=round(hour * 3600), minutes=-OFFSET_MIN)


def route(origin: str, place: str) -> NDArray[np.float64]:
    """Return the corners of a way, degrees north and east, (N, 2)."""
    if (origin, place) in CORNERS:
        between = CORNERS[origin, place]
    else:
        between = CORNERS.get((place, origin), ())[::-1]
    return np.array([PLACES[origin], *between, PLACES[place]])


def position(block: Block, hour: float) -> tuple[float, float]:
    """Return where one is at an hour of a block, degrees north and east."""
    if not block.origin:
        return PLACES[block.place]
    corners = route(block.origin, block.place)
    steps = np.hypot(*(np.diff(corners, axis=0) / (_NORTH_M, _EAST_M)).T)
    along = np.concatenate(([0.0], np.cumsum(steps)))
    share = float(np.clip((hour - block.start) / (block.end - block.start), 0, 1))
    at = share * along[-1]
    return float(np.interp(at, along, corners[:, 0])), float(np.interp(at, along, corners[:, 1]))


def track(day: int) -> list[tuple[datetime, float, float]]:
    """Return what a receiver recorded on a day: (moment, degrees north, degrees east)."""
    rng = np.random.default_rng(900 + day)
    fixes: list[tuple[datetime, float, float]] = []
    first, last = DAYS[day][0], DAYS[day][-1]
    night = Block(0.0, first.start, "", "home", "sleeping")
    late = Block(last.end, 24.0, "", "home", "sleeping")
    for block in (night, *DAYS[day], late):
        every = 15 if block.origin else (300 if block.activity == "sleeping" else 60)
        for second in range(round(block.start * 3600), round(block.end * 3600), every):
            north, east = position(block, second / 3600)
            jitter = rng.normal(0, 5.0, 2)
            fixes.append(
                (utc(day, second / 3600), north + jitter[0] * _NORTH_M, east + jitter[1] * _EAST_M)
            )
    return fixes


_HEART = {"cycling": 128, "walking": 98, "playing": 138, "sleeping": 54, "walking the dog": 94,
          "meeting": 76, "shopping": 88, "cooking": 82}  # fmt: skip
_STEPS = {"walking": 104, "playing": 88, "walking the dog": 78, "shopping": 42, "cooking": 14}


def watch(day: int) -> list[tuple[datetime, int, int]]:
    """Return what a watch recorded on a day, a row a minute: (moment, beats a minute, steps)."""
    rng = np.random.default_rng(700 + day)
    rows, level = [], 54.0
    for minute in range(1440):
        hour = minute / 60
        block = next((each for each in DAYS[day] if each.start <= hour < each.end), None)
        activity = block.activity if block is not None else "sleeping"
        level += 0.25 * (_HEART.get(activity, 68) - level) + rng.normal(0, 1.6)
        steps = rng.poisson(_STEPS.get(activity, 0 if activity == "sleeping" else 2))
        rows.append((utc(day, hour), round(level), int(steps)))
    return rows
