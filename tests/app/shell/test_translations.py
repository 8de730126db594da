"""German is complete, its placeholders fit, and the files that are loaded are up to date."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from app.shell.translations import install_translations, language_of
from resources import update_translations as tool

PLACEHOLDER = re.compile(r"%n|%s|%\d|\{[^}]*\}")


def messages(language: str) -> Iterator[tuple[str, ET.Element]]:
    root = ET.parse(tool.FOLDER / f"kinora_{language}.ts").getroot()
    for context in root.iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name") or "", message


def forms(message: ET.Element) -> list[str]:
    target = message.find("translation")
    found = [form.text or "" for form in target.iter("numerusform")]
    return found or [target.text or ""]


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_is_unfinished_or_empty(language: str) -> None:
    bad = [
        (context, message.findtext("source"))
        for context, message in messages(language)
        if message.find("translation").get("type") or not all(forms(message))
    ]
    assert bad == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_placeholders_are_kept(language: str) -> None:
    for context, message in messages(language):
        source = Counter(PLACEHOLDER.findall(message.findtext("source")))
        for form in forms(message):
            assert Counter(PLACEHOLDER.findall(form)) == source, (context, form)


def test_plural_forms_are_two() -> None:
    plurals = [message for _, message in messages("de") if message.get("numerus")]
    assert plurals
    assert all(len(forms(message)) == 2 for message in plurals)


def test_access_keys_of_a_menu_do_not_clash() -> None:
    for contexts in ({"Menus"},):
        keys = [
            forms(message)[0].split("&")[1][0].lower()
            for context, message in messages("de")
            if context in contexts and "&" in forms(message)[0]
        ]
        assert len(keys) == len(set(keys))


def test_every_text_of_the_source_is_in_the_files(tmp_path: Path) -> None:
    wanted = {
        (context.findtext("name"), message.findtext("source"))
        for context in tool.collect("de").getroot().iter("context")
        for message in context.iter("message")
    }
    known = {(context, message.findtext("source")) for context, message in messages("de")}
    assert wanted - known == set(), "run: python -m resources.update_translations"


def test_the_loaded_files_translate_and_decline(qtbot: QtBot) -> None:
    application = QCoreApplication.instance()
    try:
        assert install_translations(application, "de") == "de"
        translate = QCoreApplication.translate
        assert translate("CoreActions", "&Undo") == "&Rückgängig"
        assert translate("Settings", "Theme") == "Farben"
        assert translate("StatusBar", "%n item(s)", None, 1) == "1 Eintrag"
        assert translate("StatusBar", "%n item(s)", None, 2) == "2 Einträge"
        install_translations(application, "en")
        assert translate("StatusBar", "%n item(s)", None, 1) == "1 item"
        assert translate("StatusBar", "%n item(s)", None, 2) == "2 items"
        assert translate("CoreActions", "&Undo") == "&Undo"
    finally:
        for translator in application.findChildren(QTranslator):
            application.removeTranslator(translator)


def test_an_unknown_language_falls_back() -> None:
    assert language_of("de") == "de"
    assert language_of("system") in {"de", "en"}
    assert language_of("xx") in {"de", "en"}


def test_contexts_are_classes_and_not_variables() -> None:
    # `view.tr("...")` is looked up by the class of `view`, but collected under "view".
    names = {context for context, _ in messages("de")}
    assert {name for name in names if not name[:1].isupper()} == set()
