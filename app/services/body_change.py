"""What can be done to a document of a drawing and its body."""

from collections.abc import Callable
from dataclasses import dataclass

from app.services.body_document_types import BodyState, EditTitle
from models.body.model import BodyModel

Edit = Callable[[BodyModel, BodyState], BodyState]


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Something done to a document.

    Args:
        title: for the names of undo and redo.
        edit: gives the state after; the same object where nothing changes. Raises AppError where it
            cannot be done; the document stays as it is.
        merge: changes of one kind that follow each other are one step until one is done.
        done: False while a drag goes on.
    """

    title: EditTitle
    edit: Edit
    merge: str = ""
    done: bool = True
