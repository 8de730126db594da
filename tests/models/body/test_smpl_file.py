"""Body files of SMPL's form, made here from our own body; none of theirs is needed."""

import codecs
import pickle
import sys
import types

import numpy as np
import pytest
import scipy.sparse as sp

from common.errors import ModelError
from models.body.baked import read_body
from models.body.model import BodyModel, identity_pose
from models.body.rotations import from_axis_angle
from models.body.skeleton import PARENTS
from models.body.smpl_file import read_smpl


def regressor(data):
    """Return weights of near vertices that give the joints for every shape."""
    found = np.zeros((24, len(data.vertices)))
    for joint in range(24):
        near = np.argsort(np.linalg.norm(data.vertices - data.joints[joint], axis=1))[:60]
        rows = [data.vertices[near].T, np.ones((1, 60))]
        rows += [dirs[near].T for dirs in data.shape_dirs]
        wanted = np.concatenate([data.joints[joint], [1], *(d[joint] for d in data.joint_dirs)])
        found[joint, near] = np.linalg.lstsq(np.concatenate(rows), wanted, rcond=1e-6)[0]
    return found


@pytest.fixture(scope="module")
def fields():
    data = read_body()
    return {
        "v_template": data.vertices.astype(float),
        "shapedirs": np.moveaxis(data.shape_dirs, 0, 2).astype(float),
        "posedirs": np.zeros((len(data.vertices), 3, 207), np.float32),
        "J_regressor": regressor(data),
        "weights": data.weights.astype(float),
        "f": data.faces.astype(np.uint32),
        "kintree_table": np.array([[2**32 - 1, *PARENTS[1:]], range(24)], np.uint32),
    }


def as_chumpy(fields, path):
    """Write a pickle as the old files are: chumpy arrays and a selection of one."""
    module, reordering = types.ModuleType("chumpy.ch"), types.ModuleType("chumpy.reordering")
    array = type("Ch", (), {"__module__": "chumpy.ch"})
    select = type("Select", (), {"__module__": "chumpy.reordering"})
    module.Ch, reordering.Select = array, select
    sys.modules.update(
        {"chumpy": types.ModuleType("chumpy"), "chumpy.ch": module, "chumpy.reordering": reordering}
    )

    def wrapped(values):
        made = array()
        made.x = values
        return made

    picked = select()
    dirs = fields["shapedirs"]
    picked.a, picked.idxs, picked.preferred_shape = wrapped(dirs), np.arange(dirs.size), dirs.shape
    odd = array()
    odd.A = 1
    try:
        with path.open("wb") as file:
            pickle.dump(
                {
                    **fields,
                    "v_template": wrapped(fields["v_template"]),
                    "weights": wrapped(fields["weights"]),
                    "shapedirs": picked,
                    "J_regressor": sp.csc_matrix(fields["J_regressor"]),
                    "J": odd,
                    "bs_style": "lbs",
                },
                file,
                protocol=2,
            )
    finally:
        for name in [one for one in sys.modules if one.startswith("chumpy")]:
            del sys.modules[name]


def test_an_npz_poses_like_the_body_it_was_made_of(fields, tmp_path):
    np.savez(tmp_path / "mine.npz", **fields)
    body = BodyModel(read_smpl(tmp_path / "mine.npz"))
    pose = from_axis_angle(np.random.default_rng(0).normal(0, 0.4, (24, 3)))
    shape = np.random.default_rng(1).normal(0, 1, 10)
    wanted, found = BodyModel().pose(pose, shape), body.pose(pose, shape)
    shift = wanted.joints[0] - found.joints[0]
    np.testing.assert_allclose(found.vertices + shift, wanted.vertices, atol=2e-3)
    assert body.data.name == "mine"
    assert not body.data.has_human_terms


def test_an_old_pickle_opens_without_chumpy(fields, tmp_path):
    as_chumpy(fields, tmp_path / "old.pkl")
    data = read_smpl(tmp_path / "old.pkl")
    np.testing.assert_allclose(data.shape_dirs, read_body().shape_dirs, atol=1e-6)
    np.testing.assert_allclose(data.weights, read_body().weights, atol=1e-6)


def test_bent_joints_add_their_corrections(fields, tmp_path):
    bent = dict(fields)
    bent["posedirs"] = np.zeros_like(fields["posedirs"])
    bent["posedirs"][:, 1, 0] = 0.01  # the first number of the first joint's rotation
    np.savez(tmp_path / "bent.npz", **bent)
    body = BodyModel(read_smpl(tmp_path / "bent.npz"))
    pose = identity_pose()
    pose[1] = from_axis_angle(np.array([0.0, np.pi / 2, 0.0]))  # its first number is 0, not 1
    plain = BodyModel(read_body())
    moved = body.pose(pose).vertices - plain.pose(pose).vertices
    head = np.argmax(body.data.vertices[:, 1])
    assert moved[head, 1] - moved[head, 1].round(2) == pytest.approx(0.0, abs=3e-3)
    assert abs(moved[head, 1]) == pytest.approx(0.01, abs=3e-3)


class Evil:
    def __reduce__(self):
        import os

        return os.system, ("echo it ran > ran.txt",)


def test_a_pickle_that_wants_to_run_code_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "evil.pkl"
    path.write_bytes(pickle.dumps({"v_template": Evil()}))
    with pytest.raises(ModelError, match=r"system.*nothing was run"):
        read_smpl(path)
    assert not (tmp_path / "ran.txt").exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"weights": None}, "“weights” is missing"),
        ({"posedirs": np.zeros((3, 3, 9))}, "posedirs"),
        ({"v_template": np.full((13492, 3), np.nan)}, "v_template"),
        ({"kintree_table": np.zeros((2, 24), np.uint32)}, "hang together"),
        ({"f": np.array([[0, 1, 99_999]], np.uint32)}, "different sizes"),
        ({"f": np.array([[0, 1, -1]])}, "different sizes"),
        ({"f": np.zeros((0, 3), np.uint32)}, "different sizes"),
    ],
)
def test_what_does_not_fit_is_named(fields, tmp_path, change, why):
    changed = {name: value for name, value in {**fields, **change}.items() if value is not None}
    np.savez(tmp_path / "odd.npz", **changed)
    with pytest.raises(ModelError, match=why):
        read_smpl(tmp_path / "odd.npz")


@pytest.mark.parametrize(
    ("make", "words"),
    [(np.ndarray, ((10**15,),)), (codecs.encode, ("x", "rot13")), (np.dtype, ("no kind",))],
)
def test_a_damaged_pickle_is_told(tmp_path, make, words):
    class Odd:
        def __reduce__(self):
            return make, words

    (tmp_path / "odd.pkl").write_bytes(pickle.dumps({"v_template": Odd()}))
    with pytest.raises(ModelError, match=r"odd\.pkl"):
        read_smpl(tmp_path / "odd.pkl")


@pytest.mark.parametrize("name", ["junk.pkl", "junk.npz"])
def test_junk_is_told(tmp_path, name):
    (tmp_path / name).write_bytes(b"no body at all")
    with pytest.raises(ModelError, match=name):
        read_smpl(tmp_path / name)
    with pytest.raises(ModelError, match="gone"):
        read_smpl(tmp_path / f"gone-{name}")


def test_an_array_of_objects_is_not_read(tmp_path):
    np.savez(tmp_path / "objects.npz", v_template=np.array([Evil()], object))
    with pytest.raises(ModelError, match="objects"):
        read_smpl(tmp_path / "objects.npz")
