"""Lists what an import was asked for in a store; the counterpart of a walk through folders."""

import logging
from typing import TYPE_CHECKING

from app.services.import_found import FoundFile, Scan
from app.services.library_files import SUFFIX
from app.services.media_places import stores
from common.jobs import JobContext
from common.values import SkippedFile
from indexers.stores import StoreAddress, StoreError, StoreFault

if TYPE_CHECKING:
    from indexers.stores.backend import Entry

logger = logging.getLogger(__name__)

_OWN = f"{SUFFIX}/"  # thumbnails that a library keeps there, or a library that was copied there


def list_store(root: str, scan: Scan, found: dict[str, FoundFile], context: JobContext) -> None:
    """Add the objects at an address to what a walk found.

    A prefix means what lies under it as under a folder; the key of an object means that object.
    Names that begin with a dot, and what libraries keep there, are passed over. Where the store
    stops answering in the middle, what it told is imported, and nothing counts as gone.

    Args:
        root: the address, as the catalogue keeps it.
        scan: gets the root, what cannot be used, and what is unknown.
        found: gets the objects, by address.
        context: reports the number of files found so far.

    Raises:
        StoreError: the store cannot be asked, or there is nothing.
        JobCancelled: the user cancelled.
    """
    address = StoreAddress.of(root)
    before = len(found)
    try:
        if not address.key or not _add_one(address, found, context):
            _add_below(address, scan, found, context)
    except StoreFault as fault:
        if len(found) == before:
            raise StoreError(fault, f"“{root}” cannot be imported") from None
        logger.info("listing %s broke off after %d objects: %s", root, len(found) - before, fault)
        reason = f"its list broke off ({fault.clause}); what was found is imported"
        scan.skipped.append(SkippedFile(root, reason))
        scan.unseen.append(root)


def _add_one(address: StoreAddress, found: dict[str, FoundFile], context: JobContext) -> bool:
    """Add the object of this very key; return whether there is one."""
    if address.key.endswith("/"):
        return False
    try:
        stamp = stores().backend(address).stat(address.key, context)
    except StoreFault as fault:
        if fault.is_passing:
            raise
        return False  # it may be a prefix; listing it says what else is wrong, and says it better
    found[str(address)] = FoundFile(str(address), *stamp, chosen=True)
    return True


def _add_below(
    address: StoreAddress, scan: Scan, found: dict[str, FoundFile], context: JobContext
) -> None:
    """Add what lies under a prefix."""
    folder = address.at(address.key.rstrip("/") + "/") if address.key.strip("/") else address
    is_there = False
    for page in stores().pages(folder, context):
        context.step(len(found), 0, str(folder))
        is_there = is_there or bool(page)
        for entry in page:
            if not _is_wanted(entry, folder.key):
                continue
            text = str(address.at(entry.key))
            if str(StoreAddress.of(text)) != text:
                scan.skipped.append(SkippedFile(text, "its key reads like options of an address"))
                continue
            found[text] = FoundFile(text, *entry.stamp)
    if not is_there and address.key:
        raise StoreFault("missing", str(address), "nothing lies there", "Check the address.")


def _is_wanted(entry: "Entry", prefix: str) -> bool:
    """Whether an object is a file that is neither hidden nor of a library."""
    inside = entry.key.removeprefix(prefix)
    if not inside or inside.endswith("/"):
        return False
    return _OWN not in inside and not any(part.startswith(".") for part in inside.split("/"))
