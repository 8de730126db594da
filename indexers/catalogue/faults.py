"""What a database error means to the user."""

from sqlalchemy.exc import DBAPIError

from common.errors import AppError, DamagedCatalogueError, LibraryError, ReadOnlyLibraryError

_DAMAGED = ("malformed", "not a database", "corrupt", "disk i/o error", "invalid page")
WAY_OUT = (
    "Close Kinora and open the library again: it looks for a backup. If there is none, move the "
    "file away and import your media again."
)


def foreseen(error: DBAPIError, name: str) -> Exception:
    """Return the error to raise instead of a database error; the same one if it is a bug.

    Args:
        error: what the database said.
        name: the catalogue, as shown.
    """
    said = str(error.orig).lower()
    if ("full" in said and "disk" in said) or "no space" in said:
        return LibraryError(
            f"The disk of the catalogue “{name}” is full; the last change was not kept.",
            hint="Make room on the disk and try again.",
        )
    if any(sign in said for sign in _DAMAGED):
        return DamagedCatalogueError(f"The catalogue “{name}” is damaged ({said}).", hint=WAY_OUT)
    if "readonly" in said or "read-only" in said:
        return ReadOnlyLibraryError("its catalogue cannot be written to")
    if "locked" in said or "busy" in said:
        return LibraryError(
            f"The catalogue “{name}” is in use by another program.",
            hint="Close that program and try again.",
        )
    if _is_unreachable(error, said):
        return LibraryError(
            f"The catalogue “{name}” cannot be opened ({said.strip()}).",
            hint="Check that the file or server is there and that you may use it.",
        )
    return error


def _is_unreachable(error: DBAPIError, said: str) -> bool:
    """Return whether the database could not be reached at all."""
    signs = ("unable to open", "connection", "could not connect", "authentication")
    return error.connection_invalidated or any(sign in said for sign in signs)


def is_damage(error: Exception) -> bool:
    """Return whether an error says that the file is damaged."""
    if isinstance(error, AppError):
        return isinstance(error, DamagedCatalogueError)
    return any(sign in str(error).lower() for sign in _DAMAGED)
