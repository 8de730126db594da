import subprocess
import sys

import pytest

from common.preload import LIBRARIES, preload

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="links on Linux only")


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip()


@ON_LINUX
@pytest.mark.parametrize("package", ["cv2", "faiss"])
def test_libraries_are_linked_before_the_import_and_serve_it(package: str) -> None:
    found = run(
        f"import sys\nfrom common.preload import preload\nlinked = preload({package!r})\n"
        f"print(linked > 0, {package!r} in sys.modules)\nimport {package}\n"
        f"print({package}.__name__, preload({package!r}))"
    )
    assert found.splitlines() == ["True False", f"{package} 0"]


def test_what_is_imported_already_is_left_alone() -> None:
    import cv2

    assert cv2.__version__
    assert preload("cv2") == 0


def test_an_absent_package_is_left_to_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIBRARIES, "no_such_package", ("*.so",))
    assert preload("no_such_package") == 0
