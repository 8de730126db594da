"""The measurement of feedback quality: its player, its groups, what it says without data."""

from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks import feedback_quality, labelled_photos
from benchmarks.feedback_quality import Collection, play
from common.errors import AppError


class Store:
    """40 items."""

    def __len__(self) -> int:
        return 40


def collection() -> Collection:
    library = SimpleNamespace(vectors=lambda _name: Store())
    truth = np.arange(1, 31)
    return Collection("made", SimpleNamespace(library=library), {"first": truth})


def test_the_player_marks_what_is_shown_and_counts_right() -> None:
    asked: list[tuple[int, int]] = []

    def ask(good: list[int], bad: list[int]) -> list[int]:
        asked.append((len(good), len(bad)))
        fresh = [item for item in range(1, 41) if item not in {*good, *bad}]
        return fresh[:20] + fresh[-5:]

    played = play(collection(), ask, seeds=2, rounds=2)
    assert played.precision.shape == (2, 2)
    assert asked[:2] == [(1, 0), (21, 5)]
    assert played.precision[0].tolist() == [20 / 25, 9 / 9]  # 9 were left of 30, all were shown
    assert played.recall[0].tolist() == [21 / 30, 1.0]
    assert "over 2 plays" in played.note(0)


def test_what_chance_finds() -> None:
    assert feedback_quality._chance(collection()) == pytest.approx(29 / 39)


def test_no_class_is_in_two_groups() -> None:
    numbers = [number for group in labelled_photos.IMAGENET_GROUPS.values() for number in group]
    assert len(numbers) == len(set(numbers))
    assert all(0 <= number < 1000 for number in numbers)


def test_without_photos_it_says_so(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINORA_SHARED_DATA", str(tmp_path))
    with pytest.raises(AppError, match=r"labelled photos are not there.*Set KINORA_SHARED_DATA"):
        feedback_quality.run(quick=True)


@pytest.mark.data
def test_groups_name_what_they_hold(shared_data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINORA_SHARED_DATA", str(shared_data))
    name_of = {number: name for name, number in labelled_photos._class_numbers().items()}
    groups = labelled_photos.IMAGENET_GROUPS
    for group, first, last in (
        ("birds", "cock", "albatross"), ("snakes", "thunder_snake", "sidewinder"),
        ("dogs", "chihuahua", "mexican_hairless"), ("insects", "tiger_beetle", "lycaenid"),
        ("monkeys and apes", "orangutan", "indri"), ("hoofed animals", "sorrel", "llama"),
        ("fruit and vegetables", "head_cabbage", "pomegranate"), ("cats", "tabby", "cheetah"),
        ("musical instruments", "accordion", "violin"),
        ("boats and ships", "aircraft_carrier", "yawl"),
        ("road vehicles", "ambulance", "trolleybus"), ("landscapes", "alp", "volcano"),
        ("dishes", "guacamole", "burrito"), ("fish and sharks", "tench", "puffer"),
        ("lizards, turtles, crocodiles", "loggerhead", "american_alligator"),
    ):  # fmt: skip
        assert (name_of[min(groups[group])], name_of[max(groups[group])]) == (first, last)
