"""Names, texts and pictures that are placed on a canvas."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.services.library import Library
from app.services.query_example import Example
from app.services.search_canvas_regions import due, make_regions
from common.canvas import (
    ColourShape,
    PictureShape,
    Region,
    TextShape,
)
from common.jobs import JobCancelled, JobContext
from common.values import ItemKind
from indexers.catalogue import NewItem
from indexers.thumbnails import make_thumbnail
from tests.search_canvas_support import (
    BLUE,
    EVERYWHERE,
    LEFT,
    PICTURES,
    RED,
    RIGHT,
    MeanEngine,
    add_pictures,
    ask,
    halves,
    ranked,
)


class MeanModels:
    engine: Any = MeanEngine()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "a.kinora", create=True)
    add_pictures(library, PICTURES)
    yield library
    library.close()


def test_a_text_finds_a_class_in_its_region(library: Library) -> None:
    left = ask(library, TextShape("a person", Region(0.1, 0.2, 0.3, 0.7)))
    assert ranked(left)[0] == 0
    assert left.evidence(1).boxes[0].label == "person"
    assert ranked(ask(library, TextShape("beach", LEFT))) == [6]


def test_letters_are_read(library: Library) -> None:
    answer = ask(library, TextShape("exit", LEFT, written=True))
    assert ranked(answer) == [3]
    assert "*exit*" in answer.evidence(4).texts[0]
    assert any("read" in note for note in answer.notes)


def test_a_placed_picture_finds_what_looks_like_it_there(library: Library) -> None:
    png = Example.of_pixels(halves(RED, RED)[:, :80]).png
    assert ranked(ask(library, PictureShape(RIGHT, png=png)))[0] in (1, 4)
    both = ask(library, PictureShape(RIGHT, png=png), ColourShape(LEFT, BLUE))
    assert ranked(both)[0] == 1
    whole = ask(library, PictureShape(EVERYWHERE, item=6))
    assert ranked(whole)[0] == 5
    assert whole.scored.ranked()[1][0] > 0.9


def test_parts_of_pictures_are_described_and_asked(library: Library) -> None:
    models = MeanModels()
    assert len(due(library, models)) == len(PICTURES)
    assert make_regions(library, models, JobContext()) == len(PICTURES)
    assert not len(due(library, models))
    left = ask(library, TextShape("blue", Region(0, 0, 0.5, 1)), models=models)
    right = ask(library, TextShape("blue", Region(0.5, 0, 0.5, 1)), models=models)
    assert 1 in ranked(left)[:2]
    assert 5 in ranked(left)[:2]
    assert ranked(right)[0] == 0


def test_a_placed_picture_is_compared_by_the_encoder_of_its_part(library: Library) -> None:
    models = MeanModels()
    png = Example.of_pixels(halves(RED, RED)).png
    before = ask(library, PictureShape(RIGHT, png=png), models=models)
    make_regions(library, models, JobContext())
    after = ask(library, PictureShape(RIGHT, png=png), models=models)
    assert set(ranked(before)[:2]) == set(ranked(after)[:2]) == {1, 4}
    assert before.scored.scores.tolist() != after.scored.scores.tolist()
    again = ask(library, PictureShape(RIGHT, item=5), models=models)  # all red
    assert set(ranked(again)[:2]) == {1, 4}


def test_describing_parts_can_be_stopped_and_goes_on(library: Library) -> None:
    class Stopping(JobContext):
        def step(self, done: int, total: int = 0, note: str = "") -> None:
            if done:
                raise JobCancelled

    models = MeanModels()
    extra = [replace_box(at) for at in range(9)]
    rows = library.thumbnails.append([make_thumbnail(rgb) for rgb in extra])
    library.thumbnails.flush()
    library.catalogue.add_batch(
        [NewItem(f"q{at}", ItemKind.PHOTO, thumb_row=rows[at]) for at in range(9)]
    )
    with pytest.raises(JobCancelled):
        make_regions(library, models, Stopping())
    assert make_regions(library, models, JobContext()) == len(PICTURES) + 9 - 8


def replace_box(shade: int) -> NDArray[np.uint8]:
    return np.full((40, 40, 3), 20 * shade, np.uint8)
