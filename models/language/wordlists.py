"""How tables of words are written: in one text, parted by blanks."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a table, in order."""
    return tuple(text.split())
