"""A classifier made in the window is there, taught and active, when the library is opened again."""

from collections.abc import Callable
from pathlib import Path

from tests.e2e.conftest import Driver


def teach(driver: Driver, good: list[int], bad: list[int]) -> None:
    for items, name in ((good, "item.label-positive"), (bad, "item.label-negative")):
        driver.shared.select(items)
        driver.window.all_actions.trigger(name)
        driver.rest()


def test_a_classifier_is_made_taught_undone_and_opened_again(
    make_driver: Callable[..., Driver], library_folder: Path
) -> None:
    first = make_driver()
    first.open(library_folder)
    panel = first.panel("classifiers")
    first.window.workspace.bring_up("classifiers")
    first.rest()
    panel.side.make("boats")
    first.rest()
    assert first.shared.label_set == "boats"
    services = first.window.workspace.context.services
    photos = [int(item) for item in services.library.vectors("layout").items()]
    teach(first, photos[:2], photos[2:4])
    assert services.items.labels("boats") == {photos[0]: 1, photos[1]: 1, photos[2]: -1,
                                              photos[3]: -1}  # fmt: skip
    assert services.items.labels() == {}
    [entry] = panel.side.entries
    assert (entry.positive, entry.negative) == (2, 2)
    assert set(photos[:2]) <= set(services.classifiers.members("boats"))
    first.window.all_actions.trigger("edit.undo")
    first.until(lambda: len(services.items.labels("boats")) == 2)
    first.rest()
    assert panel.side.entries[0].negative == 0
    first.window.all_actions.trigger("edit.redo")
    first.until(lambda: len(services.items.labels("boats")) == 4)
    first.rest()
    members = services.classifiers.members("boats")
    panel.side.filter_by()
    first.rest()
    assert {int(item) for item in first.panel("wall").view.content.ids} >= set(members)
    first.window.close()
    first.rest()

    again = make_driver()
    again.open(library_folder)
    assert again.shared.label_set == "boats"
    services = again.window.workspace.context.services
    assert services.classifiers.members("boats") == members
    assert [one.key for one in again.shared.filters] == ["classifier"]
    # What was on view goes with the window: the first to be undone is a command of the library.
    again.window.all_actions.trigger("edit.undo")
    again.until(lambda: len(services.items.labels("boats")) == 2)
