"""Actions of the results, and of hits."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare, for_selected, one_selected


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResultActions", text)


def _more(text: str) -> str:
    return QCoreApplication.translate("MoreLikeMenu", text)


def _feature(text: str) -> str:
    return QCoreApplication.translate("Results", text)


def feature_names() -> dict[str, tuple[str, str]]:
    """Return the features that more of a hit can be found by: title with its key, and a tip."""
    return {
        "looks": (
            _feature("&Looks, by every network"),
            _feature("All networks rank, their lists merge"),
        ),
        "embedding": (_feature("&Embedding"), _feature("The vector of the best network")),
        "concepts": (_feature("&Concepts"), _feature("What networks named in it")),
        "colour": (_feature("C&olour"), _feature("Colours and where they are")),
        "texture": (_feature("&Texture"), _feature("Patterns and edges")),
        "motion": (_feature("&Motion"), _feature("How camera and things move, in videos")),
    }


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    return [*_more_like(context), *_for_items(context), *_for_view(context)]


def _more_like(context: PanelContext) -> list[Action]:
    by_feature = [
        for_selected(
            context,
            f"item.more-like-{feature}",
            _more("Find more like this: %s") % title.replace("&", ""),
            tip=tip,
        )
        for feature, (title, tip) in feature_names().items()
    ]
    return [
        declare(
            "item.more-like",
            _more("Find more like this by …"),
            "Ctrl+Shift+M",
            "Edit",
            is_enabled=one_selected(context),
            icon="search",
            tip=_more("Find more by looks, concepts, colour, texture, motion or embedding"),
        ),
        *by_feature,
    ]


def _for_items(context: PanelContext) -> list[Action]:
    return [
        for_selected(
            context,
            "item.exclude",
            _tr("Exclude from results"),
            tip=_tr("Leave the selected items out of all result lists"),
            icon="remove",
        ),
        for_selected(
            context,
            "item.exclude-video",
            _tr("Exclude the whole video"),
            tip=_tr("Leave the videos of the selected items out of all result lists"),
        ),
        for_selected(
            context,
            "item.show-in-results",
            _tr("Show in results"),
            tip=_tr("Bring the current item into view in the list, or say why it is not there"),
            icon="list",
        ),
        for_selected(
            context,
            "item.place-on-canvas",
            _tr("Place on the canvas"),
            tip=_tr("Put the picture into the middle of the search's canvas"),
            icon="canvas",
        ),
    ]


def _for_view(context: PanelContext) -> list[Action]:
    return [
        declare(
            "results.keep-wall",
            _tr("Keep the &wall in front"),
            menu="View",
            tip=_tr("A search only lights up its hits on the wall; Results stay behind"),
            is_checked=lambda: bool(context.services.settings.search.keep_wall),
        ),
        declare(
            "results.inspect",
            _tr("&Inspect the hit"),
            menu="View",
            tip=_tr("Show the current hit large, with what matched"),
        ),
        declare(
            "results.flip",
            _tr("Try the next &fusion rule"),
            menu="View",
            tip=_tr("Merge the parts of the search by another rule, with a preview"),
        ),
        declare(
            "results.changes",
            _tr("What &changed in the ranking"),
            menu="View",
            tip=_tr("Compare the results with an earlier list"),
        ),
        declare(
            "results.keys",
            _tr("Keys of the &results"),
            menu="Help",
            tip=_tr("All keys of the results and of the view in front"),
        ),
    ]
