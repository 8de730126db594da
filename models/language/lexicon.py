"""Closed classes of English, written by hand: the words that hold a sentence together."""

from typing import Final

from models.language.wordlists import words

# Tags of words.
NOUN, ADJECTIVE, VERB, GERUND, PARTICIPLE, ADVERB = "N", "J", "V", "G", "P", "A"
PREPOSITION, DETERMINER, PRONOUN, CONJUNCTION, AUXILIARY = "I", "D", "R", "C", "X"
NUMBER, POSSESSIVE, NEGATION, RELATIVE, THERE, TO, MARK = "M", "S", "Z", "W", "E", "T", "."
OPEN: Final = (NOUN, ADJECTIVE, VERB, GERUND, PARTICIPLE, ADVERB)
"""Tags that the tagger chooses between; all others are given by the tables below."""

_WORDS: Final = {
    DETERMINER: (
        "a an the this these those every each some any all both another other either neither "
        "my your his its our their several many few most such what more lots enough"
    ),
    PRONOUN: (
        "i me we us he him she they them it you someone somebody something anyone anybody "
        "everyone everybody everything nothing nobody one ones others myself himself herself "
        "itself ourselves themselves mine yours hers theirs"
    ),
    CONJUNCTION: (
        "and or but while when as because although though where nor if than plus & so whereas"
    ),
    AUXILIARY: (
        "is are was were be been being am 's 're 'm 've 'll 'd do does did has had have having "
        "will would can could may might must shall should seem seems seemed appear appears "
        "appeared became become becomes"
    ),
    NEGATION: "no not n't never none neither without cannot",
    RELATIVE: "who which that whom whose",
    PREPOSITION: (
        "in on at by with of from under behind near inside above over beside between against "
        "around across along below beneath onto into for through toward towards off beyond "
        "alongside among amongst within outside opposite underneath past via upon during "
        "without about amid atop after before until beside besides inbetween"
    ),
    TO: "to",
    THERE: "there",
    ADVERB: (
        "very also just too still already now then here maybe probably again always often quite "
        "really rather together away back only almost even perhaps clearly later afterwards "
        "apart somewhere sometime sometimes once well up down out forward backwards forwards "
        "partially partly slightly mostly upwards downwards yes please nearly ago indoors outdoors"
    ),
    NUMBER: (
        "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty "
        "hundred dozen couple"
    ),
}

CLOSED: Final[dict[str, str]] = {
    word: tag for tag, words in reversed(_WORDS.items()) for word in words.split()
} | {"without": PREPOSITION, "couple": NOUN, "one": PRONOUN, "neither": NEGATION, "like": ""}
"""Word -> its tag; "" where rules decide."""
del CLOSED["like"]

NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate(
        words("two three four five six seven eight nine ten eleven twelve"), start=2
    )
}
"""Number word -> figures; plurals without a number get none."""

BE: Final = frozenset(words("is are was were be been being am 's 're 'm"))
FIRST_PERSON: Final = frozenset(words("i me we us myself ourselves"))
HE: Final = frozenset(words("he him himself"))
SHE: Final = frozenset(words("she her herself hers"))
THEY: Final = frozenset(words("they them themselves both ones others"))
ANYONE: Final = frozenset(
    words("someone somebody something anyone anybody everyone everybody everything")
)
NEGATIVES: Final = frozenset(words("no not n't never without neither none cannot"))
INDEFINITE: Final = frozenset(words("a an any some no another"))

_PARTS_OF_PLACES: Final = {
    "in front of": ("in [the] front of", "front of", "in front", "infront of"),
    "on top of": ("on [the] top of", "at the top of", "atop of", "atop", "on [the] tip of"),
    "on back of": ("on [the] back of",),
    "in back of": ("at [the] back of", "in [the] back of", "in the rear of", "at the rear of"),
    "on both sides of": ("on both sides of", "on both side of", "on each side of"),
    "on either side of": ("on either side of",),
    "on side of": (
        "on [the] side of", "at [the] side of", "by [the] side of", "along [the] side of",
        "to the side of", "on the other side of", "on [the] sides of", "along sides of",
        "off to the side of", "on one side of", "off to side of",
    ),
    "in middle of": ("in [the] middle of", "on [the] middle of", "at the middle of"),
    "in center of": ("in [the] center of", "in [the] centre of", "at the center of"),
    "on edge of": ("on [the] edge of", "at [the] edge of", "along the edge of"),
    "on bottom of": ("on [the] bottom of", "at [the] bottom of", "in the bottom of"),
    "in corner of": ("in [the] corner of", "on [the] corner of", "at the corner of"),
    "on end of": ("on [the] end of", "at [the] end of"),
    "on front of": ("on [the] front of",),
    "to the left of": (
        "to [the] left of", "on [the] left of", "left of", "on [the] left side of",
        "to the left side of", "to left side of", "on left hand side of", "at the left of",
    ),
    "to the right of": (
        "to [the] right of", "on [the] right of", "right of", "on [the] right side of",
        "to the right side of", "to right side of", "on right hand side of", "at the right of",
    ),
    "in background of": ("in [the] background of",),
    "next to": ("next to", "adjacent to", "right next to", "nest to"),
    "side by side with": ("side by side with",),
    "close to": ("close to",), "near": ("near to",), "beside": ("beside of",),
    "between": ("in between", "inbetween"), "among": ("in the midst of", "in amongst"),
    "inside": ("inside of",), "outside": ("outside of",), "out of": ("out of",),
    "off": ("off of",), "onto": ("on to",), "into": ("in to",), "up to": ("up to",),
    "up against": ("up against",), "away from": ("away from",), "across from": ("across from",),
    "with": ("along with", "together with"), "alongside": ("along side", "along side of"),
    "underneath": ("underneath of",), "behind": ("behind of",), "around": ("all around",),
    "over": ("all over",), "on": ("up on", "on board", "back on"), "because of": ("because of",),
    "without": ("instead of",), "fill with": ("full of",), "due to": ("due to",),
}  # fmt: skip

MULTIWORD: Final[dict[str, str]] = {
    " ".join(pattern.replace("[the]", the).split()): predicate
    for predicate, patterns in _PARTS_OF_PLACES.items()
    for pattern in patterns
    for the in ("the", "")
}
"""Preposition of several words -> its predicate."""

MEASURES: Final = frozenset(
    words(
        "group lot couple bunch number piece slice pair bit set pile stack row herd "
        "flock bundle kind type mix amount variety series collection array cluster "
        "patch part section half line sort crowd chunk strip handful dozen heap "
        "string load assortment team pack fleet bale roll tuft stream layer loaf "
        "sheet trail drop body handful portion majority selection spot pieces lots "
        "rows plenty"
    )
)
"""What only measures the noun after "of"."""
CONTAINERS: Final = {
    **dict.fromkeys(
        words(
            "cup glass bowl bottle mug can jar box basket bag pot pan bucket carton "
            "pitcher vase pint tin tub packet pack crate jug tank case barrel container"
        ),
        "in",
    ),
    **dict.fromkeys(words("plate tray platter dish"), "on"),
}
"""Container -> how what is in it stands to it."""
DEPICTIONS: Final = frozenset(
    words(
        "picture photo photograph painting drawing image statue poster map sculpture "
        "portrait screenshot photos pictures view"
    )
)
"""What shows the noun after "of"."""
TRANSPARENT: Final = frozenset(
    words(
        "side top front back end middle center edge bottom left right rear distance "
        "view half color colour display direction way row line place"
    )
)
"""Parts of a place rather than objects."""

JOINED: Final = frozenset(
    words(
        "surf-board skate-board snow-board back-pack key-board lap-top tooth-brush "
        "side-walk foot-ball base-ball basket-ball note-book tea-pot head-phones "
        "ear-phones hand-bag suit-case arm-chair news-paper snow-man wet-suit "
        "white-board dash-board book-shelf wine-glass-es"
    )
)
"""Names that are written as one word; in a text often as two."""

CLOTHES: Final = frozenset(
    words(
        "shirt t-shirt tee-shirt sweater jacket coat suit dress skirt jeans pants "
        "shorts hat cap helmet uniform hoodie vest scarf glasses sunglasses tie shoe "
        "boot gown costume robe wetsuit blouse top sweatshirt outfit apron overalls "
        "tuxedo bikini trunks pajamas pyjamas trousers jersey glove goggles cardigan "
        "jumper kimono sandal sock swimsuit raincoat tank-top blazer clothes clothing "
        "attire headband bandana turban mask sneaker snowsuit leggings tights "
        "headscarf beanie poncho cape tank tshirt"
    )
)
"""What "in" puts on a person."""

PERSONS: Final = frozenset(
    words(
        "man woman guy boy girl lady person child kid baby friend wife husband "
        "daughter son player mother father colleague waiter waitress nurse doctor "
        "driver rider surfer skier skateboarder snowboarder batter catcher pitcher "
        "umpire worker student teacher someone everyone somebody anyone everybody "
        "toddler people crowd officer policeman fireman chef cook cyclist passenger "
        "pedestrian biker adult male female couple team mom dad parent sister brother "
        "neighbour neighbor boss customer barista shopper tourist runner dancer "
        "singer musician actor soldier farmer gentleman grandmother grandfather aunt "
        "uncle cousin tennis-player teen teenager guest referee coach audience "
        "spectator fan judge skater swimmer pilot clerk vendor hiker bride groom "
        "snowman cowboy i"
    )
)
ANIMALS: Final = frozenset(
    words(
        "dog cat bird horse cow sheep elephant giraffe zebra bear animal puppy kitten "
        "duck goose pigeon seagull lamb goat calf pony monkey lion tiger fish rabbit "
        "chicken squirrel fox owl parrot swan bull pig polar-bear foal kitty"
    )
)
MEN: Final = frozenset(
    words(
        "man guy boy husband son father brother uncle gentleman policeman fireman "
        "waiter grandfather dad cowboy groom"
    )
)
WOMEN: Final = frozenset(
    words("woman girl lady wife daughter mother sister aunt waitress grandmother mom bride nurse")
)

OPINIONS: Final = frozenset(
    words(
        "remember see notice think believe recall know guess say tell hear find "
        "suppose hope want show spot observe forget wonder imagine feel"
    )
)
"""Verbs that tell of the one who searches rather than of what is seen."""
REPORTING: Final = OPINIONS - {"show", "hear", "find"}
"""Of these, what is seen is the object itself: "I saw a dog"."""
BODY: Final = frozenset(
    words(
        "hand head face lap arm leg foot finger eye hair wrist shoulder knee back ear "
        "nose mouth neck chest thumb body"
    )
)
"""Parts of a body: "my hand" is no belonging."""

COVERS: Final = frozenset({"cover", "surround", "line", "border", "frame"})
"""Verbs whose passive with "in" or "with" names who does it."""
