"""Why something was found, in the user's language."""

from PySide6.QtCore import QCoreApplication

from app.widgets.filter_names import key_name
from common.reasons import HitReason, Reasons


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reasons", text)


def _templates() -> dict[str, str]:
    return {
        "like": _tr("like “{name}” ({score})"),
        "least-like": _tr("least like “{name}” ({score})"),
        "like-part": _tr("like a part of “{name}” ({score})"),
        "like-bucket": _tr("like the bucket ({score}), most of all “{name}”"),
        "with": _tr("with “{name}” ({score})"),
        "from-middle": _tr("{distance} from the middle of what was drawn"),
        "alone": _tr("stands alone"),
        "stands-for": _tr("stands for {count} items"),
        "random": _tr("random"),
        "passes": _tr("passes the filters"),
        "facet": _tr("{key}: {value} ({score})"),
        "text": _tr("{kind}: {shown}"),
        "texts-mean": _tr("texts mean this ({score})"),
        "sees": _tr("{network} sees this ({score})"),
        "looks-like": _tr("looks ({network}) like {name} ({score})"),
        "coloured": _tr("coloured like {name} ({score})"),
        "textured": _tr("textured like {name} ({score})"),
        "moves": _tr("moves like {name} ({score})"),
        "shows-things": _tr("shows things like {name} ({score})"),
        "text-says": _tr("the text says so"),
        "pose": _tr("pose {share}"),
        "pose-mirrored": _tr("pose {share}, mirrored"),
    }


def _kinds() -> dict[str, str]:
    return {
        "title": _tr("title"),
        "plot": _tr("plot"),
        "caption": _tr("caption"),
        "ocr": _tr("letters in the picture"),
        "speech": _tr("speech"),
        "tag": _tr("tag"),
        "date": _tr("date"),
        "place": _tr("place"),
        "path": _tr("name of the file"),
    }


def why_text(why: str) -> str:
    """Return a reason as a person reads it; one that is not known as it is."""
    if isinstance(why, Reasons):
        return why.between.join(why_text(part) for part in why.parts)
    template = _templates().get(why.id) if isinstance(why, HitReason) else None
    if not isinstance(why, HitReason) or template is None:
        return why
    said = {name: str(value) for name, value in why.args.items()}
    if "key" in said:
        said["key"] = key_name(said["key"])
    if "kind" in said:
        said["kind"] = _kinds().get(said["kind"], said["kind"])
    return template.format(**said)
