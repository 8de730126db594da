"""Which workers a library uses: nothing is kept at them, so that it may change at any time."""

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from app.services.addresses import SECRETS, keep_secret, split_secret
from app.services.library_files import INFO_FILE
from app.services.workers_connection import LOCAL, Target
from common.errors import LibraryError
from common.settings import write_atomically

if TYPE_CHECKING:
    from app.services.library import Library


def use_workers(library: "Library", address: str) -> None:
    """Have a library use workers from now on, and note it in its file.

    Args:
        library: open for writing.
        address: `local` or `ray://HOST:PORT`; a token in it (`ray://:TOKEN@HOST`) goes to the
            keyring.

    Raises:
        WorkersError: it is no address of workers.
        LibraryError: the library cannot be written, or there is no keyring for the token.
    """
    plain, secret = split_secret(address)
    if plain != LOCAL:
        Target.of(plain)
    addresses = replace(library.addresses, workers=plain)
    if addresses == library.addresses and not secret:
        return
    library.require_writable()
    if secret and not os.environ.get(SECRETS["workers"]):
        keep_secret(plain, secret)
    info = {**library.info, "workers": plain}
    try:
        write_atomically(library.folder / INFO_FILE, json.dumps(info, indent=2).encode())
    except OSError as error:
        raise LibraryError(
            f"The library “{library.name}” cannot be written ({error.strerror or error}).",
            hint="Make room on its disk, or check its rights.",
        ) from error
    library.info, library.addresses = info, addresses
