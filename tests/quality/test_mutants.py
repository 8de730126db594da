from pathlib import Path

import pytest

from quality import mutations, trials
from quality.mutants import mutants_of

SOURCE = '''
def score(a: int | None, b: float = -1.0) -> float | None:
    """1 + 1 is no formula here."""
    é = a * 2 - b
    é += 3
    if é <= 0:
        raise ValueError("a" + f"{a - b}")
    return (
        é
        / 4
    )
'''


def test_each_sign_is_changed_once() -> None:
    changes = [(each.line, each.now) for each in mutants_of(SOURCE)]
    assert changes == [
        (2, "def score(a: int | None, b: float = 1.0) -> float | None:"),
        (4, "é = a * 2 + b"),
        (4, "é = a / 2 - b"),
        (5, "é -= 3"),
        (6, "if é >= 0:"),
        (10, "* 4"),
    ]
    for each in mutants_of(SOURCE):
        compile(each.source, "mutant", "exec")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    (root / "part").mkdir(parents=True)
    (root / "part" / "sums.py").write_text(
        "def total(a, b):\n    return a + b\n\n\ndef least(a):\n    return a if a < 0 else 0 + 0\n",
        "utf-8",
    )
    (root / "part" / "test_sums.py").write_text(
        "from part.sums import total\n\n\ndef test_total():\n    assert total(2, 3) == 5\n", "utf-8"
    )
    (root / "part" / "conftest.py").write_text(  # as the tests of this project do
        "import gc\n\n\ndef pytest_collection_finish():\n    gc.freeze()\n", "utf-8"
    )
    (root / "pytest.ini").write_text("[pytest]\npythonpath = .\n", "utf-8")
    monkeypatch.setattr(mutations, "ROOT", root)
    monkeypatch.setattr(trials, "LOADED", ())
    monkeypatch.setattr(mutations, "PARTS", ("part",))
    monkeypatch.setattr(mutations, "FILES", ("pytest.ini",))
    monkeypatch.setattr(mutations, "TARGETS", {"part/sums.py": ("part/test_sums.py",)})
    return root


def test_a_formula_that_no_test_holds_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    same = ("part/sums.py", "return a if a < 0 else 0 + 0", "return a if a < 0 else 0 - 0")
    monkeypatch.setattr(mutations, "_equivalent", lambda: {same: "zero"})
    verdicts = mutations.run(["part/sums.py"], said.append)
    assert [(each.mutant.line, each.is_found, each.reason) for each in verdicts] == [
        (2, True, ""),
        (6, False, ""),
        (6, False, "zero"),
    ]
    assert "NOT FOUND" in said[1]
    assert (project / "part" / "sums.py").read_text("utf-8").startswith("def total(a, b):\n")


def test_failing_tests_prove_nothing(project: Path) -> None:
    (project / "part" / "test_sums.py").write_text("def test_no():\n    assert 0\n", "utf-8")
    with pytest.raises(ValueError, match="without any change"):
        mutations.run(["part/sums.py"], print)


def test_every_named_module_and_its_tests_exist() -> None:
    for module, tests in mutations.TARGETS.items():
        assert all((mutations.ROOT / name).exists() for name in (module, *tests)), module
