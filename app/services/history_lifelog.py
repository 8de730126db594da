"""Commands about a life: places, clocks, names of episodes.

Each sets a state, as the other types do; see `history_types`. Payloads are JSON:

| type | payload |
|---|---|
| `lifelog.place` | `{"save": [{"id", "name", "role", "latitude", "longitude", "radius_m"}, ..],` |
| | `"remove": [id, ..]}`: places that are new (no id) or changed, and places that go |
| `lifelog.clock` | `{"clock": camera, "seconds": seconds to be added to its times in all}` |
| `lifelog.episode.name` | `{"episode": id, "name": text}`; "" gives back the one that was found |
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.services.history_types import CommandType
from common.errors import QueryError
from common.values import ItemKind, MediaFacts

# What reads media and the catalogue is imported when a command is done: the window makes the
# history before it is shown.
if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.clocks import Saying, Told
    from indexers.catalogue.lifelog_records import Episode, Place

# -- places


def _place(told: Mapping[str, Any]) -> "Place":
    """Return a place from its JSON form.

    Raises:
        QueryError: it lacks something, or is impossible.
    """
    from indexers.catalogue.episodes import checked_place
    from indexers.catalogue.lifelog_records import Place

    try:
        place = Place(
            id=int(told.get("id", 0)),
            name=str(told["name"]).strip(),
            role=told.get("role", "other"),
            latitude=float(told["latitude"]),
            longitude=float(told["longitude"]),
            radius_m=float(told.get("radius_m", 100.0)),
            source=str(told.get("source", "user")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise QueryError(
            f"This is no place ({error}).", hint="Give a name, a latitude and a longitude."
        ) from error
    return checked_place(place)


def _capture_places(library: "Library", payload: Any) -> Any:
    known = {each.id: each for each in library.catalogue.places()}
    by_name = {each.name: each for each in known.values()}
    wanted = [_place(each) for each in payload.get("save", ())]
    removed = {int(number) for number in payload.get("remove", ())}
    taken = {each.name: each.id for each in known.values() if each.id not in removed}
    for place in wanted:
        if not place.name:
            raise QueryError("A place needs a name.", hint="Type a name.")
        if place.name in taken and taken[place.name] != place.id:
            raise QueryError(f"“{place.name}” exists already.", hint="Choose another name.")
    touched = {each.id for each in wanted if each.id in known} | (removed & known.keys())
    before = [known[number] for number in sorted(touched)]
    if not removed & known.keys() and all(known.get(each.id) == each for each in wanted):
        return None
    fresh = [each.name for each in wanted if each.id not in known and each.name not in by_name]
    return {"save": [asdict(each) for each in before], "forget": fresh}


def _set_places(library: "Library", payload: Any) -> None:
    catalogue = library.catalogue
    for number in payload.get("remove", ()):
        catalogue.remove_place(int(number))
    by_name = {each.name: each.id for each in catalogue.places()}
    for name in payload.get("forget", ()):
        if name in by_name:
            catalogue.remove_place(by_name[name])
    for told in payload.get("save", ()):
        catalogue.save_place(_place(told))


# -- clocks


def tell_time(told: "Told") -> "Saying":
    """Return the facets and words of the local time of an item, as an import writes them."""
    from app.services.import_facts import TIME_SOURCE, time_facts
    from indexers.catalogue.clocks import Saying

    facts = MediaFacts(
        taken_at=told.taken_at, offset_min=told.offset_min, time_source=told.time_source
    )
    facets, said = time_facts(facts, by_day=told.kind is ItemKind.LIFELOG)
    return Saying(frozenset({TIME_SOURCE}), tuple(facets), tuple(said))


def _capture_clock(library: "Library", payload: Any) -> Any:
    name = str(payload["clock"]).strip()
    before = library.catalogue.clocks().get(name, 0)
    if before == int(payload["seconds"]):
        return None
    if not library.catalogue.items_of_clock(name):
        raise QueryError(
            f"No item has its time from “{name}”.", hint="Choose a camera of this library."
        )
    return {"clock": name, "seconds": before}


def _set_clock(library: "Library", payload: Any) -> None:
    library.catalogue.set_clock(str(payload["clock"]), int(payload["seconds"]), teller=tell_time)


# -- episodes


def _capture_name(library: "Library", payload: Any) -> Any:
    """Keep the name it had, and complete the payload with when it was: its number may change."""
    number = int(payload["episode"])
    found = next((each for each in library.catalogue.episodes() if each.id == number), None)
    if found is None:
        raise QueryError(
            "This episode is no longer there.", hint="Choose it again in the view of the day."
        )
    name = str(payload["name"]).strip()
    if name == found.name and bool(name) == found.named:
        return None
    where = {"kind": found.kind, "start": found.start, "end": found.end, "source": found.source}
    payload |= where | {"name": name, "named": bool(name)}
    return where | {"name": found.name, "named": found.named}


def _set_name(library: "Library", payload: Any) -> None:
    """Name the episode of that time; where days were cut anew, the one it has most in common with.

    Where nothing like it is left, nothing is done.
    """
    from indexers.catalogue.lifelog_records import Episode

    start, end = int(payload["start"]), int(payload["end"])
    around = library.catalogue.episodes(
        str(payload["kind"]), start, end + 1, source=str(payload["source"])
    )

    def shared(one: "Episode") -> tuple[bool, int]:
        together = min(one.end, end) - max(one.start, start)
        return (one.start, one.end) == (start, end), together

    if around:
        nearest = max(around, key=shared)
        named = Episode(
            nearest.id, nearest.kind, nearest.start, nearest.end, str(payload["name"]),
            source=nearest.source, named=bool(payload["named"]),
        )  # fmt: skip
        library.catalogue.name_episode(named)


LIFELOG_TYPES = (
    CommandType("lifelog.place", _capture_places, _set_places, _set_places, "items"),
    CommandType("lifelog.clock", _capture_clock, _set_clock, _set_clock, "items"),
    CommandType("lifelog.episode.name", _capture_name, _set_name, _set_name, "items"),
)
