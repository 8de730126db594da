"""Whether a text is English, by its commonest words; enough to tell the user."""

import re

from models.language.wordlists import words

_COMMON = {
    "German": "der die das und ein eine einen einem ich ist war nicht mit auf dem den wir zu von "
    "am im bei hatte habe sich auch neben vor",
    "French": "le la les un une des et je suis était dans avec sur pas nous est du au une aux mon "
    "ma mes qui que",
    "Spanish": "el la los las un una y yo estaba con en de que por mi mis del al es muy para",
    "Italian": "il lo la gli un una e io ero con nel nella di che per mio mia sono era sul sulla",
    "Portuguese": "o a os as um uma e eu estava com em no na de que por meu minha não ao",
    "Dutch": "de het een en ik was met op in van niet naar bij mijn zijn aan te die dat voor",
}
_ENGLISH = frozenset(
    words(
        "the a an and i is was were are with on in at of to my me he she it they we "
        "that this there for from by next near his her have had not no who which "
        "wearing holding"
    )
)
_TABLES = {name: frozenset(words.split()) for name, words in _COMMON.items()}


def language_of(text: str) -> str:
    """Return the language of a text that is surely not English, else "".

    A script other than Latin is "another script".
    """
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) >= 3 and sum(ord(sign) > 0x24F for sign in letters) > len(letters) / 2:
        return "another script"
    words = re.findall(r"[^\W\d_]+", text.lower())
    english = sum(word in _ENGLISH for word in words)
    counts = {name: sum(word in table for word in words) for name, table in _TABLES.items()}
    name = max(counts, key=lambda one: counts[one])
    return name if counts[name] >= 2 and counts[name] > english + 1 else ""
