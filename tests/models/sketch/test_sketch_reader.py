"""Reading drawings: networks as ONNX, pictures as strokes, odd input, confidence."""

import json
from typing import get_args

import numpy as np
import pytest
import torch

from common.errors import QueryError, WeightsError
from common.strokes import Stroke
from models.base import Runtime
from models.body.model import BodyModel
from models.body.poses import named_poses
from models.networks.common import open_session
from models.networks.sketch_body import Head, SketchBody
from models.networks.sketch_onnx import PRECISIONS, observe, sketch_onnx
from models.sketch.confidence import Calibration, calibrate, falling, uncalibrated
from models.sketch.degrade import CLEAN, Hand, sample_hand
from models.sketch.freehand import freehand_drawings
from models.sketch.oddities import is_little, oddities
from models.sketch.raster import draw
from models.sketch.reader import INPUT, TOLD, SketchReader
from models.sketch.scan import strokes_of_picture
from models.sketch.synthesis import drawn, outline

SIDE = 64


def seeded(head="deform"):
    torch.manual_seed(5)
    network = SketchBody("light", head)
    with torch.no_grad():  # statistics and strengths as after training, not those of a fresh one
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.2)
                module.running_var.uniform_(0.5, 1.5)
                module.weight.uniform_(0.5, 1.5)
                module.bias.normal_(0, 0.2)
    return network.eval()


def person(name="run"):
    return drawn(outline(BodyModel().pose(named_poses()[name].rotations)))


@pytest.fixture(scope="module")
def papers():
    names = ("run", "sit", "kick", "t")
    return np.stack([draw(person(name), SIDE) for name in names])


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    path = tmp_path_factory.mktemp("net") / "body.onnx"
    told = {TOLD: json.dumps({"confidence": uncalibrated().document()})}
    path.write_bytes(sketch_onnx(seeded(), SIDE, told=told))
    return SketchReader(path)


@pytest.mark.parametrize("head", get_args(Head))
def test_networks_say_the_same_as_onnx(head, papers):
    network = seeded(head)
    ink = (1 - papers[:, None].astype(np.float32) / 255).astype(np.float32)
    with torch.no_grad():
        wanted = [one.numpy() for one in network(torch.from_numpy(ink))]
    wanted = wanted if network.has_skeleton else wanted[:2]

    def run(model, names):
        return open_session(model, Runtime()).run(names, {INPUT: ink})

    ranges = observe(network, SIDE, run)
    assert ranges[INPUT] == (0.0, 1.0)
    assert all(low <= high for low, high in ranges.values())
    sizes = []
    for precision, tolerance in zip(PRECISIONS, (1e-5, 2e-3, 0.1), strict=True):
        model = sketch_onnx(network, SIDE, precision, ranges=ranges)
        found = open_session(model, Runtime()).run(None, {INPUT: ink})
        spread = max(float(one.std()) for one in wanted)
        for ours, theirs in zip(found, wanted, strict=True):
            assert np.abs(ours - theirs).max() < tolerance * max(spread, 1.0)
        sizes.append(len(model))
    assert sizes[1] < 0.52 * sizes[0]
    assert sizes[2] < 0.6 * sizes[1]


def test_quantising_needs_ranges():
    with pytest.raises(ValueError, match="ranges"):
        sketch_onnx(seeded(), SIDE, "int8")


def test_a_reading_is_a_body(reader):
    found = reader.read(person())
    np.testing.assert_allclose(
        found.rotations @ found.rotations.swapaxes(1, 2), np.tile(np.eye(3), (24, 1, 1)), atol=1e-9
    )
    np.testing.assert_allclose(np.linalg.det(found.rotations), 1.0)
    assert found.shape.shape == (10,)
    assert found.skeleton.shape == (24, 3)
    assert ((found.confidence >= 0) & (found.confidence <= 1)).all()
    BodyModel().pose(found.rotations, found.shape)


def test_place_and_size_of_a_drawing_do_not_matter(reader):
    strokes = person()
    moved = [Stroke(one.points * 7.0 - 300.0, one.width) for one in strokes]
    np.testing.assert_allclose(
        reader.read(moved).rotations, reader.read(strokes).rotations, atol=2e-2
    )


def test_a_mirrored_drawing_gives_the_mirrored_body(reader, papers):
    from models.body.skeleton import mirror_rotations

    here = reader.read_paper(papers[0])
    there = reader.read_paper(np.ascontiguousarray(papers[0][:, ::-1]))
    np.testing.assert_allclose(there.rotations, mirror_rotations(here.rotations), atol=1e-6)
    np.testing.assert_allclose(there.shape, here.shape, atol=1e-6)
    np.testing.assert_allclose(there.skeleton[16], here.skeleton[17] * [-1, 1, 1], atol=1e-6)


def test_reading_once_tells_the_usual_confidence(reader):
    np.testing.assert_array_equal(
        reader.read(person(), twice=False).confidence, reader.calibration.usual
    )


def test_a_network_without_calibration_says_so(tmp_path):
    path = tmp_path / "bare.onnx"
    path.write_bytes(sketch_onnx(seeded("vanilla"), SIDE, told={TOLD: "no JSON"}))
    bare = SketchReader(path)
    found = bare.read(person())
    assert found.skeleton is None
    assert "uncalibrated" in [note.id for note in found.notes]


def test_other_files_are_refused(tmp_path):
    path = tmp_path / "x.onnx"
    path.write_bytes(b"\x00\x01")
    with pytest.raises(WeightsError, match="cannot be opened"):
        SketchReader(path)
    from models.onnx_writer import GraphWriter

    graph = GraphWriter()
    graph.node("Relu", [graph.input("drawing", ["n", 1, 8, 8])], "numbers")
    graph.output("numbers", ["n", 1, 8, 8])
    path.write_bytes(graph.to_bytes())
    with pytest.raises(WeightsError, match="reads no bodies"):
        SketchReader(path)


def test_broken_weights_are_told(tmp_path):
    network = seeded()
    with torch.no_grad():
        network.encoder.fc.bias[:] = float("nan")
        network.encoder.fc.weight[:] = float("nan")
    path = tmp_path / "nan.onnx"
    path.write_bytes(sketch_onnx(network, SIDE))
    with pytest.raises(WeightsError, match="not finite"):
        SketchReader(path).read(person())


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [Stroke(np.array([[4, 4]], np.float32))],
        [Stroke(np.array([[4, 4], [5, 5]], np.float32), 3.0)],
        [Stroke(np.array([[np.nan, 4], [5, 50]], np.float32))],
    ],
)
def test_what_is_no_drawing_is_refused(reader, strokes):
    with pytest.raises(QueryError):
        reader.read(strokes)


def ring(x, y, a, b):
    turn = np.linspace(0, 2 * np.pi, 60)
    return Stroke(np.stack([x + a * np.cos(turn), y + b * np.sin(turn)], 1).astype(np.float32))


def test_odd_drawings_are_noticed():
    def ids(strokes):
        return [note.id for note in oddities(strokes)]

    for name in ("run", "t", "squat", "reading", "lying", "star-jump"):
        assert ids(person(name)) == [], name
    rng = np.random.default_rng(0)
    scribble = [Stroke(rng.uniform(0, 100, (60, 2)).astype(np.float32))]
    assert ids(scribble) == ["scribble"]
    beside = [Stroke(one.points + np.float32([300, 0])) for one in person("kick")]
    assert ids(person("standing") + beside) == ["two-people"]
    face = [ring(50, 60, 40, 50), ring(35, 50, 4, 3), ring(65, 50, 4, 3), ring(50, 82, 10, 3)]
    assert ids(face) == ["only-head"]
    many = [Stroke(one.points + rng.normal(0, 1, 2)) for one in person() for _ in range(400)]
    assert len(many) > 9000
    assert "many-strokes" in ids(many[:10_000])


def test_too_little_of_a_person_is_noticed_by_how_few_lines_tell_how_little():
    line = [Stroke(np.array([[10, 50], [90, 52]], np.float32))]
    head_and_trunk = [ring(50, 20, 8, 9), Stroke(np.array([[50, 29], [50, 80]], np.float32))]
    circle = [ring(50, 50, 30, 28)]
    assert is_little(line)
    assert is_little(line, 1.0)
    assert is_little(head_and_trunk)
    assert not is_little(circle)
    assert is_little(circle, 0.3)  # so few must be read surely
    blobs = [ring(50 + 30 * np.cos(k), 50 + 30 * np.sin(k), 15, 15) for k in range(3)]
    assert not is_little(blobs, 0.4)
    assert is_little(blobs, 0.05)
    assert not is_little(person("lying"), 0.0)  # unsure, but a person
    for one in freehand_drawings():
        assert not is_little(one.strokes, 0.45 if len(one.strokes) < 4 else 0.15), one.name


def test_ten_thousand_strokes_are_read(reader):
    rng = np.random.default_rng(1)
    lines = person()
    many = [lines[k % len(lines)].points + rng.normal(0, 0.3, 2) for k in range(10_000)]
    found = reader.read([Stroke(one.astype(np.float32)) for one in many])
    assert "many-strokes" in [note.id for note in found.notes]


def overlap(first, second):
    a, b = draw(first, 64, pen=3) < 128, draw(second, 64, pen=3) < 128
    return (a & b).sum() / (a | b).sum()


def picture_of(strokes):
    return draw(strokes, 600, pen=5)


@pytest.mark.parametrize("kind", ["paper", "board", "ink on nothing", "chalk on nothing", "shade"])
def test_pictures_of_drawings_become_their_strokes(reader, kind):
    lines = person()
    grey = picture_of(lines)
    clear = np.zeros((*grey.shape, 4), np.uint8)
    clear[..., 3] = 255 - grey
    chalk = clear.copy()
    chalk[..., :3] = 255
    rng = np.random.default_rng(0)
    shade = grey * np.linspace(0.5, 1, 600)[None] + rng.normal(0, 5, grey.shape)
    made = {
        "paper": np.repeat(grey[..., None], 3, 2),
        "board": np.repeat(255 - grey[..., None], 3, 2),
        "ink on nothing": clear,
        "chalk on nothing": chalk,
        "shade": np.clip(shade, 0, 255).astype(np.uint8),
    }[kind]
    strokes, notes = strokes_of_picture(made)
    assert overlap(strokes, lines) > 0.75
    ids = [note.id for note in notes]
    assert ("inverted" in ids) == (kind in ("board", "chalk on nothing"))
    assert ("transparent" in ids) == kind.endswith("nothing")
    assert "photo" not in ids
    assert reader.read_picture(made).notes[: len(notes)] == tuple(notes)


def test_large_canvases_are_shrunk_and_lines_survive():
    import cv2

    grey = cv2.resize(picture_of(person()), (7680, 4320))
    strokes, notes = strokes_of_picture(grey)
    assert [note.id for note in notes] == ["shrunk"]
    assert len(strokes) > 5
    points = np.concatenate([one.points for one in strokes])
    assert points[:, 0].max() > 3000


def test_filled_areas_become_outlines():
    import cv2

    picture = np.full((300, 300), 255, np.uint8)
    cv2.circle(picture, (150, 90), 40, 0, -1)
    cv2.line(picture, (150, 120), (150, 260), 0, 3)
    strokes, _ = strokes_of_picture(picture)
    radii = [np.linalg.norm(one.points - [150, 90], axis=1) for one in strokes]
    assert any(np.abs(one - 40).mean() < 4 and len(one) > 100 for one in radii)
    assert max(one.points[:, 1].max() for one in strokes) > 250


def test_a_photo_is_noticed():
    rng = np.random.default_rng(0)
    import cv2

    photo = cv2.GaussianBlur(rng.uniform(0, 255, (200, 300, 3)).astype(np.float32), (0, 0), 6)
    photo = cv2.normalize(photo, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)
    assert "photo" in [note.id for note in strokes_of_picture(photo)[1]]


@pytest.mark.parametrize(
    "picture",
    [
        np.full((50, 50, 3), 255, np.uint8),
        np.zeros((50, 50, 4), np.uint8),
        np.zeros((0, 5, 3), np.uint8),
        np.zeros((5, 5), np.float32),
    ],
)
def test_pictures_without_lines_are_refused(picture):
    with pytest.raises(QueryError):
        strokes_of_picture(picture)


def test_confidence_falls_with_the_distance_as_measured():
    rng = np.random.default_rng(0)
    apart = rng.uniform(0, 300, (600, 24))
    error = apart * rng.uniform(0.5, 1.5, apart.shape)
    curve = calibrate(apart, error)
    assert (np.diff(curve.values, axis=1) <= 1e-12).all()
    assert (np.diff(curve.knots, axis=1) > 0).all()
    near, far = curve.confidence(np.full(24, 20.0)), curve.confidence(np.full(24, 280.0))
    assert near.min() > 0.95
    assert far.max() < 0.05
    again = Calibration.of(json.loads(json.dumps(curve.document())))
    np.testing.assert_allclose(again.confidence(np.full(24, 90.0)),
                               curve.confidence(np.full(24, 90.0)), atol=1e-2)  # fmt: skip
    assert Calibration.of({"knots": [[1]], "values": [[1]], "usual": [1]}) is None
    assert Calibration.of("text") is None
    none = {"knots": [[]] * 24, "values": [[]] * 24, "usual": [1] * 24}
    assert Calibration.of(none) is None


def test_drawings_read_no_better_than_the_worst_measured_are_unsure():
    knots = np.tile([10.0, 60.0, 200.0], (24, 1))
    curve = Calibration(knots, np.tile([0.9, 0.8, 0.6], (24, 1)), np.full(24, 0.8))
    assert curve.is_unsure(curve.confidence(np.full(24, 900.0)))  # right in 60 %, by chance
    assert not curve.is_unsure(curve.confidence(np.full(24, 120.0)))
    assert not curve.is_unsure(curve.confidence(np.full(24, 0.0)))


def test_pooling_keeps_the_mean_and_never_rises():
    assert falling([0.9, 0.5, 0.7, 0.1], [1, 1, 1, 1]) == pytest.approx([0.9, 0.6, 0.6, 0.1])
    assert falling([0.1, 0.9], [3, 1]) == pytest.approx([0.3, 0.3])


def wreath(count, make):
    """So many strokes around (50, 50); make(cos, sin) gives one."""
    angles = np.arange(count) * 2 * np.pi / count + 0.3
    return [make(np.cos(angle), np.sin(angle)) for angle in angles]


def ray(x, y, start=20, end=40):
    return Stroke(np.float32([[50 + start * x, 50 + start * y], [50 + end * x, 50 + end * y]]))


@pytest.mark.parametrize("count", [5, 8, 12])
def test_flowers_suns_and_wheels_are_told_from_people(count):
    disc, stem = ring(50, 50, 14, 14), Stroke(np.float32([[50, 70], [52, 180]]))
    petals = wreath(count, lambda x, y: ring(50 + 30 * x, 50 + 30 * y, 15, 14))
    rays = wreath(count, ray)
    spokes = wreath(count, lambda x, y: ray(x, y, 14, 48))
    for strokes in ([*petals, disc, stem], petals, [*rays, disc], [*spokes, ring(50, 50, 9, 9)]):
        assert [note.id for note in oddities(strokes)] == ["no-person"]
        assert is_little(strokes, 0.9)  # however surely it is read


def test_people_have_no_petals():
    rng = np.random.default_rng(5)
    for name in ("star-jump", "warrior", "downward-dog", "hug-knees"):
        lines = outline(BodyModel().pose(named_poses()[name].rotations))
        for hand in (CLEAN, Hand(stick=True), sample_hand(rng, strength=1.0)):
            found = oddities(drawn(lines, hand, rng))
            assert "no-person" not in [note.id for note in found], name
