"""The dialogs of a wall study: set-up and questions."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.services.study import FAMILIAR_S, SCALE, START_PX, TRIAL_S

NAME_LENGTH = 64
MOST_S = 3600


class SetupDialog(QDialog):
    """Asks for the study, the participant and the times.

    Args:
        studies: known studies and their number of participants.
        keys: facets that clusters can be made by, the best one first.
        parent: as in Qt.
    """

    def __init__(
        self,
        studies: Mapping[str, int],
        keys: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Wall study"))
        self.study = QComboBox()
        self.study.setEditable(True)
        if (line := self.study.lineEdit()) is not None:
            line.setMaxLength(NAME_LENGTH)
        self.study.addItems(list(studies) or [self.tr("Study 1")])
        self.participant = QLineEdit(maxLength=NAME_LENGTH)
        self.participant.setPlaceholderText(self.tr("next free number"))
        self.key = QComboBox()
        for key, shown in keys:
            self.key.addItem(shown, key)
        self.familiar = self._seconds(0, FAMILIAR_S)
        self.trial = self._seconds(5, TRIAL_S)
        self.start = QSpinBox(minimum=0, maximum=400, value=START_PX, suffix=" px")
        self.start.setSpecialValueText(self.tr("whole wall"))
        self._lay_out(has_results=bool(studies))

    def _lay_out(self, *, has_results: bool) -> None:
        about = QLabel(
            self.tr(
                "The participant gets familiar with the wall, then uses it in three arrangements, "
                "one after the other, and answers a few questions after each. The order is "
                "balanced over the participants. Everything is kept in the library only."
            )
        )
        about.setWordWrap(True)
        form = QFormLayout()
        for title, field in (
            (self.tr("Study"), self.study),
            (self.tr("Participant"), self.participant),
            (self.tr("Clusters by"), self.key),
            (self.tr("To get familiar"), self.familiar),
            (self.tr("A trial"), self.trial),
            (self.tr("Poster width at the start"), self.start),
        ):
            field.setAccessibleName(title)
            form.addRow(title, field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = buttons.addButton(self.tr("Begin"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.results = buttons.addButton(
            self.tr("Results …"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.results.setEnabled(has_results)
        self.results.setToolTip(self.tr("What the records of this study say so far"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(about)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.setMinimumWidth(460)

    @staticmethod
    def _seconds(least: int, value: int) -> QSpinBox:
        return QSpinBox(minimum=least, maximum=MOST_S, value=value, suffix=" s", singleStep=10)


class QuestionDialog(QDialog):
    """Statements with a 7-point scale each; keys 1 to 7 answer the one with the keyboard.

    Args:
        title: of the dialog.
        questions: name -> statement, lower end, upper end.
        choices: arrangements as the participant knows them, to choose the best and worst of; ()
            does not ask.
        parent: as in Qt.
    """

    def __init__(
        self,
        title: str,
        questions: Mapping[str, tuple[str, str, str]],
        choices: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._groups: dict[str, QButtonGroup] = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setColumnStretch(0, 1)
        for row, (name, texts) in enumerate(questions.items()):
            self._groups[name] = self._scale(grid, row, texts)
        self.best, self.worst = QComboBox(), QComboBox()
        self.comment = QPlainTextEdit()
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(70)
        self._has_choices = bool(choices)
        if choices:
            self._ask_choices(grid, len(questions), choices)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(self.tr("Go on"))
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        self.resize(900, min(640, 120 + 58 * (len(questions) + 2 * self._has_choices)))
        self._on_answer()

    def _scale(self, grid: QGridLayout, row: int, texts: tuple[str, str, str]) -> QButtonGroup:
        statement, low, high = texts
        label = QLabel(statement)
        label.setWordWrap(True)
        grid.addWidget(label, row, 0)
        left = QLabel(low, alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(left, row, 1)
        group = QButtonGroup(self)
        for value in range(1, SCALE + 1):
            button = QRadioButton(str(value))
            button.setShortcut("")
            button.setAccessibleName(
                self.tr("{statement} {value} of {most}").format(
                    statement=statement, value=value, most=SCALE
                )
            )
            group.addButton(button, value)
            grid.addWidget(button, row, 1 + value)
        grid.addWidget(QLabel(high), row, 2 + SCALE)
        grid.setRowMinimumHeight(row, 44)
        group.idToggled.connect(self._on_answer)
        return group

    def _ask_choices(self, grid: QGridLayout, row: int, choices: Sequence[tuple[str, str]]) -> None:
        for offset, (title, box) in enumerate(
            (
                (self.tr("Which wall did you like best?"), self.best),
                (self.tr("Which one least?"), self.worst),
            )
        ):
            box.addItem(self.tr("choose …"), "")
            for name, shown in choices:
                box.addItem(shown, name)
            box.setAccessibleName(title)
            box.currentIndexChanged.connect(self._on_answer)
            grid.addWidget(QLabel(title), row + offset, 0)
            grid.addWidget(box, row + offset, 1, 1, SCALE)
        title = self.tr("Anything else you want to say")
        self.comment.setAccessibleName(title)
        grid.addWidget(QLabel(title), row + 2, 0)
        grid.addWidget(self.comment, row + 2, 1, 1, SCALE + 2)

    @property
    def answers(self) -> dict[str, int]:
        """The answers given, 1 to SCALE."""
        return {name: g.checkedId() for name, g in self._groups.items() if g.checkedId() > 0}

    def answer(self, name: str, value: int) -> None:
        """Give an answer, 1 to SCALE."""
        self._groups[name].button(value).setChecked(True)

    @Slot()
    def _on_answer(self, *_change: object) -> None:
        """Let the participant go on when everything was answered."""
        is_full = len(self.answers) == len(self._groups)
        if self._has_choices:
            best, worst = self.best.currentData(), self.worst.currentData()
            is_full = is_full and bool(best) and bool(worst) and best != worst
        self.ok.setEnabled(is_full)
        self.ok.setToolTip("" if is_full else self.tr("Please answer everything first"))

    def reject(self) -> None:
        """The questions cannot be skipped by Escape; the study can be ended after them."""
