import argparse
import json
import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from app.cli import frame
from app.cli.frame import COMMANDS, build_parser, command_name, load_command, run_command
from common.errors import AppError
from main import main


def make_command(run, to_text=lambda document: f"text of {document}"):
    return SimpleNamespace(
        NAME="fake", HELP="", add_arguments=lambda parser: None, run=run, to_text=to_text
    )


def arguments_for(command, **given):
    values = {"library": None, "demo": False, "json": False, "quiet": True, **given}
    return argparse.Namespace(module=command, **values)


def test_every_command_has_the_parts_the_frame_needs():
    for name in COMMANDS:
        command = load_command(name)
        assert name == command.NAME
        assert command.HELP
        assert callable(command.run)
        assert callable(command.to_text)
        command.add_arguments(argparse.ArgumentParser())


def test_json_is_one_document_and_text_is_for_people(capsys):
    command = make_command(lambda arguments, session: {"ä": [1, 2.5, None]})
    assert run_command(arguments_for(command, json=True)) == 0
    assert json.loads(capsys.readouterr().out) == {"ä": [1, 2.5, None]}
    assert run_command(arguments_for(command)) == 0
    assert capsys.readouterr().out.startswith("text of")


def test_a_foreseen_error_is_one_line_and_exit_code_1(capsys):
    def fail(arguments, session):
        raise AppError("The file\nis odd.", hint="Rename it.")

    assert run_command(arguments_for(make_command(fail), json=True)) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "The file\\nis odd. Rename it.\n"


def test_a_bug_is_not_hidden():
    def fail(arguments, session):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_command(arguments_for(make_command(fail)))


def test_ctrl_c_ends_at_the_next_step_with_130(capsys):
    def work(arguments, session):
        os.kill(os.getpid(), signal.SIGINT)
        for done in range(1000):
            session.context.step(done)
        return {}

    before = signal.getsignal(signal.SIGINT)
    assert run_command(arguments_for(make_command(work))) == 130
    assert signal.getsignal(signal.SIGINT) is before
    assert "kept" in capsys.readouterr().err


def test_a_command_that_needs_a_library_says_so(capsys):
    command = make_command(lambda arguments, session: session.services())
    assert run_command(arguments_for(command)) == 1
    assert "--library" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ([], None),
        (["--demo"], None),
        (["--library", "search", "info"], "info"),
        (["--json", "search", "info"], "search"),
        (["nonsense"], None),
    ],
)
def test_the_command_is_found_before_anything_is_imported(words, name):
    assert command_name(words) == name


def test_options_may_stand_before_and_after_the_command(tmp_path):
    parser = build_parser("info")
    before = parser.parse_args(["--library", str(tmp_path), "--json", "info"])
    after = parser.parse_args(["info", "--library", str(tmp_path), "--json"])
    assert before.library == after.library == tmp_path
    assert before.json
    assert after.json


def test_wrong_usage_is_exit_code_2():
    done = subprocess.run(
        [sys.executable, "main.py", "frobnicate"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "frobnicate" in done.stderr


def test_progress_is_one_line_that_is_rewritten(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    clock = iter(float(second) for second in range(100))
    monkeypatch.setattr(frame.time, "monotonic", lambda: next(clock))
    line = frame.ProgressLine()
    for done in (0, 10, 20):
        line(frame.Progress(done, 100, "a\udcff.jpg"))
    err = capsys.readouterr().err
    assert err.endswith("\r\x1b[K20/100 (10/s, 8 s left) a?.jpg")


def test_a_new_phase_starts_its_own_clock(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    clock = iter([0.0, 0.0, 1.0, 100.0, 101.0])
    monkeypatch.setattr(frame.time, "monotonic", lambda: next(clock))
    line = frame.ProgressLine()
    for progress in ((0, 10), (10, 10), (0, 50), (5, 50)):
        line(frame.Progress(*progress))
    assert capsys.readouterr().err.endswith("5/50 (5.0/s, 9 s left)")


def test_a_file_is_no_library(tmp_path, capsys):
    (tmp_path / "c.kinora").write_text("x")
    assert main(["info", "--library", str(tmp_path / "c.kinora")]) == 1
    assert "is a file, and a library is a folder" in capsys.readouterr().err
