import numpy as np
import pytest
import torch
from scipy.sparse import lil_matrix
from scipy.sparse.linalg import spsolve

from models.explain import removal

STEPS = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]


def solved(image: np.ndarray, gaps: np.ndarray) -> np.ndarray:
    """The linear system of the paper, pixel by pixel."""
    number = -np.ones(gaps.shape, int)
    number[gaps] = np.arange(gaps.sum())
    matrix = lil_matrix((gaps.sum(), gaps.sum()))
    right = np.zeros((gaps.sum(), len(image)))
    for row, (y, x) in enumerate(np.argwhere(gaps)):
        for i, j in STEPS:
            weight = 1 / 6 if 0 in {i, j} else 1 / 12
            if not (0 <= y + i < gaps.shape[0] and 0 <= x + j < gaps.shape[1]):
                continue
            matrix[row, row] += weight
            if gaps[y + i, x + j]:
                matrix[row, number[y + i, x + j]] -= weight
            else:
                right[row] += weight * image[:, y + i, x + j]
    return spsolve(matrix.tocsc(), right).reshape(-1, len(image))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_gaps_are_filled_as_the_linear_system_says(
    share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "_NOISE", 0.0)
    random = np.random.default_rng(1)
    image = removal.blurred(torch.from_numpy(random.normal(size=(1, 3, 21, 30)) * 20).float())
    gaps = random.random((21, 30)) < share
    gaps[5:15, 8:20] = True
    filled = removal.imputed(image, torch.from_numpy(gaps)[None])[0].numpy()
    assert filled[:, ~gaps] == pytest.approx(image[0].numpy()[:, ~gaps])
    wanted = solved(image[0].numpy(), gaps)
    assert np.abs(filled[:, gaps].T - wanted).max() < 0.02 * np.ptp(image.numpy())


def test_each_image_of_a_batch_is_filled_by_itself() -> None:
    image = torch.rand((2, 3, 8, 8), generator=torch.Generator().manual_seed(0))
    gaps = torch.zeros((2, 8, 8), dtype=torch.bool)
    gaps[0, 2:5, 2:5] = True
    gaps[1] = True
    filled = removal.imputed(image, gaps)
    assert torch.isfinite(filled).all()
    assert filled[1].abs().max() < 0.1  # nothing left to go by
    assert torch.equal(filled, removal.imputed(image, gaps))
    assert not torch.equal(filled, removal.imputed(image, gaps, seed=1))
    assert torch.equal(filled[0, :, 6:], image[0, :, 6:])


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (5, 3), (224, 224)])
def test_blurring_keeps_size_and_mean_colour(size: tuple[int, int]) -> None:
    image = torch.full((2, 3, *size), 0.7)
    blurred = removal.blurred(image)
    assert blurred.shape == image.shape
    assert torch.allclose(blurred, image, atol=1e-5)
