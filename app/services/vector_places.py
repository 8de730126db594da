"""Where the vectors of a library lie, by its address."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.addresses import Addresses, refuse_elsewhere, secret_of

if TYPE_CHECKING:
    from indexers.vectors import VectorPlace

FAISS = "faiss"
EMBEDDED = "milvus"
ENGINE_FOLDER = "milvus.db"


def vector_place(
    address: str, folder: Path, library: str, folder_of: Callable[[str], Path]
) -> "VectorPlace":
    """Return the place of an address; nothing is connected before it is used.

    Args:
        address: `faiss`, `milvus` (the embedded engine in the library's folder), `milvus:FOLDER`,
            or `http(s)://HOST:PORT`, whose token comes from the environment or the keyring.
        folder: of the library.
        library: its id, part of the names on a server.
        folder_of: returns the folder of an encoder: of its vectors, or of their copy.
    """
    from indexers.vectors import FolderPlace, MilvusPlace

    if address == FAISS:
        return FolderPlace(folder_of)
    if address == EMBEDDED:
        return MilvusPlace(folder / ENGINE_FOLDER, library, folder_of)
    if address.startswith(f"{EMBEDDED}:"):
        named = Path(address.partition(":")[2].removeprefix("//")).expanduser()
        return MilvusPlace(folder / named, library, folder_of)
    return MilvusPlace(address, library, folder_of, token=lambda: secret_of("vectors", address))


def with_vectors(address: str, addresses: Addresses | None, folder: Path) -> Addresses:
    """Return the addresses of a library to be made in folder whose vectors lie at address.

    Args:
        address: of the vectors.
        addresses: of its other parts; None for all in its folder.
        folder: of the library.

    Raises:
        LibraryError: the address cannot be used, or the library is made already and its vectors
            lie elsewhere.
    """
    found = replace(addresses or Addresses(), vectors=address)
    refuse_elsewhere("vectors", found.vectors, folder)
    return found
