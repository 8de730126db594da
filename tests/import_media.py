"""Small media for import tests, made by code; and models that only know the embedded descriptor."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image

from app.services.importing import ImportService
from app.services.library import Library
from app.services.paths import AppPaths
from common.settings import Settings
from models.base import AnalysisInfo, EncoderInfo
from models.engine import Engine
from models.hub import ModelHub


class LayoutEngine(Engine):
    """An engine that acts as if nothing but the embedded descriptor were there."""

    def analyses(self) -> list[AnalysisInfo]:
        return [info for info in super().analyses() if info.name == "layout"]

    def text_encoders(self) -> list[EncoderInfo]:
        return []

    def shot_classifier(self) -> None:
        return None


class LayoutModels:
    """Stands for ModelService."""

    def __init__(self, folder: Path) -> None:
        self.engine = LayoutEngine(ModelHub(folder / "models"), device="cpu", threads=1)

    def close(self) -> None:
        self.engine.close()


def service(library: Library, settings: Settings | None = None) -> ImportService:
    models = LayoutModels(AppPaths.of_user().data)
    return ImportService(library, models, settings or Settings())


def picture(seed: int, size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A soft coloured picture, another for each seed."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 255, (4, 5, 3)).astype(np.uint8)
    return Image.fromarray(small).resize(size, Image.Resampling.BICUBIC)


def save_photos(folder: Path, count: int, first: int = 0) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"photo_{number:03}.jpg" for number in range(first, first + count)]
    for number, path in enumerate(paths, first):
        picture(number).save(path, quality=90)
    return paths


def save_video(path: Path, frames: int = 24, cut_at: int = 12) -> Path:
    import av

    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=12)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.time_base = Fraction(1, 12)
        for number in range(frames):
            rgb = np.asarray(picture(500 if number < cut_at else 900))
            for packet in stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path


def save_films(path: Path, count: int, *, posters: bool = True) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(count):
        row = {
            "title": f"The Film {number}", "year": 1950 + number, "genres": ["Drama", "Crime"],
            "director": "Ann Example", "plot": f"A lighthouse keeper finds letter {number}.",
        }  # fmt: skip
        if posters and number == 0:
            picture(77, (40, 60)).save(path.parent / "poster0.png")
            row["poster"] = "poster0.png"
        rows.append(json.dumps(row))
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def save_everything(folder: Path) -> Path:
    """Photos, a copy of one, a video with subtitles, a film list with a poster and a bad row."""
    save_photos(folder / "photos", 9)
    (folder / "photos" / "z_copy.jpg").write_bytes((folder / "photos/photo_003.jpg").read_bytes())
    (folder / "photos" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing more")
    save_video(folder / "video" / "clip.mp4")
    (folder / "video" / "clip.srt").write_text("1\n00:00:00,100 --> 00:00:00,900\nHello there\n")
    films = save_films(folder / "films" / "films.jsonl", 7)
    films.write_text(films.read_text("utf-8") + '{"year": 1999}\n', "utf-8")
    return folder


def save_dated(path: Path, seed: int, local: str = "", **detail: str) -> Path:
    """A photo with an EXIF time "2020:07:02 10:00:00" and more of EXIF's detail by name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    exif.update({ExifTags.Base.Make: "Acme", ExifTags.Base.Model: "Cam"})
    told = {ExifTags.Base[name]: value for name, value in detail.items()}
    exif.get_ifd(ExifTags.IFD.Exif).update(
        told | ({ExifTags.Base.DateTimeOriginal: local} if local else {})
    )
    picture(seed).save(path, quality=90, exif=exif)
    return path


def save_life(folder: Path) -> Path:
    """Two days: dated photos, a track, a time line, sensors, a sidecar, graphs, and rubbish."""
    save_dated(folder / "p" / "a.jpg", 1, "2020:07:02 10:02:30", OffsetTimeOriginal="+01:00")
    save_dated(folder / "p" / "b.jpg", 2, "2020:07:02 10:04:00")
    save_dated(folder / "p" / "c.jpg", 3, "2020:07:02 15:00:00")
    save_photos(folder / "20200702", 1, 4)[0].rename(folder / "20200702_091000_000.jpg")
    save_photos(folder / "takeout", 1, 5)[0].rename(folder / "takeout" / "IMG_5.jpg")
    sidecar = {
        "title": "IMG_5.jpg",
        "photoTakenTime": {"timestamp": "1593684300"},
        "geoData": {"latitude": 53.0, "longitude": -6.0},
        "people": [{"name": "Ann"}],
    }
    (folder / "takeout" / "IMG_5.jpg.supplemental-meta.json").write_text(json.dumps(sidecar))
    points = "".join(
        f'<trkpt lat="{53.3 + 0.01 * minute}" lon="-6.26">'
        f"<time>2020-07-02T09:{minute:02}:00Z</time></trkpt>"
        for minute in range(15)
    )
    (folder / "track.gpx").write_text(f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>")
    visit = {
        "startTime": "2020-07-02T20:00:00+01:00",
        "endTime": "2020-07-03T07:00:00+01:00",
        "visit": {"topCandidate": {"semanticType": "HOME", "placeLocation": "53.31°, -6.2°"}},
    }
    (folder / "Timeline.json").write_text(json.dumps({"semanticSegments": [visit]}))
    rows = "".join(f"2020-07-02 10:{minute:02},{60 + minute}\n" for minute in range(30))
    (folder / "heart.csv").write_text("time,heart rate\n" + rows + "never,1\n")
    graph = {"image": "p/a.jpg", "nodes": [{"label": "cup"}, {"label": "table"}],
             "edges": [{"subject": 0, "predicate": "on", "object": 1}]}  # fmt: skip
    (folder / "graphs.json").write_text(json.dumps({"graphs": [graph]}))
    (folder / "broken.gpx").write_text("<gpx><trk>")
    (folder / "notes.json").write_text('{"hello": [1, 2]}')
    (folder / "notes.txt").write_text("time, they say, heals\nall wounds, and more\n")
    return folder
