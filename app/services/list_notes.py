"""What lists, arrangements and their groups are called, and what is to be said of them."""

from collections.abc import Mapping
from typing import ClassVar

from common.notes import Note


class ListTitle(Note):
    """What a list shows; numbers are numbers, so that a window writes them in its language."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "around-cluster": "around cluster {place:,}",
        "around-bucket": "around the bucket",
        "like": "like “{name}”",
        "like-part": "like a part of “{name}”",
        "like-mean": "like the mean of {count:,} items",
        "overview": "overview of {count:,} clusters",
        "cluster": "cluster {place:,} of {count:,}",
        "similar-moments": "{name}: similar moments",
        "same-place": "{name}: same place",
        "same-time": "{name}: same time of day",
        "within": "{formula} within {distance:g} {measure}",
        "after": "{formula} after {distance:g} {measure}",
    }


class ListNote(Note):
    """A note about a list, a clustering or an arrangement."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "all-seen": "Nothing is left to show: all that may be shown was seen.",
        "no-cluster": "{count:,} items have no vector of “{encoder}” and are in no cluster.",
        "sampled": (
            "{drawn:,} of {count:,} items were drawn by chance and clustered; the others "
            "joined the cluster whose first item they are most like."
        ),
        "nothing-to-cluster": (
            "There is nothing to cluster: no item that passes the filters has a vector."
        ),
        "no-video": "{count:,} items of “{name}” belong to no video and were left out.",
        "no-day": "{count:,} items of “{name}” belong to no day and were left out.",
        "no-album": "{count:,} items of “{name}” belong to no album and were left out.",
        "every-seen": "Every image was seen.",
        "touches": "shows {clusters:,} clusters in {images:,} images",
        "promises": "about {expected:.0f} of the next {images:,} should be relevant",
        "last-time": "last time {found:,} of {shown:,} were",
        "first-image": (
            "Put a first image into the bucket, or cluster the collection and look around."
        ),
        "first-look": (
            "Nothing is in the bucket yet; this shows {clusters:,} clusters in {images:,} images"
        ),
        "compared-by": "Compared by {encoder}.",
        "follow": "{count:,} items without a vector follow at the end.",
        "outermost": "{count:,} items without a vector lie outermost.",
        "nearer": "The nearer to the middle, the more alike; compared by {encoder}.",
        "preserved": "Distance preservation quality {quality:.2f}.",
        "no-umap": "UMAP is not installed (extra “map”): two principal components.",
        "typical": "Typical pictures are in the middle: popularity is not known.",
        "votes": "The list has no popularity: the number of votes stands in.",
        "votes-partly": "The list has partly no popularity: the number of votes stands in.",
        "links": (
            "The list has no popularity: the number of people and links stands in, then the title."
        ),
        "links-partly": (
            "The list has partly no popularity: the number of people and links stands in, "
            "then the title."
        ),
        "votes-links": (
            "The list has no popularity: votes stand in, then the number of people and links, "
            "then the title."
        ),
        "votes-links-partly": (
            "The list has partly no popularity: votes stand in, then the number of people and "
            "links, then the title."
        ),
    }


class GroupName(Note):
    """What a group of the wall or a way to compare is called, where no value names it."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "without": "No {key}",
        "other": "Other",
        "relevant": "Relevant",
        "not-relevant": "Not relevant",
        "all": "All values",
        "below": "Below {high:,.10g}",
        "between": "{low:,.10g} to {high:,.10g}",
        "above": "{low:,.10g} and more",
        "by-texts": "texts ({encoder})",
        "by-layout": "colours and layout ({encoder})",
        "by-concepts": "concepts ({encoder})",
    }
