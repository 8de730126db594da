"""Why something was found, in the user's language."""

from PySide6.QtCore import QCoreApplication

from app.widgets.filter_names import key_name, value_name
from app.widgets.list_texts import list_text
from app.widgets.numbers import filled
from common.notes import Reasons
from common.reasons import HitReason


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reasons", text)


def _templates() -> dict[str, str]:
    return {
        "like": _tr("like “{name}” ({score:.2f})"),
        "least-like": _tr("least like “{name}” ({score:.2f})"),
        "like-part": _tr("like a part of “{name}” ({score:.2f})"),
        "like-bucket": _tr("like the bucket ({score:.2f}), most of all “{name}”"),
        "with": _tr("with “{name}” ({score:.2f})"),
        "from-middle": _tr("{distance:.2f} from the middle of what was drawn"),
        "alone": _tr("stands alone"),
        "stands-for": _tr("stands for {count:,} items"),
        "random": _tr("random"),
        "passes": _tr("passes the filters"),
        "facet": _tr("{key}: {value} ({score:.2f})"),
        "value": "{key}: {value}",
        "text": _tr("{kind}: {shown}"),
        "texts-mean": _tr("texts mean this ({score:.2f})"),
        "sees": _tr("{network} sees this ({score:.2f})"),
        "looks-like": _tr("looks ({network}) like {name} ({score:.2f})"),
        "coloured": _tr("coloured like {name} ({score:.2f})"),
        "textured": _tr("textured like {name} ({score:.2f})"),
        "moves": _tr("moves like {name} ({score:.2f})"),
        "shows-things": _tr("shows things like {name} ({score:.2f})"),
        "text-says": _tr("the text says so"),
        "pose": _tr("pose {share:.0%}"),
        "pose-mirrored": _tr("pose {share:.0%}, mirrored"),
        "near": _tr("near {tags}"),
        "away": _tr("{name} ({way:.2f} away)"),
        "sure": "{name} ({score:.2f})",
        "alike": "{name} ({share:.0%})",
        "shape": "{name} {score:.2f}",
        "in-box": "{box} {text}",
        "colour": "{colour}",
        "coloured-thing": "{colour} {name}",
        "none-of": _tr("no {name}"),
        "several": "{count} {name}",
        "a-picture": _tr("picture"),
        "later": _tr("after {seconds:.0f} s item {item}: {why}"),
        "later-item": _tr("after {seconds:.0f} s item {item}"),
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


def _boxes() -> dict[str, str]:
    return {
        "subject": _tr("who or what"),
        "predicate": _tr("does"),
        "object": _tr("to what"),
        "time": _tr("when"),
        "place": _tr("where"),
    }


def why_text(why: str) -> str:
    """Return a reason as a person reads it; one that is not known as it is."""
    if isinstance(why, Reasons):
        return why.between.join(why_text(part) for part in why.parts)
    template = _templates().get(why.id) if isinstance(why, HitReason) else None
    if not isinstance(why, HitReason) or template is None:
        return list_text(why)
    said = {
        name: why_text(value) if isinstance(value, str) else value
        for name, value in why.args.items()
    }
    if "key" in said:
        said["value"] = value_name(str(said["key"]), str(said["value"]))
        said["key"] = key_name(str(said["key"]))
    if "kind" in said:
        said["kind"] = _kinds().get(str(said["kind"]), said["kind"])
    if "box" in said:
        said["box"] = _boxes().get(str(said["box"]), said["box"])
    if "colour" in said:
        said["colour"] = value_name("colour", str(said["colour"]))
    return filled(template, **said)
