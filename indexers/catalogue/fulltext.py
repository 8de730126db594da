"""Full text behind one interface: FTS5 on SQLite, tsvector on PostgreSQL.

Both index one text a row; a query's words may lie in different texts of an item, so that
"hitchcock lighthouse" finds the director and the plot. Ranking is BM25 (Robertson & Zaragoza,
"The Probabilistic Relevance Framework", 2009) where the database has it, cover density where not.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from common.values import TextKind
from indexers.catalogue.sql import Query
from indexers.catalogue.tables import TextRow
from indexers.catalogue.words import MAX_TOKEN_CHARS, Term, loosened, tokens

MAX_POSITION = 16383  # of a word in a tsvector

_KIND_SHIFT, _ITEM_SHIFT = 20, 24  # a million texts of each kind, sixteen kinds
TEXTS_PER_KIND = 1 << _KIND_SHIFT
# Their places are stored: append only.
KINDS = (
    TextKind.TITLE, TextKind.PLOT, TextKind.CAPTION, TextKind.PATH, TextKind.DATE, TextKind.PLACE,
    TextKind.TAG, TextKind.OCR, TextKind.SPEECH,
)  # fmt: skip
KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}


def text_id(item: int, kind: TextKind, number: int) -> int:
    """Return the number of a row of `text`.

    Args:
        item: id of the item.
        kind: of the text.
        number: among the item's texts of this kind, 0 to TEXTS_PER_KIND - 1.
    """
    return item << _ITEM_SHIFT | KIND_CODES[kind] << _KIND_SHIFT | number


def split_ids(ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (items, places in KINDS) of numbers of rows of `text`."""
    return ids >> _ITEM_SHIFT, ids >> _KIND_SHIFT & (1 << _ITEM_SHIFT - _KIND_SHIFT) - 1


class FullText(Protocol):
    """How one database indexes the rows of `text` and finds them by words."""

    def create(self, connection: Connection) -> None:
        """Make what the index needs; the table `text` exists and is empty."""

    def index(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """Add (id, content) of rows of `text` that were just written; deletion needs no call."""

    def match(self, terms: Sequence[Term]) -> Query:
        """Select (text_id, relevance > 0) of the texts that hold any of the terms."""

    def problems(self, connection: Connection) -> list[str]:
        """Return what is wrong with the index, one line each."""


class Fts5:
    """SQLite: an FTS5 table without a copy of the texts, kept right by triggers."""

    _SCHEMA = (
        "CREATE VIEW text_words AS SELECT id, COALESCE(words, content) AS words FROM text",
        """
        CREATE VIRTUAL TABLE text_search USING fts5(
            words, content='text_words', content_rowid='id', prefix='2 3',
            tokenize='unicode61 remove_diacritics 2'
        )
        """,
        """
        CREATE TRIGGER text_added AFTER INSERT ON text BEGIN
            INSERT INTO text_search(rowid, words)
            VALUES (new.id, COALESCE(new.words, new.content));
        END
        """,
        """
        CREATE TRIGGER text_removed AFTER DELETE ON text BEGIN
            INSERT INTO text_search(text_search, rowid, words)
            VALUES ('delete', old.id, COALESCE(old.words, old.content));
        END
        """,
    )

    # Hidden columns of every FTS5 table: one named like it, to match with, and the BM25 score.
    _search = table(
        "text_search",
        column("rowid", Integer),
        column("text_search", String),
        column("rank", Float),
    )

    def create(self, connection: Connection) -> None:
        """See FullText."""
        for statement in self._SCHEMA:
            connection.exec_driver_sql(statement)

    def index(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """See FullText; the trigger has done it."""

    def match(self, terms: Sequence[Term]) -> Query:
        """See FullText."""
        found = self._search
        query = " OR ".join(self._quoted(term) for term in terms)
        relevance = -found.c.rank  # there, smaller is better
        return select(found.c.rowid.label("text_id"), relevance.label("relevance")).where(
            found.c.text_search.op("MATCH")(query)
        )

    @staticmethod
    def _quoted(term: Term) -> str:
        """Return a term as FTS5 phrases; its words are letters and digits.

        FTS5 takes accents from Latin letters only, so that a word of another script stands in the
        index as it was written.
        """
        end = "*" if term.prefix else ""
        forms = dict.fromkeys(" ".join(words) for words in (term.said, term.words) if words)
        return " OR ".join(f'"{form}"{end}' for form in forms)

    def problems(self, connection: Connection) -> list[str]:
        """See FullText; compares the index with every text."""
        from sqlalchemy.exc import DatabaseError

        try:
            connection.exec_driver_sql(
                "INSERT INTO text_search(text_search, rank) VALUES ('integrity-check', 1)"
            )
        except DatabaseError as error:
            return [f"The full text index does not agree with the texts ({error.orig})."]
        return []


class Tsvector:
    """PostgreSQL: a table of tsvectors with a GIN index. Words are cut here, not by the server."""

    _metadata = MetaData()
    # Stands for the mapped table, which lies in other metadata.
    _text = Table("text", _metadata, Column("id", BigInteger, primary_key=True))
    _search = Table(
        "text_search",
        _metadata,
        Column(
            "text_id",
            BigInteger,
            ForeignKey("text.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        Column("words", TSVECTOR, nullable=False),
        Index("ix_text_search_words", "words", postgresql_using="gin"),
    )

    def create(self, connection: Connection) -> None:
        """See FullText."""
        self._search.create(connection)

    def index(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """See FullText."""
        if texts:
            connection.execute(
                self._search.insert().values(
                    text_id=bindparam("text_id"),
                    words=cast(bindparam("words", type_=String), TSVECTOR),
                ),
                [{"text_id": number, "words": self._vector(content)} for number, content in texts],
            )

    @staticmethod
    def _vector(content: str) -> str:
        """Return the words of content with their positions, as PostgreSQL writes them."""
        places: dict[str, list[str]] = {}
        for position, word in enumerate(tokens(content)[:MAX_POSITION], 1):
            places.setdefault(word, []).append(str(position))
        return " ".join(f"'{word}':{','.join(at[:255])}" for word, at in places.items())

    def match(self, terms: Sequence[Term]) -> Query:
        """See FullText."""
        asked = cast(literal(" | ".join(self._quoted(term) for term in terms), String), TSQUERY)
        words = self._search.c.words
        return select(
            self._search.c.text_id, func.ts_rank_cd(words, asked, 1).label("relevance")
        ).where(words.op("@@")(asked))

    @staticmethod
    def _quoted(term: Term) -> str:
        """Return a term as PostgreSQL writes phrases; its words are letters and digits."""
        last = ":*" if term.prefix else ""
        words = (loosened(word)[:MAX_TOKEN_CHARS] for word in term.words)
        return "(" + " <-> ".join(f"'{word}'" for word in words) + last + ")"

    def problems(self, connection: Connection) -> list[str]:
        """See FullText; looks for texts without words."""
        lacking = (
            select(func.count())
            .select_from(TextRow)
            .where(~select(true()).where(self._search.c.text_id == TextRow.id).exists())
        )
        count = connection.execute(lacking).scalar_one()
        return [f"{count} texts are not in the full text index."] if count else []


def full_text_of(connection: Connection) -> FullText:
    """Return how the database at the other end of a connection indexes texts."""
    return Tsvector() if connection.dialect.name == "postgresql" else Fts5()
