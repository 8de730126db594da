"""Texts of the model cards that the window shows, listed so that they are translated.

The cards are read where no translation is known (`models.cards`); a test compares.
"""

from PySide6.QtCore import QT_TRANSLATE_NOOP

TASKS = {
    "image-encoder": QT_TRANSLATE_NOOP("Networks", "Likeness of pictures"),
    "text-encoder": QT_TRANSLATE_NOOP("Networks", "Meaning of texts"),
    "image-text-encoder": QT_TRANSLATE_NOOP("Networks", "Pictures by words"),
    "object-detector": QT_TRANSLATE_NOOP("Networks", "Objects in pictures"),
    "ocr": QT_TRANSLATE_NOOP("Networks", "Text in pictures"),
    "shot-detector": QT_TRANSLATE_NOOP("Networks", "Shots of videos"),
    "classifier": QT_TRANSLATE_NOOP("Networks", "Classes with explanations"),
    "label-vectors": QT_TRANSLATE_NOOP("Networks", "Names of things by meaning"),
    "relation-model": QT_TRANSLATE_NOOP("Networks", "Relations in pictures"),
    "sketch-to-body": QT_TRANSLATE_NOOP("Networks", "Bodies from drawings"),
    "pose": QT_TRANSLATE_NOOP("Networks", "Poses of people"),
    "word-vectors": QT_TRANSLATE_NOOP("Networks", "Words by meaning"),
    "analyser": QT_TRANSLATE_NOOP("Networks", "Analyser of others"),
}
# What an analyser that others wrote gives; see AnalyserEntry.kind.
GIVES = {
    "labels": QT_TRANSLATE_NOOP("Networks", "Analyser: names with scores"),
    "boxes": QT_TRANSLATE_NOOP("Networks", "Analyser: objects"),
    "mask": QT_TRANSLATE_NOOP("Networks", "Analyser: areas of pictures"),
    "number": QT_TRANSLATE_NOOP("Networks", "Analyser: a number"),
    "vector": QT_TRANSLATE_NOOP("Networks", "Analyser: likeness"),
    "text": QT_TRANSLATE_NOOP("Networks", "Analyser: texts"),
    "speech": QT_TRANSLATE_NOOP("Networks", "Analyser: speech"),
    "dictation": QT_TRANSLATE_NOOP("Networks", "Analyser: dictation"),
}

TEXTS = (
    QT_TRANSLATE_NOOP("Networks", "Body from a drawing"),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Reads a posed body from a freehand drawing; train a larger one with train-body, "
        "then add the file.",
    ),
    QT_TRANSLATE_NOOP("Networks", "CLIP ViT-B/32"),
    QT_TRANSLATE_NOOP("Networks", "ConSE: text to image by class names"),
    QT_TRANSLATE_NOOP("Networks", "FastestDet object detector (COCO)"),
    QT_TRANSLATE_NOOP("Networks", "Colour layout, gradients and texture"),
    QT_TRANSLATE_NOOP("Networks", "all-MiniLM-L6-v2 sentence encoder"),
    QT_TRANSLATE_NOOP("Networks", "MobileNetV2 (ImageNet)"),
    QT_TRANSLATE_NOOP("Networks", "MoveNet key points of people"),
    QT_TRANSLATE_NOOP("Networks", "Finds 17 key points of people, for searches by pose."),
    QT_TRANSLATE_NOOP("Networks", "NanoDet object detector (COCO)"),
    QT_TRANSLATE_NOOP("Networks", "RapidOCR (PP-OCR)"),
    QT_TRANSLATE_NOOP("Networks", "ResNet-34 (ImageNet)"),
    QT_TRANSLATE_NOOP("Networks", "Label vectors of scene graphs"),
    QT_TRANSLATE_NOOP("Networks", "Relations between objects"),
    QT_TRANSLATE_NOOP("Networks", "SqueezeNet 1.0 (ImageNet)"),
    QT_TRANSLATE_NOOP("Networks", "TransNetV2 shot detector"),
    QT_TRANSLATE_NOOP("Networks", "VGG-16 (ImageNet)"),
    QT_TRANSLATE_NOOP("Networks", "Word vectors of your own"),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Knows which names of things mean about the same, for searching a life by what was where.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Says how detected objects may stand to each other, by what is usual and by how "
        "their boxes lie.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Compares names of things by word2vec, GloVe or fastText vectors instead of "
        "sentence vectors.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "A large classifier of 1,000 kinds of things whose decisions can be explained; slow.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "A classifier of 1,000 kinds of things whose decisions can be explained.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Finds photos by any sentence: things, actions, places, attributes.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Finds photos by a sentence, within the neighbourhood of 1,000 kinds of things: "
        "no attributes, counts or relations.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "A smaller, quicker object detector; used where NanoDet is not there.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Finds pictures that look alike in colour, composition and texture.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Searches titles, plots, captions and concepts by meaning instead of by word.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Finds pictures that show the same kind of thing, and names 1,000 kinds of things"
        " as concepts.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Finds 80 kinds of objects and where they are, for searches by object and place.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Reads text in pictures, so that signs, slides and posters are found by their words.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "A second, smaller opinion on which pictures show the same kind of thing.",
    ),
    QT_TRANSLATE_NOOP(
        "Networks",
        "Finds cuts and slow transitions in videos more surely than differences of frames.",
    ),
)
