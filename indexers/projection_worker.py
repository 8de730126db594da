"""The process that fits UMAP for indexers.projection: reads in.npz of a folder, writes out.npy.

Run as `python -m indexers.projection_worker FOLDER SEED`; `progress` in the folder holds the
percentage done.
"""

import contextlib
import io
import os
import sys
import warnings
from pathlib import Path

import numpy as np

NICENESS = 5


class _ProgressFile(io.StringIO):
    """Takes the lines of a progress bar, "12/200", and keeps the percentage in a file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def write(self, text: str) -> int:
        """Keep the last count of the text."""
        done, slash, total = text.strip().rpartition("\r")[2].partition("/")
        if slash and done.isdigit() and total.isdigit() and int(total):
            with contextlib.suppress(OSError):
                self._path.write_text(str(100 * int(done) // int(total)), "ascii")
        return len(text)


def main(folder: Path, seed: int) -> None:
    """Fit the map of a folder.

    Args:
        folder: holds in.npz with anchors float32 (A, d), near int64 (A, k), distance (A, k).
        seed: of the fit.
    """
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with np.load(folder / "in.npz", allow_pickle=False) as parts:
        anchors, near, distance = parts["anchors"], parts["near"], parts["distance"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the seed and about transform(), which is not used
        import umap

        reducer = umap.UMAP(
            n_neighbors=near.shape[1],
            init="pca",  # keeps the large structure, and is the same on every machine
            random_state=seed,
            precomputed_knn=(near, distance, None),
            tqdm_kwds={
                "disable": False,
                "bar_format": "{n_fmt}/{total_fmt}",
                "file": _ProgressFile(folder / "progress"),
                "mininterval": 0.2,
            },
        )
        places = reducer.fit_transform(anchors)
    # Items that UMAP leaves alone have no place; they go to the middle.
    places = np.nan_to_num(np.asarray(places, np.float32), nan=float(np.nanmean(places)))
    np.save(folder / "out.npy", places)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
