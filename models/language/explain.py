"""What each word of a query was taken for, so that a sentence can be shown in colours."""

from common.scenes import LifelogQuery, QueryPart
from models.language.lexicon import MARK
from models.language.roles import Role, Span, word_roles
from models.language.tagger import closed
from models.language.tokens import tokens


def explain(query: LifelogQuery) -> list[tuple[Span, Role]]:
    """Return the place and role of every word of the text of a query, in order.

    Args:
        query: of `parse`, perhaps changed by the user since: a node that was removed leaves its
            word ignored.
    """
    words = [word for word in tokens(query.text) if closed(word) != MARK]
    parts = query.parts or (QueryPart(),)
    rows = [word_roles(part, words) for part in parts]
    owners = [_owner(parts, word.start, query.text) for word in words]
    return [
        ((word.start, word.end), _told([row[place] for row in rows], owner))
        for place, (word, owner) in enumerate(zip(words, owners, strict=True))
    ]


def _owner(parts: tuple[QueryPart, ...], at: int, text: str) -> int:
    """Return the number of the part whose sentence holds a place of the text; -1 for none."""
    for number, part in enumerate(parts):
        first = text.find(part.text) if part.text else -1
        if first <= at < first + len(part.text):
            return number
    return -1


def _told(roles: list[Role], owner: int) -> Role:
    """Spans tell wherever a word stands; names tell only inside their own sentence."""
    spanned = {Role.NODE, Role.TIME, Role.PLACE, Role.ACTIVITY}
    for role in roles:
        if role in spanned:
            return role
    return roles[owner] if owner >= 0 else Role.IGNORED


__all__ = ["Role", "explain"]
