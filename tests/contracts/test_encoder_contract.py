"""One contract for every card and every encoder, whatever is behind it."""

import re

import numpy as np
import pytest
from numpy.typing import NDArray

from common.errors import ModelError
from models.base import Prepared, Priority
from models.cards import ModelCard, load_cards
from models.engine import Engine

CARDS = load_cards()
ENCODERS = {
    "layout": ("layout", 498),
    "mobilenet_v2": ("imagenet", 1280),
    "conse": ("imagenet", 384),
    "squeezenet1_0": ("squeezenet", 512),
    "clip:tiny-clip": ("clip:tiny-clip", 24),
}
TEXT_ENCODERS = {"clip:tiny-clip": 24, "minilm": 384, "conse": 384}

encoders = pytest.mark.parametrize("encoder", ENCODERS)
text_encoders = pytest.mark.parametrize("encoder", TEXT_ENCODERS)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_every_card_says_what_a_user_must_know(card: ModelCard) -> None:
    assert card.licence
    assert card.paper
    assert card.gain.endswith(".")
    assert card.origin.startswith("https://")
    pinned = r"[0-9a-f]{40}|-[0-9a-f]{8}\.|/\d+\.\d+(\.\d+)?/|doi\.org/10\.|arxiv\.org/abs/\d"
    assert re.search(pinned, card.origin), "an origin names a commit, a version, a hash or a paper"
    assert card.memory_mb > 0
    for file in card.files:
        assert file.url.startswith("https://")
        assert "/main/" not in file.url
        assert "/master/" not in file.url
        assert "/latest/" not in file.url
        assert file.sha256 or file.sha256_start in file.url
    assert bool(card.files) == bool(card.sha256)
    assert card.bytes == sum(file.bytes for file in card.files)


def test_every_encoder_is_in_the_contract(engine: Engine) -> None:
    assert {info.name for info in engine.image_encoders()} == set(ENCODERS)
    expected = {name for name in TEXT_ENCODERS if name.startswith("clip")}
    assert expected <= {info.name for info in engine.text_encoders()} <= set(TEXT_ENCODERS)


@encoders
def test_vectors_are_unit_float32(
    engine: Engine, encoder: str, pictures: list[NDArray[np.uint8]]
) -> None:
    analysis, dim = ENCODERS[encoder]
    info = next(info for info in engine.image_encoders() if info.name == encoder)
    assert info.dim == dim
    assert next(a for a in engine.analyses() if a.name == analysis).vectors[encoder] == dim
    vectors = engine.encode_images(encoder, pictures)
    assert vectors.shape == (len(pictures), dim)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@encoders
def test_vectors_depend_on_the_picture_alone(
    engine: Engine, encoder: str, pictures: list[NDArray[np.uint8]]
) -> None:
    together = engine.encode_images(encoder, pictures)
    again = engine.encode_images(encoder, pictures[::-1])[::-1]
    alone = np.concatenate([engine.encode_images(encoder, [image]) for image in pictures])
    np.testing.assert_allclose(together, again, atol=1e-6)
    np.testing.assert_allclose(together, alone, atol=1e-6)
    assert np.linalg.norm(together[0] - together[1]) > 1e-3


@encoders
def test_prepared_pictures_give_the_same(
    engine: Engine, encoder: str, pictures: list[NDArray[np.uint8]]
) -> None:
    analysis, _ = ENCODERS[encoder]
    prepared = [engine.prepare(analysis, image) for image in pictures]
    assert all(isinstance(image, Prepared) for image in prepared)
    assert all(engine.prepare(analysis, image) is image for image in prepared)
    found = engine.analyse(analysis, prepared, priority=Priority.BACKGROUND)
    vectors = np.stack([each.vectors[encoder] for each in found])
    np.testing.assert_array_equal(vectors, engine.encode_images(encoder, pictures))


@encoders
def test_nothing_in_nothing_out(engine: Engine, encoder: str) -> None:
    assert engine.encode_images(encoder, []).shape == (0, ENCODERS[encoder][1])
    assert engine.analyse(ENCODERS[encoder][0], []) == []


@encoders
def test_grey_and_transparent_pictures_are_taken(
    engine: Engine, encoder: str, pictures: list[NDArray[np.uint8]]
) -> None:
    grey = pictures[0][:, :, 0]
    as_colour = np.repeat(grey[:, :, None], 3, axis=2)
    clear = np.dstack([as_colour, np.full(grey.shape, 9, np.uint8)])
    vectors = engine.encode_images(encoder, [grey, grey[:, :, None], clear, as_colour])
    np.testing.assert_array_equal(vectors, np.repeat(vectors[3:], 4, axis=0))


@encoders
@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((4, 4, 3), np.float32),
        np.zeros((0, 4, 3), np.uint8),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros(4, np.uint8),
    ],
    ids=["float", "empty", "two channels", "one axis"],
)
def test_a_wrong_array_says_what_is_wanted(
    engine: Engine, encoder: str, wrong: NDArray[np.uint8]
) -> None:
    with pytest.raises(ModelError, match="Pass RGB"):
        engine.encode_images(encoder, [wrong])


def test_an_unknown_name_lists_the_known_ones(engine: Engine) -> None:
    image = np.zeros((4, 4, 3), np.uint8)
    with pytest.raises(ModelError, match="layout"):
        engine.encode_images("nonsense", [image])
    with pytest.raises(ModelError, match="layout"):
        engine.analyse("nonsense", [image])
    with pytest.raises(ModelError, match="clip:tiny-clip"):
        engine.encode_text("nonsense", ["x"])


@text_encoders
def test_text_vectors_are_unit_and_keep_their_order(engine: Engine, encoder: str) -> None:
    if encoder not in {info.name for info in engine.text_encoders()}:
        pytest.skip("the extra `text` is not installed")
    texts = [
        "a dog",
        "",
        "a much longer sentence about a lighthouse by the sea " * 40,
        "ÄÖ 漢字 🦆",
    ]
    vectors = engine.encode_text(encoder, texts)
    assert vectors.shape == (4, TEXT_ENCODERS[encoder])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = np.concatenate([engine.encode_text(encoder, [text]) for text in texts])
    np.testing.assert_allclose(vectors, alone, atol=1e-5)
    assert engine.encode_text(encoder, []).shape == (0, TEXT_ENCODERS[encoder])


def test_joint_spaces_are_named(engine: Engine) -> None:
    joint = {info.name: info.text for info in engine.image_encoders()}
    assert joint["clip:tiny-clip"] == "clip:tiny-clip"
    assert joint["layout"] == ""
    assert joint["mobilenet_v2"] == ""
    texts = {info.name for info in engine.text_encoders()}
    assert joint["conse"] == ("conse" if "conse" in texts else "")


def test_versions_name_the_weights(engine: Engine) -> None:
    versions = [info.version for info in engine.analyses()]
    assert len(set(versions)) == len(versions)
    assert all(versions)
