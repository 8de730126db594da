"""The places for vectors that the contract is tested on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vectors_support import BACKENDS, Shelf


@pytest.fixture(params=BACKENDS)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    """Return an empty library's vectors on each backend."""
    made = Shelf(request.param, tmp_path)
    yield made
    made.close()
