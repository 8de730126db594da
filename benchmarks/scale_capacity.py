"""What a library of very many items needs: computed from what was measured of one item.

The measured figures are in docs/benchmarks.md; prices are assumptions to be replaced by one's own.
"""

import math
from dataclasses import dataclass
from typing import Final

SHARD: Final = 100_000_000  # items of an index that one machine's core answers in 38 ms
CATALOGUE_B: Final = 1_100  # an item with 8 facets, a file, a vector and a caption
THUMBNAIL_B: Final = 25_000  # all levels, mean of 1,449 photos and keyframes
VECTOR_B: Final = 4 * 512
CODES_B: Final = 52  # compact codes and their index, on disk
RESIDENT_B: Final = 28  # of them in memory after many rounds
IMPORT_PER_CORE_S: Final = 47.0  # photos, with thumbnails, MobileNetV2 and colours
ROUND_CORE_S: Final = 0.041  # of one shard, mean
MACHINE_CORES, MACHINE_GB = 8, 64
MACHINE_MONTH, DISK_TB_MONTH = 150.0, 60.0
_BUSY: Final = 0.5  # share of the cores that rounds may take, so that queues stay short
_MEMORY: Final = 0.7  # share of the memory


@dataclass(frozen=True, slots=True)
class Capacity:
    """What so many items and users need.

    Args:
        shards: of the feedback index.
        copies: of each shard and of the catalogue.
        catalogue_tb: on disk, one copy.
        thumbnails_tb: the same.
        vectors_tb: full vectors, the same.
        index_tb: compact codes and index, the same.
        resident_gb: memory that the shards of one copy touch.
        core_share: cores that rounds keep busy, of one copy.
        machines: for the shards, all copies.
        import_days: of one machine, for all items once.
        month: what machines and disks cost a month.
    """

    shards: int
    copies: int
    catalogue_tb: float
    thumbnails_tb: float
    vectors_tb: float
    index_tb: float
    resident_gb: float
    core_share: float
    machines: int
    import_days: float
    month: float


def capacity(items: int, users: int, *, think_s: float = 8.0, copies: int = 2) -> Capacity:
    """Compute what a library needs.

    Args:
        items: of the library.
        users: who give feedback at the same time.
        think_s: mean time from an answer to the next round.
        copies: of everything.
    """
    shards = math.ceil(items / SHARD)
    cores = users / think_s * ROUND_CORE_S * shards
    resident = items * RESIDENT_B / 1e9
    by_cores = cores / (_BUSY * MACHINE_CORES)
    by_memory = resident / (_MEMORY * MACHINE_GB)
    machines = copies * max(1, math.ceil(max(by_cores, by_memory)))
    catalogue, thumbnails, vectors, index = (
        items * each / 1e12 for each in (CATALOGUE_B, THUMBNAIL_B, VECTOR_B, CODES_B)
    )
    disk = copies * (catalogue + thumbnails + vectors + index)
    return Capacity(
        shards, copies, catalogue, thumbnails, vectors, index, resident, cores, machines,
        import_days=items / IMPORT_PER_CORE_S / MACHINE_CORES / 86_400,
        month=machines * MACHINE_MONTH + disk * DISK_TB_MONTH,
    )  # fmt: skip
