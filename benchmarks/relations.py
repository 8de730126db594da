"""Relations between objects whose boxes and names are given: `bench relations`.

VRD's training images, cut in five by a hash of their names: three parts train, one is validation
(constants were chosen on it), one test. Recall at k: a predicate that was annotated is among the k
best of its pair; unseen: triples that the training parts do not hold. The peer of every row is FREQ
x geometry in 192 bins, counted from the same images.

The model that ships never saw VRD: its prior is from captions, its geometry is set by hand. It says
other words, so all are compared once more with words of one meaning merged.
"""

import time
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.relations_models import Array, Counted, KernelModel, Pairs, Vrd, counts, read_vrd
from benchmarks.report import BenchReport
from benchmarks.shared_data import needed
from common.jobs import JobContext
from models.scenes.geometry import Box
from models.scenes.predicates import table
from models.scenes.relations import RelationModel

_PEER: Final = "FREQ x geometry"
_KS: Final = (1, 3, 5, 10)


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure all models on the test part, or with quick on a tenth of it.

    Raises:
        AppError: VRD is not there.
    """
    context = context or JobContext()
    vrd = read_vrd(needed("vrd/annotations_train.json", "The relations of VRD").parent)
    test = _some(vrd.join(0), 10 if quick else 1)
    train = vrd.join(1, 2, 3, 4)
    report = BenchReport("relations")
    context.step(0, 3, "Counting")
    found = Counted(train, len(vrd.objects), len(vrd.predicates)).shares(test)
    context.step(1, 3, "Kernel model")
    found["kernel"] = KernelModel(train, vrd.objects, vrd.predicates).shares(test)
    seen = counts(train, len(vrd.objects), len(vrd.predicates)) > 0
    unseen = ~seen[test.subjects, test.objects, test.predicates]
    _report(report, "", found, test.predicates, unseen)
    context.step(2, 3, "The model that ships")
    merged, names = _merge(vrd)
    joined = {name: _sum(scores, merged, len(names)) for name, scores in found.items()}
    started = time.perf_counter()
    joined["captions x hand-set geometry"] = _shipped(vrd, test, names, boxes=True)
    took = (time.perf_counter() - started) * 1e3 / max(1, len(test.subjects))
    joined["captions alone"] = _shipped(vrd, test, names, boxes=False)
    _report(report, "merged ", joined, merged[test.predicates], unseen)
    report.add("time a pair", took, None, "ms", "the model that ships")
    return report


def _some(pairs: Pairs, step: int) -> Pairs:
    return Pairs(
        pairs.subjects[::step],
        pairs.objects[::step],
        pairs.predicates[::step],
        pairs.boxes[::step],
        pairs.aspects[::step],
    )


def _report(
    report: BenchReport,
    prefix: str,
    found: dict[str, Array],
    wanted: NDArray[np.int64],
    unseen: NDArray[np.bool_],
) -> None:
    """Add a row for each model: all pairs, and those of unseen triples."""
    for group, chosen in (("all", np.ones_like(unseen)), ("unseen", unseen)):
        peer = _recalls(found[_PEER], wanted, chosen)
        for name, scores in found.items():
            ours = _recalls(scores, wanted, chosen)
            rest = ", ".join(f"R@{k} {ours[k]:.1f}" for k in _KS[1:])
            note = f"{rest} ({int(chosen.sum())} pairs; peer: {_PEER})"
            report.add(f"{prefix}R@1 {group} {name}", ours[1], peer[1], "%", note)


def _recalls(
    scores: Array, wanted: NDArray[np.int64], chosen: NDArray[np.bool_]
) -> dict[int, float]:
    """Return recall at k in percent; predicates of equal score all stand before the wanted one."""
    own = scores[np.arange(len(wanted)), wanted][:, None]
    rank = (scores >= own).sum(axis=1)[chosen]
    return {k: 100 * float((rank <= k).mean()) if len(rank) else 0.0 for k in _KS}


def _merge(vrd: Vrd) -> tuple[NDArray[np.int64], list[str]]:
    """Return for each predicate of VRD its merged one, and the names of those."""
    said = [table().canonical(name) for name in vrd.predicates]
    names = list(dict.fromkeys(said))
    return np.array([names.index(name) for name in said]), names


def _sum(scores: Array, merged: NDArray[np.int64], count: int) -> Array:
    """Return the scores of merged predicates: the sums of their words' shares."""
    scores = scores / scores.sum(axis=1, keepdims=True)
    found = np.zeros((len(scores), count))
    np.add.at(found.T, merged, scores.T)
    return found


def _shipped(vrd: Vrd, test: Pairs, names: list[str], *, boxes: bool) -> Array:
    """Return the scores of the model that ships for merged predicates; 0 for words it lacks."""
    model = RelationModel.load()
    said = [table().canonical(name) for name in model.predicates]
    column = np.array([names.index(name) if name in names else -1 for name in said])
    found = np.zeros((len(test.subjects), len(names)))
    for row, sides in enumerate(test.boxes.tolist()):
        subject, target = vrd.objects[test.subjects[row]], vrd.objects[test.objects[row]]
        first: Box = (sides[0], sides[1], sides[2], sides[3])
        second: Box = (sides[4], sides[5], sides[6], sides[7])
        shares = model.shares(subject, target, *((first, second) if boxes else (None, None)))
        np.add.at(found[row], column[column >= 0], shares[column >= 0])
    return found
