"""Brings names of things and relations to the form in which tables hold them."""

from functools import lru_cache
from typing import Final

_IRREGULAR: Final = {
    "men": "man", "women": "woman", "people": "person", "persons": "person", "children": "child",
    "feet": "foot", "teeth": "tooth", "geese": "goose", "mice": "mouse", "oxen": "ox",
    "leaves": "leaf", "knives": "knife", "wives": "wife", "lives": "life", "wolves": "wolf",
    "shelves": "shelf", "loaves": "loaf", "halves": "half", "calves": "calf", "hooves": "hoof",
    "scarves": "scarf", "elves": "elf", "thieves": "thief", "potatoes": "potato",
    "tomatoes": "tomato", "mangoes": "mango", "heroes": "hero", "echoes": "echo",
    "buses": "bus", "busses": "bus", "gases": "gas", "lenses": "lens", "canvases": "canvas",
    "cactuses": "cactus", "cacti": "cactus", "octopuses": "octopus", "walruses": "walrus",
    "viruses": "virus",
    "cookies": "cookie", "movies": "movie", "pies": "pie", "ties": "tie", "zombies": "zombie",
    "brownies": "brownie", "hoodies": "hoodie", "selfies": "selfie", "smoothies": "smoothie",
    "veggies": "veggie", "birdies": "birdie", "lies": "lie", "axes": "axe", "shoes": "shoe",
    "toes": "toe", "canoes": "canoe", "horseshoes": "horseshoe", "caches": "cache",
    "headaches": "headache", "moustaches": "moustache", "mustaches": "mustache",
    "quiches": "quiche", "dice": "dice",
}  # fmt: skip
_UNCHANGED: Final = frozenset({
    "across", "aerobics", "always", "asbestos", "asparagus", "athletics", "atlas", "axis", "basis",
    "besides", "bias", "binoculars", "bus", "cactus", "campus", "canvas", "chaos", "chess",
    "christmas", "circus", "citrus", "clothes", "cosmos", "couscous", "earphones", "electronics",
    "eyeglasses", "focus", "fries", "gas", "glasses", "goggles", "goods", "graphics", "greens",
    "gymnastics", "headphones", "hummus", "iris", "jeans", "leggings", "lens", "lotus",
    "mathematics", "news", "octopus", "overalls", "pajamas", "pants", "physics", "pliers", "pus",
    "pyjamas", "rapids", "scissors", "series", "shorts", "skis", "species", "stairs", "status",
    "sunglasses", "swiss", "tennis", "texas", "tights", "toiletries", "tongs", "towards",
    "trousers", "virus", "walrus",
})  # fmt: skip


@lru_cache(maxsize=65536)
def normal_name(name: str) -> str:
    """Return a name in lower case, with single blanks; "-" and "_" count as blanks."""
    return " ".join(name.lower().replace("_", " ").replace("-", " ").split())


@lru_cache(maxsize=65536)
def singular(name: str) -> str:
    """Return a noun of one or more words in the singular, by rules; the last word changes."""
    first, blank, word = name.rpartition(" ")
    return first + blank + _singular(word)


def _singular(word: str) -> str:
    if word in _UNCHANGED or (len(word) < 4 and word not in _IRREGULAR):
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for end, other in (("women", "woman"), ("men", "man"), ("children", "child")):
        if word.endswith(end) and word != "specimen" and len(word) > len(end) + 2:
            return word[: -len(end)] + other
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_VERBS: Final = {
    "has": "have", "had": "have", "having": "have", "wore": "wear", "worn": "wear",
    "held": "hold", "sat": "sit", "stood": "stand", "lying": "lie", "lain": "lie", "laid": "lay",
    "ate": "eat", "eaten": "eat", "rode": "ride", "ridden": "ride", "drove": "drive",
    "driven": "drive", "drank": "drink", "drunk": "drink", "hung": "hang", "flew": "fly",
    "flown": "fly", "ran": "run", "swam": "swim", "threw": "throw", "thrown": "throw",
    "caught": "catch", "wrote": "write", "written": "write", "spoke": "speak", "took": "take",
    "taken": "take", "made": "make", "bought": "buy", "sold": "sell", "fed": "feed",
    "built": "build", "slept": "sleep", "grew": "grow", "grown": "grow", "drew": "draw",
    "drawn": "draw", "swung": "swing", "saw": "see", "seen": "see", "went": "go", "gone": "go",
    "came": "come", "left": "leave", "led": "lead", "met": "meet", "stuck": "stick",
    "tying": "tie", "does": "do", "goes": "go", "brought": "bring", "bent": "bend",
    "shone": "shine", "blew": "blow", "fell": "fall", "fallen": "fall",
}  # fmt: skip


@lru_cache(maxsize=4096)
def verb_forms(word: str) -> tuple[str, ...]:
    """Return what an inflected verb may be in a dictionary, itself first, likelier forms earlier.

    "sitting": sitting, sit, sitt, sitte; "carries": carries, carry, carrie.
    """
    forms = [word]
    if word in _VERBS:
        return (*forms, _VERBS[word])
    for end in ("ing", "ed", "es", "s"):
        stem = word.removesuffix(end)
        if stem == word or len(stem) < 2:
            continue
        if end in ("es", "ed") and stem.endswith("i"):
            forms.append(stem[:-1] + "y")
        if end in ("ing", "ed") and len(stem) > 2 and stem[-1] == stem[-2]:
            forms.append(stem[:-1])
        forms += [stem, stem + "e"] if end != "s" else [stem]
    return tuple(dict.fromkeys(forms))
