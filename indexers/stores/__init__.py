"""Objects in stores that others keep (S3, Google, a mounted folder), read as if they were files.

No store is asked before an address names it, and fsspec is imported only then.
"""

from indexers.stores.address import StoreAddress, display_name, is_address
from indexers.stores.cache import ObjectCache
from indexers.stores.faults import StoreError, StoreFault
from indexers.stores.path import StorePath
from indexers.stores.stores import Stores

__all__ = [
    "ObjectCache",
    "StoreAddress",
    "StoreError",
    "StoreFault",
    "StorePath",
    "Stores",
    "display_name",
    "is_address",
]
