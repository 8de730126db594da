"""The vocabulary of a library while several threads ask for it and it changes."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from app.services import search_vocabulary as module
from app.services.search_vocabulary import Vocabulary


class Words:
    """A library of some values of one facet."""

    def __init__(self, *values: str) -> None:
        self.values = values
        self.writes = 1
        self.reading = threading.Event()
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def revision(self) -> int:
        return self.writes

    def facet_keys(self) -> dict[str, int]:
        return {"tag": len(self.values)}

    def facet_counts(self, _key: str, **_limit: int) -> list[tuple[str, int]]:
        self.reading.set()
        self.may_go_on.wait(10)
        return [(value, 1) for value in self.values]


def vocabulary_of(words: Words, monkeypatch: pytest.MonkeyPatch) -> Vocabulary:
    monkeypatch.setattr(module, "FRESH_S", 0.0)
    monkeypatch.setattr(module, "ASKED_S", 0.0)
    return Vocabulary(SimpleNamespace(catalogue=words))  # type: ignore[arg-type]


def test_it_may_be_read_anew_while_somebody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    words = Words(*(f"boat {number}" for number in range(50)))
    vocabulary = vocabulary_of(words, monkeypatch)
    assert len(vocabulary.suggest("boat", 100)) == 50
    plain = module.bisect.bisect_left

    def another_thread_reads(*asked: Any) -> int:
        found = plain(*asked)
        words.values, words.writes = ("boat 0",), words.writes + 1
        vocabulary.concepts()
        return found

    monkeypatch.setattr(module.bisect, "bisect_left", another_thread_reads)
    assert len(vocabulary.suggest("boat", 100)) == 50
    monkeypatch.undo()
    assert vocabulary.named_in("boat 0")


def test_who_comes_while_it_is_read_first_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    words = Words("lighthouse")
    vocabulary = vocabulary_of(words, monkeypatch)
    monkeypatch.setattr(module, "ASKED_S", 1000.0)
    words.may_go_on.clear()
    first = threading.Thread(target=vocabulary.concepts)
    first.start()
    assert words.reading.wait(10)
    found: list[Any] = []
    second = threading.Thread(target=lambda: found.extend(vocabulary.named_in("lighthouse")))
    second.start()
    words.may_go_on.set()
    first.join(10)
    second.join(10)
    assert [value.value for value, _ in found] == ["lighthouse"]
