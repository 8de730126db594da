"""Where the parts of a library are kept: four addresses, and the secrets that belong to them.

| part | addresses |
|---|---|
| catalogue | `sqlite`, or `postgresql+psycopg://USER@HOST:PORT/DATABASE` |
| vectors | `faiss`, `milvus`, `milvus:FILE`, or `http://HOST:19530` |
| workers | `local`, or `ray://HOST:10001` |
| media | empty for paths of this computer, or `s3://`, `gs://`, `file://`: of thumbnails |

A library file never holds a secret: a password that an address brings is split off and kept in the
system's keyring, or comes from the environment (see `SECRETS`).
"""

import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from app.services.paths import expanded
from common.errors import LibraryError

PARTS = ("catalogue", "vectors", "workers", "media")
SERVICE = "kinora"  # name of Kinora's entries in a keyring
# Where a secret is looked for first, by part.
SECRETS: Mapping[str, str] = {
    "catalogue": "KINORA_CATALOGUE_PASSWORD",
    "vectors": "KINORA_VECTORS_TOKEN",
    "workers": "KINORA_WORKERS_TOKEN",
    "media": "KINORA_MEDIA_SECRET",
}
PERSON = "KINORA_PERSON"
_WORDS = {
    "catalogue": ("sqlite",),
    "vectors": ("faiss", "milvus"),
    "workers": ("local",),
    "media": ("",),
}
_SCHEMES = {
    "catalogue": ("postgresql+psycopg", "postgresql", "postgres"),
    "vectors": ("http", "https", "milvus"),
    "workers": ("ray",),
    "media": ("s3", "s3+http", "gs", "gs+http", "file"),
}
_SECRET_OPTIONS = re.compile(r"pass|secret|token|key$|credential", re.IGNORECASE)
_HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the four parts of a library are kept; none of them holds a secret.

    Args:
        catalogue: of the catalogue.
        vectors: of the vectors.
        workers: of those who import and compute.
        media: that thumbnails are kept at too; "" for this computer alone. Media may come from
            any address, whatever is said here.

    Raises:
        LibraryError: an address cannot be read, or holds a secret.
    """

    catalogue: str = "sqlite"
    vectors: str = "faiss"
    workers: str = "local"
    media: str = ""

    def __post_init__(self) -> None:
        for part in PARTS:
            _check(part, getattr(self, part))

    @classmethod
    def of(cls, info: Mapping[str, object]) -> "Addresses":
        """Return the addresses in what a library file says; what it does not say is the default.

        Raises:
            LibraryError: one cannot be read.
        """
        said = {field.name: info[field.name] for field in fields(cls) if field.name in info}
        return cls(**{name: str(value) for name, value in said.items()})

    def as_json(self) -> dict[str, str]:
        """Return the addresses as a library file holds them."""
        return asdict(self)

    @property
    def is_one_folder(self) -> bool:
        """Whether the catalogue lies in the library folder, which one process writes."""
        return self.catalogue == "sqlite"


def split_secret(address: str) -> tuple[str, str]:
    """Return an address without its password, and the password; "" where there is none."""
    if "://" not in address:
        return address, ""
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    options = parse_qsl(parts.query, keep_blank_values=True)
    told = [value for key, value in options if key.lower() == "password"]
    query = urlencode([(k, v) for k, v in options if k.lower() != "password"])
    plain = urlunsplit((parts.scheme, f"{name}{at}{host}", parts.path, query, parts.fragment))
    if parts.netloc == "" and not plain.startswith(f"{parts.scheme}://"):
        plain = plain.replace(f"{parts.scheme}:", f"{parts.scheme}://", 1)
    return plain, unquote(password) or (told[0] if told else "")


def masked(address: str) -> str:
    """Return an address as it may be shown: without passwords, tokens and keys."""
    if "://" not in address:
        return address
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    name, colon, _ = user.partition(":")
    netloc = f"{name}{colon and ':' + _HIDDEN}{at}{host}"
    options = [
        (key, _HIDDEN if _SECRET_OPTIONS.search(key) else value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    query = "&".join(f"{key}={value}" for key, value in options)
    shown = f"{parts.scheme}://{netloc}{parts.path}"
    return f"{shown}?{query}" if query else shown


def secret_of(part: str, address: str) -> str:
    """Return the secret of an address: from the environment, else from the keyring, else "".

    A server of PostgreSQL also looks for PGPASSWORD and ~/.pgpass when there is none.
    """
    if told := os.environ.get(SECRETS[part]):
        return told
    if "://" not in address:
        return ""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, address) or ""
    except (KeyringError, RuntimeError):
        return ""  # no keyring on this computer, or it is locked: as if nothing was kept


def keep_secret(address: str, secret: str) -> None:
    """Keep the secret of an address in the system's keyring; "" forgets it.

    Raises:
        LibraryError: there is no keyring, or it is locked.
    """
    try:
        import keyring
        from keyring.errors import KeyringError, PasswordDeleteError
    except ImportError:
        raise _no_keyring(address, "the package “keyring” is absent") from None
    try:
        if secret:
            keyring.set_password(SERVICE, address, secret)
            return
        keyring.delete_password(SERVICE, address)
    except PasswordDeleteError:
        return  # none was kept
    except (KeyringError, RuntimeError) as error:
        raise _no_keyring(address, str(error) or type(error).__name__) from None


def with_catalogue(address: str, folder: Path) -> Addresses:
    """Return the addresses of a library to be made in folder whose catalogue lies at address.

    A password in the address goes to the keyring.

    Raises:
        LibraryError: the address cannot be used, there is no keyring, or the library is made
            already and lies elsewhere.
    """
    plain, secret = split_secret(address)
    found = Addresses(catalogue=plain)
    refuse_elsewhere("catalogue", found.catalogue, folder)
    if secret and not os.environ.get(SECRETS["catalogue"]):
        keep_secret(plain, secret)
    return found


def refuse_elsewhere(part: Literal["catalogue", "vectors"], wanted: str, folder: Path) -> None:
    """Refuse an address for a part of a library that is made already and keeps it elsewhere.

    Args:
        part: of the library.
        wanted: its address.
        folder: of the library, made or not.

    Raises:
        LibraryError: the part is kept at another address, or what the library says of itself
            cannot be read.
    """
    from app.services.library_files import read_info

    info = read_info(expanded(folder))
    if info is None:
        return
    known = getattr(Addresses.of(info), part)
    if known != wanted:
        raise LibraryError(
            f"The {part} of “{folder.name}” {'is' if part == 'catalogue' else 'are'} kept at "
            f"“{known}” already.",
            hint=f"Leave --{part} out, or name a new library folder.",
        )


def person() -> str:
    """Return whose labels and lists are meant where several people share: KINORA_PERSON or login.

    Never "": that stands for what all share.
    """
    if named := os.environ.get(PERSON, "").strip():
        return named
    import getpass

    try:
        return getpass.getuser().strip() or "user"
    except (OSError, KeyError, ImportError):
        return "user"


def connection_url(address: str) -> str:
    """Return the address of a PostgreSQL catalogue with its password, for the driver alone."""
    secret = secret_of("catalogue", address)
    parts = urlsplit(address)
    scheme = "postgresql+psycopg"
    netloc = parts.netloc
    if secret:
        from urllib.parse import quote

        name, at, host = netloc.rpartition("@")
        netloc = f"{name or person()}:{quote(secret, safe='')}{at or '@'}{host}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{scheme}://{netloc}{parts.path}{query}"


def _check(part: str, address: str) -> None:
    """Check one address.

    Raises:
        LibraryError: it is none, or holds a secret.
    """
    if address in _WORDS[part]:
        return
    scheme, colon, rest = address.partition(":")
    if not colon or scheme not in _SCHEMES[part] or not rest.strip("/"):
        known = [word or "nothing" for word in _WORDS[part]]
        known += [f"{each}://…" for each in _SCHEMES[part]]
        raise LibraryError(
            f"“{masked(address)}” is no address of the {part}.", hint=f"Use {', '.join(known)}."
        )
    try:
        holds_secret = masked(address) != address or urlsplit(address).port == 0
    except ValueError:
        raise LibraryError(
            f"The address of the {part} has a port that is none.",
            hint="Write it as HOST:PORT with a number.",
        ) from None
    if holds_secret:
        raise LibraryError(
            f"The address of the {part} holds a secret, which no library file may.",
            hint=f"Leave it out, and give it in {SECRETS[part]} or keep it in the keyring.",
        )


def _no_keyring(address: str, why: str) -> LibraryError:
    scheme = address.partition(":")[0]
    part = next((part for part, known in _SCHEMES.items() if scheme in known), "catalogue")
    return LibraryError(
        f"The password cannot be kept in a keyring ({why}).",
        hint=f"Give it in {SECRETS[part]} instead, or set up a keyring on this computer.",
    )
