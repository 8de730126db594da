"""What `bench relations` counts, on made pairs; the whole of it where VRD is."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import relations
from benchmarks.relations_models import Counted, KernelModel, counts, read_vrd


@pytest.fixture
def vrd_folder(tmp_path: Path) -> Path:
    """Sixty images in which a person wears what is inside and stands on what is below."""
    rng = np.random.default_rng(0)
    images, sizes = {}, {}
    for number in range(60):
        top, left = rng.integers(0, 40, 2).tolist()
        body = {"category": 0, "bbox": [top, top + 100, left, left + 40]}
        shirt = {"category": 1, "bbox": [top + 20, top + 50, left + 5, left + 35]}
        street = {"category": 2, "bbox": [top + 90, 200, 0, 200]}
        told = [
            {"subject": body, "predicate": 1, "object": shirt},
            {"subject": body, "predicate": 0, "object": street},
        ]
        images[f"{number}.jpg"] = [*told, told[0]]  # told twice
        sizes[f"{number}.jpg"] = {"width": 200, "height": 200}
    for name, content in (
        ("annotations_train", images),
        ("train_image_metadata", sizes),
        ("objects", ["person", "shirt", "street"]),
        ("predicates", ["on", "wear"]),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    return tmp_path


def test_pairs_are_read_once_and_every_model_learns_them(vrd_folder: Path) -> None:
    vrd = read_vrd(vrd_folder)
    everything = vrd.join(0, 1, 2, 3, 4)
    assert len(everything.subjects) == 120
    assert ((everything.boxes >= 0) & (everything.boxes <= 1)).all()
    train, test = vrd.join(1, 2, 3, 4), vrd.join(0)
    assert counts(train, 3, 2).sum() == len(train.subjects)
    found = Counted(train, 3, 2).shares(test)
    found["kernel"] = KernelModel(train, vrd.objects, vrd.predicates).shares(test)
    for name in ("geometry", "FREQ", "FREQ x geometry", "kernel"):
        assert (found[name].argmax(axis=1) == test.predicates).all(), name
    assert len(set(found["prior"].argmax(axis=1).tolist())) == 1


def test_predicates_of_equal_score_all_stand_before_the_wanted_one() -> None:
    scores = np.array([[0.5, 0.5, 0.1], [0.0, 0.0, 0.0]])
    found = relations._recalls(scores, np.array([0, 2]), np.ones(2, np.bool_))
    assert found == {1: 0.0, 3: 100.0, 5: 100.0, 10: 100.0}


@pytest.mark.data
def test_the_kernel_is_better_than_counts_and_captions_than_nothing(shared_data: Path) -> None:
    cases = {case.case: case for case in relations.run(quick=True).cases}
    assert cases["R@1 all kernel"].ours > cases["R@1 all FREQ x geometry"].ours
    assert cases["R@1 unseen kernel"].ours > cases["R@1 unseen FREQ x geometry"].ours
    shipped = cases["merged R@1 all captions x hand-set geometry"].ours
    assert shipped > 2 * cases["merged R@1 all prior"].ours
