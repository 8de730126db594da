"""What reading arrays raises for files that hold none."""

import io

import numpy as np
import pytest

from app.services.search_names import _read
from common.arrays import DAMAGED
from common.errors import ModelError
from indexers.projection import FittedMap
from models.scenes.labels import LabelVectors
from models.scenes.word_vectors import is_word_vectors
from models.training.sketch_data import Drawings


def archive() -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, names=np.array(["a", "b"]), vectors=np.arange(600.0).reshape(2, 300))
    return file.getvalue()


def single() -> bytes:
    file = io.BytesIO()
    np.save(file, np.arange(5))
    return file.getvalue()


def spoilt() -> bytes:
    """Return an archive in which something packed has other bits."""
    content = bytearray(archive())
    at = content.index(b"vectors.npy") + 60
    content[at : at + 40] = bytes(40)
    return bytes(content)


@pytest.fixture(
    params=[b"", b"PK\x03\x04", b"no arrays", archive()[:-30], single(), spoilt()],
    ids=["empty", "head", "text", "cut", "one array", "spoilt"],
)
def damaged(request, tmp_path):
    path = tmp_path / "damaged.npz"
    path.write_bytes(request.param)
    return path


def test_all_that_is_raised_is_named(damaged):
    with pytest.raises(DAMAGED), np.load(damaged, allow_pickle=False) as file:
        np.asarray(file["names"]), np.asarray(file["vectors"])


def test_what_can_be_made_again_counts_as_absent(damaged):
    assert _read(damaged) == {}
    with pytest.raises(ValueError, match="is no map"):
        FittedMap.load(damaged)


def test_a_file_among_models_stops_no_search_for_them(damaged):
    assert is_word_vectors(damaged) in {True, False}  # of whose head alone is looked at


def test_tables_and_drawings_are_told_by_their_name(damaged):
    with pytest.raises(ModelError, match=r"damaged\.npz"):
        LabelVectors.load(path=damaged)
    with pytest.raises(ModelError, match=r"damaged\.npz"):
        Drawings.load([damaged])
