"""More like this by a feature of choice; motion of shots from the import on; tables of shots."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.services import more_like
from app.services.check_repair import pending_item
from app.services.checking import CheckService
from app.services.import_motion import count_motion
from app.services.library import Library
from app.services.paths import AppPaths
from app.services.query import Example
from app.services.similarity import pick_encoder
from app.services.types import parse_filter
from common.canvas import Region
from common.errors import IndexMismatchError, QueryError
from common.values import Facet, Findings
from models.encoders.layout import block_slices, describe_blocks
from tests.import_media import LayoutModels, service

RED, BLUE = (200, 30, 30), (30, 40, 200)


def stripes(colour: tuple[int, int, int], seed: int) -> NDArray[np.uint8]:
    rng = np.random.default_rng(seed)
    wave = (np.arange(96) // 8 % 2)[None, :, None] * 70 + rng.integers(0, 6, (96, 96, 1))
    return np.clip(np.array(colour) + wave - 35, 0, 255).astype(np.uint8)


def grains(colour: tuple[int, int, int], seed: int) -> NDArray[np.uint8]:
    noise = np.random.default_rng(seed).integers(-60, 60, (96, 96, 1))
    return np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)


PICTURES = {
    f"{name}-{make.__name__}-{k}": make(colour, 10 * k)
    for name, colour in (("red", RED), ("blue", BLUE))
    for make in (stripes, grains)
    for k in range(3)
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory):
    made = LayoutModels(tmp_path_factory.mktemp("models"))
    yield made
    made.close()


@pytest.fixture
def library(tmp_path: Path):
    opened = Library.open(tmp_path / "test.kinora", create=True)
    yield opened
    opened.close()


@pytest.fixture
def pictures(library: Library, tmp_path: Path) -> dict[str, int]:
    """Names of pictures -> items."""
    folder = tmp_path / "media"
    folder.mkdir()
    for name, rgb in PICTURES.items():
        Image.fromarray(rgb).save(folder / f"{name}.png")
    service(library).run([folder])
    items = library.catalogue.items(library.catalogue.columns("id")["id"].tolist())
    return {Path(one.path).stem: one.id for one in items}


def names(pictures: dict[str, int], found: more_like.Likeness) -> list[str]:
    by_item = {item: name for name, item in pictures.items()}
    return [by_item[item] for item in found.scored.ranked()[0].tolist()]


def test_colour_and_texture_tell_apart(library, pictures, models) -> None:
    example = Example(item=pictures["red-stripes-0"])
    by_colour = names(pictures, more_like.find(library, models, example, "colour", k=5))
    assert all(name.startswith("red") for name in by_colour)
    assert any("grains" in name for name in by_colour)
    by_texture = names(pictures, more_like.find(library, models, example, "texture", k=5))
    assert all("stripes" in name for name in by_texture)
    assert any(name.startswith("blue") for name in by_texture)
    assert "red-stripes-0" not in by_colour + by_texture  # never like itself


@pytest.mark.parametrize("feature", ["colour", "texture"])
def test_products_are_the_cosine_of_the_blocks(library, pictures, models, feature: str) -> None:
    blocks = more_like.COLOUR_BLOCKS if feature == "colour" else more_like.TEXTURE_BLOCKS
    asked = more_like.vector_for(library, models, Example(item=pictures["red-grains-1"]), feature)
    assert asked.encoder == "layout"
    other = library.vectors("layout").vectors([pictures["blue-stripes-2"]])[0]
    places = np.concatenate(
        [np.arange(498)[where] for n, where in block_slices().items() if n in blocks]
    )
    own = library.vectors("layout").vectors([pictures["red-grains-1"]])[0][places]
    cosine = own @ other[places] / np.linalg.norm(own) / np.linalg.norm(other[places])
    assert float(asked.vector @ other) == pytest.approx(float(cosine), abs=1e-4)
    assert not asked.vector[np.setdiff1d(np.arange(498), places)].any()


def test_the_blocks_lie_where_the_descriptor_puts_them() -> None:
    blocks = describe_blocks(PICTURES["red-stripes-0"][:64, :64])
    where = block_slices()
    assert list(where) == ["layout", "gradients", "texture", "histogram", "middle", "moments"]
    assert {n: w.stop - w.start for n, w in where.items()} == {n: len(b) for n, b in blocks.items()}
    assert where["moments"].stop == 498


def test_pixels_files_and_regions(library, pictures, models, tmp_path: Path) -> None:
    both = np.concatenate([PICTURES["red-grains-0"], PICTURES["blue-stripes-0"]], axis=1)
    right = Region(0.5, 0, 0.5, 1)
    found = more_like.find(library, models, Example.of(both), "colour", region=right, k=3)
    assert all(name.startswith("blue") for name in names(pictures, found))
    path = tmp_path / "both.png"
    Image.fromarray(both).save(path)
    again = more_like.find(library, models, Example.of(path), "colour", region=right, k=3)
    assert names(pictures, again) == names(pictures, found)
    left = more_like.find(
        library, models, Example(item=pictures["red-grains-0"]), "auto", k=12,
        region=Region(-0.2, 0.1, 0.9, 0.5),
    )  # fmt: skip
    assert names(pictures, left)[0] == "red-grains-0"  # the whole may be like a part of itself
    for region in (
        Region(1.1, 0, 0.2, 0.2),
        Region(0.2, 0.2, 0, 0),
        Region(float("nan"), 0, 1, 0.5),
    ):
        with pytest.raises(QueryError):
            more_like.find(library, models, Example.of(both), "colour", region=region)


def test_only_what_is_allowed_and_why(library, pictures, models) -> None:
    allowed = np.array([pictures["blue-grains-0"], pictures["red-grains-2"]])
    example = Example(item=pictures["red-stripes-0"])
    found = more_like.find(library, models, example, "colour", allowed=allowed)
    assert names(pictures, found) == ["red-grains-2", "blue-grains-0"]
    assert found.reason(pictures["red-grains-2"]).startswith("coloured like item")
    assert ((found.scored.scores >= 0) & (found.scored.scores <= 1.0001)).all()


def test_concepts_by_the_names_that_networks_gave(library, pictures, models) -> None:
    said = {
        "red-stripes-0": {"cat": 0.9, "sofa": 0.4}, "blue-stripes-1": {"cat": 0.8, "sofa": 0.3},
        "red-grains-1": {"cat": 0.5}, "blue-grains-2": {"sofa": 0.4}, "red-grains-0": {"car": 1.0},
    }  # fmt: skip
    for name, concepts in said.items():
        facets = [Facet("concept", value, score, "net") for value, score in concepts.items()]
        library.catalogue.add_findings(pictures[name], "net", "1", Findings(facets=facets), {})
    example = Example(item=pictures["red-stripes-0"])
    found = more_like.find(library, models, example, "concepts")
    assert names(pictures, found) == ["blue-stripes-1", "red-grains-1", "blue-grains-2"]
    assert found.by == "concepts"
    assert found.scored.at(np.array([pictures["blue-stripes-1"]]))[0] == pytest.approx(1.1 / 1.3)
    assert found.reason(pictures["blue-stripes-1"]) == "also shows cat, sofa"
    with pytest.raises(QueryError, match="named"):
        more_like.find(library, models, Example(item=pictures["blue-grains-0"]), "concepts")


def test_features_that_can_be_asked(library, pictures, models) -> None:
    assert more_like.features_of(library) == ("auto", "looks", "colour", "texture", "embedding")
    for feature in ("motion", "concepts"):
        with pytest.raises(QueryError) as caught:
            more_like.vector_for(library, models, Example(item=1), feature)
        assert caught.value.hint
    with pytest.raises(IndexMismatchError):
        more_like.find(library, models, Example(item=1), "no-such-encoder")
    with pytest.raises(QueryError):
        more_like.find(library, models, Example(item=999), "colour")


# -- motion


def film(path: Path, moves: list[float], seed: int = 1) -> Path:
    """A second and a half of each move: widths a second that the content goes to the left."""
    import av
    import cv2

    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=20)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for number, speed in enumerate(moves):
            rng = np.random.default_rng(seed + number)
            small = rng.integers(0, 255, (16, 60, 3)).astype(np.uint8)
            wide = cv2.resize(small, (600, 96), interpolation=cv2.INTER_CUBIC)
            for k in range(30):
                x = round(200 + speed * 160 * k / 20)
                frame = av.VideoFrame.from_ndarray(
                    np.ascontiguousarray(wide[:, x : x + 160]), format="rgb24"
                )
                for packet in stream.encode(frame):
                    container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path


@pytest.fixture
def films(library: Library, tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    film(folder / "a.mp4", [0.12, 0.0, -0.12])
    film(folder / "b.mp4", [-0.12, 0.12, 0.0], seed=70)
    return folder


def shots(library: Library) -> dict[str, int]:
    """File and second of a shot -> item."""
    columns = library.catalogue.columns("id", "kind", "parent")
    ids = columns["id"][columns["parent"] > 0].tolist()
    return {
        f"{Path(one.path).stem}{one.start_s:.1f}": one.id for one in library.catalogue.items(ids)
    }


def holders(library: Library, text: str) -> set[str]:
    known = {item: name for name, item in shots(library).items()}
    found = library.catalogue.items_with([parse_filter(text)]).tolist()
    return {known.get(item, str(item)) for item in found}


def test_motion_from_the_import_to_the_search(library, films, models) -> None:
    service(library).run([films])
    assert holders(library, "camera_motion=pan right") == {"a0.0", "b1.5"}
    assert holders(library, "camera_motion=pan left") == {"a3.0", "b0.0"}
    assert holders(library, "camera_motion=static") == {"a1.5", "b3.0"}
    items = shots(library)
    known = {item: name for name, item in items.items()}
    for name, twin in (("a0.0", "b1.5"), ("b3.0", "a1.5"), ("a3.0", "b0.0")):
        found = more_like.find(library, models, Example(item=items[name]), "motion", k=1)
        assert [known[item] for item in found.scored.items.tolist()] == [twin]
    assert "motion" in more_like.features_of(library, items["a0.0"])
    with pytest.raises(QueryError, match="whole shots"):
        more_like.find(
            library, models, Example(item=items["a0.0"]), "motion", region=Region(0, 0, 0.5, 1)
        )
    assert pick_encoder(library, "auto") == "layout"  # motion is no look


def test_shots_imported_before_are_measured_behind_the_user(library, films, models) -> None:
    imports = service(library)
    imports.run([films])
    items = sorted(shots(library).values())
    before = library.vectors("motion").vectors(items).copy()
    for item in items:  # as an older Kinora left them
        library.catalogue.add_findings(item, "motion", "motion-0", Findings(), {})
    assert count_motion(library) == len(items) == 6
    assert imports.due().analyses == 6
    (films / "b.mp4").unlink()  # cannot be read any more: it waits
    imports.run([films])
    assert holders(library, "camera_motion=static") == {"a1.5"}
    of_a = [item for name, item in shots(library).items() if name.startswith("a")]
    now = library.vectors("motion").vectors(of_a)
    rows = [items.index(item) for item in of_a]
    assert (now * before[rows]).sum(axis=1) == pytest.approx(1.0, abs=0.06)


def test_lost_vectors_of_motion_are_made_again(library, films, models) -> None:
    service(library).run([films])
    items = sorted(shots(library).values())
    pending = [pending_item(library.catalogue.item(item)) for item in items]
    assert all(one.path for one in pending)
    library.vectors("motion").remove(items[:2])
    report = CheckService(library, models).run()
    assert not report.problems or library.vectors("motion").has(items).all()


def test_tables_speak_of_shots_and_captions(library, films) -> None:
    rows = [
        "file,start_s,activity,caption",
        "a.mp4,0.2,walking,A wall passes by",
        "a.mp4,1.5,standing,Nothing | moves at all",
        "a.mp4,,filming,",
        "b.mp4,soon,running,",
        "b.mp4,-1,running,",
        "c.mp4,1,running,",
    ]
    table = films / "labels.csv"
    table.write_text("\n".join(rows) + "\n", "utf-8")
    report = service(library).run([films])
    told = [one.reason for one in report.skipped]
    assert any("“soon”" in reason for reason in told)
    assert any("not in this library" in reason for reason in told)
    assert holders(library, "activity=walking") == {"a0.0"}
    assert holders(library, "activity=standing") == {"a1.5"}
    assert len(holders(library, "activity=filming")) == 1  # the video itself
    assert holders(library, "activity=running") == set()
    found = library.catalogue.search_text("wall passes")
    assert [match.kind for match in found] == ["caption"]
    table.write_text("\n".join([*rows[:1], "a.mp4,0.2,resting,"]) + "\n", "utf-8")
    service(library).run([films])  # what it no longer says is taken back
    assert holders(library, "activity=resting") == {"a0.0"}
    for gone in ("walking", "standing", "filming"):
        assert holders(library, f"activity={gone}") == set()
    assert not library.catalogue.search_text("wall passes")


def test_subtitle_tracks_inside_become_speech_of_shots(library, films, tmp_path: Path) -> None:
    import av

    words = tmp_path / "words.srt"
    words.write_text("1\n00:00:01,800 --> 00:00:02,400\nthe harbour at night\n")
    path = films / "talk.mkv"
    with av.open(str(films / "a.mp4")) as moving, av.open(str(words)) as said:
        packets = [p for p in said.demux(said.streams.subtitles[0]) if p.pts is not None]
        with av.open(str(path), "w") as out:
            video = out.add_stream_from_template(moving.streams.video[0])
            track = out.add_stream_from_template(said.streams.subtitles[0])
            for packet in moving.demux(moving.streams.video[0]):
                if packet.dts is not None:
                    packet.stream = video
                    out.mux(packet)
            for packet in packets:
                packet.stream = track
                out.mux(packet)
    service(library).run([path])
    found = {m.item: m for m in library.catalogue.search_text("harbour")}
    spoken = [name for name, item in shots(library).items() if item in found]
    assert spoken == ["talk1.5"]
    assert all(m.kind == "speech" for m in found.values())
    assert AppPaths.of_user().data  # nothing was asked of the network
