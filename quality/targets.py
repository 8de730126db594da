"""The modules whose formulas rank, and the tests that must notice a change in each."""

from typing import Final


def _rankings(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/indexers/rankings/test_{name}.py" for name in names)


_FUSION: Final = _rankings("fusion", "fusion_parts")
_LEARNING: Final = (
    *_rankings("learners", "learn_examples"),
    "tests/contracts/test_learner_contract.py",
)
_SCENES: Final = ("tests/indexers/scenes/test_scene_search.py",)
_POSES: Final = ("tests/indexers/poses/test_pose_matching.py",)
_CANVAS: Final = ("tests/indexers/canvas",)

TARGETS: Final[dict[str, tuple[str, ...]]] = {
    "indexers/rankings/fusion.py": _FUSION,
    "indexers/rankings/fusion_rules.py": _FUSION,
    "indexers/rankings/fusion_parts.py": _FUSION,
    "indexers/rankings/order_free.py": _rankings("order_free"),
    "indexers/rankings/sequences.py": _rankings("sequences"),
    "indexers/rankings/sliding.py": _rankings("time_axis", "sequences", "order_free"),
    "indexers/rankings/time_axis.py": _rankings("time_axis", "sequences"),
    "indexers/rankings/operations.py": _rankings("operations"),
    "indexers/rankings/calibration.py": _rankings("calibration"),
    "indexers/rankings/confidence.py": _rankings("confidence"),
    "indexers/rankings/learners.py": _LEARNING,
    "indexers/rankings/bayes.py": _LEARNING,
    "indexers/rankings/examples.py": _LEARNING,
    "indexers/rankings/machines.py": _rankings("machines"),
    "indexers/rankings/sparse.py": _rankings("modalities"),
    "indexers/rankings/nearness.py": _rankings("modalities"),
    "indexers/rankings/hubness.py": _rankings("modalities"),
    "indexers/rankings/measures.py": _rankings("measures"),
    "indexers/scenes/concepts.py": ("tests/indexers/scenes/test_concepts_and_fusing.py",),
    "indexers/scenes/plain.py": _SCENES,
    "indexers/scenes/kernels.py": _SCENES,
    "indexers/scenes/search.py": _SCENES,
    "indexers/scenes/windows.py": ("tests/indexers/scenes/test_windows.py",),
    "indexers/poses/matching.py": _POSES,
    "indexers/poses/points.py": _POSES,
    "indexers/canvas/boxes.py": _CANVAS,
    "indexers/canvas/regions.py": _CANVAS,
    "indexers/canvas/geometry.py": _CANVAS,
    "indexers/canvas/colours.py": _CANVAS,
    "indexers/canvas/plain.py": _CANVAS,
}
