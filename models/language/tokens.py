"""Text to words, each with its place in the text."""

import re
from dataclasses import dataclass

_SAME = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "—": ";", "“": '"', "”": '"'}
)
_WORD = re.compile(
    r"(?P<number>\d+(?:[.,:]\d+)*)"
    r"|(?P<clitic>(?<![^\W\d_])(?:'(?:s|re|ve|ll|d|m)|n't)(?![^\W\d_]))"
    r"|(?P<word>[^\W\d_]+(?:[-'&][^\W\d_]+)*'?)"
    r"|(?P<mark>[.,;:!?()\"/])"
)
_CLITIC = re.compile(r"(?i)(?<=[a-z])(n't|'(?:s|re|ve|ll|d|m)|')$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark.

    Args:
        text: as written.
        lower: in lower case; what rules and tables compare.
        start: place of its first character in the text.
        end: one behind its last character.
    """

    text: str
    lower: str
    start: int
    end: int


def clean(text: str) -> str:
    """Return a text of the same length with plain quotes and dashes, without control characters."""
    plain = text.translate(_SAME)
    return "".join(sign if sign.isprintable() else " " for sign in plain)


def tokens(text: str) -> list[Token]:
    """Return the words, numbers and marks of a text; "isn't" is two words, so is "man's".

    Signs of no use to the reading (emoji, brackets, symbols) are left out.
    """
    found: list[Token] = []
    for match in _WORD.finditer(clean(text)):
        word, start = match[0], match.start()
        clitic = _CLITIC.search(word) if match["word"] else None
        cut = clitic.start() if clitic else len(word)
        for piece, at in ((word[:cut], start), (word[cut:], start + cut)):
            if piece:
                found.append(Token(piece, piece.lower(), at, at + len(piece)))
    return found
