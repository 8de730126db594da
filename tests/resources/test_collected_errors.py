"""Every text that the source may say goes wrong is known to the window, and German."""

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.widgets.error_texts import CONTEXT, service_text
from resources import error_texts
from resources.update_translations import FOLDER
from tests.german_support import speaking

RUN = "run: python -m resources.update_translations"
PLACE = re.compile(r"%\d")


@pytest.fixture(scope="module")
def german() -> dict[str, str]:
    root = ET.parse(FOLDER / "kinora_de.ts").getroot()
    context = next(c for c in root.iter("context") if c.findtext("name") == CONTEXT)
    return {
        message.findtext("source"): message.findtext("translation") or ""
        for message in context.iter("message")
        if message.find("translation").get("type") != "unfinished"
    }


@pytest.fixture
def in_german(qapp: QApplication) -> Iterator[None]:
    with speaking(qapp):
        yield


def known() -> list[str]:
    return json.loads(error_texts.FILE.read_text("utf-8"))


def test_all_texts_of_the_source_are_known_and_translated(german: dict[str, str]) -> None:
    said = set(error_texts.collect())
    assert len(said) > 1000
    assert said - set(known()) == set(), RUN
    assert set(known()) - said == set(), f"nobody says these any more; {RUN}"
    assert said - {text for text, translation in german.items() if translation} == set(), RUN


def test_places_are_kept(german: dict[str, str]) -> None:
    bad = {
        text: translation
        for text, translation in german.items()
        if Counter(PLACE.findall(text)) != Counter(PLACE.findall(translation))
    }
    assert bad == {}


def test_a_translation_ends_as_its_text_does(german: dict[str, str]) -> None:
    bad = [text for text, said in german.items() if (text[-1] in ".?!") != (said[-1] in ".?!")]
    assert [text for text in bad if text not in error_texts.FRAMES] == []


def test_every_text_is_found_again_with_what_stands_in_it(
    in_german: None, german: dict[str, str]
) -> None:
    names = ["Zq1", "Zq2", "Zq3", "Zq4", "Zq5", "Zq6", "Zq7"]

    def filled(text: str) -> str:
        return PLACE.sub(lambda place: names[int(place[0][1]) - 1], text)

    bad = {
        filled(text): service_text(filled(text))
        for text in known()
        if service_text(filled(text)) != filled(german[text])
    }
    assert bad == {}


def test_one_text_does_not_pass_for_another() -> None:
    assert len(known()) == len(set(known())) == len({PLACE.sub("%", text) for text in known()})
