"""Finding, recognising and adding weights."""

import hashlib
import io
import json
import os
import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from common.errors import ModelError, WeightsError
from models.cards import ModelCard, load_cards, read_card
from models.hub import ModelHub, ModelStatus
from models.networks.squeezenet import SqueezeNet
from models.store import ModelStore, noted_hash
from models.weights import read_arrays, read_tensors, tensor_shapes


def by_name(lines: list[ModelStatus]) -> dict[str, ModelStatus]:
    return {line.name: line for line in lines}


class Payload:
    """Unpickling this would leave a trace."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch '{self.trace}'",)


@pytest.fixture
def bare_card() -> dict[str, object]:
    return {
        "name": "x", "title": "X", "task": "ocr", "licence": "MIT", "origin": "https://x.org",
        "paper": "p", "gain": "g.", "memory_mb": 1, "embedded": True,
        "input": {"layout": "l"}, "output": {},
    }  # fmt: skip


@pytest.mark.parametrize("licence", ["", "unknown", "unclear", " None "])
def test_no_licence_no_card(bare_card: dict[str, object], licence: str) -> None:
    ModelCard.model_validate(bare_card)
    with pytest.raises(ValueError, match="licence"):
        ModelCard.model_validate(bare_card | {"licence": licence})
    bare_card.pop("licence")
    with pytest.raises(ValueError, match="licence"):
        ModelCard.model_validate(bare_card)


def test_a_card_with_an_unchecked_download_is_refused(bare_card: dict[str, object]) -> None:
    file = {"name": "a.onnx", "url": "https://x.org/a.onnx", "bytes": 3}
    with pytest.raises(ValueError, match="sha256"):
        ModelCard.model_validate(bare_card | {"files": [file]})
    with pytest.raises(ValueError, match="plain file name"):
        ModelCard.model_validate(
            bare_card | {"files": [file | {"name": "../a", "sha256_start": "01234567"}]}
        )


def test_a_broken_card_is_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text('name = "odd"\n')
    with pytest.raises(ModelError, match=r"odd\.toml"):
        read_card(path)
    path.write_text("name = \n")
    with pytest.raises(ModelError, match=r"odd\.toml"):
        load_cards(tmp_path)


def test_a_missing_model_says_what_it_would_add_and_how(tmp_path: Path) -> None:
    lines = by_name(ModelHub(tmp_path).status())
    assert lines["layout"].available
    assert lines["layout"].source == "embedded"
    missing = lines["mobilenet_v2"]
    assert not missing.available
    assert missing.source == ""
    assert missing.bytes > 1_000_000
    assert "models get mobilenet_v2" in missing.hint
    assert "concepts" in missing.hint
    assert "mobilenet_v2" in lines["conse"].hint


def test_weights_are_copied_and_noted(tmp_path: Path, weights_folder: Path) -> None:
    source = weights_folder / "squeezenet.safetensors"
    hub = ModelHub(tmp_path / "models")
    (line,) = hub.add(source)
    assert (line.name, line.available, line.source) == ("squeezenet1_0", True, "user")
    assert line.bytes == source.stat().st_size
    weights = hub.weights("squeezenet1_0")
    assert weights is not None
    assert weights.path.read_bytes() == source.read_bytes()
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    assert noted_hash(weights.path.parent, weights.path.name) == digest
    assert hub.weights_hash("squeezenet1_0") == digest
    assert ModelHub(tmp_path / "models").is_available("squeezenet1_0")  # a later run
    assert not [path for path in (tmp_path / "models").iterdir() if path.name.startswith(".")]


def test_the_name_of_a_file_does_not_matter(tmp_path: Path, weights_folder: Path) -> None:
    odd = tmp_path / "renamed by someone.safetensors"
    odd.write_bytes((weights_folder / "mobilenet.safetensors").read_bytes())
    assert ModelHub(tmp_path / "m").add(odd)[0].name == "mobilenet_v2"


def test_a_pickle_of_tensors_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "squeezenet.pth"
    torch.save({"state_dict": SqueezeNet().state_dict()}, path)
    assert ModelHub(tmp_path / "m").add(path)[0].name == "squeezenet1_0"


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_malicious_pickle_is_refused_and_never_run(tmp_path: Path, protocol: int) -> None:
    trace = tmp_path / "trace"
    evil = tmp_path / "mobilenet_v2.pth"
    evil.write_bytes(pickle.dumps({"stem.weight": Payload(trace)}, protocol=protocol))
    hub = ModelHub(tmp_path / "m")
    with pytest.raises(WeightsError, match="refused"):
        hub.add(evil)
    zipped = tmp_path / "zipped.pt"
    torch.save({"stem.weight": Payload(trace)}, zipped)
    with pytest.raises(WeightsError, match="refused"):
        hub.add(zipped)
    assert not trace.exists()
    assert hub.weights("mobilenet_v2") is None


def header(entries: dict[str, object]) -> bytes:
    told = json.dumps(entries).encode()
    return len(told).to_bytes(8, "little") + told + bytes(64)


def torn_pickle() -> bytes:
    """A file of torch's old kind that ends within its numbers."""
    file = io.BytesIO()
    torch.save({"a": torch.ones(400)}, file, _use_new_zipfile_serialization=False)
    return file.getvalue()[:-1933]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.safetensors", b""),
        ("a.safetensors", b"\xff" * 64),
        ("a.safetensors", (8).to_bytes(8, "little") + b"[1, 2]  "),
        ("a.safetensors", (200_000).to_bytes(8, "little") + b"[" * 200_000),
        (
            "a.safetensors",
            header({"a": {"dtype": "F32", "shape": [10**40], "data_offsets": [0, 4]}}),
        ),
        ("a.pth", b"not a pickle at all"),
        ("a.pth", torn_pickle()),
        ("a.pth", b""),
        ("a.onnx", b"\x00\x01"),
    ],
)
def test_damaged_files_give_one_clear_line(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="a\\.") as caught:
        ModelHub(tmp_path / "m").add(path)
    assert "\n" not in str(caught.value)
    assert "refused" not in str(caught.value)


def test_an_unknown_file_lists_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "other.safetensors"
    save_file({"layer.weight": torch.zeros(2, 2)}, path)
    with pytest.raises(WeightsError, match=r"mobilenet_v2.*CLIP"):
        ModelHub(tmp_path / "m").add(path)
    with pytest.raises(ModelError, match="does not exist"):
        ModelHub(tmp_path / "m").add(tmp_path / "nothing")


def test_a_folder_gives_all_it_holds_and_names_the_rest(
    tmp_path: Path, weights_folder: Path, tiny_clip: Path
) -> None:
    folder = tmp_path / "many"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "net.safetensors").symlink_to(weights_folder / "mobilenet.safetensors")
    (folder / "tiny-clip").symlink_to(tiny_clip)
    save_file({"layer.weight": torch.zeros(2, 2)}, folder / "odd.safetensors")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    lines = by_name(ModelHub(tmp_path / "m").add(folder))
    assert lines["mobilenet_v2"].available
    odd = lines["odd.safetensors"]
    assert not odd.available
    assert odd.task == "unknown"
    assert odd.hint
    assert "photo.jpg" not in lines


def test_a_clip_folder_is_known_by_its_config(tmp_path: Path, tiny_clip: Path) -> None:
    hub = ModelHub(tmp_path)
    (line,) = hub.add(tiny_clip)
    assert line.name == "clip:tiny-clip"
    assert line.available
    stored = hub.weights("clip:tiny-clip")
    assert stored is not None
    assert (stored.path / "config.json").is_file()
    assert (stored.path / "tokenizer.json").is_file()
    assert by_name(hub.status())["clip:tiny-clip"].bytes > 10_000


def test_extra_places_are_used_and_never_written(
    tmp_path: Path, weights_folder: Path, tiny_clip: Path
) -> None:
    hub = ModelHub(tmp_path / "m", [weights_folder, tiny_clip, tmp_path / "absent"])
    assert hub.is_available("mobilenet_v2")
    assert hub.is_available("clip:tiny-clip")
    line = by_name(hub.status())["squeezenet1_0"]
    assert line.source == str(weights_folder)
    assert {path.name for path in weights_folder.iterdir()} == {
        "mobilenet.safetensors",
        "squeezenet.safetensors",
    }


def test_a_full_disk_leaves_the_older_copy(
    tmp_path: Path, weights_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = ModelHub(tmp_path)
    hub.add(weights_folder)
    before = hub.weights_hash("mobilenet_v2")

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("models.store.shutil.copyfile", no_space)
    with pytest.raises(ModelError, match="No space left"):
        hub.add(weights_folder / "mobilenet.safetensors")
    assert hub.weights_hash("mobilenet_v2") == before
    assert {path.name for path in tmp_path.iterdir()} <= {
        "mobilenet_v2",
        "squeezenet1_0",
        "hashes.json",
    }


def test_a_newer_copy_takes_the_older_ones_place(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "store")
    for content in (b"one", b"two"):
        source = tmp_path / "w.bin"
        source.write_bytes(content)
        folder = store.put("a:b", [source], source="test", hashes={})
    assert (folder / "w.bin").read_bytes() == b"two"
    assert store.names() == ["a:b"]
    assert [path.name for path in store.folder.iterdir()] == ["a-b"]


def test_a_damaged_note_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "source.json").write_text("{")
    assert ModelHub(tmp_path).added_names() == []


def test_shapes_come_from_the_header_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    save_file({"x": torch.zeros(3, 4), "y": torch.ones(2)}, path)
    assert tensor_shapes(path) == {"x": (3, 4), "y": (2,)}
    cut = path.read_bytes()[:-8]
    path.write_bytes(cut)
    assert tensor_shapes(path) == {"x": (3, 4), "y": (2,)}
    with pytest.raises(WeightsError):
        read_tensors(path)


def test_arrays_are_mapped_as_the_library_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    values = torch.arange(12, dtype=torch.float32).reshape(3, 4)
    save_file({"x": values, "half": values.half(), "ids": torch.arange(5)}, path)
    arrays = read_arrays(path)
    assert set(arrays) == {"x", "half"}
    assert all(array.dtype == np.float32 for array in arrays.values())
    assert np.array_equal(arrays["x"], values.numpy())
    assert np.array_equal(arrays["half"], values.numpy())
    content = path.read_bytes()
    for damage in (
        content[:-8],
        content[:6],
        b"\0" * 8 + content,
        content.replace(b"[3,4]", b"[3,5]"),
    ):
        path.write_bytes(damage)
        with pytest.raises(WeightsError):
            read_arrays(path)


def test_hashes_outside_the_store_are_kept_between_runs(
    tmp_path: Path, weights_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ModelHub(tmp_path, [weights_folder]).weights_hash("mobilenet_v2")
    assert json.loads((tmp_path / "hashes.json").read_text())
    monkeypatch.setattr("models.store.file_sha256", lambda path: pytest.fail("hashed again"))
    assert ModelHub(tmp_path, [weights_folder]).weights_hash("mobilenet_v2") == first


def test_word_vectors_of_the_user_are_recognised(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "notes.txt").write_text("nothing\n")
    (own / "glove.txt").write_text("sofa " + "0.5 " * 50 + "\n")
    hub = ModelHub(tmp_path / "m", [own])
    line = by_name(hub.status())["word2vec"]
    assert line.available
    assert line.source == str(own)
    assert not ModelHub(tmp_path / "m").is_available("word2vec")
    assert "models add" in by_name(ModelHub(tmp_path / "m").status())["word2vec"].hint

    added = by_name(ModelHub(tmp_path / "m").add(own))
    assert set(added) == {"word2vec"}
    assert ModelHub(tmp_path / "m").is_available("word2vec")


def test_the_tables_of_scenes_are_listed(tmp_path: Path) -> None:
    lines = by_name(ModelHub(tmp_path).status())
    assert lines["scene_labels"].source == lines["scene_relations"].source == "shipped"


def test_links_that_go_round_and_torn_files_end_no_search(tmp_path: Path) -> None:
    place = tmp_path / "place"
    (place / "deep").mkdir(parents=True)
    for number in range(3):
        (place / f"round{number}").symlink_to(place)
    (place / "empty.npz").write_bytes(b"")
    (place / "torn.npz").write_bytes(b"PK\x03\x04")
    (place / "torn.onnx").write_bytes(b"no graph")
    (place / "deep" / "words.txt").write_text("sofa " + "1 " * 30)
    found = ModelHub(tmp_path / "models", extra=[place]).weights("word2vec")
    assert found is not None
    assert found.path.name == "words.txt"


def test_a_folder_that_cannot_be_listed_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / "place" / name).mkdir(parents=True)
    (tmp_path / "place" / "b" / "words.txt").write_text("sofa " + "1 " * 30)
    listed = Path.iterdir

    def refused(self: Path) -> Iterator[Path]:
        if self.name == "a":
            raise PermissionError(13, "Permission denied")
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", refused)
    hub = ModelHub(tmp_path / "models", extra=[tmp_path / "place"])
    assert hub.weights("word2vec") is not None
