import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.errors import QueryError
from indexers.feedback.codes import CompactCodes, DenseCodes, choose, restore
from indexers.feedback.loss import overlap, products


def sparse(count: int, dim: int, many: int, seed: int = 0) -> np.ndarray:
    """Return vectors with `many` non-zero numbers of both signs."""
    rng = np.random.default_rng(seed)
    vectors = np.zeros((count, dim), np.float32)
    for row in vectors:
        row[rng.choice(dim, many, replace=False)] = rng.normal(0, 1, many)
    return vectors


def test_an_item_takes_three_bytes_a_feature() -> None:
    for strongest, size in ((8, 24), (16, 48), (20, 60)):
        codes = CompactCodes.fit(sparse(5, 100, 30), strongest)
        assert codes.encode(sparse(5, 100, 30)).nbytes == 5 * size


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 300), st.sampled_from([2, 8, 10, 20]))
def test_compact_codes_keep_the_strongest_within_half_a_step(
    seed: int, dim: int, strongest: int
) -> None:
    vectors = sparse(7, dim, max(1, dim // 3), seed)
    codes = CompactCodes.fit(vectors, strongest)
    back = codes.decode(codes.encode(vectors))
    sizes = np.abs(vectors)
    kept = np.sort(sizes, axis=1)[:, ::-1][:, :strongest]
    weakest = kept[:, min(strongest, dim) - 1 : min(strongest, dim)]
    step = codes.top / 255
    stays = sizes > weakest  # whatever is stronger than the last one kept must be there
    assert np.abs(back - vectors)[stays].max(initial=0.0) <= 1.01 * step
    assert (np.count_nonzero(back, axis=1) <= strongest).all()


def test_products_of_codes_are_those_of_what_they_stand_for() -> None:
    rng = np.random.default_rng(3)
    vectors = sparse(500, 64, 20)
    for codes in (
        CompactCodes.fit(vectors, 8), CompactCodes.fit(vectors, 20), DenseCodes.fit(vectors)
    ):  # fmt: skip
        plane = rng.normal(size=64).astype(np.float32)
        kept = codes.encode(vectors)
        expected = codes.decode(kept) @ plane
        assert products(codes, kept, plane) == pytest.approx(expected, rel=1e-4, abs=1e-4)


def test_dense_codes_err_by_half_a_step_and_clip_what_is_newer_and_larger() -> None:
    vectors = np.random.default_rng(0).normal(size=(300, 40)).astype(np.float32)
    codes = DenseCodes.fit(vectors)
    assert (np.abs(codes.decode(codes.encode(vectors)) - vectors) <= codes.step * 0.501).all()
    far = codes.encode(vectors * 10)
    assert far.min() >= -127
    assert far.max() <= 127


def test_codes_come_back_from_their_description() -> None:
    vectors = sparse(50, 30, 10)
    for codes in (CompactCodes.fit(vectors, 10), DenseCodes.fit(vectors)):
        again = restore(codes.settings(), codes.arrays())
        assert (again.encode(vectors) == codes.encode(vectors)).all()
    with pytest.raises(ValueError, match="another version"):
        restore({"codes": "mystery"}, {})
    with pytest.raises(ValueError, match="not described"):
        restore({"codes": "compact"}, {})


def test_impossible_codes_are_refused() -> None:
    with pytest.raises(QueryError, match="40000"):
        CompactCodes(40_000, 8, 1.0)
    with pytest.raises(ValueError, match="even"):
        CompactCodes(100, 7, 1.0)
    with pytest.raises(ValueError, match="positive"):
        CompactCodes(100, 8, 0.0)


def test_a_vector_of_nothing_but_zeros_has_a_code() -> None:
    zeros = np.zeros((3, 12), np.float32)
    for codes in (CompactCodes.fit(zeros, 8), DenseCodes.fit(zeros)):
        assert np.abs(codes.decode(codes.encode(zeros))).max() < 1e-6


def test_what_few_features_say_is_kept_compact_and_the_rest_dense() -> None:
    assert isinstance(choose(sparse(100, 400, 15)), CompactCodes)
    dense = np.random.default_rng(0).normal(size=(100, 400)).astype(np.float32)
    assert isinstance(choose(dense), DenseCodes)
    assert isinstance(choose(dense[:, :10]), DenseCodes)  # fewer numbers than features kept


def test_the_loss_is_reported() -> None:
    vectors = sparse(3000, 200, 12)
    planes = list(np.random.default_rng(1).normal(size=(3, 200)).astype(np.float32))
    whole = overlap(vectors, CompactCodes.fit(vectors, 12), planes, top=100)
    cut = overlap(vectors, CompactCodes.fit(vectors, 4), planes, top=100)
    assert min(whole) > 0.95
    assert max(cut) < min(whole)
    assert min(overlap(vectors, DenseCodes.fit(vectors), planes, top=100)) > 0.9
