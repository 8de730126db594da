from pathlib import Path

from common.errors import AppError, IndexMismatchError, LibraryNewerError, MediaError


def test_an_error_says_what_happened_and_what_to_do():
    error = AppError("The disk is full.", hint="Free some space.")
    assert (error.what, error.hint) == ("The disk is full.", "Free some space.")
    assert str(error) == "The disk is full. Free some space."


def test_a_media_error_names_the_file_and_keeps_the_reason():
    error = MediaError(Path("/somewhere/a.jpg"), "the file is empty")
    assert error.what == "“a.jpg” was skipped: the file is empty."
    assert error.reason == "the file is empty"


def test_a_newer_library_and_another_encoder_are_named():
    assert "format 9" in LibraryNewerError(9, 1).what
    assert "“a”" in IndexMismatchError("a", "b").what
