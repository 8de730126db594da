"""When and where: what conditions let through."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from app.services.library import Library
from app.services.lifelog_moments import Conditions, Moments
from common.scenes import Condition, Need, QueryPart, TimeWindow
from common.values import ItemKind, MediaFacts
from indexers.catalogue import NewItem
from indexers.catalogue.lifelog_records import Episode, Place
from indexers.catalogue.records import Filter
from tests.lifelog_support import DAY, HOME, WORK, make_library


def moments_at(*local: str) -> Moments:
    """Return moments at local times whose zone is an hour ahead of UTC; "" for no time."""
    seconds = np.array(
        [np.datetime64(one, "s").astype(np.int64) if one else np.nan for one in local], np.float64
    )
    nothing = np.full(len(local), np.nan)
    return Moments(np.arange(1, len(local) + 1), seconds - 3600, seconds, nothing, nothing)


def passed(moments: Moments, **window: object) -> list[int]:
    mask = moments.in_windows([TimeWindow(**window)])  # type: ignore[arg-type]
    return moments.ids[mask].tolist()


def test_a_window_is_meant_in_the_local_time_of_the_place() -> None:
    moments = moments_at("2019-05-03T08:00:00", "2019-05-03T00:30:00", "2019-05-02T23:30:00")

    assert passed(moments, weekdays=(4,)) == [1, 2]  # 3 May 2019 was a Friday; UTC says Thursday
    assert passed(moments, hours=((0, 60),)) == [2]
    assert passed(moments, ranges=((date(2019, 5, 2), date(2019, 5, 2)),)) == [3]


def test_what_lies_behind_midnight_belongs_to_the_evening_before() -> None:
    moments = moments_at(
        "2019-05-03T22:00:00", "2019-05-04T02:00:00", "2019-05-03T02:00:00", "2019-05-04T05:00:00"
    )

    night = ((21 * 60, 4 * 60),)
    assert passed(moments, hours=night) == [1, 2, 3]
    assert passed(moments, hours=night, weekdays=(4,)) == [1, 2]  # Friday night


def test_all_that_a_window_says_must_hold_and_windows_are_alternatives() -> None:
    moments = moments_at("2019-05-03T08:00", "2020-05-09T08:00", "2019-06-03T08:00", "")

    assert passed(moments, months=(5,)) == [1, 2]
    assert passed(moments, months=(5,), years=(2019,)) == [1]
    assert passed(moments, days=(3,)) == [1, 3]
    either = moments.in_windows([TimeWindow(years=(2020,)), TimeWindow(months=(6,))])
    assert moments.ids[either].tolist() == [2, 3]
    assert passed(moments) == [1, 2, 3]  # an item without a time is in no window


@pytest.fixture
def life(tmp_path: Path) -> tuple[Library, list[int]]:
    return make_library(tmp_path)


def names(library: Library, conditions: Conditions, mask: np.ndarray) -> set[str]:
    ids = conditions.moments.ids[mask].tolist()
    return {item.title.rpartition("_")[2] for item in library.catalogue.items(ids)}


def test_a_place_is_known_by_the_users_own_name_by_its_role_and_by_facets(
    life: tuple[Library, list[int]],
) -> None:
    library, _ = life
    library.catalogue.save_place(Place(0, "Dublin flat", "home", *HOME, 100.0))
    conditions = Conditions(library)

    at_home = {"breakfast", "sofa"}
    for name in ("Dublin flat", "dublin FLAT", "home", "Home"):
        assert names(library, conditions, conditions.at_place(Condition(name))) == at_home
    office = names(library, conditions, conditions.at_place(Condition("office")))
    assert office == {"meeting", "lunch"}
    assert not conditions.at_place(Condition("Paris")).any()


def test_the_reader_of_sentences_is_told_names_and_roles(life: tuple[Library, list[int]]) -> None:
    library, _ = life
    library.catalogue.save_place(Place(0, "Lab", "work", *WORK, 200.0))

    told = Conditions(library).place_names()

    assert told["Lab"] == "Lab"
    assert told["work"] == "Lab"
    assert "Home" in told
    assert "driving" in Conditions(library).activity_names()


def test_an_activity_is_a_facet_or_the_time_of_an_episode(
    life: tuple[Library, list[int]],
) -> None:
    library, _ = life
    conditions = Conditions(library)
    begin = int(conditions.moments.seconds[0]) - 60
    library.catalogue.set_episodes(
        "activity", "user", [Episode(kind="activity", start=begin, end=begin + 120, name="Eating")]
    )

    assert names(library, conditions, conditions.in_activity(Condition("driving"))) == {"car"}
    eating = conditions.in_activity(Condition("eating"))
    assert conditions.moments.ids[eating].tolist() == [1]


def test_counts_say_what_each_condition_lets_through(life: tuple[Library, list[int]]) -> None:
    library, ids = life
    conditions = Conditions(library)
    friday = TimeWindow(weekdays=(4,), text="friday")
    part = QueryPart(time=(friday,), places=(Condition("Office"),))
    base = conditions.passing((Filter("place", ("Office",)),))

    found = conditions.of_part(0, part, base)

    assert found.mask.sum() == 2  # meeting and lunch on Friday
    by_kind = {one.kind: one for one in found.counts}
    assert (by_kind["time"].passing, by_kind["time"].without) == (2, 6)
    assert (by_kind["place"].passing, by_kind["place"].without) == (6, 2)
    assert len(ids) == 3 * len(DAY)


def test_a_place_can_be_excluded_or_only_wished_for(life: tuple[Library, list[int]]) -> None:
    library, _ = life
    conditions = Conditions(library)
    base = conditions.passing(())
    office = Condition("Office", need=Need.NOT)

    without = conditions.of_part(0, QueryPart(places=(office,)), base)
    wished = conditions.of_part(0, QueryPart(places=(replace(office, need=Need.SHOULD),)), base)

    assert "meeting" not in names(library, conditions, without.mask)
    assert wished.mask.all()
    assert names(library, conditions, wished.likely > 0) == {"meeting", "lunch"}


def test_what_was_read_is_read_again_after_a_change(life: tuple[Library, list[int]]) -> None:
    library, ids = life
    conditions = Conditions(library)
    assert not conditions.at_place(Condition("Cinema")).any()

    library.catalogue.tag(ids[:2], "place", "Cinema")

    assert conditions.at_place(Condition("cinema")).sum() == 2
    library.catalogue.remove_items([ids[0]])
    assert conditions.at_place(Condition("cinema")).sum() == 1


def test_the_time_of_a_copy_of_a_file_is_no_time_of_a_life(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "copies.kinora", create=True)
    taken = datetime(2020, 5, 4, 9, 0)  # noqa: DTZ001 - naive UTC
    library.catalogue.add_batch(
        [
            NewItem(
                source, ItemKind.PHOTO, facts=MediaFacts(4, 4, taken_at=taken, time_source=source)
            )
            for source in ("exif", "file")
        ]
    )
    moments = Moments.read(library.catalogue)
    assert np.isfinite(moments.seconds).tolist() == [True, False]
    assert np.isfinite(moments.local).tolist() == [True, False]
    library.close()
