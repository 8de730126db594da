"""A promise of something that is made late."""

import pytest
from PySide6.QtWidgets import QApplication

from app.context import Action, Actions


def test_a_promise_is_kept_once_and_asked_again(qapp: QApplication) -> None:
    actions, ran = Actions(), []
    shown: list[Action] = []
    actions.added.connect(shown.append)
    is_ready = [False]

    def wake() -> None:
        actions.add(Action("a.b", "A", lambda: ran.append(1), is_enabled=lambda: is_ready[0]))

    actions.promise(Action("a.b", "A", lambda: pytest.fail("not answered yet")), wake)
    copy = actions.all()[0]
    copy.run()
    assert ran == [], "the panel says that it cannot be done now"
    is_ready[0] = True
    assert actions.is_enabled(copy)
    copy.run()
    assert (ran, len(shown)) == ([1], 1)
    with pytest.raises(ValueError, match="twice"):
        wake()
