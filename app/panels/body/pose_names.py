"""Names of the poses that come with the program, in the user's language."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_POSES = {
    "t": QT_TRANSLATE_NOOP("BodyPoses", "T pose"),
    "a": QT_TRANSLATE_NOOP("BodyPoses", "A pose"),
    "standing": QT_TRANSLATE_NOOP("BodyPoses", "Standing"),
    "contrapposto": QT_TRANSLATE_NOOP("BodyPoses", "Weight on one leg"),
    "hands-on-hips": QT_TRANSLATE_NOOP("BodyPoses", "Hands on hips"),
    "arms-crossed": QT_TRANSLATE_NOOP("BodyPoses", "Arms crossed"),
    "waving": QT_TRANSLATE_NOOP("BodyPoses", "Waving"),
    "pointing": QT_TRANSLATE_NOOP("BodyPoses", "Pointing"),
    "shrug": QT_TRANSLATE_NOOP("BodyPoses", "Shrugging"),
    "thinking": QT_TRANSLATE_NOOP("BodyPoses", "Thinking"),
    "praying": QT_TRANSLATE_NOOP("BodyPoses", "Hands together"),
    "bow": QT_TRANSLATE_NOOP("BodyPoses", "Bowing"),
    "salute": QT_TRANSLATE_NOOP("BodyPoses", "Saluting"),
    "cheering": QT_TRANSLATE_NOOP("BodyPoses", "Cheering"),
    "surrender": QT_TRANSLATE_NOOP("BodyPoses", "Hands up"),
    "walk": QT_TRANSLATE_NOOP("BodyPoses", "Walking"),
    "run": QT_TRANSLATE_NOOP("BodyPoses", "Running"),
    "sprint-start": QT_TRANSLATE_NOOP("BodyPoses", "Ready to start"),
    "jump": QT_TRANSLATE_NOOP("BodyPoses", "Jumping"),
    "star-jump": QT_TRANSLATE_NOOP("BodyPoses", "Star jump"),
    "squat": QT_TRANSLATE_NOOP("BodyPoses", "Squatting"),
    "lunge": QT_TRANSLATE_NOOP("BodyPoses", "Lunging"),
    "kneel": QT_TRANSLATE_NOOP("BodyPoses", "Kneeling on one knee"),
    "kneel-both": QT_TRANSLATE_NOOP("BodyPoses", "Kneeling"),
    "sit": QT_TRANSLATE_NOOP("BodyPoses", "Sitting on a chair"),
    "sit-crossed": QT_TRANSLATE_NOOP("BodyPoses", "Sitting, legs crossed"),
    "sit-floor": QT_TRANSLATE_NOOP("BodyPoses", "Sitting on the floor"),
    "lotus": QT_TRANSLATE_NOOP("BodyPoses", "Sitting cross-legged"),
    "hug-knees": QT_TRANSLATE_NOOP("BodyPoses", "Hugging the knees"),
    "lying": QT_TRANSLATE_NOOP("BodyPoses", "Lying on the back"),
    "lying-side": QT_TRANSLATE_NOOP("BodyPoses", "Lying on the side"),
    "prone": QT_TRANSLATE_NOOP("BodyPoses", "Lying on the front"),
    "crawl": QT_TRANSLATE_NOOP("BodyPoses", "Crawling"),
    "plank": QT_TRANSLATE_NOOP("BodyPoses", "Plank"),
    "push-up": QT_TRANSLATE_NOOP("BodyPoses", "Push-up, low"),
    "handstand": QT_TRANSLATE_NOOP("BodyPoses", "Handstand"),
    "warrior": QT_TRANSLATE_NOOP("BodyPoses", "Warrior (yoga)"),
    "tree": QT_TRANSLATE_NOOP("BodyPoses", "Tree (yoga)"),
    "downward-dog": QT_TRANSLATE_NOOP("BodyPoses", "Downward dog (yoga)"),
    "bridge": QT_TRANSLATE_NOOP("BodyPoses", "Bridge"),
    "arabesque": QT_TRANSLATE_NOOP("BodyPoses", "Arabesque (ballet)"),
    "kick": QT_TRANSLATE_NOOP("BodyPoses", "Kicking"),
    "punch": QT_TRANSLATE_NOOP("BodyPoses", "Punching"),
    "boxing": QT_TRANSLATE_NOOP("BodyPoses", "Boxing guard"),
    "throw": QT_TRANSLATE_NOOP("BodyPoses", "Throwing"),
    "archer": QT_TRANSLATE_NOOP("BodyPoses", "Drawing a bow"),
    "swing": QT_TRANSLATE_NOOP("BodyPoses", "Golf swing"),
    "climb": QT_TRANSLATE_NOOP("BodyPoses", "Climbing"),
    "carry": QT_TRANSLATE_NOOP("BodyPoses", "Carrying a box"),
    "reading": QT_TRANSLATE_NOOP("BodyPoses", "Reading"),
    "phone": QT_TRANSLATE_NOOP("BodyPoses", "On the phone"),
    "fly": QT_TRANSLATE_NOOP("BodyPoses", "Flying"),
    "dance": QT_TRANSLATE_NOOP("BodyPoses", "Dancing"),
}


def pose_title(key: str, title: str) -> str:
    """Return the name of a pose for display.

    Args:
        key: of the pose.
        title: its English name; shown for poses that are none of ours.
    """
    return QCoreApplication.translate("BodyPoses", str(_POSES[key])) if key in _POSES else title


def titled_pose(title: str) -> str:
    """Return the name of a pose for display, of its English name."""
    return QCoreApplication.translate("BodyPoses", title) if title in _POSES.values() else title
