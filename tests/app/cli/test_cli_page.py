"""docs/cli.md says what every command takes."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.frame import COMMANDS, build_parser

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "cli.md").read_text("utf-8")
OTHERS = {"--json", "--quiet", "--verbose", "--help", "--version"}
"""Options of every command, and those of argparse."""


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the options of a parser and of the commands below it."""
    for action in parser._actions:
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from options(child)


@pytest.fixture(scope="module")
def known() -> set[str]:
    return {*options(build_parser())}


def test_every_command_has_a_section() -> None:
    headings = re.findall(r"^## (.*)", PAGE, re.M)
    assert [name for name in COMMANDS if not any(name in said.split() for said in headings)] == []


def test_every_option_is_told(known: set[str]) -> None:
    assert {option for option in known - OTHERS if not re.search(rf"{option}\b", PAGE)} == set()


def test_what_is_told_is_an_option(known: set[str]) -> None:
    said = {*re.findall(r"(?<![\w-])--[a-z][a-z-]*", PAGE)}
    assert said - known - OTHERS == set()
