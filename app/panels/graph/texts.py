"""What the graph panel says, in the user's language."""

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from app.services.types import ClusterView, GraphView, Recommended, Tag, TagSuggestion
from app.widgets.filter_names import key_name, value_name
from app.widgets.note_texts import translated
from app.widgets.numbers import numeral
from app.widgets.search_names import graph_note_templates

_MOST_CAUSES = 4
_MOST_NAMES = 6


def _tr(text: str) -> str:
    return QCoreApplication.translate("Graph", text)


def said(notes: Iterable[str]) -> list[str]:
    """Return notes in the user's language; one without an id stays as it is."""
    return translated(notes, graph_note_templates())


def tag_name(tag: Tag) -> str:
    """Return a tag as shown on a chip."""
    return value_name(tag.key, tag.value)


def tag_line(each: TagSuggestion) -> str:
    """Return a suggestion as shown in the list: value, facet, count, who says so."""
    parts = [
        key_name(each.tag.key),
        numeral(each.count),
        *([", ".join(each.origins)] * bool(each.origins)),
    ]
    return f"{tag_name(each.tag)}  —  {' · '.join(parts)}"


def way_text(starts: Sequence[Tag], distances: Sequence[float]) -> str:
    """Return why an item was found: how far it is from each start tag."""
    parts = []
    for tag, away in zip(starts, distances, strict=False):
        if math.isnan(away):
            parts.append(_tr("%s: no way") % tag_name(tag))
        elif away <= 1:
            parts.append(_tr("%s: has it") % tag_name(tag))
        else:
            parts.append(
                _tr("{tag}: {distance} away").format(
                    tag=tag_name(tag), distance=numeral(away, ".1f")
                )
            )
    return "   ".join(parts)


def keys_text(keys: Sequence[str]) -> str:
    """Return facets as words: "Actor, Director"."""
    return ", ".join(key_name(key) for key in keys)


def cluster_tip(view: GraphView, cluster: ClusterView) -> str:
    """Return what is said of a cluster when the mouse rests on it."""
    names = ", ".join(view.network.nodes[node].value for node in cluster.nodes[:_MOST_NAMES])
    more = len(cluster.nodes) - _MOST_NAMES
    names += _tr(" and {count} more").format(count=more) if more > 0 else ""
    lines = [", ".join(cluster.captions[:5]), names]
    if cluster.items:
        lines.append(_tr("{items} items").format(items=numeral(cluster.items)))
    if cluster.badge:
        lines.append(_tr("mostly {badge}").format(badge=cluster.badge))
    lines.append(_tr("Double click or Enter looks inside; drag moves it"))
    return "\n".join(line for line in lines if line)


def causes_text(view: GraphView, each: Recommended) -> str:
    """Return why a node is recommended."""
    total = each.score or 1.0
    causes = [
        f"{view.network.nodes[node].value} ({numeral(share / total, '.0%')})"
        for node, share in each.causes[:_MOST_CAUSES]
    ]
    return _tr("{name}, because of {causes}").format(
        name=view.network.nodes[each.node].value, causes=", ".join(causes)
    )


def factor_names() -> dict[str, tuple[str, str]]:
    """Return the factors of the two formulas: name and explanation."""
    return {
        "marked": (_tr("Marked"), _tr("Nodes: share of their items that you marked relevant")),
        "listed": (_tr("On lists"), _tr("Nodes: share of their items on watchlists or in buckets")),
        "known": (_tr("Well known"), _tr("Nodes: how well known their items are")),
        "held": (_tr("Many items"), _tr("Nodes: how many items they have")),
        "together": (_tr("Same items"), _tr("Links: how often two have the same item")),
        "genre": (_tr("Alike"), _tr("Links: how many attributes two have in common")),
    }


def step_text(note: str) -> str:
    """Return a step of the work in words."""
    names = {
        "items": _tr("Reading who has what …"),
        "links": _tr("Linking …"),
        "clusters": _tr("Finding clusters …"),
        "places": _tr("Laying out …"),
    }
    return names.get(note, note)
