"""Pictures of every kind come out upright, in RGB, at the wanted size; bad ones say why."""

import io
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from common.errors import MediaError
from indexers.media import identify, read_image
from indexers.media.images import _upright
from indexers.media.types import DecodedImage, MediaClass

pillow_heif.register_heif_opener()

RED, GREEN, BLUE, YELLOW = (250, 10, 10), (10, 200, 10), (10, 10, 240), (240, 240, 20)
BACK = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}  # the orientation that undoes another


def quarters() -> NDArray[np.uint8]:
    picture = np.zeros((60, 80, 3), np.uint8)
    picture[:30, :40], picture[:30, 40:] = RED, GREEN
    picture[30:, :40], picture[30:, 40:] = BLUE, YELLOW
    return picture


def read(path: Path, max_side: int = 400) -> DecodedImage:
    return read_image(path, max_side=max_side, max_megapixels=100)


def colours_at_the_corners(rgb: NDArray[np.uint8]) -> list[tuple[int, ...]]:
    height, width = rgb.shape[:2]
    ys, xs = (height // 4, 3 * height // 4), (width // 4, 3 * width // 4)
    return [tuple(int(v) for v in rgb[y, x]) for y in ys for x in xs]


def assert_quarters(rgb: NDArray[np.uint8], within: int = 40) -> None:
    expected = (RED, GREEN, BLUE, YELLOW)
    for got, wanted in zip(colours_at_the_corners(rgb), expected, strict=True):
        assert max(abs(a - b) for a, b in zip(got, wanted, strict=True)) <= within, (got, wanted)


FORMATS: dict[str, dict[str, Any]] = {
    "jpeg": {"quality": 95},
    "png": {},
    "webp": {"quality": 95},
    "avif": {"quality": 90},
    "heif": {"quality": 95},
    "gif": {},
    "tiff": {},
    "bmp": {},
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_known_by_content_and_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "renamed.txt"
    Image.fromarray(quarters()).save(path, format=name, **FORMATS[name])
    found = identify(path)
    assert found.kind is MediaClass.IMAGE
    image = read(path)
    assert image.rgb.shape == (60, 80, 3)
    assert (image.facts.width, image.facts.height) == (80, 60)
    assert image.facts.codec == found.format == {"heif": "heic"}.get(name, name)
    assert_quarters(image.rgb)


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "avif", "tiff"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_exactly_once(tmp_path: Path, name: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    stored = np.ascontiguousarray(_upright(quarters(), BACK[orientation]))
    path = tmp_path / "picture"
    Image.fromarray(stored).save(path, format=name, exif=exif, **FORMATS[name])
    for side in (400, 40):  # 40: the decoder itself reduces
        image = read(path, side)
        assert (image.facts.width, image.facts.height) == (80, 60)
        assert image.rgb.shape == ((60, 80, 3) if side == 400 else (30, 40, 3))
        assert_quarters(image.rgb)


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_heic_is_turned_once(tmp_path: Path, orientation: int) -> None:
    stored = Image.fromarray(np.ascontiguousarray(_upright(quarters(), BACK[orientation])))
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / "phone.heic"
    stored.save(path, format="heif", quality=95, exif=exif.tobytes())
    assert b"irot" in path.read_bytes()  # the box that counts; the tag beside it does not
    image = read(path)
    assert image.rgb.shape == (60, 80, 3)
    assert_quarters(image.rgb)


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (7, 3)])
def test_odd_sizes(tmp_path: Path, size: tuple[int, int]) -> None:
    for name in ("png", "jpeg"):
        path = tmp_path / f"odd.{name}"
        Image.new("RGB", size, (200, 100, 50)).save(path)
        image = read(path, 100)
        assert (image.facts.width, image.facts.height) == size
        assert max(image.rgb.shape[:2]) == min(100, max(size))
        assert np.abs(image.rgb.astype(int) - (200, 100, 50)).max() < 8


def test_a_large_jpeg_is_reduced_like_its_area_average(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    coarse = Image.fromarray(rng.integers(0, 256, (30, 40, 3), dtype=np.uint8))
    big = coarse.resize((1600, 1200), Image.Resampling.BICUBIC)
    path = tmp_path / "big.jpg"
    big.save(path, quality=95)
    wanted = np.asarray(big.resize((200, 150), Image.Resampling.BOX), float)
    got = read(path, 200).rgb
    assert got.shape == (150, 200, 3)
    assert 10 * np.log10(255**2 / ((got - wanted) ** 2).mean()) > 34  # dB


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("L", 90, (90, 90, 90)),
        ("1", 1, (255, 255, 255)),
        ("RGBA", (200, 0, 0, 0), (255, 255, 255)),
        ("RGBA", (200, 0, 0, 128), (227, 127, 127)),
        ("LA", (0, 0), (255, 255, 255)),
        ("I;16", 40_000, (156, 156, 156)),
        ("P", 3, None),
    ],
)
def test_modes_of_png(
    tmp_path: Path, mode: str, value: Any, expected: tuple[int, ...] | None
) -> None:
    path = tmp_path / "mode.png"
    image = Image.new(mode, (12, 9), value)
    if mode == "P":
        image.putpalette([0, 0, 0, 9, 9, 9, 8, 8, 8, 10, 200, 30])
        expected = (10, 200, 30)
    image.save(path)
    rgb = read(path).rgb
    assert rgb.dtype == np.uint8
    assert np.abs(rgb.astype(int) - np.array(expected)).max() <= 2


def test_a_transparent_palette_lies_over_white(tmp_path: Path) -> None:
    image = Image.new("P", (8, 8), 0)
    image.putpalette([0, 0, 0, 200, 10, 10])
    image.paste(1, (4, 0, 8, 8))
    path = tmp_path / "clear.gif"
    image.save(path, transparency=0)
    rgb = read(path).rgb
    assert rgb[4, 1].tolist() == [255, 255, 255]
    assert rgb[4, 6].tolist() == [200, 10, 10]


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr"])
def test_printing_and_video_colours(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "print.jpg"
    Image.fromarray(quarters()).convert(mode).save(path, quality=95)
    assert_quarters(read(path).rgb)


def test_lab_tiff(tmp_path: Path) -> None:
    lab = ImageCms.createProfile("LAB")
    convert = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), lab, "RGB", "LAB")
    path = tmp_path / "lab.tif"
    convert.apply(Image.fromarray(quarters())).save(path)
    assert_quarters(read(path).rgb, within=60)  # another white point


@pytest.mark.parametrize("top", [1.0, 255.0, 3.7e6])
def test_float_tiff_is_spread_over_its_range(tmp_path: Path, top: float) -> None:
    ramp = np.linspace(0, top, 100, dtype=np.float32).reshape(10, 10)
    ramp[0, 1] = np.nan
    path = tmp_path / "float.tif"
    Image.fromarray(ramp).save(path)
    rgb = read(path).rgb
    assert rgb[0, 0].tolist() == [0, 0, 0]
    assert rgb[-1, -1].tolist() == [255, 255, 255]
    assert abs(int(rgb[5, 0, 0]) - 129) <= 2


@pytest.mark.parametrize("name", ["gif", "webp", "png", "avif"])
def test_the_first_frame_of_an_animation(tmp_path: Path, name: str) -> None:
    frames = [Image.new("RGB", (20, 10), c) for c in ((250, 0, 0), (0, 250, 0))]
    path = tmp_path / "moving"
    frames[0].save(path, format=name, save_all=True, append_images=frames[1:], duration=100)
    image = read(path)
    assert image.facts.animated
    assert image.rgb[5, 5, 0] > 200 > image.rgb[5, 5, 1]


def test_a_still_gif_and_a_tiff_of_pages_do_not_move(tmp_path: Path) -> None:
    page = Image.new("RGB", (9, 9))
    page.save(tmp_path / "still.gif")
    page.save(tmp_path / "pages.tif", save_all=True, append_images=[page])
    assert not read(tmp_path / "still.gif").facts.animated
    assert not read(tmp_path / "pages.tif").facts.animated


def test_a_wide_gamut_profile_is_converted(tmp_path: Path) -> None:
    """A profile with red and green exchanged shows whether it is used at all."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    at = {bytes(profile[132 + 12 * k : 136 + 12 * k]): 132 + 12 * k for k in range(count)}
    profile[at[b"rXYZ"] : at[b"rXYZ"] + 4], profile[at[b"gXYZ"] : at[b"gXYZ"] + 4] = (
        b"gXYZ",
        b"rXYZ",
    )
    described = bytes(profile).replace("sRGB".encode("utf-16-be"), "tEST".encode("utf-16-be"))
    path = tmp_path / "swapped.jpg"
    Image.new("RGB", (16, 16), (250, 20, 20)).save(path, icc_profile=described, quality=95)
    red, green, _blue = read(path).rgb[8, 8]
    assert green > 200 > red


# -- what is wrong


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + rows + chunk(b"IEND", b"")


def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(30_000, 30_000))
    assert identify(path).kind is MediaClass.IMAGE
    with pytest.raises(
        MediaError, match=r"900 megapixels \(30000 x 30000\).*limit of 512"
    ) as caught:
        read_image(path, max_side=384, max_megapixels=512)
    assert "Largest picture" in caught.value.hint


def test_the_limit_can_be_raised(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("RGB", (1500, 1000)).save(path)
    with pytest.raises(MediaError, match="limit of 1"):
        read_image(path, max_side=384, max_megapixels=1)
    assert read_image(path, max_side=384, max_megapixels=2).facts.width == 1500


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "tiff", "gif", "bmp", "avif", "heif"])
@pytest.mark.parametrize("keep", [0.3, 0.7])
def test_a_truncated_picture_is_an_error(tmp_path: Path, name: str, keep: float) -> None:
    rng = np.random.default_rng(5)
    noise = Image.fromarray(rng.integers(0, 256, (120, 160, 3), dtype=np.uint8))
    buffer = io.BytesIO()
    noise.save(buffer, format=name)
    whole = buffer.getvalue()
    path = tmp_path / "cut"
    path.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(MediaError, match=r"cut off|damaged|no picture"):
        read(path)


def test_a_truncated_jpeg_with_a_whole_thumbnail_is_an_error(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    noise = Image.fromarray(rng.integers(0, 256, (120, 160, 3), dtype=np.uint8))
    small, buffer = io.BytesIO(), io.BytesIO()
    noise.resize((16, 12)).save(small, "jpeg")
    noise.save(buffer, "jpeg")
    body = buffer.getvalue()
    inner = b"Exif\0\0" + small.getvalue()
    segment = b"\xff\xe5" + struct.pack(">H", len(inner) + 2) + inner
    path = tmp_path / "cut.jpg"
    path.write_bytes(body[:2] + segment + body[2 : len(body) // 2])
    with pytest.raises(MediaError, match="cut off"):
        read(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"hello, world\n" * 50, "no picture"),
        (b"\xff\xd8\xff", "no pic"),
    ],
)
def test_what_is_no_picture_says_so(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=reason) as caught:
        read(path)
    assert "holiday.jpg" in caught.value.what


@pytest.mark.parametrize("seed", range(40))
def test_damage_anywhere_raises_nothing_else(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    name = list(FORMATS)[seed % len(FORMATS)]
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[271] = "Maker"
    Image.fromarray(quarters()).save(buffer, format=name, exif=exif)
    data = bytearray(buffer.getvalue())
    for at in rng.integers(0, len(data), 12):
        data[at] = rng.integers(0, 256)
    path = tmp_path / "damaged"
    path.write_bytes(bytes(data))
    with suppress(MediaError):
        assert read(path).rgb.shape[2] == 3


def test_a_missing_file_and_a_folder_are_media_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.jpg", tmp_path):
        with pytest.raises(MediaError, match="cannot be read"):
            read(path)


NAMES = [
    'it\'s "so"',
    "two\nlines",
    "🐙 octopus",
    b"not \xff utf8".decode("utf-8", "surrogateescape"),
]


@pytest.mark.parametrize("name", NAMES)
def test_strange_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        Image.fromarray(quarters()).save(file, format="png")
    assert identify(path).format == "png"
    assert_quarters(read(path).rgb)
    path.write_bytes(b"")
    with pytest.raises(MediaError, match="empty"):
        read(path)


@pytest.mark.data
def test_real_photos_carry_time_position_and_camera(shared_data: Path) -> None:
    paths = sorted((shared_data / "exif").glob("*.jpg"))
    assert len(paths) == 9
    for path in paths:
        image = read(path, 384)
        assert image.rgb.shape == (288, 384, 3)
        facts = image.facts
        assert facts.taken_at is not None
        assert facts.taken_at.date().isoformat() == "2008-10-22"
        assert facts.offset_min == 120  # summer time in Italy, from the place or the GPS clock
        assert facts.taken_at.hour in {14, 15}  # UTC
        assert facts.latitude == pytest.approx(43.466, abs=0.005)
        assert facts.longitude == pytest.approx(11.884, abs=0.005)
        assert any(f.key == "camera" and "P6000" in f.value for f in facts.facets)
