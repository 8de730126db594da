"""Any sequence of commands over all panels, undone, gives the first state; redone, the last.

A small number of fixed examples runs with the suite; `KINORA_HYPOTHESIS=long` tries many others.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.panels.search import draft
from app.services import body_drawing, body_editing, body_shaping
from app.services.types import CanvasAsk, Filter, Part, Query, Stage, Tag
from common.canvas import Canvas, ColourShape, Region
from common.scenes import LifelogQuery, QueryNode, QueryPart
from common.values import ItemKind
from tests.body_support import scribbles
from tests.e2e.conftest import Driver

# What fails leaves the window as it is, so that nothing simpler can be tried in it.
QUICK = settings(
    max_examples=max(4, settings().max_examples // 15),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    report_multiple_bugs=False,
)

Step = Callable[[Driver, int], None]


def item_of(driver: Driver, number: int) -> int:
    ids = driver.window.workspace.context.services.items.all_ids()
    return int(ids[number % len(ids)])


def do(driver: Driver, name: str, payload: dict[str, Any]) -> None:
    """Give a command as panels do: in the lane that writes."""
    history = driver.window.workspace.context.services.history
    driver.window.workspace.jobs.submit("db", history.do, name, payload, name)


def label(driver: Driver, number: int) -> None:
    driver.shared.select([item_of(driver, number), item_of(driver, number + 2)])
    how = ("positive", "negative", "clear")[number % 3]
    driver.window.all_actions.trigger(f"item.label-{how}")


def tag(driver: Driver, number: int) -> None:
    name = "item.tag" if number % 2 else "item.untag"
    do(driver, name, {"items": [item_of(driver, number)], "key": "tag", "value": f"t{number % 3}"})


def listed(kind: str, driver: Driver, number: int) -> None:
    items = [item_of(driver, number), item_of(driver, number + 1)]
    name = f"{kind} {number % 2}"
    lists = driver.window.workspace.context.services.items
    known = lists.buckets() if kind == "bucket" else lists.watchlists()
    if name in known and number % 4 == 3:
        do(driver, f"{kind}.delete", {"list": name})
    elif name in known and number % 4 == 2:
        do(driver, f"{kind}.rename", {"list": name, "to": f"{name} {number}"})
    else:
        do(driver, f"{kind}.add", {"list": name, "items": items})


def remove(driver: Driver, number: int) -> None:
    do(driver, "item.remove", {"items": [item_of(driver, number)]})


def place(driver: Driver, number: int) -> None:
    told = {"name": f"Place {number}", "latitude": 50 + number / 10, "longitude": 8.0}
    do(driver, "lifelog.place", {"save": [told]})


def filters(driver: Driver, number: int) -> None:
    chosen = ((), (Filter("kind", ("photo",)),), (Filter("kind", ("film", "video")),))
    driver.shared.set_filters(chosen[number % 3], "test")


def arrange(driver: Driver, number: int) -> None:
    bar = driver.panel("wall").bar
    quick = [
        row for row in range(bar.methods.count())
        if bar.methods.itemData(row) != "map"  # fitted in a process of its own, for half a minute
    ]  # fmt: skip
    bar.methods.setCurrentIndex(quick[number % len(quick)])
    bar.methods.activated.emit(bar.methods.currentIndex())


def wall_look(driver: Driver, number: int) -> None:
    bar = driver.panel("wall").bar
    if number % 2:
        bar.kinds_chosen.emit(frozenset({ItemKind.PHOTO, ItemKind.FILM}))
    else:
        bar.search.setText(f"film {number}")
        bar.text_edited.emit(bar.search.text())


def query(driver: Driver, number: int) -> None:
    session = driver.panel("search").session
    words = ("lighthouse", "film", "photo")[number % 3]
    session.take(Query.of(words, mode="text"), f"Ask {words}")


def results(driver: Driver, number: int) -> None:
    panel = driver.panel("results")
    session = panel.session
    makers: tuple[Callable[[], None], ...] = (
        partial(session.set_threshold, 10 * (number % 7)),
        partial(session.set_sort, ("title", "date", "score")[number % 3]),
        partial(panel.choose_view, ("strips", "grid", "scenes")[number % 3]),
        partial(session.exclude, session.excluded.with_items([item_of(driver, number)]), "Exclude"),
    )
    makers[number % 4]()


def moments(driver: Driver, number: int) -> None:
    part = QueryPart(nodes=(QueryNode((("tree", "dog", "house")[number % 3],)),))
    driver.panel("lifelog").session.take(LifelogQuery("", (part,)), "Another moment")


def walk(driver: Driver, number: int) -> None:
    driver.panel("graph").walk.session.toggle(Tag("genre", ("Drama", "War")[number % 2]))


def suggestions(driver: Driver, number: int) -> None:
    session = driver.panel("feedback").session
    (session.go_on, session.best_now)[number % 2]()


def ask_moments(driver: Driver, number: int) -> None:
    driver.panel("lifelog").ask_for(("a tree in the evening", "a dog and a house")[number % 2])


def canvas(driver: Driver, number: int) -> None:
    """Place a shape on the canvas of the query, as its editor does."""
    session = driver.panel("search").session
    region = Region(0.1 * (number % 4), 0.2, 0.4, 0.4)
    part = Part(CanvasAsk(Canvas((ColourShape(region, (20 * number, 90, 120)),))))
    if number % 3 == 0:
        session.take(replace(Query(), stages=(Stage((part,)),)), "Search by a canvas")
    elif number % 3 == 1:
        made, _ = draft.with_added(session.query, 0, part)
        session.take(made, "Add a canvas")
    else:
        found = draft.places(session.query)
        part = replace(draft.part_at(session.query, found[0]), weight=0.1 * number)
        session.take(draft.with_part(session.query, found[0], part), "Weigh", gesture="weight")


def lives(driver: Driver, number: int) -> None:
    """Change what the days panel shows: its clocks, its places, the list of one of them."""
    panel, ids = driver.panel("days"), driver.window.workspace.context.services.items.all_ids()
    makers: tuple[Callable[[], None], ...] = (
        partial(panel.changes.set_clock, "Camera", 60 * number),
        partial(
            panel.session.items_found.emit, "kitchen", ids[number % 4 : number % 4 + 3].tolist()
        ),
        partial(panel._on_span, 1_500_000_000, 1_500_000_000 + 86_400 * number),
    )
    makers[number % 3]()


def classifiers(driver: Driver, number: int) -> None:
    """Make, change, rename, combine and delete classifiers."""
    side, service = (
        driver.panel("classifiers").side,
        driver.window.workspace.context.services.classifiers,
    )
    names = [entry.saved.name for entry in service.entries()]
    if not names or number % 5 == 0:
        side.make(f"Seen {number} {len(names)}", learner=("svm", "rocchio")[number % 2])
        return
    name = names[number % len(names)]
    makers: tuple[Callable[[], None], ...] = (
        partial(side.rename, name, f"{name} {number}"),
        partial(side._do, partial(service.change, name, threshold=0.05 * number)),
        partial(side._do, partial(service.delete, name)),
        partial(side._do, partial(service.duplicate, name)),
    )
    makers[number % 4]()


def network(driver: Driver, number: int) -> None:
    """Ask for another graph, move its boxes, list what is in one."""
    page = driver.panel("graph").network
    makers: tuple[Callable[[], None], ...] = (
        partial(page.session.ask, "Fewer nodes", nodes=50 + number),
        partial(page.session.keep_place, f"box {number % 2}", (float(number), 4.0), "Move a box"),
        page.session.forget_places,
        partial(
            page.cluster.show_items, (), [item_of(driver, number), item_of(driver, number + 3)]
        ),
    )
    makers[number % 4]()


def buckets(driver: Driver, number: int) -> None:
    """Merge, split and subtract buckets as the explore panel does."""
    items = driver.window.workspace.context.services.items
    known = sorted(items.buckets())
    if len(known) < 2:
        payload = {
            "list": f"pile {len(known)}",
            "items": [item_of(driver, n) for n in range(number + 2)],
        }
        do(driver, "bucket.add", payload)
    elif number % 3 == 0:
        do(driver, "bucket.merge", {"lists": known[:2], "to": known[0]})
    elif number % 3 == 1:
        do(driver, "bucket.subtract", {"list": known[0], "without": known[1:2]})
    else:
        moved = {"list": known[0], "to": known[1], "items": [item_of(driver, number)]}
        do(driver, "bucket.move", moved)


def publish(driver: Driver, number: int) -> None:
    """Make what a panel shows the list of all panels."""
    panel = driver.panel(("feedback", "watchlist")[number % 2])
    panel.publish()


STEPS: tuple[Step, ...] = (
    label, tag, partial(listed, "bucket"), partial(listed, "watchlist"), remove, place, filters,
    arrange, wall_look, query, results, moments, walk, suggestions, ask_moments, canvas, lives,
    classifiers, network, buckets, publish,
)  # fmt: skip


def body_changes(number: int) -> Any:
    """Return a change of a drawing or its body."""
    makers = (
        lambda: body_drawing.set_strokes("front", "", scribbles(number)),
        body_editing.mirror_pose,
        lambda: body_editing.set_locked([number % 24], on=True),
        lambda: body_drawing.add_layer(f"Layer {number}"),
        lambda: body_editing.set_pinned([number % 24], on=True),
        lambda: body_editing.set_angles(number % 24, np.array([10.0 * number, 0.0, 5.0])),
        lambda: body_shaping.set_shape_number(number % 10, 0.2 * number),
    )
    return makers[number % len(makers)]()


def state_of(driver: Driver) -> dict[str, Any]:
    """Return what can be undone, of the library and of every panel."""
    services = driver.window.workspace.context.services
    catalogue, network = services.library.catalogue, driver.panel("graph").network.session
    wall, found = driver.panel("wall"), driver.panel("results")
    bar = wall.bar
    # What was shown for the question of a classifier is nothing that anybody did.
    rows = [row for row in catalogue.canonical() if '"seen": "Seen' not in row]
    return {
        "catalogue": sorted(rows),
        "filters": driver.shared.filters,
        "wall": (bar.method, bar.search.text(), wall.model.kinds),
        "query": driver.panel("search").session.query,
        "results": (
            found.session.threshold, found.session.sort, found.session.excluded, found.stack.name,
        ),
        "moments": driver.panel("lifelog").session.query,
        "walk": driver.panel("graph").walk.session.query,
        "listed": tuple(hit.item for hit in driver.shared.results.hits),
        "network": (network.request, network.places),
        "classifiers": [
            (each.saved.name, each.saved.label_set, each.saved.learner, each.saved.threshold)
            for each in services.classifiers.entries()
        ],
    }  # fmt: skip


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return where two states differ."""
    found = [name for name in one if name not in {"catalogue"} and one[name] != other[name]]
    gone = set(one["catalogue"]) ^ set(other["catalogue"])
    return [f"{name}: {one[name]!r} / {other[name]!r}" for name in found] + sorted(gone)[:6]


def in_effect(driver: Driver) -> list[int]:
    history = driver.window.workspace.context.services.history
    return [entry.id for entry in history.entries() if not entry.undone]


def turn(driver: Driver, count: int, run: Callable[[], None]) -> None:
    for _ in range(count):
        run()
        driver.rest()
        driver.rest()  # what was brought back on view sets off jobs of its own


@pytest.fixture
def everything(opened: Driver) -> Driver:
    """A window whose panels are all made, with marks and a search to begin with."""
    workspace = opened.window.workspace
    for name in workspace.names:
        assert workspace.panel(name) is not None
    opened.window.bring_up("wall")
    opened.panel("body").session.open()
    opened.search("photo")
    opened.shared.select([item_of(opened, 0)])
    opened.window.all_actions.trigger("item.label-positive")
    opened.until(lambda: opened.labels and opened.panel("body").session.is_open)
    opened.rest()
    return opened


@QUICK
@given(
    taken=st.lists(
        st.tuples(st.integers(0, len(STEPS) - 1), st.integers(0, 11)), min_size=5, max_size=8
    ),
    drawn=st.lists(st.integers(0, 11), max_size=3),
)
def test_all_undone_is_the_first_state_and_all_redone_the_last(
    everything: Driver, taken: list[tuple[int, int]], drawn: list[int]
) -> None:
    driver, window = everything, everything.window
    body = driver.panel("body").session
    before, start = in_effect(driver), state_of(driver)
    for kind, number in taken:
        STEPS[kind](driver, number)
        driver.rest()
        driver.rest()
    for number in drawn:
        body.apply(body_changes(number))  # some change nothing: not every joint can be pinned
    driver.rest()
    end = state_of(driver)
    made = len(in_effect(driver)) - len(before)
    turn(driver, made, window.undo)
    while body.undo():
        pass
    assert in_effect(driver) == before
    assert differences(start, state_of(driver)) == []
    turn(driver, made, window.redo)
    while body.redo():
        pass
    assert differences(end, state_of(driver)) == []
    turn(driver, made, window.undo)  # the next example begins where this one did
    while body.undo():
        pass
    assert differences(start, state_of(driver)) == []
