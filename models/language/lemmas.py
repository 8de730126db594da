"""Dictionary forms of English nouns and verbs, by tables of irregular forms and by endings."""

from functools import lru_cache

from models.language.wordlists import words

_NOUNS = (
    "men man,women woman,children child,people person,feet foot,teeth tooth,geese "
    "goose,mice mouse,knives knife,wives wife,lives life,leaves leaf,loaves "
    "loaf,shelves shelf,halves half,wolves wolf,calves calf,scarves scarf,hooves "
    "hoof,thieves thief,selves self,elves elf,oxen ox,dice die,policemen "
    "policeman,firemen fireman,policewomen policewoman,snowmen snowman,salesmen "
    "salesman,workmen workman,fishermen fisherman,businessmen "
    "businessman,grandchildren grandchild,buses bus,busses bus,gases gas,lenses "
    "lens,irises iris,pianos piano,photos photo,videos video,zoos zoo,logos "
    "logo,kimonos kimono,radios radio,studios studio,stereos stereo,tattoos "
    "tattoo,kangaroos kangaroo,burritos burrito,avocados avocado,flamingos "
    "flamingo,potatoes potato,tomatoes tomato,cacti cactus,movies movie,cookies "
    "cookie,brownies brownie,ties tie,pies pie,shoes shoe,toes toe,hoodies "
    "hoodie,selfies selfie,zombies zombie,birdies birdie,veggies veggie,smoothies "
    "smoothie,frisbees frisbee,axes axe,canoes canoe,caches cache,headaches "
    "headache,moustaches moustache,mustaches mustache,dies die,lies lie,caddies "
    "caddie,doggies doggie,fries fry,houses house,horses horse,vases vase,noses "
    "nose,roses rose,purses purse,blouses blouse,nurses nurse,cases case,bases "
    "base,phases phase,hoses hose,mousse mousse,cheeses cheese,courses "
    "course,suitcases suitcase,bookcases bookcase,briefcases briefcase,pillowcases "
    "pillowcase,greenhouses greenhouse,warehouses warehouse,buds bud,quizzes "
    "quiz,breezes breeze,sizes size,prizes prize,mazes maze,bronzes bronze,slices "
    "slice"
)
_SAME = frozenset(
    words(
        "glasses sunglasses eyeglasses goggles binoculars pants trousers jeans shorts "
        "scissors tongs pajamas pyjamas clothes leggings tights pliers tweezers "
        "headphones earphones stairs series species news sheep fish deer moose bus "
        "gas glass grass dress class boss cross mattress lens iris cactus octopus "
        "hippopotamus walrus campus chess princess waitress actress hostess mess moss "
        "brass compass canvas christmas tennis bus plus virus asparagus hummus "
        "pancreas canvas always across this is was has as its us plus various "
        "gorgeous famous dangerous focus status circus stylus caress fortress "
        "wilderness darkness happiness business address press success fitness illness "
        "process congress express harness witness access yes gymnastics mathematics "
        "athletics physics politics logistics graphics swiss mess lass pass bass tbs "
        "amazon las texas paris chaos cosmos atlas thermos tripos rhinoceros "
        "albatross hibiscus platypus crocus apparatus genius bonus surplus minus "
        "lotus terminus nexus census"
    )
)
_VERBS = (
    "be am is are was were been being;have has had having;do does did done;go goes "
    "went gone;get got gotten getting;make made;take took taken;see saw seen;come "
    "came;give gave given;find found;think thought;tell told;become became;leave "
    "left;feel felt;put putting;bring brought;begin began begun beginning;keep "
    "kept;hold held;write wrote written;stand stood;hear heard;let letting;mean "
    "meant;set setting;meet met;run ran running;pay paid;sit sat sitting;speak spoke "
    "spoken;lie lay lain lying;lead led;read;grow grew grown;lose lost;fall fell "
    "fallen;send sent;build built;draw drew drawn;break broke broken;spend spent;cut "
    "cutting;rise rose risen;drive drove driven;buy bought;wear wore worn;choose "
    "chose chosen;catch caught;eat ate eaten;drink drank drunk;sing sang sung;swim "
    "swam swum swimming;ride rode ridden;fly flew flown;throw threw thrown;hang hung "
    "hanged;hit hitting;shine shone;shut shutting;sleep slept;sweep swept;teach "
    "taught;wake woke woken;win won winning;feed fed;fight fought;bite bit "
    "bitten;blow blew blown;bend bent;bind bound;dig dug digging;forget forgot "
    "forgotten forgetting;freeze froze frozen;hide hid hidden;know knew known;lend "
    "lent;light lit;ring rang rung;sell sold;shake shook shaken;shoot shot;show "
    "shown;slide slid;spin spun spinning;split splitting;spread;steal stole "
    "stolen;stick stuck;swing swung;tear tore torn;understand understood;weave wove "
    "woven;wind wound;tie tying;die dying;kneel knelt;lean leant;dream dreamt;spill "
    "spilt;spread;bet betting;cost;hurt;quit quitting;lay laid laying;say said;sew "
    "sewn;saw sawn;sow sown;strike struck;string strung;shrink shrank shrunk;sink "
    "sank sunk;spring sprang sprung;cling clung;creep crept;burst;grind ground;mow "
    "mown;leap leapt;learn learnt;burn burnt;pass passed passing;cross crossed "
    "crossing;dress dressed dressing;press pressed pressing;kiss kissed kissing;toss "
    "tossed tossing;miss missed missing;guess guessed;discuss discussed "
    "discussing;fill filled filling;roll rolled rolling;pull pulled pulling;call "
    "called calling;sell selling;smell smelled smelling;spell spelled;spill spilled "
    "spilling;yell yelled yelling;install installed installing;grill grilled "
    "grilling;drill drilled drilling;add added adding;buzz buzzed buzzing;sniff "
    "sniffed sniffing;stuff stuffed;staff staffed;puff puffed;ski skied skiing "
    "skis;tow towed towing;chew chewed chewing;view viewed viewing;play played "
    "playing;visit visited visiting;open opened opening;cover covered covering;water "
    "watered watering;order ordered ordering;gather gathered gathering;offer offered "
    "offering;enter entered entering;tower towered towering;butter buttered;shower "
    "showered showering;eat eating;wait waited waiting;greet greeted greeting;repair "
    "repaired repairing;look looked looking;cook cooked cooking;book booked "
    "booking;clean cleaned cleaning;lean leaned leaning;load loaded loading;read "
    "reading;float floated floating;loiter loitering;steer steered steering;cheer "
    "cheered cheering;peer peered peering;balance balancing balanced;surround "
    "surrounding surrounded;focus focused focusing;display displayed displaying;edit "
    "edited editing;exit exited exiting;listen listened listening;reach reached "
    "reaching;attach attached attaching;watch watched watching;lick licked "
    "licking;develop developed developing;fasten fastened;travel traveled traveling "
    "travelled travelling;change changed changing;arrange arranged arranging;lounge "
    "lounged lounging;plunge plunged plunging;exchange exchanged exchanging;hang "
    "hanging;picnic picnicking picnicked;graze grazed grazing;use used using;close "
    "closed closing;browse browsed browsing;chase chased chasing;raise raised "
    "raising;place placed placing;face faced facing;race raced racing;dance danced "
    "dancing;slice sliced slicing;rest rested resting;taste tasted tasting;paste "
    "pasted;wave waved waving"
)
_DOUBLED = frozenset("bdgmnprt")
_VOWELS = "aeiou"
_SILENT_E = (
    "v", "c", "z", "u", "s", "dg", "rg", "at", "ut", "it", "ot", "et", "am", "im", "om", "ok",
    "ik", "ak", "yk", "ar", "ir", "or", "ur", "as", "os", "us", "id", "ad", "od", "ud", "il", "ol",
    "ul", "al", "in", "on", "un", "an", "ap", "ip", "op", "yp", "ag", "ib", "ub", "ob", "bl", "tl",
    "dl", "gl", "pl", "fl", "kl", "zl",
)  # fmt: skip


def _table() -> tuple[dict[str, str], dict[str, str]]:
    nouns = dict(pair.split(" ") for pair in _NOUNS.split(","))
    verbs: dict[str, str] = {}
    for row in _VERBS.split(";"):
        lemma, *forms = row.split()
        verbs |= dict.fromkeys((lemma, *forms), lemma)
    return nouns, verbs


NOUNS, VERBS = _table()
"""Irregular form -> dictionary form."""
VERBS |= {"tied": "tie", "died": "die", "lied": "lie"}
VERBS |= {"lay": "lay", "left": "leave", "saw": "see", "found": "find", "ground": "grind"}
PAST = frozenset(
    form
    for form, lemma in VERBS.items()
    if form != lemma and not form.endswith(("ing", "ed", "s")) and form not in {"is", "are", "am"}
)
"""Irregular pasts and participles."""


@lru_cache(maxsize=8192)
def noun(word: str) -> str:
    """Return the singular of a noun in lower case; of a compound, that of its last word."""
    *before, last = word.split(" ")
    return " ".join((*before, _singular(last)))


def _singular(word: str) -> str:
    if word in NOUNS:
        return NOUNS[word]
    if (
        word in _SAME
        or len(word) < 4
        or not word.endswith("s")
        or word.endswith(("ss", "us", "is"))
    ):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes", "oes")):
        return word[:-2]
    if word.endswith("'s"):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=8192)
def verb(word: str) -> str:
    """Return the dictionary form of a verb in lower case."""
    if word in VERBS:
        return VERBS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) > 1 and any(sign in _VOWELS + "y" for sign in stem):
            return _stem(stem)
    if word.endswith(("ches", "shes", "sses", "xes", "zzes", "oes")):
        return word[:-2]
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _stem(stem: str) -> str:
    """Undo what an ending did to a stem: "sitt" sit, "rid" ride, "look" look."""
    if len(stem) > 2 and stem[-1] == stem[-2]:
        return stem[:-1] if stem[-1] in _DOUBLED else stem
    if stem.endswith("y") or not stem.endswith(_SILENT_E):
        return stem
    if len(stem) > 2 and stem[-1] not in _VOWELS and stem[-2] in _VOWELS and stem[-3] in _VOWELS:
        return stem + "e" if stem[-1] in "vszc" else stem  # "leav", but "wait", "look"
    if stem[-1] in "ntlrmp" and len(stem) > 4 and stem[-2] in "eio" and stem[-3] not in _VOWELS:
        # An unstressed last syllable ("visit", "develop"), unless an ending of Latin verbs.
        return stem + "e" if stem.endswith(("ine", "ire", "ote", "ipe", "ite", "bine")) else stem
    return stem + "e"


def past(lemma: str) -> str:
    """Return the past of a verb ("hold" held, "carry" carried)."""
    if lemma in _PASTS:
        return _PASTS[lemma]
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    short = len(lemma) < 5 and lemma[-1] in _DOUBLED and lemma[-2:-1] in _VOWELS
    return lemma + (lemma[-1] if short and lemma[-3:-2] not in _VOWELS else "") + "ed"


_PASTS = {VERBS[form]: form for form in sorted(PAST, reverse=True)} | {
    "sit": "sat", "run": "ran", "come": "came", "see": "saw", "eat": "ate", "wear": "wore",
    "write": "wrote", "drive": "drove", "ride": "rode", "take": "took", "give": "gave",
    "go": "went", "drink": "drank", "throw": "threw", "fly": "flew", "draw": "drew",
    "cut": "cut", "put": "put", "hit": "hit", "read": "read", "set": "set", "lie": "lay",
    "swim": "swam", "sing": "sang", "break": "broke", "grow": "grew", "blow": "blew",
    "fall": "fell", "be": "was", "do": "did", "lay": "laid",
}  # fmt: skip


def gerund(lemma: str) -> str:
    """Return the present participle of a verb ("sit" sitting, "ride" riding)."""
    if lemma in _DOUBLING:
        return lemma + lemma[-1] + "ing"
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")) and len(lemma) > 2:
        return lemma[:-1] + "ing"
    return lemma + "ing"


def participle(lemma: str) -> str:
    """Return the past participle of a verb ("park" parked, "break" broken)."""
    return _PARTICIPLES.get(lemma, past(lemma))


_DOUBLING = frozenset(
    words(
        "sit run swim cut put set get hit dig jog chat shop stop hug wag spin plan "
        "grab sip nap rub drag drop step clap slip flip trim tap zip win shut let hop "
        "skip"
    )
)
_PARTICIPLES = {
    VERBS[form]: form for form in sorted(PAST) if form.endswith("n") and VERBS[form] != form
}
