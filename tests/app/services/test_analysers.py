"""Analysers that others write in Python: found, called, and never able to break an import."""

import importlib.metadata
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.services import microphone
from app.services.analysers import Analysers
from app.services.importing import ImportService
from app.services.library import Library
from app.services.models import ModelService
from app.services.paths import AppPaths
from app.services.types import parse_filter
from common.errors import AnalyserError
from common.settings import Settings
from common.values import TextKind
from models.engine import Engine
from tests.import_media import save_photos, save_video

# What docs/models.md shows: one file with an analyser of each kind.
EXAMPLE = """
import numpy as np


class Speech:
    kind, name, version = "speech", "example", "1"

    def analyse(self, path):
        yield 0.2, 0.8, "good morning"
        yield 1.2, 1.9, " a  lighthouse "
        yield 1.9, 1.95, " "


class Dictation:
    kind, name = "dictation", "loudness"

    def analyse(self, samples, rate):
        return f" {len(samples) / rate:.1f} seconds, {'loud' if np.abs(samples).max() > 0.05 else 'quiet'}"


class Activity:
    kind, name, key = "labels", "brightness", "activity"

    def analyse(self, picture):
        assert picture.dtype == np.uint8 and picture.shape[2] == 3
        return [("sleeping", 0.1), ("sunbathing", 0.9), ("walking", 0.3)]


class Place:
    kind, name, key = "labels", "always-home", "place"

    def analyse(self, picture):
        return [("home", np.float32(0.8))]


class Caption:
    kind, name = "text", "size"

    def analyse(self, picture):
        return f"a picture of {picture.shape[1]} by {picture.shape[0]} pixels"


class Faces:
    kind, name, key = "boxes", "two", "faces"

    def analyse(self, picture):
        return [
            ("face", 0.9, 0.1, 0.1, 0.2, 0.3), ("face", 0.8, 0.6, 0.1, 0.9, 0.3),
            ("face", 0.3, 0.5, 0.5, 0.1, 0.1),
        ]


ANALYSERS = [Speech, Dictation(), Activity, Place, Caption, Faces]
"""  # noqa: E501


def write(folder: Path, code: str, name: str = "mine.py") -> Path:
    path = folder / name
    path.write_text(code, "utf-8")
    return path


def of(*places: Path) -> Analysers:
    settings = Settings()
    settings.models.analysers = os.pathsep.join(map(str, places))
    return Analysers(settings)


@pytest.fixture
def example(tmp_path: Path) -> Analysers:
    return of(write(tmp_path, EXAMPLE))


def test_a_file_with_one_of_each_kind(example: Analysers) -> None:
    infos = example.infos()
    assert {one.kind for one in infos} == {"speech", "dictation", "labels", "text", "boxes"}
    assert all(not one.problem for one in infos)
    assert example.has("dictation")
    assert set(example.backends({})) == {
        "analyser:brightness", "analyser:always-home", "analyser:size", "analyser:two",
    }  # fmt: skip


def test_nothing_is_there_by_default() -> None:
    none = Analysers(Settings())
    assert not none.has("speech")
    assert none.backends({}) == {}
    with pytest.raises(AnalyserError, match="no analyser of dictation") as caught:
        none.dictate(3)
    assert "Settings" in caught.value.hint
    with pytest.raises(AnalyserError):
        list(none.transcribe(Path("x.mp4")))


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("this is no python", "SyntaxError"),
        ("raise RuntimeError('no licence')", "no licence"),
        ("import not_installed_anywhere", "not_installed_anywhere"),
        ("x = 1", "ANALYSERS"),
        ("class A:\n    kind = 'smell'\nANALYSERS = [A]", "smell"),
        ("class A:\n    kind = 'speech'\nANALYSERS = [A]", "analyse"),
        ("class A:\n    def __init__(self):\n        1 / 0\nANALYSERS = [A]", "ZeroDivision"),
        ("ANALYSERS = 7", "kind"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, code: str, problem: str) -> None:
    broken = write(tmp_path, code, "broken.py")
    found = of(broken, write(tmp_path, EXAMPLE))
    [bad] = [one for one in found.infos() if one.problem]
    assert problem in bad.problem
    assert found.has("speech")  # the other file works
    with pytest.raises(AnalyserError, match="cannot be used"):
        of(broken).dictate(1)


def test_missing_files_and_later_changes(tmp_path: Path) -> None:
    found = of(tmp_path / "gone.py")
    assert "FileNotFound" in found.infos()[0].problem
    first = found.revision
    write(tmp_path, EXAMPLE, "gone.py")
    assert found.has("speech")
    assert found.revision > first


def test_installed_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        name, value, dist = "heard", "some.package:make", None

        def load(self) -> Any:
            class Heard:
                kind = "dictation"

                def analyse(self, samples: Any, rate: int) -> str:
                    return "from a package"

            return lambda: [Heard()]

    class Broken(Point):
        name = "broken"

        def load(self) -> Any:
            raise ImportError("its library is gone")

    monkeypatch.setattr(importlib.metadata, "entry_points", lambda *, group: [Point(), Broken()])
    infos = Analysers(Settings()).infos()
    assert [(one.kind, one.name, bool(one.problem)) for one in infos] == [
        ("dictation", "heard", False), ("", "broken", True),
    ]  # fmt: skip


# -- sound


def test_dictation_hears_the_microphone(
    example: Analysers, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = ("lavfi", "sine=frequency=440:sample_rate=44100:duration=5")
    heard = microphone.record(1.5, source=source)
    assert (heard.dtype, len(heard)) == (np.float32, int(1.5 * microphone.RATE))
    spectrum = np.abs(np.fft.rfft(heard))
    assert spectrum.argmax() / 1.5 == pytest.approx(440, abs=2)
    monkeypatch.setattr(microphone, "record", lambda seconds, context: heard)
    assert example.dictate(1.5) == "1.5 seconds, loud"
    monkeypatch.setattr(microphone, "record", lambda seconds, context: heard[:0])
    assert example.dictate(1.5) == ""
    for wrong in (0, -1, float("nan")):
        with pytest.raises(AnalyserError):
            example.dictate(wrong)


def test_without_a_microphone() -> None:
    with pytest.raises(AnalyserError, match="microphone"):
        microphone.record(1, source=("lavfi", "nothing_of_that_name"))
    with pytest.raises(AnalyserError, match="microphone"):
        microphone.record(1, source=("no_such_format", "default"))


def test_speech_with_times(example: Analysers) -> None:
    texts = list(example.transcribe(Path("a.mp4")))
    assert [(t.start_s, t.end_s, t.content) for t in texts] == [
        (0.2, 0.8, "good morning"), (1.2, 1.9, "a lighthouse"),
    ]  # fmt: skip
    assert {t.source for t in texts} == {"speech:example"}


@pytest.mark.parametrize(
    "answer",
    ["7", "'text'", "[(1, 2)]", "[('a', 'b', 'c')]", "[(0, float('nan'), 'x')]", "[(0, 1, 5)]"],
)
def test_speech_of_another_shape(tmp_path: Path, answer: str) -> None:
    code = f"""
class A:
    kind = "speech"
    def analyse(self, path):
        return {answer}
ANALYSERS = [A]
"""
    with pytest.raises(AnalyserError):
        list(of(write(tmp_path, code)).transcribe(Path("a.mp4")))


# -- pictures


@pytest.fixture
def library(tmp_path: Path):
    opened = Library.open(tmp_path / "test.kinora", create=True)
    yield opened
    opened.close()


def models(*places: Path) -> ModelService:
    settings = Settings()
    settings.models.analysers = os.pathsep.join(map(str, places))
    settings.models.device = "cpu"
    return ModelService(settings, AppPaths.of_user())


def no_texts(service: ModelService, monkeypatch: pytest.MonkeyPatch) -> ModelService:
    monkeypatch.setattr(Engine, "text_encoders", lambda self: [])
    monkeypatch.setattr(Engine, "shot_classifier", lambda self: None)
    return service


def test_an_import_stores_what_they_say(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photos(tmp_path / "media", 2)
    save_video(tmp_path / "media" / "clip.mp4")
    service = no_texts(models(write(tmp_path, EXAMPLE)), monkeypatch)
    imports = ImportService(library, service, Settings(), service.analysers)
    report = imports.run([tmp_path / "media"])
    assert report.skipped == []
    catalogue = library.catalogue
    assert len(catalogue.items_with([parse_filter("activity=sunbathing")])) == 5
    assert len(catalogue.items_with([parse_filter("activity=sleeping")])) == 0  # not sure enough
    assert len(catalogue.items_with([parse_filter("place=home")])) == 5
    assert len(catalogue.items_with([parse_filter("faces=2")])) == 5
    assert len(catalogue.items_with([parse_filter("faces>=3")])) == 0
    assert len(catalogue.search_text('"picture of 64"', kinds=[TextKind.CAPTION])) == 5
    photo = catalogue.item(1)
    assert [box.label for box in photo.boxes] == ["face"] * 3
    assert all(box.x + box.width <= 1.0001 for box in photo.boxes)
    assert {"orientation", "tone", "light", "borders"} <= {f.key for f in photo.facets}
    said = {m.item: m.start_s for m in catalogue.search_text("lighthouse")}
    shots = [i for i in said if catalogue.item(i).summary.kind == "shot"]
    assert shots
    assert all(said[shot] == pytest.approx(1.2) for shot in shots)
    assert not imports.due()
    service.close()


BROKEN = """
class A:
    kind, name = "labels", "broken-labels"
    def analyse(self, picture):
        {activity}
class C:
    kind, name = "text", "broken-text"
    def analyse(self, picture):
        {caption}
class F:
    kind, name = "boxes", "broken-boxes"
    def analyse(self, picture):
        {faces}
class S:
    kind, name = "speech", "broken"
    def analyse(self, path):
        yield 0.0, 1.0, "begun"
        raise KeyError("half way")
ANALYSERS = [A, C, F, S]
"""


@pytest.mark.parametrize(
    ("activity", "caption", "faces"),
    [
        ("raise ValueError('no')", "raise SystemError('x')", "return 1 / 0"),
        ("return 5", "return None", "return [(0, 0, 1)]"),
        ("return [('a',)]", "return [1]", "return [(0, 0, 1, float('inf'), 1)]"),
        ("return [(1, 2)]", "return b'x'", "return [(0, 0, 1, 1, 1, 1)]"),
    ],
)
def test_none_of_them_breaks_an_import(
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    activity: str,
    caption: str,
    faces: str,
) -> None:
    save_photos(tmp_path / "media", 3)
    save_video(tmp_path / "media" / "clip.mp4")
    code = BROKEN.format(activity=activity, caption=caption, faces=faces)
    service = no_texts(models(write(tmp_path, code)), monkeypatch)
    report = ImportService(library, service, Settings(), service.analysers).run(
        [tmp_path / "media"]
    )
    assert report.added == 6
    assert library.catalogue.count() == 6
    assert library.encoders()["layout"] == 6
    told = {Path(one.path).name: one.reason for one in report.skipped}
    assert set(told) == {
        "model:analyser:broken-labels", "model:analyser:broken-text",
        "model:analyser:broken-boxes", "clip.mp4",
    }  # fmt: skip
    assert "broken" in told["model:analyser:broken-labels"]
    assert told["clip.mp4"].startswith("no speech")
    service.close()


def test_old_libraries_are_brought_up_to_date(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.import_media import service as plain

    save_photos(tmp_path / "media", 3)
    plain(library).run([tmp_path / "media"])
    assert "tone" not in library.catalogue.facet_keys()
    found = no_texts(models(), monkeypatch)
    imports = ImportService(library, found, Settings())
    assert imports.due().analyses >= 3
    imports.analyse()
    keys = library.catalogue.facet_keys()
    assert keys["tone"] == keys["brightness"] == keys["main_colour"] == 3
    assert not imports.due().analyses
    found.close()


def test_a_registered_network_names_activities(tmp_path: Path) -> None:
    """A tiny network, made here: bright pictures are "day", dark ones "night"."""
    import torch
    from torch import nn

    class Tiny(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            light = x.mean(dim=(1, 2, 3))
            return torch.stack([light * 20, -light * 20], dim=1)

    folder = tmp_path / "tiny"
    folder.mkdir()
    torch.jit.trace(Tiny(), torch.zeros(1, 3, 8, 8)).save(str(folder / "weights.pt"))
    (folder / "labels.txt").write_text("day\nnight\n", "utf-8")
    card = """
name = "tiny"
architecture = "torchscript"
weights = "weights.pt"
labels = "labels.txt"
[input]
size = [8, 8]
share = 0.0
[about]
facet = "activity"
"""
    (folder / "network.toml").write_text(card, "utf-8")
    found = of(folder)
    [info] = found.infos()
    assert (info.kind, info.name, info.problem) == ("labels", "tiny", "")
    [backend] = found.backends({}).values()
    day, night = (np.full((20, 30, 3), level, np.uint8) for level in (230, 10))
    said = backend.run([backend.prepare(day), backend.prepare(night)])
    assert [[f.value for f in one.facets] for one in said] == [["day"], ["night"]]
    (folder / "network.toml").write_text(card.replace("facet", "smells"), "utf-8")
    assert "facet" in of(folder).infos()[0].problem
