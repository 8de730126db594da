"""What expressions may say is read from the source: branches, tables, what is handed on."""

from pathlib import Path
from textwrap import dedent

import pytest

from resources.error_texts import numbered
from resources.source_index import Module
from resources.source_texts import Reader


def said(tmp_path: Path, *sources: str) -> set[str]:
    """Return what `Trouble` is made with in these modules."""
    modules = []
    for number, source in enumerate(sources):
        path = tmp_path / f"part{number}.py"
        path.write_text(dedent(source), "utf-8")
        modules.append(Module.of(path, tmp_path))
    reader = Reader(modules, ("hint",))
    for call, scope in reader.calls("Trouble"):
        for value in (*call.args, *(keyword.value for keyword in call.keywords)):
            reader.note(value, scope)
    reader.settle()
    return {numbered(text) for text in reader.found if text.strip("\0 ")}


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('Trouble("It " "broke.")', {"It broke."}),
        ('Trouble(f"{name} and {other!r} broke.")', {"%1 and %2 broke."}),
        ('Trouble("On." if on else f"Off {by}.")', {"On.", "Off %1."}),
        ('Trouble(f\'It is {"on" if on else "off"}.\')', {"It is on.", "It is off."}),
        ('Trouble(known or "Nothing.")', {"Nothing."}),
        ('Trouble("%s of %d broke." % (name, count))', {"%1 of %2 broke."}),
        ('Trouble("{name} broke.".format(name=name))', {"%1 broke."}),
        ('Trouble(" ".join(["One.", f"Two {name}."]))', {"One. Two %1."}),
        ('Trouble(("One. " + more).strip())', {"One. %1"}),
        ('Trouble(f"“{name}” " + "broke.")', {"“%1” broke."}),
        ("Trouble(count)", set()),
    ],
)
def test_an_expression_is_read(tmp_path: Path, source: str, texts: set[str]) -> None:
    names = "name, other, on, by, known, count, more"
    assert said(tmp_path, f"def use({names}):\n    {source}") == texts


def test_names_are_followed_to_what_they_are_set_to(tmp_path: Path) -> None:
    source = """
        WAY = "Try again."
        TABLE = {"a": "it is gone", "b": "it is slow"}

        def use(kind, done):
            verb = "read" if done else "written"
            if done:
                more = "at once"
            else:
                more = "later"
            raise Trouble(f"It was {verb}: {TABLE[kind]}.", hint=f"{WAY} {more}")

        def other(kind):
            raise Trouble(f"No: {TABLE.get(kind, 'nobody knows')}.")
    """
    assert said(tmp_path, source) == {
        "It was read: it is gone.", "It was read: it is slow.", "It was written: it is gone.",
        "It was written: it is slow.", "Try again. at once", "Try again. later",
        "No: it is gone.", "No: it is slow.", "No: nobody knows.",
    }  # fmt: skip


def test_a_part_with_many_texts_stays_a_place_and_they_stand_alone(tmp_path: Path) -> None:
    clauses = [f"reason {number}" for number in range(12)]
    source = f"TABLE = {clauses!r}\ndef use(at):\n    raise Trouble(f'No: {{TABLE[at]}}.')"
    assert said(tmp_path, source) == {"No: %1.", *clauses}


def test_what_is_handed_to_a_function_is_found_where_it_is_called(tmp_path: Path) -> None:
    maker = """
        def wrong(name, why="it is bad", *, hint):
            return Trouble(f"The field “{name}” is wrong: {why}.", hint=hint)
    """
    user = """
        from part0 import wrong

        def check(value):
            raise wrong("secret name", f"it must be {value}", hint="Correct it.")
    """
    assert said(tmp_path, maker, user) == {
        "The field “%1” is wrong: %2.", "it is bad", "it must be %1", "Correct it."
    }  # fmt: skip


def test_private_functions_of_one_name_are_not_mixed_up(tmp_path: Path) -> None:
    one = 'def _wrong(why):\n    return Trouble(why)\n\ndef use():\n    raise _wrong("one")'
    two = 'def _wrong(why):\n    return len(why)\n\ndef use():\n    raise _wrong("two")'
    assert said(tmp_path, one, two) == {"one"}


def test_what_functions_return_and_attributes_hold_is_read(tmp_path: Path) -> None:
    source = """
        class Reader:
            def __init__(self, ok):
                self._why = "it was closed" if ok else "it is away"

            def _told(self):
                return "nobody is there"

            def read(self):
                raise Trouble(f"Closed: {self._why}.", hint=self._told())

        class Fault:
            hint: str

        def use():
            fault = Fault("Ask again.")
            raise Trouble("Gone.", hint=fault.hint)
    """
    assert said(tmp_path, source) == {
        "Closed: %1.", "it was closed", "it is away", "nobody is there", "Gone.", "Ask again."
    }  # fmt: skip


def test_what_is_given_to_a_class_is_found_through_its_making(tmp_path: Path) -> None:
    source = """
        class Bad(Exception):
            def __init__(self, reason):
                raise Trouble(f"It was skipped: {reason}.")

        def use():
            raise Bad("the file is empty")
    """
    assert said(tmp_path, source) == {"It was skipped: %1.", "the file is empty"}


def test_parts_of_tables_and_of_what_is_returned_keep_their_place(tmp_path: Path) -> None:
    source = """
        KNOWN = {"full": ("the disk is full", "Make room."), "gone": ("{name} is gone", "Wait.")}

        def lock(free):
            return (None, "") if free else (1, "another writes to it")

        def use(kind, name, values):
            why, hint = KNOWN.get(kind, (str(name), "Look."))
            raise Trouble(why.format(name=name), hint=hint)

        def check(values, free):
            for what, known in (("learner", values), ("order", values)):
                raise Trouble(f"There is no {what}.")
            lock_, why = lock(free)
            raise Trouble(f"It is locked: {why}.")
    """
    assert said(tmp_path, source) == {
        "the disk is full", "%1 is gone", "Make room.", "Wait.", "Look.", "There is no learner.",
        "There is no order.", "It is locked: .", "It is locked: another writes to it.",
    }  # fmt: skip


def test_calls_of_a_namesake_are_not_taken_for_its_own(tmp_path: Path) -> None:
    one = 'def say(text):\n    raise Trouble(f"It said: {text}")'
    two = 'from elsewhere import say\n\ndef use(logger):\n    say("a")\n    logger.say("b")'
    three = 'from part0 import say\n\ndef use():\n    say("c")'
    assert said(tmp_path, one, two, three) == {"It said: %1", "c"}


def test_a_name_that_is_set_again_from_what_was_handed_on_is_followed(tmp_path: Path) -> None:
    source = """
        class Door:
            def __init__(self, why):
                why = why or "it is shut"
                raise Trouble(f"Closed: {why}.", hint=getattr(self, "hint", "Knock."))

            @classmethod
            def of(cls):
                return cls("it is locked")
    """
    assert said(tmp_path, source) == {
        "Closed: %1.", "Closed: it is shut.", "Knock.", "it is locked"
    }  # fmt: skip
