import numpy as np
import pytest

from common.errors import ModelError, WeightsError
from models.scenes.labels import LABELS_FILE, LabelVectors
from models.scenes.names import normal_name, singular, verb_forms
from models.scenes.word_vectors import is_word_vectors, read_word_vectors

WORDS = ("sofa", "television", "keyboard", "suitcase", "candle", "newspaper", "headphones")


@pytest.fixture(scope="module")
def table() -> LabelVectors:
    return LabelVectors.load()


def test_it_holds_what_a_day_shows(table):
    assert 4000 < len(table.names) < 8000
    assert all(word in table for word in WORDS)
    vectors, known = table.of(WORDS)
    assert vectors.shape == (len(WORDS), table.dim)
    assert known.all()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert LABELS_FILE.stat().st_size < 5 << 20


def test_names_alike_are_nearer_than_others(table):
    near = table.similarity(["sofa", "tv", "man"], ["couch", "television", "guy", "street"])
    assert near.argmax(axis=1).tolist() == [0, 1, 2]
    assert abs(float(np.mean(table.vectors[:500] @ table.vectors[:500].T))) < 0.1  # centred
    assert "couch" in [name for name, _ in table.nearest("sofa", 3)]
    assert "sofa" not in [name for name, _ in table.nearest("sofas", 20)]


def test_plurals_several_words_and_unknown_ones(table):
    vectors, known = table.of(["Two-Seat_Sofas", "sofas", "qwzx", "blue qwzx", ""])
    assert known.tolist() == [True, True, False, True, False]
    np.testing.assert_allclose(vectors[1], table.of(["sofa"])[0][0])
    np.testing.assert_allclose(vectors[3], table.of(["blue"])[0][0], atol=1e-6)
    assert not vectors[2].any()
    assert table.unknown(["sofa", "qwzx"]) == ("qwzx",)
    assert table.nearest("qwzx") == []
    alike = table.similarity(["qwzx", "sofa"], ["qwzx", "Sofa"])
    assert alike[0].tolist() == [1.0, 0.0]
    assert alike[1].tolist() == [0.0, 1.0]


def test_an_empty_list_of_names(table):
    vectors, known = table.of([])
    assert vectors.shape == (0, table.dim)
    assert known.shape == (0,)


def test_a_damaged_table_is_told(tmp_path):
    path = tmp_path / "labels.npz"
    path.write_bytes(b"nothing")
    with pytest.raises(WeightsError, match="damaged"):
        LabelVectors.load(path=path)


def test_word_vectors_must_be_brought():
    with pytest.raises(ModelError, match="word2vec"):
        LabelVectors.load("word2vec")


def rows(words=("Sofa", "hot_dog", "sofa"), size=30):
    return dict(
        zip(words, np.random.default_rng(0).random((len(words), size), np.float32), strict=True)
    )


def write(path, kind, found):
    size = len(next(iter(found.values())))
    if kind == "npz":
        np.savez(path, words=np.array(list(found)), vectors=np.array(list(found.values())))
    elif kind == "bin":
        body = b"".join(w.encode() + b" " + v.tobytes() + b"\n" for w, v in found.items())
        path.write_bytes(f"{len(found)} {size}\n".encode() + body)
    else:
        lines = [w + " " + " ".join(map(repr, v.tolist())) for w, v in found.items()]
        head = [f"{len(found)} {size}"] if kind == "vec" else []  # GloVe's files have none
        path.write_text("\n".join(head + lines) + "\n")


@pytest.mark.parametrize("kind", ["npz", "bin", "vec", "txt"])
def test_every_form_of_word_vectors_is_read(tmp_path, kind):
    path, found = tmp_path / f"own.{kind}", rows()
    write(path, kind, found)
    assert is_word_vectors(path)
    words, vectors = read_word_vectors(path)
    assert words == ("sofa", "hot dog")
    first = found["Sofa"] / np.linalg.norm(found["Sofa"])
    np.testing.assert_allclose(vectors[0], first, atol=1e-6)
    own = LabelVectors.load("word2vec", path)
    assert own.kind == "word2vec"
    assert own.of(["hot dogs", "qwzx"])[1].tolist() == [True, False]
    assert len(read_word_vectors(path, limit=1)[0]) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.bin", b"2 30\nsofa " + bytes(120) + b"\ncup " + bytes(7)),
        ("endless.bin", b"1 30\n" + b"x" * 5000),
        ("ragged.txt", b"a " + b"1 " * 30 + b"\nb " + b"1 " * 29),
        ("nan.txt", b"a " + b"nan " * 30),
        ("empty.txt", b""),
    ],
)
def test_damaged_word_vectors_are_told(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=name):
        read_word_vectors(path)


def test_other_files_are_no_word_vectors(tmp_path):
    for name, content in (
        ("notes.txt", b"a list of words\n"),
        ("labels.txt", b"person\nbicycle\n"),
        ("weights.bin", b"PK\x03\x04"),
        ("other.npz", b"nothing"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert not is_word_vectors(path), name
    assert not is_word_vectors(tmp_path / "absent.txt")


@pytest.mark.data
def test_real_word_vectors(shared_data):
    own = LabelVectors.load("word2vec", shared_data / "words/word2vec_googlenews_1000x300_fp16.npz")
    assert own.dim == 300
    near = [name for name, _ in own.nearest("car", 5)]
    assert {"boat", "plane"} & set(near) or "house" in near


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("glasses", "glasses"), ("buses", "bus"), ("tennis shoes", "tennis shoe"),
        ("policemen", "policeman"), ("knives", "knife"), ("berries", "berry"),
        ("brushes", "brush"), ("grass", "grass"), ("gas", "gas"), ("women", "woman"),
        ("ties", "tie"), ("jeans", "jeans"), ("dishes", "dish"), ("bus", "bus"),
    ],
)  # fmt: skip
def test_singular(many, one):
    assert singular(many) == one


def test_other_forms():
    assert normal_name(" T-Shirt_blue ") == "t shirt blue"
    assert "sit" in verb_forms("sitting")
    assert "carry" in verb_forms("carries")
    assert "wear" in verb_forms("wore")
    assert "ride" in verb_forms("riding")
