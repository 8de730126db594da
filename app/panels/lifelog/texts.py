"""What conditions, rankers, rules and notes are called in the user's language."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from app.widgets.note_texts import translated
from common.notes import Note
from common.scenes import Condition, EdgeSource, Need, TimeWindow

_DAY_MIN = 24 * 60


def _tr(text: str) -> str:
    return QCoreApplication.translate("Lifelog", text)


def ranker_names() -> dict[str, str]:
    """Return the rankers and what they are called."""
    return {
        "fused": _tr("All, merged"),
        "graph": _tr("Scene graph"),
        "tfidf": _tr("Concepts (TF-IDF)"),
        "bm25": _tr("Concepts (BM25)"),
        "sentence": _tr("Meaning of the graph's words"),
        "clip": _tr("Picture and text (CLIP)"),
    }


def fusion_names() -> dict[str, str]:
    """Return the fusion rules and what they are called."""
    return {
        "reciprocal": _tr("Reciprocal rank"),
        "inside-union": _tr("By the graph, among all that any found"),
        "combsum": _tr("CombSUM"),
        "combmnz": _tr("CombMNZ"),
        "borda": _tr("Borda count"),
        "condorcet": _tr("Condorcet"),
        "mean-rank": _tr("Mean rank"),
        "pairwise": _tr("Pairwise ranks"),
    }


def frame_names() -> dict[str, str]:
    """Return the rules for the images of a moment."""
    return {"max": _tr("the best image counts"), "noisy-or": _tr("any image may (noisy or)")}


def part_names() -> dict[str, str]:
    """Return the rules for the sentences of a query."""
    return {
        "mean": _tr("on average"),
        "min": _tr("each of them (minimum)"),
        "product": _tr("all together (product)"),
    }


def vector_names() -> dict[str, str]:
    """Return the kinds of vectors."""
    return {"sentence": _tr("sentence encoder"), "word2vec": _tr("word2vec (own file)")}


def source_names() -> dict[EdgeSource, str]:
    """Return the sources of relations and what they are called."""
    return {
        EdgeSource.IMPORTED: _tr("imported"),
        EdgeSource.PREDICTED: _tr("predicted"),
        EdgeSource.GEOMETRIC: _tr("geometric"),
    }


def window_name(window: TimeWindow) -> str:
    """Return a time window as read, or in words."""
    if window.text:
        return window.text
    locale = QLocale()
    said = [locale.dayName(day + 1, QLocale.FormatType.ShortFormat) for day in window.weekdays]
    said += [_clock(begin) + "–" + _clock(end) for begin, end in window.hours]
    said += [f"{day}." for day in window.days]
    said += [locale.monthName(month, QLocale.FormatType.ShortFormat) for month in window.months]
    said += [str(year) for year in window.years]
    for first, last in window.ranges:
        said.append(str(first) if first == last else f"{first} – {last}")
    return " ".join(said) or _tr("any time")


def window_tip(window: TimeWindow) -> str:
    """Return what a time window means, in full."""
    plain = TimeWindow(
        window.weekdays, window.months, window.years, window.days, window.ranges, window.hours
    )
    return window_name(plain)


def _clock(minutes: int) -> str:
    minutes %= _DAY_MIN + 1
    return f"{minutes // 60}:{minutes % 60:02}"


def condition_name(condition: Condition) -> str:
    """Return a place or an activity as shown; signs say how it counts."""
    signs = {Need.MUST: "", Need.SHOULD: "~ ", Need.NOT: "¬ "}
    return signs[condition.need] + condition.value


def need_names() -> dict[Need, str]:
    """Return how a condition can count."""
    return {
        Need.MUST: _tr("must hold"),
        Need.SHOULD: _tr("should hold: raises the score"),
        Need.NOT: _tr("must not hold"),
    }


def note_templates() -> dict[str, str]:
    """Return the notes of searches by their ids; {names} stand for values."""
    return {
        "empty-library": _tr("The library is empty: import photos first."),
        "no-times": _tr("No item here has a time: conditions on time find nothing."),
        "no-graphs": _tr(
            "No item has a scene graph yet: add a detector under Tools ▸ Networks, or import "
            "graphs (import FILE.json --kind graphs)."
        ),
        "few-graphs": _tr(
            "{count} of {total} items have a scene graph; the others cannot match objects."
        ),
        "unknown-word": _tr("“{word}” is not in the vocabulary and was left out."),
        "near-word": _tr("“{word}” is not in the vocabulary; “{near}” stands in for it."),
        "unknown-place": _tr("No item lies at “{name}”."),
        "unknown-activity": _tr("No item belongs to the activity “{name}”."),
        "no-objects": _tr("No object was named: moments are listed by time."),
        "ranker-missing": _tr("The ranker “{name}” cannot run here and was left out: {why}"),
        "no-example": _tr("The image region cannot be compared: {why}"),
        "parts-apart": _tr("No moment holds all parts within {minutes} minutes: allow more time."),
        "nothing-found": _tr("No moment matches."),
    }


def reader_templates() -> dict[str, str]:
    """Return what the reader of sentences says, by its ids; {names} stand for values."""
    return {
        "cut": _tr("Only the first {words} words are read; the text has {all}."),
        "no-object": _tr("No object was recognised."),
        "only-conditions": _tr(
            "No object was recognised: only the conditions on time, place and activity count."
        ),
        "partly-ordered": _tr(
            "Only some of the moments are in an order: they are searched in any order."
        ),
        "other-language": _tr("This looks like {language}; only English is understood."),
        "other-moment": _tr("“{text}” tells of another moment; it was left out."),
        "denied-time": _tr("“not {text}” cannot be asked for; it was left out."),
        "no-such-day": _tr("“{text}” is no day of the calendar; it was left out."),
        "no-such-time": _tr("“{text}” is no time of the day; it was left out."),
        "no-day-to-count-from": _tr(
            "“{text}” was left out: there is no day that it could be counted from."
        ),
    }


def language_names() -> dict[str, str]:
    """Return the languages that the reader of sentences tells from English."""
    return {
        "German": _tr("German"),
        "French": _tr("French"),
        "Spanish": _tr("Spanish"),
        "Italian": _tr("Italian"),
        "Portuguese": _tr("Portuguese"),
        "Dutch": _tr("Dutch"),
    }


def said(notes: Sequence[str]) -> list[str]:
    """Return notes in the user's language; one that nobody foresaw stays as it is."""
    templates = {**note_templates(), **reader_templates()}
    for note in notes:
        if isinstance(note, Note) and note.id == "other-language":
            name = str(note.args["language"])
            shown = language_names().get(name, name)
            templates[note.id] = templates[note.id].replace("{language}", shown)
    return translated(notes, templates)


def examples() -> list[str]:
    """Return sentences that the reader understands; it reads English."""
    return [
        "A man in a red shirt holding a cup, on Friday morning",
        "I was eating pizza at work with a guy in a sweater",
        "a dog on the sofa next to a window",
        "I had coffee. Then I looked at a laptop on a table",
    ]
