"""`models list|add|get` through the frame; nothing is downloaded."""

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from safetensors.torch import save_file

from app.cli.frame import build_parser, run_command
from app.services.analyser_removal import switched_off
from app.services.library import Library
from app.services.services import Services
from common.jobs import JobContext
from common.values import Facet, Findings, ItemKind
from indexers.catalogue import NewItem
from models.hub import ModelHub, ModelStatus
from models.networks.squeezenet import SqueezeNet
from tests.analyser_files import write_labels

KEYS = {"name", "task", "available", "licence", "bytes", "from", "hint"}


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = run_command(build_parser("models").parse_args(["models", *argv]))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "weights" / "squeezenet.safetensors"
    path.parent.mkdir()
    save_file(SqueezeNet().state_dict(), path)
    return path


@pytest.mark.parametrize("argv", [["--json"], ["list", "--json"]])
def test_list_prints_one_document(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    code, out, err = run(capsys, *argv)
    lines = json.loads(out)
    assert code == 0
    assert err == ""
    assert all(set(line) == KEYS for line in lines)
    found = {line["name"]: line for line in lines}
    assert found["layout"]["available"]
    assert found["layout"]["from"] == "embedded"
    assert not found["squeezenet1_0"]["available"]
    assert found["squeezenet1_0"]["licence"] == "BSD-3-Clause"


def test_list_as_text_says_how_to_get_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys)
    assert "layout" in out
    assert "models get mobilenet_v2" in out


def test_add_registers_and_list_shows_it(capsys: pytest.CaptureFixture[str], weights: Path) -> None:
    code, out, _ = run(capsys, "add", str(weights.parent), "--json")
    assert code == 0
    (line,) = json.loads(out)
    assert (line["name"], line["available"], line["from"]) == ("squeezenet1_0", True, "user")
    assert line["bytes"] == weights.stat().st_size
    _, out, _ = run(capsys, "list", "--json")
    assert {entry["name"] for entry in json.loads(out) if entry["available"]} >= {"squeezenet1_0"}


def test_models_of_the_environment_are_listed(
    capsys: pytest.CaptureFixture[str], weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KINORA_MODELS", str(weights.parent))
    _, out, _ = run(capsys, "--json")
    found = {line["name"]: line for line in json.loads(out)}
    assert found["squeezenet1_0"]["from"] == str(weights.parent)


def test_a_malicious_pickle_is_one_line_on_stderr(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    class Payload:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return print, ("run",)

    evil = tmp_path / "evil.pth"
    evil.write_bytes(pickle.dumps(Payload(), protocol=2))
    code, out, err = run(capsys, "add", str(evil))
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "refused" in err


def test_get_asks_first(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def get(self: ModelHub, name: str, context: JobContext) -> ModelStatus:
        asked.append(name)
        return ModelStatus(name, "image-encoder", True, "BSD-3-Clause", 5, "user")

    monkeypatch.setattr(ModelHub, "get", get)
    code, out, err = run(capsys, "get", "squeezenet1_0")
    assert (code, out, asked) == (1, "", [])
    assert "download.pytorch.org" in err
    assert "BSD-3-Clause" in err
    assert "5.0 MB" in err
    assert "--yes" in err

    for answer, expected in (("n", 1), ("", 1), ("y", 0)):
        monkeypatch.setattr("sys.stdin", Terminal(answer))
        assert run(capsys, "get", "squeezenet1_0")[0] == expected
    assert asked == ["squeezenet1_0"]

    code, out, _ = run(capsys, "get", "squeezenet1_0", "--yes", "--json")
    assert code == 0
    assert json.loads(out)[0]["available"]
    assert len(asked) == 2


class Terminal:
    """A person who types one line."""

    def __init__(self, line: str) -> None:
        self._line = line

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self._line + "\n"


def test_get_of_what_is_there_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "get", "layout")
    assert code == 0
    assert "embedded" in out


@pytest.mark.parametrize("name", ["nonsense", "conse"])
def test_get_of_what_is_no_download_says_why(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out, err = run(capsys, "get", name, "--yes")
    assert (code, out) == (1, "")
    assert name in err


def test_torch_stays_unloaded_for_a_list() -> None:
    program = (
        "import sys\nfrom app.cli.frame import build_parser, run_command\n"
        "run_command(build_parser('models').parse_args(['models', '--json']))\n"
        "assert 'torch' not in sys.modules\n"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture
def tinted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    """A library of two photos, one with what the analyser “tint” found."""
    source = tmp_path / "networks"
    source.mkdir()
    write_labels(source)
    assert run(capsys, "add", str(source), "--quiet")[0] == 0
    folder = tmp_path / "photos.kinora"
    with_library = Library.open(folder, create=True)
    ids = with_library.catalogue.add_batch([NewItem(name, ItemKind.PHOTO) for name in "ab"])
    said = Findings(facets=[Facet("tint", "red", 1.0, "analyser:tint")])
    with_library.catalogue.add_findings(ids[0], "analyser:tint", "1", said, {})
    with_library.close()
    return folder


def facets(folder: Path) -> list[Facet]:
    library = Library.open(folder)
    found = library.catalogue.item(1).facets
    library.close()
    return [facet for facet in found if facet.source == "analyser:tint"]


def test_findings_are_removed_and_used_again(
    capsys: pytest.CaptureFixture[str], tinted: Path
) -> None:
    assert len(facets(tinted)) == 1
    code, out, _ = run(capsys, "--remove-findings", "tint", "--json", "--library", str(tinted))
    assert code == 0
    told = {"name": "analyser:tint", "used": False, "items_removed": 1, "items_waiting": 0}
    assert json.loads(out) == told
    assert facets(tinted) == []
    code, out, _ = run(capsys, "--library", str(tinted), "--use-findings", "analyser:tint")
    assert code == 0
    assert "analyser:tint runs again" in out
    library = Library.open(tinted)
    assert not switched_off(library)
    services = Services(library)
    services.history.undo()
    services.history.undo()
    services.close()
    assert len(facets(tinted)) == 1


def test_findings_of_nobody_are_refused_with_the_names(
    capsys: pytest.CaptureFixture[str], tinted: Path
) -> None:
    code, _, err = run(capsys, "--remove-findings", "nobody", "--library", str(tinted))
    assert code == 1
    assert "There is no analyser “analyser:nobody”" in err
    assert "analyser:tint" in err
    assert run(capsys, "--remove-findings", "tint")[0] == 1  # of which library?
    assert run(capsys, "--use-findings", "tint", "list")[0] == 1
    assert len(facets(tinted)) == 1
