"""What a database error means to the user."""

from sqlalchemy.exc import DBAPIError

from common.errors import (
    AppError,
    DamagedCatalogueError,
    LibraryError,
    ReadOnlyLibraryError,
    ServerGoneError,
)

_DAMAGED = ("malformed", "not a database", "corrupt", "disk i/o error", "invalid page")
WAY_OUT = (
    "Close Kinora and open the library again: it looks for a backup. If there is none, move the "
    "file away and import your media again."
)
# What servers say, by the code that they say it with, or by words where a connection never began.
_CODES = {
    "28P01": "password", "28000": "password", "3D000": "database", "42501": "rights",
    "53100": "full", "53300": "crowded", "55P03": "turn", "57014": "slow", "25006": "read only",
    "57P03": "gone", "57P01": "gone", "57P02": "gone", "25P03": "gone",
}  # fmt: skip
_WORDS = (
    ("password authentication failed", "password"),
    ("no password supplied", "password"),
    ("no pg_hba.conf entry", "password"),
    ("too many", "crowded"),
    ("ssl was required", "no tls"),
    ("certificate", "certificate"),
)
_SAID = {
    "password": (
        "The server of “{name}” did not accept the name or the password.",
        (
            "Check the name in the address, and the password in KINORA_CATALOGUE_PASSWORD, the "
            "keyring or your .pgpass file."
        ),
    ),
    "database": (
        "The server has no database for “{name}”.",
        "Check its name, or have it made: createdb.",
    ),
    "rights": (
        "You lack the right to do that in “{name}” ({said}).",
        "Ask who keeps the server to grant you rights on the database and its schema.",
    ),
    "crowded": (
        "The server of “{name}” takes no more connections.",
        "Close windows that you do not need, or ask for a higher max_connections.",
    ),
    "turn": (
        "Another person's change of “{name}” takes so long that yours was not written.",
        "Try again in a while.",
    ),
    "slow": (
        "The server of “{name}” did not answer in time; nothing was changed.",
        "Try again, or ask for less at once.",
    ),
    "no tls": (
        "The server of “{name}” offers no encryption (TLS).",
        "Have TLS switched on there; in a network you trust, add ?sslmode=disable to the address.",
    ),
    "certificate": (
        "The certificate of the server of “{name}” cannot be trusted ({said}).",
        "Check the root certificate that sslrootcert names, and the name of the server.",
    ),
}


def foreseen(error: DBAPIError, name: str) -> Exception:
    """Return the error to raise instead of a database error; the same one if it is a bug.

    Args:
        error: what the database said.
        name: the catalogue, as shown.
    """
    said = str(error.orig).strip()
    lower = said.lower()
    reason = reason_of(error)
    if reason == "full" or ("full" in lower and "disk" in lower) or "no space" in lower:
        return LibraryError(
            f"The disk of the catalogue “{name}” is full; the last change was not kept.",
            hint="Make room on the disk and try again.",
        )
    if any(sign in lower for sign in _DAMAGED):
        return DamagedCatalogueError(f"The catalogue “{name}” is damaged ({lower}).", hint=WAY_OUT)
    if reason == "read only" or "readonly" in lower or "read-only" in lower:
        return ReadOnlyLibraryError("its catalogue cannot be written to")
    if "locked" in lower or "busy" in lower:
        return LibraryError(
            f"The catalogue “{name}” is in use by another program.",
            hint="Close that program and try again.",
        )
    if reason in _SAID:
        what, hint = _SAID[reason]
        return LibraryError(what.format(name=name, said=_first_line(said)), hint=hint)
    if reason == "gone" or _is_unreachable(error, lower):
        return ServerGoneError(
            f"The catalogue “{name}” cannot be reached ({_first_line(said)}).",
            hint="Check that the file or server is there and that you may use it.",
        )
    return error


def gone(name: str) -> ServerGoneError:
    """Return the error for what is asked while the server is known to be away."""
    return ServerGoneError(
        f"The server of the catalogue “{name}” cannot be reached.",
        hint="What was read before can still be seen; wait until it is there again.",
    )


def reason_of(error: DBAPIError) -> str:
    """Return what a server complains of as one word of _CODES; "" for something else."""
    code = getattr(error.orig, "sqlstate", None)
    if code:
        return _CODES.get(code, "gone" if code.startswith("08") else "")
    said = str(error.orig).lower()
    if "database" in said and "does not exist" in said:
        return "database"
    return next((reason for words, reason in _WORDS if words in said), "")


def _first_line(said: str) -> str:
    """Return the first thing that was said; drivers add advice and every address they tried."""
    return said.splitlines()[0].removeprefix("connection failed: ") if said else "no answer"


def _is_unreachable(error: DBAPIError, said: str) -> bool:
    """Return whether the database could not be reached at all."""
    signs = (
        "unable to open", "connection", "could not connect", "authentication", "timeout expired",
        "translate host name", "resolve host", "server closed", "consuming input failed",
        "terminating", "starting up", "shutting down",
    )  # fmt: skip
    return error.connection_invalidated or any(sign in said for sign in signs)


def is_damage(error: Exception) -> bool:
    """Return whether an error says that the file is damaged."""
    if isinstance(error, AppError):
        return isinstance(error, DamagedCatalogueError)
    return any(sign in str(error).lower() for sign in _DAMAGED)
