"""What lists, arrangements and groups are called in the user's language, and notes about them."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from app.services.arrangements import Cluster
from app.services.list_notes import GroupName, ListNote, ListTitle
from app.widgets.filter_names import key_name, value_name
from app.widgets.note_texts import translated
from app.widgets.numbers import numeral
from common.notes import Reasons


def _tr(text: str) -> str:
    return QCoreApplication.translate("Lists", text)


def _titles() -> dict[str, str]:
    return {
        "around-cluster": _tr("around cluster {place:,}"),
        "around-bucket": _tr("around the bucket"),
        "like": _tr("like “{name}”"),
        "like-part": _tr("like a part of “{name}”"),
        "like-mean": _tr("like the mean of {count:,} items"),
        "overview": _tr("overview of {count:,} clusters"),
        "cluster": _tr("cluster {place:,} of {count:,}"),
        "similar-moments": _tr("{name}: similar moments"),
        "same-place": _tr("{name}: same place"),
        "same-time": _tr("{name}: same time of day"),
        "within": _tr("{formula} within {distance:g} {measure}"),
        "after": _tr("{formula} after {distance:g} {measure}"),
    }


def _measure(name: str) -> str:
    known = {"seconds": _tr("seconds"), "frames": _tr("frames"), "items": _tr("items")}
    return known.get(name, name)


def _groups() -> dict[str, str]:
    return {
        "without": _tr("No {key}"),
        "other": _tr("Other"),
        "relevant": _tr("Relevant"),
        "not-relevant": _tr("Not relevant"),
        "all": _tr("All values"),
        "below": _tr("Below {high:,.10g}"),
        "between": _tr("{low:,.10g} to {high:,.10g}"),
        "above": _tr("{low:,.10g} and more"),
        "by-texts": _tr("texts ({encoder})"),
        "by-layout": _tr("colours and layout ({encoder})"),
        "by-concepts": _tr("concepts ({encoder})"),
    }


def _notes() -> dict[str, str]:
    return {
        "all-seen": _tr("Nothing is left to show: all that may be shown was seen."),
        "no-cluster": _tr("{count:,} items have no vector of “{encoder}” and are in no cluster."),
        "sampled": _tr(
            "{drawn:,} of {count:,} items were drawn by chance and clustered; the others "
            "joined the cluster whose first item they are most like."
        ),
        "nothing-to-cluster": _tr(
            "There is nothing to cluster: no item that passes the filters has a vector."
        ),
        "every-seen": _tr("Every image was seen."),
        "touches": _tr("shows {clusters:,} clusters in {images:,} images"),
        "promises": _tr("about {expected:.0f} of the next {images:,} should be relevant"),
        "last-time": _tr("last time {found:,} of {shown:,} were"),
        "first-image": _tr(
            "Put a first image into the bucket, or cluster the collection and look around."
        ),
        "first-look": _tr(
            "Nothing is in the bucket yet; this shows {clusters:,} clusters in {images:,} images"
        ),
        "no-video": _tr("{count:,} items of “{name}” belong to no video and were left out."),
        "no-day": _tr("{count:,} items of “{name}” belong to no day and were left out."),
        "no-album": _tr("{count:,} items of “{name}” belong to no album and were left out."),
        **_wall_notes(),
    }


def _wall_notes() -> dict[str, str]:
    return {
        "compared-by": _tr("Compared by {encoder}."),
        "follow": _tr("{count:,} items without a vector follow at the end."),
        "outermost": _tr("{count:,} items without a vector lie outermost."),
        "nearer": _tr("The nearer to the middle, the more alike; compared by {encoder}."),
        "preserved": _tr("Distance preservation quality {quality:.2f}."),
        "no-umap": _tr("UMAP is not installed (extra “map”): two principal components."),
        "typical": _tr("Typical pictures are in the middle: popularity is not known."),
        "votes": _tr("The list has no popularity: the number of votes stands in."),
        "votes-partly": _tr("The list has partly no popularity: the number of votes stands in."),
        "links": _tr(
            "The list has no popularity: the number of people and links stands in, then the title."
        ),
        "links-partly": _tr(
            "The list has partly no popularity: the number of people and links stands in, "
            "then the title."
        ),
        "votes-links": _tr(
            "The list has no popularity: votes stand in, then the number of people and links, "
            "then the title."
        ),
        "votes-links-partly": _tr(
            "The list has partly no popularity: votes stand in, then the number of people and "
            "links, then the title."
        ),
    }


def method_names() -> dict[str, str]:
    """Return the arrangements of the wall and what they are called."""
    translate = QCoreApplication.translate
    return {
        "random": translate("WallBar", "Random"),
        "clustered": translate("WallBar", "Clusters"),
        "semi-clustered": translate("WallBar", "Loose clusters"),
        "timeline": translate("WallBar", "Time line"),
        "year": translate("WallBar", "By year"),
        "name": translate("WallBar", "By name"),
        "popularity": translate("WallBar", "By popularity"),
        "number": translate("WallBar", "By a number"),
        "colour": translate("WallBar", "By colour"),
        "similarity": translate("WallBar", "By similarity"),
        "map": translate("WallBar", "Map"),
        "around": translate("WallBar", "More like this"),
        "results": translate("WallBar", "Results first"),
    }


def list_text(text: str) -> str:
    """Return a title of a list, a note or the name of a group as a person reads it.

    What is none of these stays as it is.
    """
    if isinstance(text, Reasons):
        return text.between.join(list_text(part) for part in text.parts)
    if isinstance(text, ListNote):
        return translated([text], _notes(), encoder=list_text)[0]
    if isinstance(text, GroupName):
        return translated([text], _groups(), key=key_name)[0]
    if isinstance(text, ListTitle):
        return translated([text], _titles(), measure=_measure)[0]
    return text


def named_clusters(clusters: Sequence[Cluster], key: str) -> tuple[Cluster, ...]:
    """Return clusters of the wall with their names in the user's language.

    Args:
        clusters: of an arrangement.
        key: the facet whose values they are named by; "" where it is none.
    """
    return tuple(replace(one, label=_cluster_name(one.label, key)) for one in clusters)


def _cluster_name(label: str, key: str) -> str:
    if isinstance(label, GroupName):
        return list_text(label)
    return value_name(key, label) if key else label


def cluster_text(cluster: Cluster) -> str:
    """Return what the wall says of a cluster where there is room: its name and its size."""
    return f"{cluster.label}  {numeral(cluster.count)}"
