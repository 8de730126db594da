"""What services say in English is listed where it is translated: notes of jobs, reasons of hits."""

import ast
import pickle
from pathlib import Path

import pytest

from app.shell.job_texts import NOTES, job_note
from app.widgets.reason_texts import why_text
from common.notes import joined
from common.reasons import HitReason

ROOT = Path(__file__).resolve().parents[3]
PARTS = ("app/services", "indexers", "models")


def notes_of(path: Path) -> set[str]:
    """Return the notes that a module passes to step(), as far as they are constant."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "step":
            values = [*node.args[2:], *(k.value for k in node.keywords if k.arg == "note")]
            found |= {v.value for v in values if isinstance(v, ast.Constant)}
    return {text for text in found if isinstance(text, str) and any(c.isalpha() for c in text)}


def test_every_note_of_a_job_is_listed() -> None:
    said = {
        note for part in PARTS for path in (ROOT / part).rglob("*.py") for note in notes_of(path)
    }
    assert said - set(NOTES) == set(), "add them to app/shell/job_texts.py"
    assert set(NOTES) - said == set(), "nobody says these any more"
    assert job_note("") == ""
    assert job_note("clip.mp4") == "clip.mp4"


@pytest.mark.parametrize("name", sorted(HitReason.texts))
def test_every_reason_is_said_in_the_same_words_and_with_its_values(name: str) -> None:
    values: dict[str, object] = {
        "name": "ν", "score": 0.5, "distance": 0.1, "count": 3000, "key": "genre", "value": "ω",
        "kind": "plot", "shown": "ο", "network": "η", "share": 0.5, "tags": "τ", "way": 0.25,
        "box": "β", "text": "σ", "colour": "ρ", "seconds": 4.0, "item": 7, "why": "κ",
    }  # fmt: skip
    reason = HitReason(name, **values)
    assert why_text(reason).lower() == str(reason).lower()


def test_reasons_in_a_row_keep_what_they_are() -> None:
    one, two = HitReason("random"), HitReason("pose", share=0.8)
    both = joined([one, "", two])
    assert both == "random; pose 80%"
    assert joined([two]) is two
    again = pickle.loads(pickle.dumps(both))
    assert (again, again.parts[1].id) == (both, "pose")
    assert why_text(again) == both
    assert why_text("plain words") == "plain words"
