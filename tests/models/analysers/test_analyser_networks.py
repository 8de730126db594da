"""Networks with a card: what they take, what becomes of their outputs, and what is refused."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from common.errors import ModelError, WeightsError
from common.values import Findings, TextKind
from models.analysers.answers import AnswerError, findings, number_text
from models.analysers.backend import NetworkAnalyser
from models.analysers.card import Input, Output, card_of, facet_key
from models.analysers.decode import decode
from models.analysers.geometry import fitted, mask_to_picture, to_picture, window_of
from models.base import Runtime
from models.engine import Engine
from models.hub import ModelHub
from tests.analyser_files import SIDE, WRITERS, card, colourfulness, write_colourfulness

WHOLE = window_of(Input(), (SIDE, SIDE), (SIDE, SIDE))


def run(path: Path, *pictures: NDArray[np.uint8]) -> list[Findings]:
    said = card_of(path)
    assert said is not None
    backend = NetworkAnalyser(said, path, "abc")
    backend.load(Runtime())
    return backend.run([backend.prepare(each) for each in pictures])


def plain(red: int, green: int, blue: int, side: int = SIDE) -> NDArray[np.uint8]:
    return np.full((side, side, 3), (red, green, blue), np.uint8)


def test_colourfulness_is_the_formula(tmp_path: Path) -> None:
    path = write_colourfulness(tmp_path)
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, (32, 32, 3)).astype(np.uint8), plain(90, 90, 90, 32)]
    pictures.append(np.concatenate([plain(255, 0, 0, 32)[:, :16], plain(0, 0, 255, 32)[:, :16]], 1))
    for picture, found in zip(pictures, run(path, *pictures), strict=True):
        [facet] = found.facets
        assert facet.key == "colourfulness"
        assert float(facet.value) == pytest.approx(colourfulness(picture), abs=0.06)
    assert run(path, pictures[1])[0].facets[0].value == "0"


def test_labels(tmp_path: Path) -> None:
    [reddish, even] = run(WRITERS["labels"](tmp_path), plain(250, 180, 20), plain(99, 99, 99))
    assert [(f.key, f.value) for f in reddish.facets] == [("tint", "red")]  # green below 0.2
    assert reddish.facets[0].score == pytest.approx(1 / (1 + np.exp(-3.5)), abs=1e-3)
    assert [f.score for f in even.facets] == [pytest.approx(1 / 3)] * 2  # the two best


def test_a_vector_has_unit_length(tmp_path: Path) -> None:
    [found] = run(WRITERS["vector"](tmp_path), plain(2, 3, 5))
    vector = found.vectors["analyser:channels"]
    assert vector == pytest.approx(np.array([3, 4, 6]) / np.sqrt(61))


def test_a_mask_and_its_shares(tmp_path: Path) -> None:
    picture = plain(200, 10, 10)
    picture[:, : SIDE // 4] = (0, 0, 250)
    [found] = run(WRITERS["mask"](tmp_path), picture)
    shares = {f.key: f.value for f in found.facets}
    assert shares == {"channel_red": "75", "channel_green": "0", "channel_blue": "25"}
    [mask] = found.masks
    assert mask.labels == ("red", "green", "blue")
    assert (mask.codes[:, : SIDE // 4] == 2).all()
    assert (mask.codes[:, SIDE // 4 :] == 0).all()


def test_boxes_are_counted(tmp_path: Path) -> None:
    [found] = run(WRITERS["boxes"](tmp_path), plain(0, 0, 0, 64))
    assert [(b.label, round(b.score, 2)) for b in found.boxes] == [
        ("person", 0.9), ("person", 0.7), ("dog", 0.3),
    ]  # fmt: skip
    assert (found.boxes[1].x, found.boxes[1].width, found.boxes[1].height) == (0.5, 0.5, 0.5)
    assert {f.key: f.value for f in found.facets} == {"crowd_people": "2", "crowd_all": "2"}


def test_a_text_of_tokens(tmp_path: Path) -> None:
    [found] = run(WRITERS["text"](tmp_path), plain(0, 0, 0))
    assert [(t.kind, t.content) for t in found.texts] == [(TextKind.OCR, "lighthouse")]


def test_torchscript_and_its_colours(tmp_path: Path) -> None:
    import torch
    from torch import nn

    class First(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x[:, 0].mean()

    path = tmp_path / "first.pt"
    torch.jit.script(First()).save(str(path))
    for colours, value in (("RGB", "200"), ("BGR", "30")):
        card(tmp_path, "first", 'kind = "number"', f'size = [8, 8]\ncolours = "{colours}"')
        [found] = run(path, plain(200, 100, 30))
        assert found.facets[0].value == value


def test_the_engine_finds_what_was_added(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for write in WRITERS.values():
        write(source)
    hub = ModelHub(tmp_path / "models")
    added = hub.add(source)
    assert all(line.available and line.task == "analyser" for line in added)
    assert {line.title for line in added} == {
        "The colourfulness", "The tint", "The channels", "The channel-mask", "The crowd",
        "The letters",
    }  # fmt: skip
    with Engine(hub, device="cpu", threads=1) as engine:
        infos = {info.name: info for info in engine.analyses()}
        assert infos["analyser:channels"].vectors == {"analyser:channels": 3}
        assert engine.encode_images("analyser:channels", [plain(9, 9, 9)]).shape == (1, 3)
        before = infos["analyser:tint"].version
        text = (source / "tint.toml").read_text("utf-8")
        (source / "tint.toml").write_text(text.replace("top = 2", "top = 1"), "utf-8")
        hub.add(source / "tint.onnx")
        after = {info.name: info.version for info in engine.analyses()}["analyser:tint"]
        assert after != before  # another card is another version


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ('kind = "smell"', "output.kind"),
        ('kind = "vector"', "dim"),
        ('kind = "vector"\ndim = 7', "instead of a row of numbers"),
        ('kind = "number"\nkey = "year"', "year"),
        ('kind = "labels"\nlabels = ["a"]', "1 labels"),
        ('kind = "labels"\nlabels = "../../secret.txt"', "plain file name"),
        ('kind = "labels"\nlabels = "gone.txt"', "gone.txt"),
        ('kind = "boxes"', "instead of"),
        ('kind = "number"\ncolour = 1', "colour"),
    ],
)
def test_a_wrong_card_is_told_before_it_is_kept(tmp_path: Path, change: str, reason: str) -> None:
    path = WRITERS["labels"](tmp_path)
    card(tmp_path, "tint", change)
    hub = ModelHub(tmp_path / "models")
    with pytest.raises(ModelError) as caught:
        hub.add(path)
    assert reason in str(caught.value)
    assert hub.added_names() == []


def test_a_network_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "none.onnx"
    path.write_bytes(b"not a graph")
    card(tmp_path, "none", 'kind = "number"')
    with pytest.raises(WeightsError):
        ModelHub(tmp_path / "models").add(path)


@pytest.mark.parametrize(
    ("output", "answer"),
    [
        (Output(kind="number", key="n"), "7"),
        (Output(kind="number", key="n"), True),
        (Output(kind="number", key="n"), float("nan")),
        (Output(kind="vector", dim=2), [0.0, 0.0]),
        (Output(kind="vector", dim=2), [1.0, float("inf")]),
        (Output(kind="vector", dim=2), "ab"),
        (Output(kind="mask", labels=("a",)), np.zeros((2, 2))),
        (Output(kind="text"), [1]),
        (Output(kind="labels"), [("a", "b")]),
        (Output(kind="boxes"), [("a", 0.5, 0, 0, 1)]),
    ],
)
def test_answers_of_another_form(output: Output, answer: object) -> None:
    with pytest.raises(AnswerError):
        findings(output, answer, "analyser:x")


def test_nothing_to_say() -> None:
    assert findings(Output(kind="number", key="n"), None, "s").facets == ()
    assert findings(Output(kind="text"), "  ", "s").texts == []


@pytest.mark.parametrize(
    ("value", "step", "shown"),
    [(12345.6, 0, "12300"), (0.012345, 0, "0.0123"), (-0.04, 0.1, "0"), (7.26, 0.5, "7.5")],
)
def test_numbers_are_kept_in_steps(value: float, step: float, shown: str) -> None:
    assert number_text(value, step) == shown


def test_names_of_facets() -> None:
    assert [facet_key(n) for n in ("Sky & sea", "2d", "ä")] == ["sky_sea", "a_2d", "a"]


@pytest.mark.parametrize(
    ("form", "arrays"),
    [
        ("parts", [[[2, 0, 4, 8]], [0.9], [1]]),
        ("grid", [[[3], [4], [2], [8], [0.1], [0.9]]]),
        ("rows", [[[2, 0, 4, 8, 0.9, 1]]]),
    ],
)
def test_forms_of_boxes(form: str, arrays: list[object]) -> None:
    output = Output(kind="boxes", labels=("cat", "dog"), form=form, key="k")  # type: ignore[arg-type]
    window = window_of(Input(), (8, 8), (50, 100))
    raw = [np.asarray(each, np.float32) for each in arrays]
    [(label, score, *place)] = decode(output, raw, (8, 8), window)
    assert (label, round(score, 3), place) == ("dog", 0.9, [0.25, 0.0, 0.25, 1.0])


def test_a_rim_and_a_square_are_undone() -> None:
    """What is found in the input lies where it is in the picture, twice as wide as high."""
    picture = np.zeros((100, 200, 3), np.uint8)
    picture[:, 100:] = 255
    for fit in ("pad", "crop"):
        form = Input(fit=fit)
        pixels = fitted(form, (40, 40), picture)
        window = window_of(form, (40, 40), (100, 200))
        mask = mask_to_picture((pixels[..., 0] > 200).astype(np.int64), window)
        inside = mask[mask.shape[0] // 2]
        assert inside[inside.size // 2 - 3] == 0
        assert inside[inside.size // 2 + 3] == 1
        assert mask.shape[1] == pytest.approx(2 * mask.shape[0], abs=1)
    padded = window_of(Input(fit="pad"), (40, 40), (100, 200))
    lower = to_picture(np.array([[0.0, 0.25, 1.0, 0.75]]), padded)
    assert lower == pytest.approx(np.array([[0.0, 0.0, 1.0, 1.0]]))


@pytest.mark.parametrize(
    ("output", "array"),
    [
        (Output(kind="vector", dim=3), np.array(["a", "b", "c"], object)),
        (Output(kind="boxes", form="rows"), np.array([["a"] * 6], object)),
        (Output(kind="boxes", form="grid", labels=("a",)), np.array([["a"] * 5], object)),
        (Output(kind="mask", labels=("a",)), np.zeros((0, 2), bool)),
        (Output(kind="mask"), np.zeros((0, 7, 6), np.float32)),
        (Output(kind="labels"), np.zeros((1, 0), np.float32)),
        (Output(kind="text"), np.zeros((4, 0), np.float32)),
    ],
)
def test_outputs_of_no_numbers_or_none_at_all_are_told(output: Output, array: object) -> None:
    with pytest.raises(AnswerError):
        decode(output, [array], (8, 8), WHOLE)  # type: ignore[list-item]


def test_long_vectors_and_boxes_of_no_class() -> None:
    output = Output(kind="vector", dim=2)
    (vector,) = findings(output, np.array([3e38, 3e38], np.float32), "s").vectors.values()
    assert np.linalg.norm(vector) == pytest.approx(1.0)
    rows = np.array([[0, 0, 4, 4, 0.9, np.nan], [0, 0, 4, 4, 0.8, 1e30], [0, 0, 8, 8, 0.7, 0]])
    (box,) = decode(Output(kind="boxes", labels=("a",)), [rows], (8, 8), WHOLE)
    assert box[:2] == ("a", pytest.approx(0.7))
