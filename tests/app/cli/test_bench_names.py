"""Every measurement that `bench` offers can be run."""

from pathlib import Path

import pytest

from app.cli.bench import MODULES, names

FOLDER = Path(__file__).resolve().parents[3] / "benchmarks"


@pytest.mark.parametrize("name", names())
def test_what_is_offered_has_a_run(name: str) -> None:
    module = name.replace("-", "_")
    source = (FOLDER / f"{MODULES.get(module, module)}.py").read_text("utf-8")
    assert "\ndef run(" in source


def test_the_documentation_names_all() -> None:
    page = (FOLDER.parent / "docs" / "cli.md").read_text("utf-8").partition("## bench NAME")[2]
    assert [name for name in names() if f"`{name}`" not in page] == []
