"""`body` over many drawings, with meshes and measures, and with files that are none."""

import csv
import json
import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest
import torch
import trimesh
from PIL import Image

from app.cli.frame import build_parser, run_command
from app.services.body import BodyService
from app.services.body_files import body_files
from app.services.body_types import BODY_FORMATS, BodyNumbers, BodyRequest, MeshOptions
from app.services.models import ModelService
from app.services.paths import AppPaths
from common.errors import ExportError
from common.jobs import JobCancelled, JobContext
from common.settings import Settings
from common.stroke_files import drawing_text, read_svg, svg_text
from common.strokes import Stroke
from models.body.baked import PARTS, read_body
from models.body.files import bvh_text, numbers_json, read_numbers
from models.body.model import BodyModel
from models.body.poses import named_poses
from models.networks.sketch_body import SketchBody
from models.networks.sketch_onnx import sketch_onnx
from models.sketch.raster import draw
from models.sketch.synthesis import drawn, outline


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    torch.manual_seed(1)
    path = tmp_path_factory.mktemp("network") / "small.onnx"
    path.write_bytes(sketch_onnx(SketchBody("light").eval(), 64))
    return path


@pytest.fixture(scope="module")
def strokes():
    return drawn(outline(BodyModel().pose(named_poses()["run"].rotations)))


@pytest.fixture
def folder(tmp_path, strokes):
    made = tmp_path / "drawings"
    made.mkdir()
    (made / "a.json").write_text(drawing_text(strokes))
    (made / "b.svg").write_text(svg_text(strokes))
    (made / "c.json").write_text("{}")
    return made


@pytest.fixture
def service():
    return BodyService(ModelService(Settings(), AppPaths.of_user()))


def command(*words):
    return run_command(build_parser().parse_args([str(word) for word in words]))


def rows_of(capsys):
    return {row["source"]: row for row in json.loads(capsys.readouterr().out)["bodies"]}


def test_a_batch_goes_on_where_it_stopped(folder, tmp_path, network, capsys):
    out, words = tmp_path / "out", ("--network", network, "--format", "json,obj", "--resume")
    assert command("--json", "body", folder, "--out", out, *words) == 0
    first = rows_of(capsys)
    assert [first[name]["outcome"] for name in sorted(first)] == ["written", "written", "failed"]
    (out / "b.obj").unlink()  # as after a kill between two files
    kept = (out / "a.obj").stat().st_mtime_ns
    table, sheet = tmp_path / "t.csv", tmp_path / "s.png"
    more = ("--table", table, "--sheet", sheet)
    assert command("body", folder, "--out", out, *words, *more) == 0
    told = capsys.readouterr().out
    assert "a.json: is there" in told
    assert told.endswith("1 written, 1 skipped, 1 failed\n")
    assert (out / "a.obj").stat().st_mtime_ns == kept
    assert (out / "b.obj").is_file()
    with table.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["outcome"] for line in lines] == ["skipped", "written", "failed"]
    assert lines[2]["error"]
    assert 0 < float(lines[1]["confidence"]) <= 1
    with Image.open(sheet) as picture:
        pixels = np.asarray(picture.convert("L"))
    assert pixels.shape[1] > 600
    left, right = pixels[10:160, 10:160], pixels[10:160, 172:320]  # the drawing, and its body
    assert (left < 100).any()
    assert ((right > 60) & (right < 240)).mean() > 0.02
    assert command("body", folder, "--out", out, "--replace", *words) == 1
    assert "--replace or --resume" in capsys.readouterr().err


def test_a_table_of_json_tells_everything(folder, tmp_path, network, capsys):
    table = tmp_path / "t.json"
    words = ("--network", network, "--format", "json", "--measure", "--table", table)
    assert command("body", folder, "--out", tmp_path / "out", *words) == 0
    assert "waist" in capsys.readouterr().out
    document = json.loads(table.read_text("utf-8"))
    assert document["counts"] == {"written": 2, "skipped": 0, "failed": 1}
    first = document["bodies"][0]
    assert first["measures"]["height"] > 100
    assert len(first["files"]) == 1


def test_what_was_done_before_a_cancel_is_in_the_table(folder, tmp_path, network, service):
    table, out = tmp_path / "t.json", tmp_path / "out"
    context = JobContext(lambda progress: context.cancel() if progress.done == 1 else None)
    context_report = JobContext.step

    def step(self, done, total=0, note=""):
        if done == 1:
            self.cancel()
        context_report(self, done, total, note)

    context.step = step.__get__(context)
    request = BodyRequest((folder,), out, ("json",), network=network, table=table)
    with pytest.raises(JobCancelled):
        service.write(request, context)
    assert [row["source"] for row in json.loads(table.read_text())["bodies"]] == ["a.json"]
    assert (out / "a.body.json").is_file()
    assert len(list(out.iterdir())) == 1


def test_long_batches_make_several_sheets(tmp_path, monkeypatch, service):
    from app.services import body_batch

    monkeypatch.setattr(body_batch, "_PAGE", 2)
    paths = []
    for key in ("t", "kick", "bow"):
        service.write(BodyRequest(pose=key, out=tmp_path, formats=("json",)))
        paths.append(tmp_path / f"{key}.body.json")
    sheet = tmp_path / "s.png"
    request = BodyRequest(tuple(paths), tmp_path / "out", ("openpose",), sheet=sheet)
    assert [row.outcome for row in service.write(request)] == ["written"] * 3
    with Image.open(sheet) as first, Image.open(tmp_path / "s-2.png") as second:
        assert first.width == 2 * second.width


def test_a_mesh_for_printing(tmp_path, capsys):
    pytest.importorskip("manifold3d")
    words = ("--format", "stl,glb,ply", "--watertight", "--print-height", 180)
    assert command("body", "--pose", "sit", "--out", tmp_path, *words, "--stature", 172) == 0
    mesh = trimesh.load(tmp_path / "sit.stl")
    assert mesh.is_watertight
    assert mesh.body_count == 1
    assert mesh.bounds[0, 2] == pytest.approx(0, abs=1e-3)
    assert 100 < np.ptp(mesh.bounds[:, 2]) < 180  # he sits; upright he would be 180 mm
    assert mesh.volume == pytest.approx(65e6 * (180 / 1720) ** 3, rel=0.2)
    assert len(trimesh.load(tmp_path / "sit.glb", process=False).geometry) == 1


def test_fewer_faces_in_every_format(tmp_path, service, monkeypatch):
    from app.services import body_files
    from models.body.decimate import decimated
    from models.body.solid import Mesh

    def here(vertices, faces, target, context):
        return decimated(Mesh(vertices, faces), target)[0]

    monkeypatch.setattr(body_files, "decimate", here)
    request = BodyRequest(
        pose="kick", out=tmp_path, formats=("obj", "glb", "bvh"), mesh=MeshOptions(23_000)
    )
    (row,) = service.write(request)
    assert row.outcome == "written"
    mesh = trimesh.load(tmp_path / "kick.obj", process=False)
    assert len(mesh.faces) == 23_000
    wanted = BodyModel().pose(named_poses()["kick"].rotations).vertices
    np.testing.assert_allclose(mesh.bounds, [wanted.min(0), wanted.max(0)], atol=5e-3)
    (rigged,) = trimesh.load(tmp_path / "kick.glb", process=False).geometry.values()
    assert len(rigged.faces) == 23_000


def test_too_few_faces_are_told(tmp_path, capsys):
    assert command("body", "--pose", "t", "--out", tmp_path, "--faces", 7, "--format", "obj") == 1
    assert "too few" in capsys.readouterr().out


def test_a_body_at_hand_is_written_by_its_name(tmp_path, service, strokes):
    pose = named_poses()["bow"].rotations
    numbers = BodyNumbers(pose, np.zeros(10), np.zeros(3))
    request = BodyRequest(
        out=tmp_path, formats=("json", "svg"), body=numbers, name="mine", measure=True,
        strokes=tuple(strokes[:3]),
    )  # fmt: skip
    (row,) = service.write(request)
    assert row.measures is not None
    found = read_numbers((tmp_path / "mine.body.json").read_text())
    np.testing.assert_allclose(found.rotations, pose, atol=1e-6)
    assert len(read_svg((tmp_path / "mine.body.svg").read_text())) == 3  # his own drawing


def test_key_points_become_a_guessed_body(tmp_path, capsys):
    assert command("body", "--pose", "cheering", "--out", tmp_path, "--format", "openpose") == 0
    capsys.readouterr()
    file = tmp_path / "cheering_keypoints.json"
    assert command("body", file, "--out", tmp_path / "o", "--format", "json", "--json") == 0
    row = rows_of(capsys)[file.name]
    assert "guessed" in row["notes"][0]
    numbers = read_numbers((tmp_path / "o" / "cheering_keypoints.body.json").read_text())
    height = BodyModel().pose(numbers.rotations).joints[:, 1]
    assert min(height[20:22]) > height[15]  # both wrists above the head


def test_frames_of_a_motion_are_listed_and_taken(tmp_path, capsys):
    poses = np.stack([named_poses()[key].rotations for key in ("walk", "kick")])
    path = tmp_path / "two.bvh"
    path.write_text(bvh_text(BodyModel().rest()[1], poses))
    assert command("body", "--list", path) == 0
    assert "2 frames" in capsys.readouterr().out
    words = ("--out", tmp_path / "out", "--format", "json", "--frame")
    assert command("body", path, *words, -1) == 0
    found = read_numbers((tmp_path / "out" / "two.body.json").read_text())
    np.testing.assert_allclose(found.rotations, poses[1], atol=1e-4)
    assert command("body", path, *words, 2, "--replace") == 1
    assert "from 0 to 1" in capsys.readouterr().out


def picture(tmp_path, name, pixels, mode=None):
    Image.fromarray(pixels, mode).save(tmp_path / name)


def test_odd_pictures_are_read_and_say_so(tmp_path, strokes, network, capsys):
    """8K canvas, 10,000 strokes, white on black, transparent, a photo: a note each."""
    folder = tmp_path / "odd"
    folder.mkdir()
    paper = draw(strokes, 400, pen=3)
    picture(folder, "inverted.png", 255 - paper)
    clear = np.zeros((400, 400, 4), np.uint8)
    clear[..., 3] = 255 - paper
    picture(folder, "clear.png", clear)
    picture(folder, "large.png", np.asarray(Image.fromarray(paper).resize((7680, 4320))))
    rng = np.random.default_rng(0)
    photo = np.asarray(
        Image.fromarray(rng.integers(0, 255, (12, 9, 3), np.uint8)).resize((450, 600), 3)
    )
    picture(folder, "photo.png", photo)
    many = [Stroke(one.points[::9].copy(), 1.0) for one in strokes]
    while len(many) < 10_000:
        many += many[: 10_000 - len(many)]
    (folder / "many.json").write_text(drawing_text(many))
    words = ("--out", tmp_path / "out", "--format", "json", "--network", network)
    assert command("--json", "body", folder, *words) == 0
    rows = rows_of(capsys)
    for name, word in (
        ("inverted.png", "dark ground"), ("clear.png", "transparent"),
        ("large.png", "7680 x 4320"), ("photo.png", "photo"), ("many.json", "10000 strokes"),
    ):  # fmt: skip
        told = rows[name]["error"] or " ".join(rows[name]["notes"])
        assert word in told.replace("10,000", "10000"), name


HOSTILE = {
    "empty.json": b"",
    "deep.json": b"[" * 100_000,
    "deeper.json": b'{"strokes": ' + b"[" * 100_000,
    "nan.json": b'{"strokes": [{"points": [[NaN, 1], [2, 2]]}]}',
    "huge.json": b'{"strokes": [{"points": [[1e400, 1], [2, 2]]}]}',
    "long.json": b'{"strokes": [{"points": [[1' + b"0" * 400 + b", 1], [2, 2]]}]}",
    "width.json": b'{"strokes": [{"points": [[1, 1], [2, 2]], "width": 1' + b"0" * 400 + b"}]}",
    "ragged.json": b'{"strokes": [{"points": [[1, 1], [2]]}]}',
    "text.json": b'{"strokes": "abc"}',
    "numbers.json": b'{"pose": [[1e400, 0, 0]], "betas": []}',
    "digits.json": b'{"pose": [[1' + b"0" * 5000 + b', 0, 0]], "betas": []}',
    "bytes.json": bytes(range(256)),
    "bomb.svg": b'<!DOCTYPE s [<!ENTITY a "b">]><svg>&a;</svg>',
    "deep.svg": b"<svg>" + b"<g>" * 50_000,
    "path.svg": b'<svg><path d="M 1 1 L 1e999 5"/></svg>',
    "curve.svg": b'<svg><path d="M 1 1 C 5"/></svg>',
    "none.svg": b"<svg></svg>",
    "cut.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x10\x00",
    "bomb.png": None,
    "text.jpg": b"no picture",
    "cut.tif": b"II*\x00\xff\xff\xff\xff",
    "odd.webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "odd.bmp": b"BM" + bytes(30),
}


def test_hostile_files_are_a_line_each(tmp_path, network, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in HOSTILE.items():
        if content is not None:
            (folder / name).write_bytes(content)
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    (folder / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)
    (folder / "folder.json").mkdir()
    (folder / "loop.json").symlink_to(folder / "loop.json")
    words = ("--out", tmp_path / "out", "--format", "json", "--network", network)
    assert command("--json", "body", folder, *words) == 1
    rows = rows_of(capsys)
    assert set(rows) >= set(HOSTILE) | {"folder.json", "loop.json"}
    for name, row in rows.items():
        assert row["error"], name
        assert "\n" not in row["error"], name
        assert len(row["error"]) < 500, name
    assert not list((tmp_path / "out").iterdir())


def test_a_body_of_another_mesh_is_written_in_every_format(tmp_path):
    """As of a user's own file: other vertices, so that no place on our mesh means anything."""
    data = read_body()
    kept = np.unique(data.faces[data.parts < PARTS.index("eyes")])
    place = np.full(len(data.vertices), -1)
    place[kept] = np.arange(len(kept))
    faces = place[data.faces]
    faces = faces[(faces >= 0).all(1)].astype(np.int32)
    other = BodyModel(
        replace(
            data, vertices=data.vertices[kept], shape_dirs=data.shape_dirs[:, kept], faces=faces,
            weights=data.weights[kept], parts=np.zeros(len(faces), np.uint8), name="mine",
        )
    )  # fmt: skip
    numbers = BodyNumbers(named_poses()["kick"].rotations, np.zeros(10), np.zeros(3))
    made = dict(zip(BODY_FORMATS, body_files(other, numbers, BODY_FORMATS), strict=True))
    assert all(made.values())
    lines = read_svg(made["svg"].decode())
    points = np.concatenate([line.points for line in lines])
    own = read_svg(body_files(BodyModel(), numbers, ("svg",))[0].decode())
    theirs = np.concatenate([line.points for line in own])
    np.testing.assert_allclose(np.ptp(points, axis=0), np.ptp(theirs, axis=0), rtol=0.1)


def test_a_mesh_that_cannot_be_closed_is_told():
    data = read_body()
    faces = data.faces[data.parts == 0]
    first = np.flatnonzero((faces == faces[0, 0]).any(1))
    odd = np.delete(faces, [first[0], first[len(first) // 2]], 0)  # openings with one vertex
    broken = BodyModel(replace(data, faces=odd, parts=np.zeros(len(odd), np.uint8), name="mine"))
    numbers = BodyNumbers(named_poses()["t"].rotations, np.zeros(10), np.zeros(3))
    with pytest.raises(ExportError, match="cannot be closed"):
        body_files(broken, numbers, ("obj",), MeshOptions(watertight=True))


def test_numbers_that_do_not_fit_stop_no_other_drawing(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    fine = json.loads(
        numbers_json(BodyNumbers(named_poses()["t"].rotations, np.zeros(10), np.zeros(3)))
    )
    (tmp_path / "in" / "a.json").write_text(json.dumps(fine | {"betas": [0.1] * 300}))
    (tmp_path / "in" / "b.json").write_text(json.dumps(fine))
    words = ("body", tmp_path / "in", "--out", tmp_path / "o", "--format", "obj", "--json")
    assert command(*words) == 0
    rows = rows_of(capsys)
    assert "300" in rows["a.json"]["error"]
    assert rows["b.json"]["outcome"] == "written"


def test_another_stature_changes_nothing_else_of_a_person(service):
    shape = np.random.default_rng(4).normal(0, 1, 10)
    own = 100 * service.body.stature(shape)
    numbers = BodyNumbers(named_poses()["t"].rotations, shape, np.zeros(3))
    np.testing.assert_allclose(service._sized(numbers, own).shape, shape, atol=0.02)
