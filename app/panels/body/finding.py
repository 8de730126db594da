"""Finds photos of people in the pose of the body; the result list of all panels shows them."""

from functools import partial
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QObject, Slot

from app.context import PanelContext
from app.panels.body import work
from app.panels.body.session import BodySession
from app.services.pose_types import PoseReport, PoseState
from app.services.query import Query
from app.services.query_parts import Part, Stage
from app.widgets.body_view import Camera
from app.widgets.error_texts import service_text

AS_DRAWN, AS_SEEN, ANY_SIDE = "drawn", "seen", "any"
_YAWS: Final = tuple(float(yaw) for yaw in range(0, 360, 30))


class Finding(QObject):
    """Asks for photos with the pose of the body, and has people looked for where none are known.

    Args:
        context: of the panel.
        session: holds the document.
        parent: owner.
    """

    def __init__(
        self, context: PanelContext, session: BodySession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._session = session
        self._wish: tuple[str, Camera | None] = (AS_DRAWN, None)

    def find(self, how: str = AS_DRAWN, camera: Camera | None = None) -> None:
        """Ask for photos.

        Args:
            how: AS_DRAWN from the front, AS_SEEN as a viewer of the body sees it, ANY_SIDE.
            camera: the viewer.
        """
        self._wish = how, camera
        self._session.run(
            work.pose_state, self._context.services, then=self._on_state, replaces="body.find"
        )

    @Slot(object)
    def _on_state(self, state: PoseState) -> None:
        if state.people:
            self._ask()
        elif not state.model:
            self._context.notices.warn(
                self.tr("No network that finds the joints of people is here. {hint}").format(
                    hint=service_text(state.hint)
                ).strip(),
                *self._networks(),
            )  # fmt: skip
        elif state.pending:
            self._context.notices.info(
                self.tr("The people in %n picture(s) of this library were not looked at yet.", "",
                        state.pending),
                self.tr("Look at them"), self.analyse,
            )  # fmt: skip
        else:
            self._context.notices.info(self.tr("No people were found in this library's pictures."))

    def _networks(self) -> tuple[Any, ...]:
        actions = self._context.actions
        if any(action.name == "tools.networks" for action in actions.all()):
            return self.tr("Networks …"), partial(actions.trigger, "tools.networks")
        return ()

    def _ask(self) -> None:
        if not self._session.is_open:
            return
        how, camera = self._wish
        places = self._session.document.posed().joints.astype(np.float64)
        ask = self._context.services.poses.ask_of_places(
            places,
            camera=camera.axes() if how == AS_SEEN and camera is not None else None,
            yaws=_YAWS if how == ANY_SIDE else (0.0,),
            name=self.tr("of the body"),
        )
        self._context.shared.query_requested.emit(Query(stages=(Stage((Part(ask),)),)))

    def analyse(self) -> None:
        """Look for people in all pictures that were not looked at, then ask again."""
        self._session.run(
            work.find_people, self._context.services, then=self._on_people, lane="bulk",
            title=self.tr("Look for people and their poses"),
        )  # fmt: skip

    @Slot(object)
    def _on_people(self, report: PoseReport) -> None:
        if report.people:
            self._ask()
        else:
            self._context.notices.info(self.tr("No people were found in this library's pictures."))
