"""Everyday words and what classifiers call the things they mean.

Classifiers name species and makes ("Egyptian cat", "beach wagon"); people type "cat" and "car".
With a sentence encoder this is known by meaning; this table serves where there is none.
"""

import re
from functools import cache

STOP_WORDS = frozenset(
    re.findall(
        r"\S+",
        """
        a an and any are as at be by clip film films for from has have her his i image
        images in into is it its me movie movies my near not of on or our over photo
        photos picture pictures scene show some that the their them there these this those
        to two under very video videos was were what where which who with you your
        """,
    )
)

# Word -> words or phrases that concept names of the kind hold.
KINDS: dict[str, str] = {
    "dog": (
        "terrier, retriever, spaniel, hound, setter, sheepdog, poodle, corgi, mastiff, "
        "pinscher, schnauzer, husky, malamute, collie, shepherd, bulldog, chihuahua, pug, "
        "dalmatian, beagle, boxer, great dane, papillon, pekinese, basset, whippet, borzoi, "
        "samoyed, pomeranian, keeshond, saint bernard, rottweiler, doberman, vizsla, "
        "newfoundland, chow, weimaraner, saluki, kuvasz, schipperke, briard, komondor, "
        "affenpinscher, basenji, leonberg, dachshund, puppy, groenendael, malinois, kelpie, "
        "rhodesian ridgeback, shih-tzu, maltese dog, lhasa, redbone, bluetick, pointer, "
        "clumber, otterhound, appenzeller, entlebucher, bouvier des flandres, griffon"
    ),
    "cat": "tabby, tiger cat, persian cat, siamese cat, egyptian cat, lynx, cougar, kitten",
    "bird": (
        "cock, hen, ostrich, brambling, goldfinch, finch, junco, bunting, robin, bulbul, jay, "
        "magpie, chickadee, ouzel, kite, eagle, vulture, owl, grouse, ptarmigan, peacock, "
        "quail, partridge, parrot, macaw, cockatoo, lorikeet, coucal, bee eater, hornbill, "
        "hummingbird, jacamar, toucan, drake, merganser, goose, swan, stork, spoonbill, "
        "flamingo, heron, egret, bittern, crane, limpkin, gallinule, coot, bustard, "
        "turnstone, sandpiper, redshank, dowitcher, oystercatcher, pelican, penguin, "
        "albatross, duck"
    ),
    "snake": (
        "cobra, mamba, viper, rattlesnake, diamondback, sidewinder, python, boa, thunder snake"
    ),
    "fish": (
        "tench, goldfish, shark, ray, stingray, eel, coho, rock beauty, sturgeon, gar, "
        "lionfish, puffer, barracouta, anemone fish, hammerhead"
    ),
    "insect": (
        "beetle, bee, ant, fly, grasshopper, cricket, mantis, cicada, dragonfly, damselfly, "
        "butterfly, ladybug, weevil, cockroach, leafhopper, lacewing, admiral, ringlet, "
        "monarch, lycaenid, sulphur"
    ),
    "monkey": (
        "macaque, langur, colobus, marmoset, capuchin, titi, baboon, guenon, patas, gibbon, "
        "orangutan, gorilla, chimpanzee, siamang, squirrel monkey, spider monkey, howler"
    ),
    "bear": "brown bear, american black bear, ice bear, sloth bear, teddy",
    "car": (
        "sports car, convertible, cab, minivan, limousine, jeep, beach wagon, racer, model t, "
        "police van, recreational vehicle, car wheel, grille, passenger car"
    ),
    "truck": "pickup, trailer truck, tow truck, garbage truck, fire engine, moving van",
    "boat": "canoe, gondola, speedboat, lifeboat, fireboat, catamaran, trimaran, yawl, schooner",
    "ship": "liner, container ship, aircraft carrier, pirate, schooner, wreck, submarine",
    "plane": "airliner, warplane, airplane, wing, airship",
    "bike": "mountain bike, bicycle-built-for-two, bicycle, moped, motor scooter, tricycle",
    "train": "steam locomotive, electric locomotive, bullet train, freight car, passenger car",
    "food": (
        "pizza, burrito, cheeseburger, hotdog, hot dog, meat loaf, potpie, guacamole, "
        "consomme, hot pot, trifle, ice cream, bagel, pretzel, french loaf, dough, carbonara, "
        "mashed potato, chocolate sauce, sandwich, cake, donut, plate, menu"
    ),
    "fruit": (
        "granny smith, strawberry, orange, lemon, fig, pineapple, banana, jackfruit, custard "
        "apple, pomegranate, apple"
    ),
    "vegetable": (
        "head cabbage, broccoli, cauliflower, zucchini, spaghetti squash, acorn squash, "
        "butternut squash, cucumber, artichoke, bell pepper, cardoon, mushroom, carrot"
    ),
    "drink": (
        "espresso, red wine, cup, eggnog, beer glass, beer bottle, wine bottle, wine glass, "
        "coffee mug, pop bottle, water bottle, milk can"
    ),
    "flower": "daisy, yellow lady's slipper, rapeseed, cardoon, potted plant, vase",
    "building": (
        "church, monastery, mosque, palace, castle, barn, boathouse, greenhouse, library, "
        "cinema, prison, stupa, planetarium, beacon, tile roof"
    ),
    "lighthouse": "beacon",
    "house": "mobile home, boathouse, birdhouse, barn, patio, tile roof",
    "instrument": (
        "guitar, violin, cello, piano, drum, flute, sax, trombone, cornet, french horn, oboe, "
        "bassoon, harp, organ, accordion, banjo, harmonica, marimba, chime, gong, maraca, "
        "ocarina, panpipe, steel drum"
    ),
    "phone": "cellular telephone, dial telephone, pay-phone, cell phone",
    "computer": (
        "laptop, desktop computer, notebook, hand-held computer, screen, monitor, keyboard, mouse"
    ),
    "clothes": (
        "jersey, suit, gown, cardigan, trench coat, kimono, poncho, jean, miniskirt, "
        "sweatshirt, sarong, bow tie, windsor tie, lab coat, fur coat, pajama, swimming "
        "trunks, bikini"
    ),
    "sea": "seashore, sandbar, promontory, coral reef, breakwater, pier, lakeside",
    "beach": "seashore, sandbar",
    "mountain": "alp, volcano, cliff, valley",
    "person": "groom, ballplayer, scuba diver, person",
    "sport": (
        "baseball, basketball, football helmet, golf ball, volleyball, rugby ball, ski, "
        "tennis ball, racket, puck, soccer ball, skateboard, surfboard, snowboard, frisbee"
    ),
}
SAME: dict[str, str] = {
    "puppy": "dog", "kitten": "cat", "automobile": "car", "auto": "car", "lorry": "truck",
    "vessel": "ship", "aeroplane": "plane", "airplane": "plane", "aircraft": "plane",
    "bicycle": "bike", "motorbike": "bike", "cycle": "bike", "railway": "train", "meal": "food",
    "dish": "food", "ape": "monkey", "bug": "insect", "serpent": "snake", "ocean": "sea",
    "coast": "sea", "shore": "beach", "blossom": "flower", "smartphone": "phone",
    "telephone": "phone", "pc": "computer", "clothing": "clothes", "man": "person",
    "woman": "person", "people": "person", "human": "person", "hill": "mountain",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def words_of(text: str) -> list[str]:
    """Return the words of text in lower case, in order."""
    return _WORD.findall(text.casefold())


def content_words(text: str) -> list[str]:
    """Return the words of text that carry meaning, singular, in order."""
    return [singular(word) for word in words_of(text) if word not in STOP_WORDS]


@cache
def singular(word: str) -> str:
    """Return an English noun without its plural ending, by rule; "wolves" and "mice" stay."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


@cache
def kinds_of(word: str) -> tuple[str, ...]:
    """Return what classifiers call things of a kind, lower case; nothing for an unknown word."""
    return tuple(part.strip() for part in KINDS.get(SAME.get(word, word), "").split(",") if part)


_EXCLUDED = re.compile(r'(?<!\S)-(?:"([^"]+)"?|([^\s"]+))')


_NOT = re.compile(r'"[^"]*"?|(?<!\S)NOT\s+(?=[\w"])')


def with_minus(text: str) -> str:
    """Return a query with its NOT written as a minus: "dog NOT cat" is "dog -cat".

    Quoted words stay as they are, and so does a query all in capitals ("DO NOT ENTER").
    """
    if not any(letter.islower() for letter in text):
        return text
    return _NOT.sub(lambda found: "-" if found[0].startswith("NOT") else found[0], text)


def plain_text(text: str) -> str:
    """Return a query as an encoder should read it: without quotes, stars and -excluded words."""
    return " ".join(told_text(text).replace('"', " ").replace("*", " ").split())


def told_text(text: str) -> str:
    """Return a query without what it excludes; "" for one that only excludes."""
    return " ".join(_EXCLUDED.sub(" ", text).split()).strip(" -")


def searchable_text(text: str) -> str:
    """Return a query as full text should read it: without words that are in every text.

    Phrases, -excluded words and beginnings* stay; a query of nothing else stays as it is.
    """
    parts = re.findall(r'-?"[^"]*"?|\S+', text)
    kept = [part for part in parts if part.strip(".,;:!?()").casefold() not in STOP_WORDS]
    told = [part for part in kept if not part.startswith("-")]
    return " ".join(kept) if told else text


def excluded_words(text: str) -> list[str]:
    """Return the -excluded words and phrases of a query."""
    return [phrase or word for phrase, word in _EXCLUDED.findall(text)]
