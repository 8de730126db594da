"""Errors as they are really raised are said in German, with the names that stand in them."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.services.address_tests import examine_one
from app.services.filters import parse_filters
from app.services.library import Library
from app.widgets.error_texts import error_line, error_text, service_text
from common.errors import (
    AppError,
    ConflictError,
    LibraryError,
    LibraryNewerError,
    MediaError,
    QueryError,
)
from indexers.media.hashing import unreadable
from indexers.stores import StoreError, StoreFault
from tests.german_support import speaking


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    with speaking(qapp):
        yield


def raised(function: Callable[..., object], *values: object) -> AppError:
    with pytest.raises(AppError) as caught:
        function(*values)
    return caught.value


def test_errors_that_are_raised_are_said_in_german(german: None, tmp_path: Path) -> None:
    absent = raised(Library.open, tmp_path / "Holidays.kinora")
    place = tmp_path / "Holidays.kinora"
    assert error_text(absent).what == f"Unter „{place}“ ist keine Bibliothek."
    filters = raised(parse_filters, ["year>=soon"])
    assert error_text(filters).what == (
        "Der Filter „year>=soon“ vergleicht mit „soon“, das keine Zahl ist."
    )
    damaged = unreadable(tmp_path / "a b.jpg", OSError(errno.EACCES, os.strerror(errno.EACCES)))
    assert "Permission denied" not in error_line(damaged)
    assert error_text(damaged).what.startswith("„a b.jpg“ wurde übersprungen: ")


def test_a_reason_within_an_error_is_translated_and_a_name_is_not(german: None) -> None:
    error = MediaError(Path("the file is empty"), "the file is empty")
    assert error_text(error).what == "„the file is empty“ wurde übersprungen: die Datei ist leer."
    store = StoreError(StoreFault("rights", "s3://box"), "“s3://box” cannot be imported")
    assert error_text(store).what == (
        "„s3://box“ kann nicht importiert werden: der Speicher erlaubt es nicht."
    )


def test_every_branch_has_its_own_sentence(german: None) -> None:
    said = {
        error_text(ConflictError("Sea", by, version=version)).what
        for by in ("Ann", "")
        for version in (0, 3)
    }
    assert said == {
        f"{who} hat „Sea“ inzwischen {done}; Ihre Änderung wurde nicht geschrieben."
        for who in ("Ann", "Jemand anderes")
        for done in ("geändert", "gelöscht")
    }


def test_a_message_and_its_hint_in_one_line_are_both_translated(german: None) -> None:
    error = LibraryNewerError(9, 4)
    said = " ".join(error_text(error))
    assert said.startswith("Diese Bibliothek hat das Format 9; dieses Kinora kennt Formate bis 4. ")
    assert service_text(str(error)) == error_line(error) == said


def test_full_stops_in_names_do_not_part_a_text(german: None) -> None:
    error = LibraryError(
        "“St. Paul. Final” cannot be written (No space left on device).",
        hint="Free some space, or choose another place.",
    )
    assert service_text(str(error)) == (
        "„St. Paul. Final“ kann nicht geschrieben werden "
        "(auf dem Datenträger ist kein Platz mehr). "
        "Schaffen Sie Platz, oder wählen Sie einen anderen Ort."
    )


def test_what_is_not_known_stays_and_the_rest_is_translated(german: None) -> None:
    error = QueryError("Zork is 3.5 too blue.", hint="Choose another name.")
    assert tuple(error_text(error)) == ("Zork is 3.5 too blue.", "Wählen Sie einen anderen Namen.")
    assert service_text("") == ""
    assert service_text("IMG_2034.JPG") == "IMG_2034.JPG"
    assert service_text("12 / 40") == "12 / 40"
    long = "Zork. " * 40
    assert service_text(long) == long


def test_an_error_that_became_a_reason_is_known_without_its_full_stop(german: None) -> None:
    error = QueryError("“a.body” cannot be opened: The canvas is empty.", hint="Choose a camera.")
    assert tuple(error_text(error)) == (
        "„a.body“ kann nicht geöffnet werden: Die Skizze ist leer.", "Wählen Sie eine Kamera."
    )  # fmt: skip


def test_errors_of_the_system_are_said_in_german(german: None) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/media/a.json")
    assert error_line(full) == (
        "auf dem Datenträger ist kein Platz mehr: „/media/a.json“ (Fehler 28)"
    )
    assert error_line(ValueError("zork")) == "zork"


def test_english_stays_as_it_was_raised(qapp: QApplication) -> None:
    with speaking(qapp, "en"):
        for error in (LibraryNewerError(9, 4), ConflictError("A. B", ""), QueryError("Q", hint="")):
            assert error_line(error) == str(error).strip()


def test_an_address_that_cannot_be_used_says_so_in_german(german: None, tmp_path: Path) -> None:
    state = examine_one("vectors", f"milvus:{tmp_path}/gone/deep.db")
    assert not state.reachable
    assert service_text(state.problem).startswith("Einen Ordner „")
    assert service_text(state.problem).endswith(
        "Prüfen Sie die Adresse, oder legen Sie den Ordner an."
    )
