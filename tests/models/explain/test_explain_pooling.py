"""Median and maximum pooling against the equations, written out plainly in NumPy."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from models.explain import cams
from models.explain.extractor import Traces

CASES = ("random", "sparse", "all-zero", "all-negative", "single", "two-values", "mixed")


def tensors(case: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    random = np.random.default_rng(7)
    shape = (3, 12, 7, 5)
    activations = random.normal(size=shape).astype(np.float32)
    gradients = random.normal(size=shape).astype(np.float32)
    if case == "sparse":
        gradients[random.random(shape) < 0.8] = 0
    elif case == "all-zero":
        gradients[:] = 0
    elif case == "all-negative":
        gradients = -np.abs(gradients)
    elif case == "single":
        gradients[:] = 0
        gradients[:, :, 3, 2] = random.normal(size=shape[:2])
    elif case == "two-values":
        gradients[:] = 0
        gradients[..., 0, 0], gradients[..., 6, 4] = 2, -5
    elif case == "mixed":
        gradients[0] = 0
        gradients[1, :6] = 0
    return activations, gradients


def transcription(
    activations: NDArray[np.float32], gradients: NDArray[np.float32], kind: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return alpha (N, K) and maps (N, h, w) by equations 2 to 4, 7 and 8, cell by cell."""
    count, maps, height, width = activations.shape
    alpha = np.zeros((count, maps))
    heat = np.zeros((count, height, width))
    for n in range(count):
        for k in range(maps):
            g = gradients[n, k].astype(np.float64)
            some = g[g != 0]
            if kind == "mean":
                value = 1 / (height * width)
            elif not len(some):
                value = 0.0
            else:
                value = float(np.median(some)) if kind == "median" else float(np.max(some))
            w = np.full((height, width), value)
            alpha[n, k] = np.sum(g * w)
            heat[n] += alpha[n, k] * activations[n, k].astype(np.float64)
    return alpha, np.maximum(heat, 0)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    ("name", "kind"),
    [("grad_cam", "mean"), ("median_pooling", "median"), ("max_pooling", "max")],
)
def test_alpha_and_map_are_those_of_the_equations(case: str, name: str, kind: str) -> None:
    activations, gradients = tensors(case)
    alpha, heat = transcription(activations, gradients, kind)
    traces = Traces(torch.tensor(activations), torch.tensor(gradients), torch.zeros(3, 1))
    np.testing.assert_allclose(cams.WEIGHTS[name](traces).numpy(), alpha, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(cams.from_traces(name, traces).numpy(), heat, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("case", CASES)
def test_the_short_forms_are_the_pooled_gradient_itself(case: str) -> None:
    activations, gradients = tensors(case)
    traces = Traces(torch.tensor(activations), torch.tensor(gradients), torch.zeros(3, 1))
    for name, pool in (("median_pooling_short", np.median), ("max_pooling_short", np.max)):
        found = cams.WEIGHTS[name](traces).numpy()
        for n, k in np.ndindex(*found.shape):
            some = gradients[n, k][gradients[n, k] != 0].astype(np.float64)
            assert found[n, k] == pytest.approx(pool(some) if len(some) else 0, abs=1e-7)


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(1, 5), st.integers(1, 5)),
        elements=st.sampled_from([0.0, -3.0, -0.5, 1.0, 2.5]) | st.floats(-8, 8, width=32),
    )
)
def test_pooling_of_anything_equals_numpy(gradients: NDArray[np.float32]) -> None:
    middle = cams.median_nonzero(torch.tensor(gradients)).numpy()
    largest = cams.max_nonzero(torch.tensor(gradients)).numpy()
    for n, k in np.ndindex(*middle.shape):
        some = gradients[n, k][gradients[n, k] != 0].astype(np.float64)
        assert middle[n, k] == pytest.approx(np.median(some) if len(some) else 0, rel=1e-6)
        assert largest[n, k] == pytest.approx(some.max() if len(some) else 0, rel=1e-6)


def test_an_even_count_takes_the_mean_of_the_two_middle_values() -> None:
    gradients = torch.tensor([[[[0.0, 1.0, 0.0, 4.0]]]])
    assert float(cams.median_nonzero(gradients)) == 2.5


def test_max_of_negative_gradients_is_the_least_negative_one() -> None:
    gradients = torch.tensor([[[[0.0, -1.0, -4.0]]]])
    assert float(cams.max_nonzero(gradients)) == -1.0


def plus_plus(
    activations: NDArray[np.float64], gradients: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the Grad-CAM++ map of one image by equations 7 and 19."""
    heat = np.zeros(activations.shape[1:])
    for a, g in zip(activations, gradients, strict=True):
        weight = 0.0
        for i, j in np.ndindex(*g.shape):
            below = 2 * g[i, j] ** 2 + a.sum() * g[i, j] ** 3
            alpha = g[i, j] ** 2 / below if below else 0.0
            weight += alpha * max(g[i, j], 0)
        heat += weight * a
    return np.maximum(heat, 0)


@pytest.mark.parametrize("case", CASES)
def test_plus_plus_is_the_closed_form(case: str) -> None:
    activations, gradients = tensors(case)
    activations = np.abs(activations)
    traces = Traces(torch.tensor(activations), torch.tensor(gradients), torch.zeros(3, 1))
    found = cams.from_traces("grad_cam_pp", traces).numpy()
    for n in range(3):
        wanted = plus_plus(activations[n].astype(np.float64), gradients[n].astype(np.float64))
        np.testing.assert_allclose(found[n], wanted, rtol=1e-5, atol=1e-6)


def test_cell_by_cell_methods() -> None:
    activations, gradients = tensors("random")
    traces = Traces(torch.tensor(activations), torch.tensor(gradients), torch.zeros(3, 1))
    product = (activations * gradients).sum(1)
    np.testing.assert_allclose(
        cams.from_traces("hires_cam", traces).numpy(), np.maximum(product, 0), atol=1e-5
    )
    positive = (activations * np.maximum(gradients, 0)).sum(1)
    np.testing.assert_allclose(
        cams.from_traces("layer_cam", traces).numpy(), np.maximum(positive, 0), atol=1e-5
    )


@pytest.mark.parametrize("shape", [(2, 30, 4, 5), (2, 6, 7, 5)])
def test_eigen_cam_is_the_first_component(shape: tuple[int, ...]) -> None:
    activations = np.random.default_rng(3).normal(size=shape)
    found = cams.eigen(torch.tensor(activations)).numpy()
    for n in range(shape[0]):
        cells = activations[n].reshape(shape[1], -1).T
        cells = cells - cells.mean(0)
        component = cells @ np.linalg.svd(cells)[2][0]
        if component.max() < -component.min():
            component = -component
        wanted = np.maximum(component, 0).reshape(shape[2:])
        np.testing.assert_allclose(found[n], wanted, rtol=1e-5, atol=1e-6)
