"""The arrangements of the wall's table: what to sort or cluster by, and the captions."""

import logging
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import (
    Arrangement,
    clustered,
    in_rows,
    ranked,
    shuffled,
)
from app.services.list_notes import GroupName, ListNote
from app.services.wall_table import KINDS, WallTable, group_codes
from common.errors import AppError
from common.values import ItemKind

logger = logging.getLogger(__name__)

MOST_CLUSTERS = 48
LEAST_SHARE = 0.002  # of the items; smaller clusters go to "Other"
MOST_SORTED = 262_144  # items of a sorted map: about 12 s; the free map holds more
MOST_COMPARED = 200_000  # items whose pictures are compared to find the middle of a cluster
MONTHS = 60  # a time line of at most so many months names months, a longer one years
UNKNOWN_TIME = "Time unknown"
UNKNOWN_YEAR = "Year unknown"
KIND_NAMES = {
    ItemKind.PHOTO: "Photos",
    ItemKind.VIDEO: "Videos",
    ItemKind.SHOT: "Shots",
    ItemKind.FILM: "Films",
    ItemKind.LIFELOG: "Lifelog",
}
_ARTICLES = ("the ", "a ", "an ", "der ", "die ", "das ")

Codes = tuple[NDArray[np.int32], Sequence[str]]


class RawThumbnails(Protocol):
    """What colours are read from."""

    def raw(self, level: int) -> NDArray[np.uint32]:
        """Return (rows, N, N) of a raw level."""


def can_sort() -> bool:
    """Whether the library for sorted maps is installed."""
    return find_spec("vc_flas") is not None


# -- reading order


def random_order(table: WallTable, columns: int, seed: int) -> Arrangement:
    """Shuffle; the same seed gives the same wall."""
    return Arrangement("random", columns, shuffled(len(table), seed))


def by_time(table: WallTable, columns: int) -> Arrangement:
    """Lay items out in order of time, captioned by year, or by month where it is a short time."""
    undated = np.isnat(table.taken_at)
    years = np.nan_to_num(table.years, nan=0).astype(np.int64)
    months = (years - 1970) * 12
    months[~undated] = table.taken_at[~undated].astype("datetime64[M]").astype(np.int64)
    known = ~np.isnan(table.years) | ~undated
    stamp = table.taken_at.astype("datetime64[s]").astype(np.int64)
    stamp[undated] = (months[undated].astype("datetime64[M]")).astype("datetime64[s]").astype(int)
    order = np.lexsort((table.ids, stamp, ~known)).astype(np.int64)
    span = np.ptp(months[known]) if known.any() else 0
    if span < MONTHS and not (undated & known).any():
        names = {int(m): _month_name(int(m)) for m in np.unique(months)}
        groups = group_codes(months, known, names, UNKNOWN_TIME)
    else:
        year = months // 12 + 1970
        names = {int(y): str(int(y)) for y in np.unique(year)}
        groups = group_codes(year, known, names, UNKNOWN_TIME)
    return in_rows("timeline", order, columns, groups)


def _month_name(month: int) -> str:
    """Return "2021-07" for a month counted from 1970."""
    return f"{month // 12 + 1970}-{month % 12 + 1:02}"


def by_year(table: WallTable, columns: int) -> Arrangement:
    """Lay items out by year, the most popular of a year first."""
    known = ~np.isnan(table.years)
    years = np.nan_to_num(table.years, nan=0).astype(np.int64)
    popularity = -np.nan_to_num(table.popularity, nan=-np.inf)
    order = np.lexsort((table.ids, popularity, years, ~known)).astype(np.int64)
    names = {int(y): str(int(y)) for y in np.unique(years)}
    return in_rows("year", order, columns, group_codes(years, known, names, UNKNOWN_YEAR))


def by_name(table: WallTable, columns: int, titles: Sequence[str]) -> Arrangement:
    """Lay items out by title, captioned by first letter; articles do not count."""
    keys = [name_key(title) for title in titles] + [""] * (len(table) - len(titles))
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
    letters = np.array([_letter(key) for key in keys], np.int64)
    names = {int(code): chr(int(code)) for code in np.unique(letters) if code >= 0}
    names[ord("0")] = "0-9"
    # Groups follow the sorted keys, which put signs and digits before letters.
    return in_rows("name", order, columns, group_codes(letters, letters >= 0, names, "…"))


def name_key(title: str) -> str:
    """Return what a title is sorted by: without article, accents, case and leading signs."""
    plain = unicodedata.normalize("NFKD", title.casefold()).strip()
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lstrip("\"'“”‘’«»¿¡([{.…-_ ")
    return next((plain[len(a) :] for a in _ARTICLES if plain.startswith(a) and plain != a), plain)


def _letter(key: str) -> int:
    """Return the code of the caption letter, "0" for digits, -1 where there is none."""
    if not key:
        return -1
    first = key[0].upper()[0]
    if first.isdigit():
        return ord("0")
    return ord(first) if first.isalpha() else -1


def by_popularity(
    table: WallTable, columns: int, titles: Sequence[str] | None = None
) -> Arrangement:
    """Lay items out from the most to the least popular; unknown ones last.

    Args:
        table: of the wall.
        columns: cells in a row.
        titles: decide among the equally popular; None leaves them in the order of ids.
    """
    merit = table.popularity if titles is None else popularity_rank(table, titles)
    order = np.lexsort((table.ids, -np.nan_to_num(merit, nan=-np.inf)))
    return in_rows("popularity", order.astype(np.int64), columns)


def popularity_rank(table: WallTable, titles: Sequence[str]) -> NDArray[np.float64]:
    """Return a number that is larger for the more popular, then for the earlier title, (n,).

    NaN where popularity is unknown.
    """
    keys = [name_key(title) for title in titles] + [""] * (len(table) - len(titles))
    by_title = np.empty(len(table), np.int64)
    by_title[sorted(range(len(table)), key=keys.__getitem__)] = np.arange(len(table))
    order = np.lexsort((by_title, -np.nan_to_num(table.popularity, nan=-np.inf)))
    rank = np.empty(len(table), np.float64)
    rank[order] = np.arange(len(table), 0, -1)
    rank[np.isnan(table.popularity)] = np.nan
    return rank


def by_number(
    table: WallTable, columns: int, numbers: NDArray[np.float64], ranges: Codes
) -> Arrangement:
    """Lay items out from the largest to the smallest number, captioned by range; unknown ones last.

    Args:
        table: of the wall.
        columns: cells in a row.
        numbers: (n,) NaN where unknown.
        ranges: the range of each, -1 where unknown, and the names of the ranges, ascending.
    """
    codes, names = ranges
    order = np.lexsort((table.ids, -np.nan_to_num(numbers, nan=-np.inf)))
    return in_rows("number", order.astype(np.int64), columns, (codes.astype(np.int64), names))


def by_colour(table: WallTable, columns: int, thumbnails: RawThumbnails) -> Arrangement:
    """Lay items out by hue, then light to dark; colourless ones and those without picture last."""
    rgb, known = mean_colours(table, thumbnails)
    high, low = rgb.max(axis=1, initial=0), rgb.min(axis=1, initial=255)
    chroma = high - low
    safe = np.maximum(chroma, 1e-3)
    red, green, blue = rgb.T
    hue = np.select(
        [high == red, high == green],
        [((green - blue) / safe) % 6, (blue - red) / safe + 2],
        (red - green) / safe + 4,
    )
    dull = chroma < 14
    step = np.where(dull, 24, np.floor(hue * 4)).astype(np.int64)
    # Neighbouring hues run light to dark and back, so that the rows flow into each other.
    light = np.where(step % 2 == 0, -high, high)
    order = np.lexsort((table.ids, light, step, ~known)).astype(np.int64)
    return in_rows("colour", order, columns)


def mean_colours(
    table: WallTable, thumbnails: RawThumbnails
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return the mean colour of each item, float32 (n, 3) RGB 0-255, and which are known."""
    small, known = _small_pictures(table, thumbnails)
    return small.reshape(len(small), -1, 3).mean(axis=1, dtype=np.float32), known


def _small_pictures(
    table: WallTable, thumbnails: RawThumbnails
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return each item's picture in 4 x 4 pixels, (n, 16, 3), and which are known."""
    small = np.zeros((len(table), 16, 3), np.uint8)
    try:
        raw = thumbnails.raw(4)
    except AppError as error:
        logger.warning("colours cannot be read: %s", error)
        return small, np.zeros(len(table), bool)
    known = (table.rows >= 0) & (table.rows < len(raw))
    pixels = np.ascontiguousarray(raw[table.rows[known]]).reshape(-1, 16).view(np.uint8)
    small[known] = pixels.reshape(-1, 16, 4)[..., :3]
    return small, known


def by_hits(table: WallTable, columns: int, hits: Sequence[int], seed: int) -> Arrangement:
    """Lay a result list out, best first, and everything else behind it."""
    found = table.positions(hits)
    _, first = np.unique(found, return_index=True)
    return ranked(len(table), found[np.sort(first)], shuffled(len(table), seed), columns)


# -- clusters


def kind_codes(table: WallTable) -> Codes:
    """Return the kind of each item as clusters."""
    return table.kind.astype(np.int32), [KIND_NAMES[kind] for kind in KINDS]


def year_codes(table: WallTable) -> Codes:
    """Return the year of each item as clusters in order of time."""
    known = ~np.isnan(table.years)
    years = np.nan_to_num(table.years, nan=0).astype(np.int64)
    distinct = np.unique(years[known])
    codes = np.full(len(table), -1, np.int32)
    codes[known] = np.searchsorted(distinct, years[known])
    return codes, [str(year) for year in distinct]


def decade_codes(table: WallTable) -> Codes:
    """Return the decade of each item as clusters in order of time."""
    known = ~np.isnan(table.years)
    decades = (np.nan_to_num(table.years, nan=0) // 10 * 10).astype(np.int64)
    distinct = np.unique(decades[known])
    codes = np.full(len(table), -1, np.int32)
    codes[known] = np.searchsorted(distinct, decades[known])
    return codes, [f"{decade}s" for decade in distinct]


def by_cluster(
    table: WallTable,
    groups: Codes,
    columns: int,
    cell_aspect: float,
    *,
    key: str,
    noise: float,
    seed: int,
    thumbnails: RawThumbnails,
    in_order: bool = False,
    titles: Sequence[str] | None = None,
) -> Arrangement:
    """Cluster items by a facet; popular ones, or else typical pictures, lie in the middle.

    Args:
        table: of the wall.
        groups: value of each item, -1 for none, and their names.
        columns: cells in a row.
        cell_aspect: width / height of a cell.
        key: the facet, for the caption of items without it.
        noise: 0-1, see arrangements.clustered.
        seed: of the noise.
        thumbnails: to find typical pictures with.
        in_order: neighbours follow the order of the names, not the sizes.
        titles: decide among the equally popular; None leaves them in the order of ids.
    """
    codes, names = _merged(groups, len(table), GroupName("without", key=key), in_order=in_order)
    importance = table.popularity if titles is None else popularity_rank(table, titles)
    note = ""
    if np.isnan(importance).all():
        importance = _typical(table, codes, len(names), thumbnails)
        note = ListNote("typical")
    made = clustered(codes, names, importance, columns, cell_aspect, noise=noise, seed=seed)
    return replace(made, note=note)


def _merged(groups: Codes, count: int, nothing: str, *, in_order: bool) -> Codes:
    """Return clusters without empty ones: the small ones as "Other", the rest as nothing."""
    codes, names = groups
    sizes = np.bincount(codes[codes >= 0], minlength=len(names))
    by_size = np.argsort(-sizes, kind="stable")[:MOST_CLUSTERS]
    kept = by_size[sizes[by_size] >= max(1, LEAST_SHARE * count)]
    if in_order:
        kept = np.sort(kept)
    table = np.full(len(names) + 1, len(kept), np.int32)  # the last entry serves code -1
    table[kept] = np.arange(len(kept))
    table[-1] = len(kept) + 1
    merged = table[codes]
    labels = [*(names[k] for k in kept), GroupName("other"), nothing]
    used, packed = np.unique(merged, return_inverse=True)
    return packed.astype(np.int32), [labels[k] for k in used]


def _typical(
    table: WallTable, codes: NDArray[np.int32], count: int, thumbnails: RawThumbnails
) -> NDArray[np.float64]:
    """Return how near each item's picture is to the mean of its cluster; larger is nearer."""
    if len(table) > MOST_COMPARED:
        return np.random.default_rng(0).random(len(table))
    small, known = _small_pictures(table, thumbnails)
    flat = small.reshape(len(small), -1).astype(np.float32)
    total = np.zeros((count, flat.shape[1]), np.float64)
    for column in range(flat.shape[1]):
        total[:, column] = np.bincount(codes[known], flat[known, column], count)
    means = total / np.maximum(np.bincount(codes[known], minlength=count), 1)[:, None]
    near: NDArray[np.float64] = -np.linalg.norm(flat - means[codes], axis=1)
    near[~known] = np.nan
    return near
