"""Words: what a text is indexed by, and what a user's query asks for.

A query is never handed to a database as it was typed: it is read here into words, phrases and
excluded words, and each backend writes them in its own, quoted form.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MAX_TOKEN_CHARS = 64
MAX_TERMS = 32
# Scripts written without spaces: each character is a word, and a run of them is a phrase.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # kana, Chinese
    "\U00020000-\U0003134f"
)
_UNSPACED_CHAR = re.compile(f"([{_UNSPACED}])")
_LETTER = f"[^\\W_{_UNSPACED}]"  # of a script with spaces
_TOKEN = re.compile(f"[{_UNSPACED}]|{_LETTER}+")
_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


def fold(text: str) -> str:
    """Return text in lower case without accents, character for character: the length stays."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_char(char) for char in text)


@lru_cache(1 << 14)
def _fold_char(char: str) -> str:
    """Return the base letter of one character, lower case; a combining accent becomes U+00AD.

    What else a letter is made of is no accent: the parts of a Korean syllable, the voice of a kana,
    the hamza of an Arabic letter.
    """
    if _is_accent(char):
        return "\u00ad"
    parts = unicodedata.normalize("NFD", char)
    plain = (parts[0] if all(map(_is_accent, parts[1:])) else char).lower()
    return plain if len(plain) == 1 else char


def _is_accent(char: str) -> bool:
    return "\u0300" <= char <= "\u036f" and unicodedata.combining(char) > 0


def loosened(text: str) -> str:
    """Return text by the first part of each of its characters, lower case, without accents.

    It tells fewer words apart than fold(). Servers have indexed their texts by it.
    """
    if text.isascii():
        return text.lower()
    return "".join(_first_part(char) for char in text)


def _first_part(char: str) -> str:
    if _is_accent(char):
        return ""
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def tokens(text: str) -> list[str]:
    """Return the words of text, loosened, in order."""
    loose = loosened(text).replace("\u00ad", "")
    return [token[:MAX_TOKEN_CHARS] for token in _TOKEN.findall(loose)]


def separated(text: str) -> str | None:
    """Return text as it is indexed; None where that is the text itself.

    Letters are composed, as people type them and some file systems do not; there is a space around
    each character of an unspaced script.
    """
    if text.isascii():
        return None
    apart = _UNSPACED_CHAR.sub(r" \1 ", unicodedata.normalize("NFC", text))
    return None if apart == text else apart


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand in a row; a plain word is a term of one.

    Args:
        words: folded.
        prefix: the last word may go on.
        said: as typed, in lower case; () where that is the same.
    """

    words: tuple[str, ...]
    prefix: bool = False
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextQuery:
    """What a user asks of the texts.

    Args:
        wanted: terms to find.
        excluded: terms that no text of the item may hold.
    """

    wanted: tuple[Term, ...]
    excluded: tuple[Term, ...] = ()


def read_query(text: str, *, typing: bool = False) -> TextQuery:
    """Read words, "phrases" and -excluded words; anything else is punctuation.

    Args:
        text: as typed. `word*` asks for words that begin so.
        typing: the last word is still being typed and may go on.
    """
    wanted: list[Term] = []
    excluded: list[Term] = []
    still_typing = typing and bool(text) and (text[-1].isalnum() or not text[-1].isascii())
    for found in _PART.finditer(text):
        part = found["phrase"] if found["phrase"] is not None else found["word"]
        whole = unicodedata.normalize("NFC", part)
        words = tuple(_TOKEN.findall(fold(whole).replace("\u00ad", "")))
        if not words:
            continue
        prefix = found["word"] is not None and part.endswith("*")
        prefix = prefix or (still_typing and found.end() == len(text))
        said = tuple(_TOKEN.findall(whole.lower()))
        term = Term(words, prefix, () if said == words else said)
        (excluded if found["minus"] else wanted).append(term)
    return TextQuery(tuple(dict.fromkeys(wanted))[:MAX_TERMS], tuple(excluded)[:MAX_TERMS])


class Highlighter:
    """Finds the terms of a query in texts and cuts snippets.

    Args:
        terms: what to look for.
        chars: length of a snippet, about.
    """

    OPEN, CLOSE = "\u2068", "\u2069"  # invisible where a label shows them unchanged

    def __init__(self, terms: tuple[Term, ...], chars: int = 120) -> None:
        self._patterns = [_pattern(term) for term in terms]
        self._any = re.compile("|".join(self._patterns)) if self._patterns else None
        self._each = [re.compile(pattern) for pattern in self._patterns]
        self._chars = chars

    def terms_in(self, text: str) -> int:
        """Return how many of the terms text holds."""
        folded = fold(text)
        return sum(1 for pattern in self._each if pattern.search(folded))

    def snippet(self, text: str) -> str:
        """Return the part of text around the first match, matches between U+2068 and U+2069."""
        found = list(self._any.finditer(fold(text))) if self._any else []
        if not found:
            return _cut(text, 0, self._chars)
        start = max(0, found[0].start() - self._chars // 3)
        if len(text) <= self._chars:
            start = 0
        elif start and (space := text.find(" ", start, found[0].start())) >= 0:
            start = space + 1
        end = start + max(self._chars, found[0].end() - start)
        out, at = [], start
        for match in found:
            if match.end() > end:
                break
            out += [text[at : match.start()], self.OPEN, match[0] and text[slice(*match.span())]]
            out.append(self.CLOSE)
            at = match.end()
        out.append(_cut(text, at, max(end, at), lead=False))
        return ("…" if start else "") + "".join(out)


def _pattern(term: Term) -> str:
    """Return the regular expression of one term in a folded text."""
    accent = "\u00ad*"
    words = [accent.join(re.escape(char) for char in word) + accent for word in term.words]
    inner = r"[\W_]*".join(words)
    start = "" if re.match(f"[{_UNSPACED}]", term.words[0]) else f"(?<!{_LETTER})"
    end = "" if term.prefix or re.match(f"[{_UNSPACED}]", term.words[-1][-1]) else f"(?!{_LETTER})"
    tail = f"{_LETTER}*" if term.prefix else ""
    return f"{start}{inner}{tail}{end}"


def _cut(text: str, start: int, end: int, *, lead: bool = True) -> str:
    """Return text[start:end] cut at a word, with an ellipsis for what was left out."""
    before = "…" if lead and start else ""
    if end >= len(text):
        return before + text[start:]
    space = text.rfind(" ", start, end)
    return before + text[start : space if space > start else end] + "…"
