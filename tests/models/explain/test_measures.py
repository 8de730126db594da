import numpy as np
import pytest
import torch

from common.jobs import JobCancelled, JobContext
from models.explain.base import MEASURES
from models.explain.measures import (
    MeasureOptions,
    important_region,
    measure,
)

SIZE = 16


def left_half(x: torch.Tensor) -> np.ndarray:
    """A network that looks at the left half only: class 0 is how bright it is, 0-1."""
    bright = x[:, :, :, : SIZE // 2].mean((1, 2, 3)).clamp(0, 1).numpy()
    return np.stack([bright, 1 - bright], axis=1).astype(np.float32)


def maps_of(*sides: str) -> np.ndarray:
    maps = np.zeros((len(sides), SIZE, SIZE), np.float32)
    for heat, side in zip(maps, sides, strict=True):
        if side == "left":
            heat[:, : SIZE // 2] = 1
        elif side == "right":
            heat[:, SIZE // 2 :] = 1
    return maps


@pytest.fixture
def white() -> torch.Tensor:
    return torch.full((3, 3, SIZE, SIZE), 0.8)


def test_a_map_of_what_the_network_sees_is_faithful(white: torch.Tensor) -> None:
    options = MeasureOptions(names=tuple(MEASURES), steps=8)
    found = measure(left_half, white, maps_of("left", "right", "none"), [0, 0, 0], options=options)
    assert found.scores == pytest.approx([0.8, 0.8, 0.8], abs=1e-6)
    drop, rest = found.values["average_drop"], found.values["confidence_drop"]
    assert drop[:2] == pytest.approx([0, 100], abs=1e-4)
    assert rest[:2] == pytest.approx([100, 0], abs=1e-4)
    assert found.values["area"][:2] == pytest.approx([50, 50])
    assert found.values["deletion"][0] < 0.35 < 0.55 < found.values["deletion"][1]
    # An empty map has no measures, and does not count in a mean.
    assert all(np.isnan(values[2]) for values in found.values.values())
    assert found.mean("average_drop") == pytest.approx(50, abs=1e-4)


def test_increase_counts_images_whose_score_rises() -> None:
    x = torch.full((2, 3, SIZE, SIZE), 0.5)
    x[0, :, :, : SIZE // 4] = -0.5  # what holds the score back

    heat = np.ones((2, SIZE, SIZE), np.float32)
    heat[0, :, : SIZE // 4] = 0
    found = measure(left_half, x, heat, [0, 0])
    # The score of the first image was 0, so there is nothing to compare with.
    assert np.isnan(found.values["increase"][0])
    x[0, :, :, : SIZE // 4] = -0.1
    found = measure(left_half, x, heat, [0, 0])
    assert found.values["increase"].tolist() == [100, 0]
    assert found.values["average_drop"].tolist() == [0, 0]


def test_road_prefers_the_map_that_ranks_pixels_rightly() -> None:
    generator = torch.Generator().manual_seed(3)
    x = torch.rand((1, 3, SIZE, SIZE), generator=generator)
    x[:, :, 4:12, 2:6] += 2  # an object that smoothing removes
    heat = np.zeros((1, SIZE, SIZE), np.float32)
    heat[:, 4:12, 2:6] = 1

    def object_there(images: torch.Tensor) -> np.ndarray:
        value = torch.sigmoid(images[:, :, 4:12, 2:6].mean((1, 2, 3)) * 2 - 3).numpy()
        return np.stack([value, 1 - value], 1)

    options = MeasureOptions(names=("road",), fractions=(0.2, 0.4))
    right = measure(object_there, x, heat, [0], options=options).values["road"][0]
    wrong = measure(object_there, x, 1 - heat, [0], options=options).values["road"][0]
    assert right > 0.2 > 0 > wrong
    again = measure(object_there, x, heat, [0], options=options).values["road"][0]
    assert right == again


def test_the_important_region_has_a_threshold_or_a_size() -> None:
    heat = np.linspace(0, 1, SIZE * SIZE, dtype=np.float32).reshape(1, SIZE, SIZE)
    assert important_region(heat, MeasureOptions(threshold=0.75)).mean() == pytest.approx(0.25)
    top = important_region(heat, MeasureOptions(important="top", top=0.125))
    assert top.sum() == SIZE * SIZE // 8
    assert top[0, -2:].all()
    assert not important_region(0 * heat, MeasureOptions(important="top")).any()


def test_batches_do_not_change_what_is_measured() -> None:
    generator = torch.Generator().manual_seed(0)
    x = torch.rand((5, 3, SIZE, SIZE), generator=generator)
    heat = np.random.default_rng(0).random((5, SIZE, SIZE)).astype(np.float32)
    targets = [0, 1, 0, 1, 1]
    sizes: list[int] = []

    def counted(images: torch.Tensor) -> np.ndarray:
        sizes.append(len(images))
        return left_half(images)

    names = ("average_drop", "confidence_drop", "insertion", "deletion")
    small = measure(
        counted, x, heat, targets, options=MeasureOptions(names=names, batch=3, steps=5)
    )
    assert max(sizes) == 3
    large = measure(
        left_half, x, heat, targets, options=MeasureOptions(names=names, batch=999, steps=5)
    )
    for name in names:
        assert small.values[name] == pytest.approx(large.values[name], abs=1e-6)
        alone = measure(
            left_half,
            x[2:3],
            heat[2:3],
            targets[2:3],
            options=MeasureOptions(names=names, steps=5),
        )
        assert alone.values[name][0] == pytest.approx(large.values[name][2], abs=1e-6)


@pytest.mark.parametrize(
    "options",
    [
        {"names": ("beauty",)},
        {"threshold": 0.0},
        {"top": 1.0},
        {"steps": 1},
        {"fractions": ()},
        {"fractions": (1.5,)},
    ],
)
def test_senseless_options_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"measure|between|at least"):
        MeasureOptions(**options)  # type: ignore[arg-type]


def test_what_does_not_fit_is_refused(white: torch.Tensor) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        measure(left_half, white, maps_of("left"), [0])
    with pytest.raises(ValueError, match="between 0 and 1"):
        measure(left_half, white, maps_of("left", "left", "left") * 2, [0, 0, 0])
    with pytest.raises(ValueError, match="between 0 and 1"):
        measure(left_half, white, maps_of("left", "left", "left") * np.nan, [0, 0, 0])


def test_measuring_can_be_cancelled(white: torch.Tensor) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        measure(left_half, white, maps_of("left", "left", "left"), [0, 0, 0], context=context)
