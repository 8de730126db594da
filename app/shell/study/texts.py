"""The wording of the wall study."""

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("WallStudy", text)


def arrangement_names() -> dict[str, str]:
    """Return what the arrangements are called; participants see letters instead."""
    return {
        "random": _tr("Random"),
        "clustered": _tr("Clusters"),
        "semi-clustered": _tr("Loose clusters"),
    }


def trial_questions() -> dict[str, tuple[str, str, str]]:
    """Return the questions after a trial: name -> statement, lower end, upper end."""
    no, yes = _tr("not at all"), _tr("very much")
    return {
        "absorbed": (_tr("Looking around on this wall held my attention."), no, yes),
        "enjoyed": (_tr("I enjoyed looking around on it."), no, yes),
        "curious": (_tr("It made me curious to look further."), no, yes),
        "easy": (_tr("It was easy to get to what I wanted to see."), no, yes),
        "overwhelmed": (_tr("There was too much to see at once."), no, yes),
        "liked-films": (_tr("I came across things that I would like to see."), no, yes),
        "new-films": (_tr("I came across good things that I had not known."), no, yes),
    }


def last_questions() -> dict[str, tuple[str, str, str]]:
    """Return the questions at the end: name -> statement, lower end, upper end."""
    no, yes = _tr("not at all"), _tr("very much")
    return {
        "use-again": (_tr("I would use such a wall again to choose something."), no, yes),
        "found-way": (_tr("I always knew how to zoom and where I was."), no, yes),
    }


def measure_names() -> dict[str, str]:
    """Return what the rows of the summary are called."""
    names = {"inspected": _tr("Items looked at"), "watchlisted": _tr("Items on the watchlist")}
    names.update({name: texts[0] for name, texts in trial_questions().items()})
    return names
