"""Import of a 720p film: speed as a multiple of real time, beside plain loops, and memory.

The film is made of the real clips in the shared data folder, enlarged to 1280 x 720 at 25 frames a
second with the grain of a sensor (x264, medium, crf 23); without them of pictures made up. The
plain loops decode every frame with PyAV or OpenCV, shrink it, compare colour histograms with a
fixed threshold, and run the same detector on the middle frame of every shot, one at a time.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.services.importing import ImportService
from app.services.library import Library
from app.services.models import ModelService
from app.services.paths import AppPaths
from benchmarks.memory import largest_mb
from benchmarks.processes import ask_process
from benchmarks.report import BenchReport
from benchmarks.shared_data import shared_data, use_weights
from common.jobs import JobContext
from common.settings import Settings
from indexers import media

SIZE = (1280, 720)
RATE = 25
_GRAIN = 3.0  # grey levels
_CUT = 0.35  # of the plain loops: distance of two histograms, 0-1
_CLIPS = (
    ("sintel_trailer.mp4", 480), ("bikes.mp4", 250), ("big_buck_bunny_0_30.webm", 720),
    ("intel_bottle-detection.mp4", 300),
)  # fmt: skip
Frames = Callable[[Path], Iterator[NDArray[np.uint8]]]


def _pictures(clips: int) -> Iterator[NDArray[np.uint8]]:
    """Yield RGB frames of real clips, or of made-up scenes that move."""
    folder = shared_data() / "video"
    if folder.is_dir():
        for name, count in _CLIPS[:clips]:
            frames = media.iter_frames(folder / name, max_side=SIZE[0])
            yield from (frame.rgb for frame in islice(frames, count))
        return
    import cv2

    rng = np.random.default_rng(0)
    for _ in range(3 * clips):
        wide = cv2.resize(rng.integers(0, 255, (20, 40, 3)).astype(np.uint8), (1600, 720))
        yield from (np.asarray(wide[:, 2 * k : 2 * k + 1280], np.uint8) for k in range(150))


def make_film(path: Path, clips: int = 4, repeat: int = 1) -> float:
    """Write the film and return its length in seconds."""
    import av
    import cv2

    rng = np.random.default_rng(0)
    grain = [rng.normal(0, _GRAIN, (SIZE[1], SIZE[0], 1)).astype(np.float32) for _ in range(5)]
    count = 0
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.options = {"preset": "medium" if repeat == 1 else "ultrafast", "crf": "23"}
        for _ in range(repeat):
            for rgb in _pictures(clips):
                large = cv2.resize(rgb, SIZE, interpolation=cv2.INTER_CUBIC).astype(np.float32)
                noisy = np.clip(large + grain[count % len(grain)], 0, 255).astype(np.uint8)
                for packet in stream.encode(av.VideoFrame.from_ndarray(noisy, format="rgb24")):
                    container.mux(packet)
                count += 1
        for packet in stream.encode():
            container.mux(packet)
    return count / RATE


def by_pyav(path: Path) -> Iterator[NDArray[np.uint8]]:
    """Yield all frames by PyAV with two threads, uint8 (H, W, 3) RGB."""
    import av

    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type, stream.codec_context.thread_count = "AUTO", 2
        for frame in container.decode(stream):
            yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def by_opencv(path: Path) -> Iterator[NDArray[np.uint8]]:
    """Yield all frames by OpenCV, uint8 (H, W, 3)."""
    import cv2

    capture = cv2.VideoCapture(str(path))
    try:
        while (read := capture.read())[0]:
            yield np.asarray(read[1], np.uint8)
    finally:
        capture.release()


def plain_loop(path: Path, frames: Frames, detect: Callable[[NDArray[np.uint8]], object]) -> int:
    """Find cuts and objects in the simplest way; returns the number of shots."""
    import cv2

    last: NDArray[np.float32] | None = None
    shot: list[NDArray[np.uint8]] = []
    shots = 0
    for frame in frames(path):
        small = cv2.resize(frame, (48, 27), interpolation=cv2.INTER_AREA)
        hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
        histogram = cv2.calcHist([hsv], [0, 1, 2], None, [8, 4, 4], [0, 180, 0, 256, 0, 256])
        shares = (histogram / histogram.sum()).astype(np.float32)
        if last is not None and 0.5 * float(np.abs(shares - last).sum()) > _CUT:
            detect(shot[len(shot) // 2])
            shots, shot = shots + 1, []
        last = shares
        shot = [*shot[-50:], frame]
    if shot:
        detect(shot[len(shot) // 2])
    return shots + 1


def _import(film: Path, folder: Path, frames: str) -> tuple[float, float, int]:
    """Import a film into a new library; returns seconds, seconds of processors, and shots."""
    settings = Settings()
    settings.imports.video_frames = frames  # type: ignore[assignment]
    settings.models.device = "cpu"
    library = Library.open(folder, create=True)
    models = ModelService(settings, AppPaths.of_user())
    try:
        started, busy = time.perf_counter(), time.process_time()
        ImportService(library, models, settings).run([film], "videos")
        seconds, busy = time.perf_counter() - started, time.process_time() - busy
        return seconds, busy, library.catalogue.count_by_kind().get("shot", 0)
    finally:
        models.close()
        library.close()


def _detector() -> Callable[[NDArray[np.uint8]], object]:
    """Return the detector that imports use, for one picture; nothing where none is there."""
    models = ModelService(Settings(), AppPaths.of_user())
    engine = models.engine
    if not any(info.name == "objects" for info in engine.analyses()):
        return lambda _rgb: None
    return lambda rgb: engine.analyse("objects", [rgb])


def run(*, quick: bool, context: JobContext) -> BenchReport:
    """Measure imports with both ways to find shots, the parts, and memory."""
    use_weights("cnn", "detector")
    report = BenchReport("video-import")
    with tempfile.TemporaryDirectory(prefix="kinora-bench-") as name:
        folder = Path(name)
        film = folder / "film.mp4"
        context.step(0, 0, "making the film")
        length = make_film(film, clips=2 if quick else 4)
        _speeds(report, folder, film, length, context)
        for times in (1,) if quick else (1, 4):
            context.step(0, 0, f"memory {times}")
            seconds, megabytes = _memory(folder, times)
            note = f"{seconds:.0f} s of film by cuts; largest resident size"
            report.add(f"memory {times}", megabytes, None, "MB", note)
    return report


def _speeds(
    report: BenchReport, folder: Path, film: Path, length: float, context: JobContext
) -> None:
    """Add how many times faster than the film runs each way is."""
    detect = _detector()
    detect(np.zeros((*SIZE[::-1], 3), np.uint8))  # loads it

    def speed(work: Callable[[], object]) -> float:
        started = time.perf_counter()
        work()
        return length / (time.perf_counter() - started)

    context.step(0, 0, "plain loops")
    plain = {
        "PyAV": speed(lambda: plain_loop(film, by_pyav, detect)),
        "OpenCV": speed(lambda: plain_loop(film, by_opencv, detect)),
    }
    decoding = speed(lambda: sum(1 for _ in by_pyav(film)))
    context.step(0, 0, "shots by cuts")
    shots = list(media.find_shots(film, classify=None, context=JobContext()))
    cutting = speed(lambda: media.find_shots(film, classify=None, context=JobContext()))
    about = f"{length:.0f} s of 720p, {len(shots)} shots; "
    report.add(
        "find shots and motion", cutting, decoding, "x real time",
        about + "peer: PyAV decodes every frame to RGB and does nothing with it",
    )  # fmt: skip
    for way, case in (("cuts", "import by cuts"), ("shots", "import by TransNetV2")):
        context.step(0, 0, case)
        seconds, busy, found = _import(film, folder / f"{way}.kinora", way)
        report.add(
            f"{case} a processor second", length / busy, None, "s of film",
            "what one core alone would do; says most where the machine is not quiet",
        )  # fmt: skip
        for peer, rate in plain.items():
            report.add(
                f"{case} beside {peer}", length / seconds, rate, "x real time",
                f"{found} shots, with objects, vectors, motion; peer: plain loop with {peer}",
            )  # fmt: skip
    _shrunk(report, film, shots)


def _shrunk(report: BenchReport, film: Path, shots: list[media.Shot]) -> None:
    """Add how far the boundaries lie from those found in frames decoded and shrunk in full."""
    from indexers.media.cuts import FRAME_SIZE, ContentCutDetector
    from indexers.pixels import resize_area

    detector, starts = ContentCutDetector(RATE), []
    for frame in by_pyav(film):
        starts += detector.push(resize_area(frame, FRAME_SIZE))
    starts += detector.finish()
    whole = [0.0, *(start / RATE for start in starts)]
    ours = [shot.start_s for shot in shots]
    worst = max(min(abs(a - b) for b in whole) for a in ours) if whole else 0.0
    same = len(whole) == len(ours)
    report.add(
        "largest difference of boundaries", worst, None, "s",
        f"from those in frames at full size; {'as many' if same else f'{len(whole)} there'}",
    )  # fmt: skip


def _memory(folder: Path, times: int) -> tuple[float, float]:
    """Return the length of a film and the largest resident size of a process that imports it."""
    film = folder / f"long{times}.mp4"
    length = make_film(film, clips=2, repeat=times)
    found = ask_process(["-m", "benchmarks.video_import", film, folder / f"m{times}"])
    return length, float(found["mb"])


if __name__ == "__main__":
    _import(Path(sys.argv[1]), Path(sys.argv[2] + ".kinora"), "cuts")
    print(json.dumps({"mb": largest_mb()}))
