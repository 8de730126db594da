"""Marks items one after the other and says so as soon as each mark counts as stored.

    python kill_marker.py LIBRARY HOW

HOW is "history" (as the window does it: undoable, journalled) or "service".
"""

import sys
from pathlib import Path

from app.services.feedback import FeedbackService
from app.services.history import HistoryService
from app.services.library import Library
from common.settings import Settings


def main() -> None:
    library = Library.open(Path(sys.argv[1]))
    history = HistoryService(library)
    service = FeedbackService(library, None, Settings())
    for item in library.catalogue.columns("id")["id"].tolist():
        value = 1 if item % 3 else -1
        if sys.argv[2] == "history":
            history.do("label.set", {"labels": {str(item): value}}, f"mark {item}")
        else:
            service.label([item], value)
        sys.stdout.write(f"{item} {value}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
