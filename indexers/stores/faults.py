"""What goes wrong with a store, named: who is asked, what happened, and what to do.

A fault is an OSError, so that whoever reads files treats an object that cannot be read as a file
that cannot be read; a StoreError is the same for the person.
"""

import errno
from typing import Literal

from common.errors import AppError

Kind = Literal[
    "missing",
    "bucket",
    "secret",
    "rights",
    "gone",
    "slow",
    "changed",
    "certificate",
    "package",
    "other",
]

_ERRNO: dict[str, int] = {
    "missing": errno.ENOENT,
    "bucket": errno.ENOENT,
    "secret": errno.EACCES,
    "rights": errno.EACCES,
}
_SECRET_CODES = {
    "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken",
    "TokenRefreshRequired", "AuthorizationHeaderMalformed",
}  # fmt: skip
_CLAUSES: dict[str, str] = {
    "missing": "the object is not there",
    "bucket": "there is no such bucket",
    "secret": "the store does not know the key, or its secret is wrong",
    "rights": "the store does not permit it",
    "gone": "the store cannot be reached",
    "certificate": "the certificate of the store cannot be trusted",
    "slow": "the store did not answer in time",
    "changed": "it changed while it was read; import it again when it is finished",
}
_HINTS: dict[str, str] = {
    "missing": "Import its folder again to see what is there.",
    "bucket": "Check the name of the bucket and the endpoint of the address.",
    "secret": "Give KEY:SECRET in KINORA_MEDIA_SECRET, the keyring, or the store's own variables.",
    "rights": "Ask for the right to list and read there, or use another key.",
    "gone": "Check the network and the address, then try again; what was read is kept.",
    "certificate": "Check the name of the server in the address, and the root certificates that "
    "AWS_CA_BUNDLE or SSL_CERT_FILE names.",
    "slow": "Try again later; what was read is kept.",
    "changed": "Import it again when it is finished.",
}


class StoreFault(OSError):  # noqa: N818 - what it is to readers; people see a StoreError
    """An object that cannot be listed, read or written.

    Args:
        kind: what happened.
        address: of the object or bucket, as it may be shown.
        detail: what else is known, a clause; "" for the usual one.
        hint: what to do; "" for the usual one.
    """

    def __init__(self, kind: Kind, address: str, detail: str = "", hint: str = "") -> None:
        self.kind: Kind = kind
        self.address = address
        self.clause = detail or _CLAUSES.get(kind, "the store refused")
        self.hint = hint or _HINTS.get(kind, "Try again later, or use another address.")
        super().__init__(_ERRNO.get(kind, errno.EIO), self.clause)

    def __str__(self) -> str:
        return f"{self.address}: {self.clause}"

    @property
    def is_passing(self) -> bool:
        """Whether the same call may succeed a moment later."""
        return self.kind in {"gone", "slow"}


class StoreError(AppError):
    """A store that cannot be used, for the person.

    Args:
        fault: what happened.
        doing: what was being done, as a sentence without its end ("“x” cannot be imported").
    """

    def __init__(self, fault: StoreFault, doing: str = "") -> None:
        lead = doing or f"“{fault.address}” cannot be used"
        super().__init__(f"{lead}: {fault.clause}.", hint=fault.hint)
        self.kind = fault.kind


def fault_of(error: BaseException, address: str, *, is_anonymous: bool = False) -> StoreFault:
    """Name what a client of a store raised; texts of servers are not repeated, they may tell keys.

    Args:
        error: of fsspec, botocore, aiohttp or Google's libraries.
        address: of what was asked for.
        is_anonymous: no key was found, so the store was asked without one.
    """
    if isinstance(error, StoreFault):
        return error
    code = _code_of(error)
    kind = _kind_of(error, code)
    if kind in {"rights", "secret"} and is_anonymous:
        return StoreFault("secret", address, "no key was found, and it is not open to everybody")
    detail = f"the store refused ({code or type(error).__name__})" if kind == "other" else ""
    return StoreFault(kind, address, detail)


def _code_of(error: BaseException) -> str:
    """Return the code that a server gave, looked for in what caused the error too."""
    seen: BaseException | None = error
    for _ in range(5):
        if seen is None:
            return ""
        response = getattr(seen, "response", None)
        if isinstance(response, dict):
            return str(response.get("Error", {}).get("Code", ""))
        said = getattr(seen, "__dict__", {})
        code = said.get("code") or said.get("status")
        if isinstance(code, int | str):
            return str(code)
        seen = seen.__cause__ or seen.__context__
    return ""


def _kind_of(error: BaseException, code: str) -> Kind:
    if _is_named(error, "CertVerification", "CertificateError"):
        return "certificate"
    if code == "NoSuchBucket" or "bucket does not exist" in str(error).lower():
        return "bucket"
    if code in _SECRET_CODES or code == "401" or _is_named(error, "Credential", "RefreshError"):
        return "secret"
    if isinstance(error, FileNotFoundError):
        return "missing"
    is_forbidden = str(error).startswith("Forbidden")  # as gcsfs says it
    if isinstance(error, PermissionError) or code in {"403", "AccessDenied"} or is_forbidden:
        return "rights"
    if isinstance(error, TimeoutError) or _is_named(error, "Timeout"):
        return "slow"
    if isinstance(error, ConnectionError) or _is_named(
        error, "Connection", "Connect", "ClientPayload", "ServerDisconnected", "Transport",
        "IncompleteRead", "ClientOSError", "HTTPClientError", "ResponseStreaming",
    ):  # fmt: skip
        return "gone"
    return "gone" if code in {"500", "502", "503", "InternalError", "SlowDown"} else "other"


def _is_named(error: BaseException, *parts: str) -> bool:
    """Whether the error, or what caused it, is of a class so named; saves importing all clients."""
    seen: BaseException | None = error
    for _ in range(5):
        if seen is None:
            return False
        if any(part in kind.__name__ for kind in type(seen).__mro__ for part in parts):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
