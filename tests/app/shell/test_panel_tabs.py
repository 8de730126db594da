"""Tests of tabs that fit their titles to the room."""

from PySide6.QtWidgets import QApplication

from app.shell.panel_tabs import Fit, Tab, TabFitter
from app.shell.window import MainWindow


def test_tabs_of_docks_are_as_wide_as_their_fit(opened: MainWindow, qapp: QApplication) -> None:
    workspace = opened.workspace
    assert workspace is not None
    opened.resize(1600, 800)
    opened.show()
    qapp.processEvents()
    bar = workspace.tabs
    fitter = TabFitter(bar, lambda place: Tab("Evaluation", "list"), bar.setTabText, draws=False)
    widths: dict[Fit, int] = {}
    for fit in (Fit.FULL, Fit.CLOSE, Fit.FULL):
        fitter._show([Tab("Evaluation", "list")] * bar.count(), fit)
        widths[fit] = bar.tabRect(0).width()
    assert widths[Fit.FULL] > widths[Fit.CLOSE]
