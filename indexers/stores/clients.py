"""The stores that are known, each through its own client: S3, Google, a folder, this process."""

import io
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from common.jobs import JobContext, running_job
from common.settings import write_atomically
from indexers.stores.address import StoreAddress
from indexers.stores.backend import Backend, Entry, stamp_of
from indexers.stores.cache import Stamp
from indexers.stores.faults import StoreFault

_CONNECT_S = 8
_HINT = "In Kinora's folder: pip install “.[{}]”."


def make_backend(root: StoreAddress, secret: str, *, timeout_s: float) -> Backend:
    """Return the backend of a bucket; nothing is asked of it yet.

    Args:
        root: of the bucket.
        secret: KEY:SECRET or KEY:SECRET:TOKEN for S3; a token, the name of a key file or its
            content for Google; "" looks where the store's own tools do.
        timeout_s: how long an answer may stay away, seconds.

    Raises:
        StoreFault: the client is not installed, or the secret has no such form.
    """
    if root.scheme == "file":
        return FolderBackend(root)
    if root.scheme == "s3":
        return _s3(root, secret, timeout_s)
    if root.scheme == "gs":
        return _gs(root, secret, timeout_s)
    import fsspec

    return Backend(root, fsspec.filesystem(root.scheme))


# -- S3


class S3Backend(Backend):
    """A bucket of S3, or of a server that speaks like it."""

    def pages(self, prefix: str, context: JobContext | None = None) -> Iterator[list[Entry]]:
        """Yield the objects under prefix a page at a time; a page that fails is asked for again."""
        said: dict[str, Any] = {"Bucket": self.root.bucket, "Prefix": prefix}
        while True:
            page = self._call("call_s3", "list_objects_v2", **said, _context=context)
            yield [Entry(each["Key"], stamp_of(each)) for each in page.get("Contents", ())]
            if not page.get("IsTruncated"):
                return
            said["ContinuationToken"] = page["NextContinuationToken"]

    def stat(self, key: str, context: JobContext | None = None) -> Stamp:
        """Return the stamp of an object; one request, where fsspec also looks for prefixes."""
        said = {"Bucket": self.root.bucket, "Key": key}
        return stamp_of(self._call("call_s3", "head_object", **said, _context=context))

    def read(
        self, key: str, start: int, end: int, context: JobContext | None = None
    ) -> tuple[bytes, Stamp]:
        """Return a range and its version, both from one answer."""
        if end <= start:
            return b"", self.stat(key, context)
        return self._got(key, context, Range=f"bytes={start}-{end - 1}")

    def read_whole(self, key: str, context: JobContext | None = None) -> bytes:
        """Return all of a small object; one request, where fsspec asks for its size first."""
        return self._got(key, context)[0]

    def _got(self, key: str, context: JobContext | None, **said: str) -> tuple[bytes, Stamp]:
        context = context or running_job()
        return self._again(  # type: ignore[no-any-return]
            lambda: self._wait(self._get(key, **said), context), context
        )

    async def _get(self, key: str, **said: str) -> tuple[bytes, Stamp]:
        answer = await self._fs._call_s3(  # noqa: SLF001 - the one call that tells the version too
            "get_object", Bucket=self.root.bucket, Key=key, **said
        )
        try:
            data = await answer["Body"].read()
        finally:
            answer["Body"].close()
        whole = str(answer.get("ContentRange", "")).rpartition("/")[2]
        size = int(whole) if whole.isdigit() else int(answer["ContentLength"])
        return bytes(data), stamp_of({**answer, "size": size})


def _s3(root: StoreAddress, secret: str, timeout_s: float) -> Backend:
    try:
        from s3fs import S3FileSystem
    except ImportError:
        raise _no_package("s3", "s3fs", root) from None
    key, word, token = _parts(secret, root)
    is_anonymous = not key and not _has_s3_key()
    config = {
        "connect_timeout": min(_CONNECT_S, timeout_s),
        "read_timeout": timeout_s,
        "retries": {"max_attempts": 1, "mode": "standard"},
        # Newer checksums of Amazon's own are not known to all servers.
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    }
    if root.host:
        config["s3"] = {"addressing_style": "path"}
    filesystem = S3FileSystem(
        anon=is_anonymous,
        key=key or None,
        secret=word or None,
        token=token or None,
        endpoint_url=root.endpoint or None,
        config_kwargs=config,
        use_listings_cache=False,
        skip_instance_cache=True,
    )
    filesystem.retries = 1  # tried again here, where a cancel is heard
    return S3Backend(root, filesystem, is_anonymous=is_anonymous)


def _parts(secret: str, root: StoreAddress) -> tuple[str, str, str]:
    if not secret:
        return "", "", ""
    key, colon, rest = secret.partition(":")
    word, _, token = rest.partition(":")
    if not (key and colon and word):
        raise StoreFault(
            "secret", root.root, "the secret has no such form", "Write it as KEY:SECRET."
        )
    return key, word, token


def _has_s3_key() -> bool:
    """Whether the usual places (environment, profiles, the machine's role) hold a key."""
    from botocore.session import Session

    return Session().get_credentials() is not None


# -- Google


class GoogleBackend(Backend):
    """A bucket of Google's store, asked through gcsfs's session and by its JSON interface.

    gcsfs itself tries a request again for minutes; here that is done where a cancel is heard.
    """

    def pages(self, prefix: str, context: JobContext | None = None) -> Iterator[list[Entry]]:
        """Yield the objects under prefix a page at a time; a page that fails is asked for again."""
        said = {"prefix": prefix}
        while True:
            try:
                page = json.loads(self._ask("GET", "b/{}/o", self.root.bucket, _in=context, **said))
            except StoreFault as fault:
                kind = "bucket" if fault.kind == "missing" else fault.kind
                raise StoreFault(kind, fault.address) from None
            yield [Entry(each["name"], stamp_of(each)) for each in page.get("items", ())]
            if not page.get("nextPageToken"):
                return
            said["pageToken"] = page["nextPageToken"]

    def stat(self, key: str, context: JobContext | None = None) -> Stamp:
        """Return the stamp of an object."""
        place = ("b/{}/o/{}", self.root.bucket, key)
        return stamp_of(json.loads(self._ask("GET", *place, _in=context)))

    def read(
        self, key: str, start: int, end: int, context: JobContext | None = None
    ) -> tuple[bytes, Stamp]:
        """Return a range, and the stamp of the object as it is behind it."""
        data = b""
        if end > start:
            head = {"Range": f"bytes={start}-{end - 1}"}
            data = self._get(key, context, headers=head)
        return data, self.stat(key, context)

    def read_whole(self, key: str, context: JobContext | None = None) -> bytes:
        """Return all of a small object."""
        return self._get(key, context)

    def write(self, key: str, data: bytes, context: JobContext | None = None) -> None:
        """Write an object in one request."""
        url = self._fs._location + "/upload/storage/v1/b/{}/o"  # noqa: SLF001 - as gcsfs does
        self._ask(
            "POST", url, self.root.bucket, _in=context,
            data=io.BytesIO(data), uploadType="media", name=key,
        )  # fmt: skip

    def remove(self, key: str, context: JobContext | None = None) -> None:
        """Remove an object; does nothing where there is none."""
        try:
            self._ask("DELETE", "b/{}/o/{}", self.root.bucket, key, _in=context)
        except StoreFault as fault:
            if fault.kind != "missing":
                raise

    def _get(self, key: str, context: JobContext | None, **more: Any) -> bytes:
        url = self._fs._location + "/download/storage/v1/b/{}/o/{}"  # noqa: SLF001
        return self._ask("GET", url, self.root.bucket, key, _in=context, alt="media", **more)

    def _ask(self, method: str, *place: str, _in: JobContext | None, **said: Any) -> bytes:
        """Return the content of an answer."""
        once = type(self._fs)._request.__wrapped__  # noqa: SLF001 - without gcsfs's own tries
        context = _in or running_job()
        answer = self._again(
            lambda: self._wait(once(self._fs, method, *place, **said), context), context
        )
        return bytes(answer[3])


def _gs(root: StoreAddress, secret: str, timeout_s: float) -> Backend:
    try:
        from aiohttp import ClientTimeout

        # The plain one: its heir asks what kind a bucket is, and not where the endpoint says.
        from gcsfs.core import GCSFileSystem
    except ImportError:
        raise _no_package("gs", "gcsfs", root) from None
    token, is_anonymous = _google_token(secret, root)
    filesystem = GCSFileSystem(
        token=token,
        endpoint_url=root.endpoint or None,
        requests_timeout=ClientTimeout(
            total=None, sock_connect=min(_CONNECT_S, timeout_s), sock_read=timeout_s
        ),
        use_listings_cache=False,
        skip_instance_cache=True,
    )
    return GoogleBackend(root, filesystem, is_anonymous=is_anonymous)


def _google_token(secret: str, root: StoreAddress) -> tuple[Any, bool]:
    """Return what gcsfs takes as a token, and whether it is none."""
    if secret.lstrip().startswith("{"):
        try:
            return json.loads(secret), False
        except ValueError:
            raise StoreFault("secret", root.root, "the secret is no JSON") from None
    if secret and Path(secret).is_file():
        return secret, False
    if secret:
        from google.oauth2.credentials import Credentials

        return Credentials(token=secret), False  # type: ignore[no-untyped-call]
    own = Path("~/.config/gcloud/application_default_credentials.json").expanduser()
    if os.environ.get("GOOGLE_APPLICATION_CREDENTIALS") or own.is_file():
        return "google_default", False
    return "anon", True


def _no_package(extra: str, package: str, root: StoreAddress) -> StoreFault:
    return StoreFault("package", root.root, f"“{package}” is not installed", _HINT.format(extra))


# -- a folder


class FolderBackend(Backend):
    """A folder of this computer, or one that is mounted on it."""

    def __init__(self, root: StoreAddress) -> None:
        super().__init__(root, None)

    def pages(self, prefix: str, context: JobContext | None = None) -> Iterator[list[Entry]]:
        """Yield the files under prefix."""
        folder = self._file(prefix if prefix.endswith("/") else prefix.rpartition("/")[0])
        found: list[Entry] = []
        for above, _, names in os.walk(folder):
            if context is not None:
                context.step(len(found))
            for path in (Path(above) / name for name in names if not name.startswith(".")):
                key = path.as_posix().removeprefix("/")
                if key.startswith(prefix):
                    found.append(Entry(key, self.stat(key)))
        yield sorted(found, key=lambda entry: entry.key)

    def stat(self, key: str, context: JobContext | None = None) -> Stamp:  # noqa: ARG002 - as the base
        """Return size and time of a file."""
        try:
            facts = self._file(key).stat()
        except OSError as error:
            raise _folder_fault(error, key) from None
        if not stat.S_ISREG(facts.st_mode):
            raise StoreFault("missing", str(self.root.at(key)))
        return Stamp(facts.st_size, facts.st_mtime_ns)

    def read(
        self, key: str, start: int, end: int, context: JobContext | None = None
    ) -> tuple[bytes, Stamp]:
        """Return a part of a file."""
        try:
            with self._file(key).open("rb") as file:
                file.seek(start)
                data = file.read(end - start)
        except OSError as error:
            raise _folder_fault(error, key) from None
        return data, self.stat(key, context)

    def read_whole(self, key: str, context: JobContext | None = None) -> bytes:  # noqa: ARG002
        """Return all of a file."""
        try:
            return self._file(key).read_bytes()
        except OSError as error:
            raise _folder_fault(error, key) from None

    def write(self, key: str, data: bytes, context: JobContext | None = None) -> None:
        """Write a file in one step."""
        if context is not None and context.is_cancelled:
            context.step(0)
        path = self._file(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
        except OSError as error:
            raise _folder_fault(error, key) from None

    def remove(self, key: str, context: JobContext | None = None) -> None:  # noqa: ARG002
        """Remove a file."""
        try:
            self._file(key).unlink(missing_ok=True)
        except OSError as error:
            raise _folder_fault(error, key) from None

    def _file(self, key: str) -> Path:
        return self.root.at(key).file


def _folder_fault(error: OSError, key: str) -> StoreFault:
    address = str(StoreAddress("file", "", key))
    if isinstance(error, FileNotFoundError):
        return StoreFault("missing", address)
    if isinstance(error, PermissionError):
        return StoreFault("rights", address, "the folder may not be used")
    why = (error.strerror or str(error)).lower()
    return StoreFault("other", address, why, "Check the disk, and that it is not full.")
