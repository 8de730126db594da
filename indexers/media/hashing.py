"""The identity of a file: a hash of its whole content."""

import hashlib
from pathlib import Path

from common.errors import MediaError
from common.jobs import JobCancelled, JobContext

_CHUNK = 1 << 20
_DIGEST_BYTES = 20  # 160 bits


def content_hash(path: Path, context: JobContext | None = None) -> str:
    """Return blake2b-160 of the whole content in hex (40 digits); memory stays flat.

    Args:
        path: any file.
        context: asked after each MiB whether to stop; its progress is not moved.

    Raises:
        MediaError: the file cannot be read.
        JobCancelled: the user cancelled.
    """
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    try:
        with path.open("rb", buffering=0) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                if context is not None and context.is_cancelled:
                    raise JobCancelled
    except OSError as error:
        raise unreadable(path, error) from error
    return digest.hexdigest()


def unreadable(path: Path, error: OSError) -> MediaError:
    """Return the error for a file that the system does not let us read."""
    reason = (error.strerror or str(error)).lower()
    hint = getattr(error, "hint", "Check the file's permissions and its disk.")
    if getattr(error, "kind", "") == "changed":
        return MediaError(path, reason, hint=hint)
    return MediaError(path, f"it cannot be read ({reason})", hint=hint)
