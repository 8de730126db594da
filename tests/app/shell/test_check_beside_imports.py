"""A check of a library that is open in a window waits for its import."""

import threading
from pathlib import Path

import numpy as np

from app.services.library import Library
from app.services.paths import AppPaths
from app.services.services import Services
from app.shell.libraries import check
from common.jobs import JobContext
from common.settings import Settings
from common.values import ItemKind
from indexers.catalogue import NewItem


def test_what_an_import_has_not_named_yet_is_no_leftover(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "a.kinora", create=True)
    services = Services(library, Settings(), AppPaths.of_user())
    context = JobContext()
    checking = threading.Thread(target=check, args=(services, context))
    with services.imports.alone(JobContext()):
        rows = library.vectors("net").append(np.eye(2, dtype=np.float32)).tolist()
        checking.start()
        checking.join(0.3)  # it looks at the folders at once if nothing holds it back
        vector_rows = {"net": rows[0]}
        ids = library.catalogue.add_batch(
            [NewItem("a", ItemKind.PHOTO, "a", vector_rows=vector_rows)]
        )
        library.vectors("net").commit(ids, rows[:1])
    checking.join(60)
    assert (library.vector_folder("net") / "data.f32").stat().st_size == 2 * 2 * 4
    assert library.vectors("net").vectors(ids).tolist() == [[1.0, 0.0]]
    services.close()
