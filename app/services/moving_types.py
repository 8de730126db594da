"""What a move of a library is: where from, where to, how far, and what was found."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.addresses import SECRETS, Addresses, keep_secret, masked, split_secret
from common.errors import LibraryError
from common.settings import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

JOURNAL = "move.json"
FORMAT = 1
MOVED = ("catalogue", "vectors")
COPYING, VERIFIED, SWITCHING = "copying", "verified", "switching"


@dataclass(slots=True)
class MoveJournal:
    """What a library folder remembers of a move until it is finished or given up; no secret.

    Args:
        library: id of the library.
        source: where its parts are.
        target: where they are to be.
        person: whose lists are meant.
        shared: lists of a folder become everybody's instead of the person's.
        stage: COPYING, VERIFIED or SWITCHING.
        stamp: of what was copied; another one means that the source was changed since.
        verified: what was compared, by name; empty before.
        aside: what lay at the target from an earlier move and got another name.
        began: when, ISO, UTC.
    """

    library: str
    source: dict[str, str]
    target: dict[str, str]
    person: str
    shared: bool = False
    stage: str = COPYING
    stamp: str = ""
    verified: dict[str, int] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    began: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def old(self) -> Addresses:
        """Where the parts are."""
        return Addresses(**self.source)

    @property
    def new(self) -> Addresses:
        """Where they are to be."""
        return Addresses(**self.target)

    def moves(self, part: str) -> bool:
        """Whether a part gets another address."""
        return self.source[part] != self.target[part]

    def write(self, folder: Path) -> None:
        """Keep it in the library folder.

        Raises:
            OSError: the disk is full or read-only.
        """
        told = json.dumps({"format": FORMAT, **asdict(self)}, indent=2)
        write_atomically(folder / JOURNAL, told.encode())


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What a move did or would do.

    Args:
        state: "planned", "verified", "finished" or "abandoned".
        source: address by part that moves.
        target: address by part that moves.
        rows: of the catalogue, by table.
        vectors: by encoder.
        left_behind: rows of other people that stay at the source, by table.
        verified: how many of each thing were compared and are equal.
        kept: where the old place is, as people read it.
        seconds: it took.
    """

    state: str
    source: dict[str, str]
    target: dict[str, str]
    rows: dict[str, int] = field(default_factory=dict)
    vectors: dict[str, int] = field(default_factory=dict)
    left_behind: dict[str, int] = field(default_factory=dict)
    verified: dict[str, int] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    seconds: float = 0.0


def read_journal(folder: Path) -> MoveJournal | None:
    """Return the unfinished move of a library; None where there is none.

    Raises:
        LibraryError: a newer Kinora began it, or the file is damaged.
    """
    path = folder / JOURNAL
    try:
        known: dict[str, Any] = json.loads(path.read_text("utf-8"))
        version = int(known.pop("format"))
        if version == FORMAT:
            journal = MoveJournal(**known)
            assert journal.old != journal.new
            return journal
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AssertionError) as error:
        raise LibraryError(
            f"“{path}” cannot be read ({error}).",
            hint="Remove it; nothing of the library is lost, and the move begins anew.",
        ) from None
    raise LibraryError(
        "A newer Kinora began to move this library.", hint="Finish the move with that one."
    )


def targets(to: "Sequence[str]", source: Addresses) -> Addresses:
    """Return where the parts are to be; passwords in addresses go to the keyring.

    Args:
        to: PART=ADDRESS each; a part that is not named stays.
        source: where they are.

    Raises:
        LibraryError: an address is none, names a part that is not moved, or all is there already.
    """
    import os

    found = source.as_json()
    for told in to:
        part, sign, address = told.partition("=")
        if not sign or part not in MOVED:
            raise LibraryError(
                f"“{masked(part)}” cannot be moved to an address.",
                hint="Write --to catalogue=ADDRESS or --to vectors=ADDRESS.",
            )
        plain, secret = split_secret(address)
        Addresses(**{part: plain})  # says what is wrong before a secret is kept
        if secret and not os.environ.get(SECRETS[part]):
            keep_secret(plain, secret)
        found[part] = plain
    if Addresses(**found) == source:
        raise LibraryError(
            "The library is there already.", hint="`info` shows where its parts are kept."
        )
    return Addresses(**found)
