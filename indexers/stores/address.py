"""Addresses of objects: `s3://BUCKET/KEY`, `gs://BUCKET/KEY`, `file:///FOLDER`.

Another server of the same kind is named with `?endpoint=https://HOST:PORT`. An address that is kept
for an object has it in front of the key, so that a key stays what the store calls it:
`s3://BUCKET@HOST:PORT/KEY`, or `s3+http://…` where the connection is not encrypted.
"""

import ipaddress
import posixpath
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from common.errors import LibraryError

REMOTE = ("s3", "gs")
_PLAIN = "+http"
_OPTIONS = {"endpoint", "tls"}
_DRIVE = re.compile(r"[A-Za-z]:/")
_IN_MEMORY = "memory"  # fsspec's own store in this process
_SCHEMES = {*REMOTE, *(f"{scheme}{_PLAIN}" for scheme in REMOTE), "file", _IN_MEMORY}


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where an object, or all objects under a prefix, are.

    Args:
        scheme: "s3", "gs", "file" or "memory".
        bucket: "" for "file".
        key: of the object or the prefix, as the store calls it, without a slash in front.
        host: of the server with its port; "" for the usual one.
        is_plain: the connection is not encrypted.
    """

    scheme: str
    bucket: str
    key: str = ""
    host: str = ""
    is_plain: bool = False

    @classmethod
    def of(cls, text: str) -> "StoreAddress":
        """Read an address as a person writes it, or as it is kept.

        Raises:
            LibraryError: it is none, or names an unencrypted server that is not this computer.
        """
        scheme, _, rest = text.partition("://")
        if scheme not in _SCHEMES or not rest.strip("/"):
            raise _no_address(text)
        if scheme == "file":
            return cls("file", "", _file_key(text))
        rest, options = _split_options(rest)
        place, _, key = rest.partition("/")
        bucket, _, host = place.partition("@")
        is_plain = scheme.endswith(_PLAIN)
        if ":" in bucket:
            raise _holds_secret()
        if not bucket or (is_plain and not host):
            raise _no_address(text)
        found = cls(scheme.removesuffix(_PLAIN), bucket, key, host, is_plain)
        if endpoint := options.get("endpoint"):
            found = _with_endpoint(found, endpoint)
        if found.is_plain and options.get("tls") != "no" and not is_this_computer(found.host):
            if scheme.endswith(_PLAIN):
                return found  # said in the address itself
            raise LibraryError(
                f"The server “{found.host}” would be asked over a connection that anyone can read.",
                hint="Write its endpoint with https://, or say “&tls=no” behind it.",
            )
        return found

    def __str__(self) -> str:
        if self.scheme == "file":
            return self.file.as_uri()
        return f"{self.root}/{self.key}" if self.key else self.root

    @property
    def file(self) -> Path:
        """The file or folder of this computer that a `file` address names."""
        return Path(self.key) if _DRIVE.match(self.key) else Path("/" + self.key)

    @property
    def root(self) -> str:
        """The address of the bucket; secrets are kept by it."""
        scheme = self.scheme + (_PLAIN if self.is_plain else "")
        return f"{scheme}://{self.bucket}{self.host and '@' + self.host}"

    @property
    def endpoint(self) -> str:
        """Where the server is asked; "" for the usual one."""
        return self.host and f"http{'' if self.is_plain else 's'}://{self.host}"

    @property
    def name(self) -> str:
        """The last part of the key, or the bucket."""
        return posixpath.basename(self.key.rstrip("/")) or self.bucket

    def at(self, key: str) -> "StoreAddress":
        """Return the address of another key of the same bucket."""
        return replace(self, key=key)

    def joined(self, name: str) -> "StoreAddress":
        """Return the address of a name under this prefix."""
        return self.at(f"{self.key.rstrip('/')}/{name}" if self.key else name)


def is_address(text: str) -> bool:
    """Whether text names objects of a store, and is no path."""
    scheme, colon, _ = text.partition("://")
    return bool(colon) and scheme in _SCHEMES


def display_name(text: str) -> str:
    """Return the last part of a path or address, to be shown."""
    if not is_address(text):
        return Path(text).name
    place = _split_options(text.partition("://")[2])[0].rstrip("/")
    return posixpath.basename(place).partition("@")[0]


def is_this_computer(host: str) -> bool:
    """Whether a host (with or without a port) is this computer."""
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _with_endpoint(found: StoreAddress, endpoint: str) -> StoreAddress:
    parts = urlsplit(endpoint)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise LibraryError(
            "The endpoint of the address is no server.",
            hint="Write it as ?endpoint=https://HOST:PORT.",
        )
    if "@" in parts.netloc:
        raise _holds_secret()
    return replace(found, host=parts.netloc, is_plain=parts.scheme == "http")


def _split_options(rest: str) -> tuple[str, dict[str, str]]:
    """Split off options; a question mark that begins none of them belongs to the key."""
    before, mark, query = rest.rpartition("?")
    options = dict(parse_qsl(query)) if mark else {}
    if not options or not options.keys() <= _OPTIONS:
        return rest, {}
    return before, options


def _file_key(text: str) -> str:
    """Return the path of a file address without its first slash."""
    parts = urlsplit(text)
    if parts.netloc not in {"", "localhost"}:
        raise LibraryError(
            f"“{text}” names a file of another computer.",
            hint="Write three slashes: file:///FOLDER.",
        )
    return Path(unquote(parts.path)).as_posix().lstrip("/")


def _holds_secret() -> LibraryError:
    return LibraryError(
        "The address holds a secret, which no address may.",
        hint="Leave it out, and give it in KINORA_MEDIA_SECRET, or behind “?password=” once: then "
        "the keyring keeps it.",
    )


def _no_address(text: str) -> LibraryError:
    return LibraryError(
        f"“{text}” is no address of media.",
        hint="Use s3://BUCKET/PREFIX, gs://BUCKET/PREFIX or file:///FOLDER.",
    )
