"""Exit codes and messages of every command, right and wrong, as a person would type them.

A table: the words typed, the exit code (0 done, 1 foreseen, 2 wrong usage), what stderr must say.
"""

import json
import re
from pathlib import Path

import pytest

from app.services.library import Library
from main import main
from tests.app.searching import photo_library


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library, an empty folder, and files that are not what their names say."""
    place = tmp_path_factory.mktemp("codes")
    photo_library(place / "c.kinora").close()
    Library.open(place / "new.kinora", create=True).close()
    (place / "empty").mkdir()
    (place / "text.jpg").write_text("no picture")
    (place / "list.json").write_text("[1, 2]")
    (place / "bad.json").write_text('{"text": "dog",')
    (place / "odd.json").write_text('{"k": "many"}')
    (place / "deep.json").write_text("[" * 100_000)
    (place / "latin.json").write_bytes(b'{"text": "caf\xe9"}')
    return place


def type_in(place: Path, words: str) -> int:
    """Run the words, with @ standing for the folder; return the exit code."""
    try:
        return main([word.replace("@", f"{place}/") for word in words.split()])
    except SystemExit as stop:  # how argparse ends a wrong usage
        return int(stop.code or 0)


DONE = [
    "info --library @c.kinora",
    "--library @c.kinora info",
    "search lighthouse -k 1 --mode text --library @c.kinora",
    "search --filter kind=photo --library @c.kinora",
    "search zzzzzzzz --mode text --library @c.kinora",
    "similar 1 --library @c.kinora",
    "feedback --positive 1 --negative 2 --library @c.kinora",
    "feedback --library @c.kinora",
    "wall --library @c.kinora",
    "wall --screenshot @w.png --size 64x48 --library @c.kinora",
    "wall --screenshot @w.jpg --size 64x48 --zoom 2 --center 1 --library @c.kinora",
    "check --no-repair --library @new.kinora",
    "import @empty --library @new.kinora",
    "walk --text lighthouse --library @c.kinora",
    "walk --text zzzzzzzz --library @c.kinora",
    "export @x.pdf --title caf\udce9 --overwrite --library @c.kinora",
    "days --date 9999-12-31 --library @c.kinora",
    "days --date 0001-01-01 --library @c.kinora",
    "search caf\udce9 --mode text --library @c.kinora",
    "search --filter taken>=99999999999999 --library @c.kinora",
    f"search --filter year={'9' * 5000} --library @c.kinora",
    "search --filter label=1 --library @c.kinora",
    "search lighthouse --mode text --filter animated=no --library @c.kinora",
    "models",
    "models list",
    "models get layout",
]

FORESEEN = {
    "info": "No library was named.",
    "info --library @none": "There is no library at",
    "info --library @empty": "There is no library at",
    "info --library @text.jpg": "a library is a folder",
    "check --library @none": "There is no library at",
    "wall --library @none": "There is no library at",
    "search": "Nothing was asked.",
    "search dog": "No library was named.",
    "search dog --filter nosuch=1 --library @c.kinora": "nosuch",
    "search dog --filter year --library @c.kinora": "cannot be read",
    "search dog --filter year=x..y --library @c.kinora": "not made of numbers",
    "search --query @none.json --library @c.kinora": "cannot be read",
    "search --query @bad.json --library @c.kinora": "cannot be read as JSON",
    "search --query @deep.json --library @c.kinora": "cannot be read as JSON",
    "classifiers import @deep.json --library @c.kinora": "holds no JSON",
    f"info --library {'x' * 5000}": "cannot be read",
    "search --filter label=99999999999999999999 --library @c.kinora": "is no label",
    "search --filter label=7 --library @c.kinora": "is no label",
    "search --query @latin.json --library @c.kinora": "cannot be read as JSON",
    "search --query @list.json --library @c.kinora": "query",
    "search --query @odd.json --library @c.kinora": "“k”",
    "similar 987654 --library @c.kinora": "There is no item 987654.",
    "similar dog --library @c.kinora": "neither an item's number nor a path",
    "similar @none.jpg --library @c.kinora": "There is no file",
    "similar @text.jpg --library @c.kinora": "text.jpg",
    "similar 1 --encoder nosuch --library @c.kinora": "nosuch",
    "feedback --positive 987654 --library @c.kinora": "There is no item 987654.",
    "feedback --positive 1 --negative 1 --library @c.kinora": "marked relevant and not relevant",
    "feedback --simulate genre --library @c.kinora": "names no facet and value",
    "feedback --simulate genre=Nosuch --library @c.kinora": "Nosuch",
    "wall --arrange clustered --cluster-by nosuch --library @c.kinora": "nosuch",
    "wall --screenshot @w.png --zoom 0.5 --library @c.kinora": "zoom",
    "wall --screenshot @w.png --size 0x9 --library @c.kinora": "cannot be drawn",
    "wall --screenshot @w.nosuch --library @c.kinora": "is no kind of picture",
    "wall --screenshot @w.png --center 987654 --library @c.kinora": "Item 987654 is not on",
    "walk": "No library was named.",
    "walk --library @c.kinora": "Nothing is looked for.",
    "walk nosuch --library @c.kinora": "No item has the tag “nosuch”.",
    "walk genre=nosuch --library @c.kinora": "No item has the tag “genre=nosuch”.",
    "walk --text dog --filter nosuch=1 --library @c.kinora": "nosuch",
    "network": "No library was named.",
    "network --nodes nosuch --library @c.kinora": "nosuch",
    "network --library @new.kinora": "nothing to link",
    "import @none --library @c.kinora": "cannot be imported",
    "import @empty": "No library was named.",
    "models add @none": "does not exist",
    "models add @text.jpg": "Known are",
    "models get nosuch": "There is no model called",
    "bench nosuch": "There is no measurement",
}

WRONG = {
    "nosuch": "invalid choice",
    "--nosuch": "unrecognized arguments",
    "search dog -k 0": "a whole number from 1 to 100000",
    "search dog -k -3": "a whole number from 1 to 100000",
    "search dog -k many": "“many” does not fit",
    "search dog -k 1.5": "a whole number",
    "search dog --within 0": "from 0.001",
    "search dog --within nan": "from 0.001",
    "search dog --threshold 2": "from 0 to 1",
    "search dog --mode nosuch": "invalid choice",
    "similar": "ITEM|IMAGE",
    "similar 1 -k 0": "whole number",
    "facets year -k 0": "whole number",
    "feedback --positive x": "“x” does not fit",
    "feedback --positive -1": "--positive",
    "feedback --rounds 0": "whole number",
    "wall --arrange nosuch": "invalid choice",
    "wall --noise 7": "from 0 to 1",
    "wall --size 10": "write it as 1920x1080",
    "wall --center x": "“x” does not fit",
    "wall --seed -1": "from 0",
    "cluster --seed -1": "from 0",
    "measure --seed x": "from 0",
    "evaluate --seed -1": "from 0",
    "evaluate --port 70000": "from 0 to 65535",
    "feedback --seed -1": "from 0",
    "walk --text dog --weight 2": "from 0 to 1",
    "walk --text dog -k 0": "a whole number from 1",
    "walk --text dog --enough x": "“x” does not fit",
    "network --count 1": "a whole number from 2",
    "import": "PATH",
    "import x --kind nosuch": "invalid choice",
    "models get": "NAME",
    "models nosuch": "invalid choice",
    "bench": "NAME",
}


@pytest.mark.parametrize("words", DONE)
def test_done(place: Path, words: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert type_in(place, f"{words} --json") == 0
    json.loads(capsysbinary.readouterr().out)  # exactly one document
    assert type_in(place, words) == 0
    assert capsysbinary.readouterr().out.strip()


@pytest.mark.parametrize("words", FORESEEN)
def test_foreseen(place: Path, words: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert type_in(place, f"{words} --json") == 1
    out, err = capsysbinary.readouterr()
    assert out == b""
    (line,) = err.decode().splitlines()
    assert FORESEEN[words] in line
    assert "[Errno" not in line
    assert line.endswith(".")


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage(place: Path, words: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert type_in(place, words) == 2
    out, err = capsysbinary.readouterr()
    assert out == b""
    assert WRONG[words] in err.decode().splitlines()[-1]
    assert b"invalid int value" not in err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert re.fullmatch(r"Kinora \d+\.\d+\.\d+\n", capsys.readouterr().out)
