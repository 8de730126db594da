"""Texts of the settings, listed so that they are translated.

The settings are defined where no translation is known (`common.settings`); a test compares.
"""

from PySide6.QtCore import QT_TRANSLATE_NOOP

SECTIONS = {
    "appearance": "Appearance",
    "privacy": "Privacy",
    "imports": "Import",
    "search": "Search",
    "models": "Models",
    "wall": "Wall",
    "days": "Days",
    "evaluation": "Evaluation",
    "body": "Body",
    "stores": "Media elsewhere",
}

TEXTS = (
    QT_TRANSLATE_NOOP("Settings", "Appearance"),
    QT_TRANSLATE_NOOP("Settings", "Import"),
    QT_TRANSLATE_NOOP("Settings", "Search"),
    QT_TRANSLATE_NOOP("Settings", "Models"),
    QT_TRANSLATE_NOOP("Settings", "Wall"),
    QT_TRANSLATE_NOOP("Settings", "Theme"),
    QT_TRANSLATE_NOOP("Settings", "Light, dark, or as the desktop says."),
    QT_TRANSLATE_NOOP("Settings", "system"),
    QT_TRANSLATE_NOOP("Settings", "light"),
    QT_TRANSLATE_NOOP("Settings", "dark"),
    QT_TRANSLATE_NOOP("Settings", "Language"),
    QT_TRANSLATE_NOOP("Settings", "Language of menus and messages."),
    QT_TRANSLATE_NOOP("Settings", "en"),
    QT_TRANSLATE_NOOP("Settings", "de"),
    QT_TRANSLATE_NOOP("Settings", "Reduce motion"),
    QT_TRANSLATE_NOOP("Settings", "Skip flights and inertia."),
    QT_TRANSLATE_NOOP("Settings", "Controls"),
    QT_TRANSLATE_NOOP(
        "Settings", "Novice shows the few that most people need, expert all of them."
    ),
    QT_TRANSLATE_NOOP("Settings", "novice"),
    QT_TRANSLATE_NOOP("Settings", "expert"),
    QT_TRANSLATE_NOOP("Settings", "Privacy"),
    QT_TRANSLATE_NOOP("Settings", "Interaction log"),
    QT_TRANSLATE_NOOP(
        "Settings",
        "Write every action with its time to the library's logs folder; never sent.",
    ),
    QT_TRANSLATE_NOOP("Settings", "Video frames"),
    QT_TRANSLATE_NOOP(
        "Settings",
        "A keyframe a shot, found by a network where one is installed (about "
        "real time on a processor) or by measured cuts (much quicker), or a "
        "frame a second.",
    ),
    QT_TRANSLATE_NOOP("Settings", "shots"),
    QT_TRANSLATE_NOOP("Settings", "cuts"),
    QT_TRANSLATE_NOOP("Settings", "uniform"),
    QT_TRANSLATE_NOOP("Settings", "Detect objects"),
    QT_TRANSLATE_NOOP("Settings", "Needs an object detector's weights."),
    QT_TRANSLATE_NOOP("Settings", "Read text in pictures"),
    QT_TRANSLATE_NOOP("Settings", "OCR; about a second a picture."),
    QT_TRANSLATE_NOOP("Settings", "Fill in when opened"),
    QT_TRANSLATE_NOOP(
        "Settings", "When a library opens, analyse in the background what its items lack."
    ),
    QT_TRANSLATE_NOOP("Settings", "Decoder threads"),
    QT_TRANSLATE_NOOP("Settings", "0 takes all processor cores but one."),
    QT_TRANSLATE_NOOP("Settings", "Largest picture"),
    QT_TRANSLATE_NOOP("Settings", "Larger ones are skipped (MP)."),
    QT_TRANSLATE_NOOP("Settings", "Results"),
    QT_TRANSLATE_NOOP("Settings", "Length of a result list."),
    QT_TRANSLATE_NOOP("Settings", "Fusion weight"),
    QT_TRANSLATE_NOOP("Settings", "0: texts and concepts, 1: embedding."),
    QT_TRANSLATE_NOOP("Settings", "Keep the wall in front"),
    QT_TRANSLATE_NOOP(
        "Settings", "A search lights up its hits on the wall; the results stay behind."
    ),
    QT_TRANSLATE_NOOP("Settings", "Search while typing"),
    QT_TRANSLATE_NOOP(
        "Settings", "Results follow the words when typing rests; else Enter searches."
    ),
    QT_TRANSLATE_NOOP("Settings", "Device"),
    QT_TRANSLATE_NOOP("Settings", "Where networks run."),
    QT_TRANSLATE_NOOP("Settings", "auto"),
    QT_TRANSLATE_NOOP("Settings", "cpu"),
    QT_TRANSLATE_NOOP("Settings", "cuda"),
    QT_TRANSLATE_NOOP("Settings", "mps"),
    QT_TRANSLATE_NOOP("Settings", "Half precision"),
    QT_TRANSLATE_NOOP("Settings", "On graphics cards only."),
    QT_TRANSLATE_NOOP("Settings", "Network threads"),
    QT_TRANSLATE_NOOP("Settings", "0 leaves the choice to Kinora."),
    QT_TRANSLATE_NOOP("Settings", "Unload after"),
    QT_TRANSLATE_NOOP("Settings", "Seconds without use."),
    QT_TRANSLATE_NOOP("Settings", "Similarity by"),
    QT_TRANSLATE_NOOP("Settings", "Encoder for “similar” and feedback."),
    QT_TRANSLATE_NOOP("Settings", "Analysers"),
    QT_TRANSLATE_NOOP(
        "Settings",
        "Python files and folders of networks that recognise speech, activities, faces and "
        "more, separated like PATH. They run with all your rights.",
    ),
    QT_TRANSLATE_NOOP("Settings", "Cell shape"),
    QT_TRANSLATE_NOOP("Settings", "As most pictures are, or 2:3, 1:1, 3:2."),
    QT_TRANSLATE_NOOP("Settings", "poster"),
    QT_TRANSLATE_NOOP("Settings", "square"),
    QT_TRANSLATE_NOOP("Settings", "photo"),
    QT_TRANSLATE_NOOP("Settings", "Pictures"),
    QT_TRANSLATE_NOOP("Settings", "Fill the cell, or show all of the picture."),
    QT_TRANSLATE_NOOP("Settings", "crop"),
    QT_TRANSLATE_NOOP("Settings", "fit"),
    QT_TRANSLATE_NOOP("Settings", "Drawn by"),
    QT_TRANSLATE_NOOP(
        "Settings", "auto: the graphics card where one is; raster: the processor; opengl: the card."
    ),
    QT_TRANSLATE_NOOP("Settings", "raster"),
    QT_TRANSLATE_NOOP("Settings", "opengl"),
    QT_TRANSLATE_NOOP("Settings", "Tile memory"),
    QT_TRANSLATE_NOOP("Settings", "Memory for drawn tiles, in MB."),
    QT_TRANSLATE_NOOP("Settings", "Days"),
    QT_TRANSLATE_NOOP("Settings", "Day begins at"),
    QT_TRANSLATE_NOOP("Settings", "Hour; 4 keeps a long evening on its day."),
    QT_TRANSLATE_NOOP("Settings", "Shortest stay"),
    QT_TRANSLATE_NOOP("Settings", "Minutes at one place."),
    QT_TRANSLATE_NOOP("Settings", "Stay within"),
    QT_TRANSLATE_NOOP("Settings", "Metres: positions this near are one whereabouts."),
    QT_TRANSLATE_NOOP("Settings", "Place reaches"),
    QT_TRANSLATE_NOOP("Settings", "Metres: stays this near are visits to one place."),
    QT_TRANSLATE_NOOP("Settings", "Evaluation"),
    QT_TRANSLATE_NOOP("Settings", "Server"),
    QT_TRANSLATE_NOOP("Settings", "Of the evaluation, with https."),
    QT_TRANSLATE_NOOP("Settings", "User"),
    QT_TRANSLATE_NOOP("Settings", "Name at the server; the password is never kept."),
    QT_TRANSLATE_NOOP("Settings", "Collection"),
    QT_TRANSLATE_NOOP("Settings", "Only if the server asks for its name."),
    QT_TRANSLATE_NOOP("Settings", "Names with suffix"),
    QT_TRANSLATE_NOOP("Settings", "Submit clip.mp4 instead of clip."),
    QT_TRANSLATE_NOOP("Settings", "Allow http"),
    QT_TRANSLATE_NOOP("Settings", "To other machines, unencrypted: others can read the password."),
    QT_TRANSLATE_NOOP("Settings", "Wait for answers"),
    QT_TRANSLATE_NOOP("Settings", "Seconds."),
    QT_TRANSLATE_NOOP("Settings", "Send logs"),
    QT_TRANSLATE_NOOP(
        "Settings", "While connected, tell the server what is searched for and found."
    ),
    QT_TRANSLATE_NOOP("Settings", "Tasks"),
    QT_TRANSLATE_NOOP("Settings", "Folder of task texts to practise with."),
    QT_TRANSLATE_NOOP("Settings", "Body"),
    QT_TRANSLATE_NOOP("Settings", "First steps were seen"),
    QT_TRANSLATE_NOOP("Settings", "Switch off to see them when the panel is shown next."),
    QT_TRANSLATE_NOOP("Settings", "Media elsewhere"),
    QT_TRANSLATE_NOOP("Settings", "Kept here"),
    QT_TRANSLATE_NOOP(
        "Settings",
        "Gigabytes of media from stores that stay on this computer; the ones used "
        "longest ago go first.",
    ),
    QT_TRANSLATE_NOOP("Settings", "Kept in"),
    QT_TRANSLATE_NOOP("Settings", "A folder; empty for the user's cache folder."),
    QT_TRANSLATE_NOOP("Settings", "Seconds, then an error."),
)
