"""Words, queries and full text search."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.values import ItemKind, Text, TextKind
from indexers.catalogue import Catalogue, NewItem
from indexers.catalogue.words import Highlighter, Term, read_query, separated, tokens

Make = Callable[..., NewItem]

TEXTS = {
    "vertigo": [
        Text(TextKind.TITLE, "Vertigo"),
        Text(TextKind.PLOT, "A former detective follows a woman in San Francisco."),
        Text(TextKind.TAG, "director Alfred Hitchcock"),
    ],
    "birds": [
        Text(TextKind.TITLE, "The Birds"),
        Text(TextKind.PLOT, "A woman and a flock of birds at the café by the lighthouse."),
        Text(TextKind.TAG, "director Alfred Hitchcock"),
    ],
    "tokyo": [Text(TextKind.TITLE, "東京物語 (Tokyo Story)")],
    "photo": [
        Text(TextKind.PATH, "holiday/IMG_2041.JPG"),
        Text(TextKind.CAPTION, "Straße in Zürich, été"),
    ],
    "video": [
        Text(TextKind.SPEECH, "good morning", 1.0, 2.0),
        Text(TextKind.SPEECH, "we saw a Lighthouse", 61.5, 63.0),
    ],
}


@pytest.fixture
def films(catalogue: Catalogue) -> Catalogue:
    catalogue.add_batch(
        [NewItem(name, ItemKind.FILM, name, texts=texts) for name, texts in TEXTS.items()]
    )
    return catalogue


def names(catalogue: Catalogue, text: str, **options: object) -> set[str]:
    found = catalogue.search_text(text, **options)  # type: ignore[arg-type]
    assert catalogue.count_text(text, typing=bool(options.get("typing"))) >= len(found)
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert all(match.score > 0 for match in found)
    return {summary.title for summary in catalogue.items([match.item for match in found])}


def test_words_may_lie_in_different_texts_of_an_item(films: Catalogue) -> None:
    assert names(films, "hitchcock lighthouse") == {"birds"}
    assert names(films, "HITCHCOCK") == {"vertigo", "birds"}
    [match] = films.search_text("hitchcock lighthouse")
    assert match.all_words


def test_any_word_does_where_no_item_has_all(films: Catalogue) -> None:
    assert names(films, "hitchcock morning") == {"vertigo", "birds", "video"}
    assert not any(match.all_words for match in films.search_text("hitchcock morning"))
    assert films.search_text('zebra "flock of woman"') == []


def test_phrases_and_excluded_words(films: Catalogue) -> None:
    assert names(films, '"alfred hitchcock" -birds') == {"vertigo"}
    assert names(films, '"hitchcock alfred"') == set()
    assert names(films, 'woman -"san francisco"') == {"birds"}
    assert names(films, "-birds") == set()
    assert names(films, '"San Fran') == set()
    assert names(films, '"san francisco') == {"vertigo"}


def test_accents_and_case_do_not_matter(films: Catalogue) -> None:
    assert names(films, "CAFE") == {"birds"}
    assert names(films, "café") == {"birds"}
    assert names(films, "cafe\u0301") == {"birds"}
    assert names(films, "zurich ete") == {"photo"}


def test_the_last_word_may_be_unfinished_while_typing(films: Catalogue) -> None:
    assert names(films, "light") == set()
    assert names(films, "light", typing=True) == {"birds", "video"}
    assert names(films, "light*") == {"birds", "video"}
    assert names(films, "hitchcock ligh", typing=True) == {"birds"}
    assert names(films, "light ", typing=True) == set()


def test_scripts_without_spaces_are_found(films: Catalogue) -> None:
    assert names(films, "東京") == {"tokyo"}
    assert names(films, "物語") == {"tokyo"}
    assert names(films, "京東") == set()


WORLD = (
    "Чайковский, Лебединое озеро", "Ελένη και το δέντρο", "한국 전쟁", "학교 가는 길", "がっこう",
    "أحمد في القاهرة", "İstanbul", "हिन्दी फ़िल्म", "เที่ยวทะเล", "Łódź, Øresund", "ёлка", "שלום",
)  # fmt: skip
WORDS = re.compile(r"[^\s,]+")


def add_world(catalogue: Catalogue, form: Literal["NFC", "NFD"] = "NFC") -> None:
    """Add films with titles of many scripts, named by their composed title."""
    catalogue.add_batch(
        [
            NewItem(
                n, ItemKind.FILM, n, texts=[Text(TextKind.TITLE, unicodedata.normalize(form, n))]
            )
            for n in WORLD
        ]
    )


def lost_words(catalogue: Catalogue) -> list[str]:
    """Return the words that do not find the title they are from."""
    ways = (str, str.upper, partial(unicodedata.normalize, "NFD"))
    asked = [(way(word), title) for title in WORLD for word in WORDS.findall(title) for way in ways]
    ids = dict(zip(WORLD, catalogue.ids().tolist(), strict=True))
    found = {word: {m.item for m in catalogue.search_text(word)} for word, _ in asked}
    return [word for word, title in asked if ids[title] not in found[word]]


def test_words_of_any_script_are_found(catalogue: Catalogue) -> None:
    add_world(catalogue)
    assert lost_words(catalogue) == []


def test_letters_apart_from_their_accents_are_found(tmp_path: Path) -> None:
    """As some systems keep the names of files."""
    with Catalogue.open(tmp_path / "catalogue.db") as catalogue:
        add_world(catalogue, "NFD")
        assert lost_words(catalogue) == []


def test_parts_of_letters_are_no_accents() -> None:
    assert Highlighter((Term(("한국",)),)).snippet("한국 전쟁") == "\u2068한국\u2069 전쟁"
    assert Highlighter((Term(("한국",)),)).terms_in("학교") == 0
    assert Highlighter((Term(("か",)),)).terms_in("が") == 0
    assert Highlighter((Term(("ελενη",)),)).terms_in("Ελένη") == 1


def test_file_names_are_found_by_their_parts(films: Catalogue) -> None:
    assert names(films, "IMG_2041") == {"photo"}
    assert names(films, "2041") == {"photo"}
    assert names(films, "holiday/img") == {"photo"}


def test_kinds_limit_where_to_look(films: Catalogue) -> None:
    assert names(films, "birds", kinds=[TextKind.TITLE]) == {"birds"}
    assert names(films, "lighthouse", kinds=[TextKind.SPEECH]) == {"video"}
    assert names(films, "hitchcock", kinds=[TextKind.PLOT, TextKind.TITLE]) == set()


def test_a_title_counts_more_than_a_plot(films: Catalogue) -> None:
    films.add_batch(
        [NewItem("other", ItemKind.FILM, "other", texts=[Text(TextKind.PLOT, "Vertigo is rare")])]
    )
    found = films.search_text("vertigo")
    assert [m.kind for m in found] == [TextKind.TITLE, TextKind.PLOT]


def test_a_match_tells_where_it_is(films: Catalogue) -> None:
    [match] = films.search_text("saw lighthouse")
    assert (match.kind, match.start_s) == (TextKind.SPEECH, 61.5)
    assert match.snippet == "we \u2068saw\u2069 a \u2068Lighthouse\u2069"
    assert len(films.search_text("a", limit=2)) == 2


def test_texts_of_missing_items_stay(catalogue: Catalogue, make: Make) -> None:
    catalogue.add_batch([make(0)])
    catalogue.mark_missing([1])
    assert [match.item for match in catalogue.search_text("caption")] == [1]


def test_snippets_are_cut_at_words() -> None:
    text = "x" * 50 + " one two " + "word " * 60 + "Zürich und mehr " + "word " * 60
    snippet = Highlighter((Term(("zurich",)),)).snippet(text)
    assert "\u2068Zürich\u2069" in snippet
    assert snippet.startswith("…word")
    assert snippet.endswith("word…")
    assert len(snippet) < 140
    assert Highlighter((Term(("absent",)),)).snippet(text).endswith("…")
    assert Highlighter((Term(("one",)),)).terms_in("someone") == 0


def test_queries_are_read_as_people_type_them() -> None:
    query = read_query('red "big boat"  -"not this" -no IMG_1 *')
    assert query.wanted == (Term(("red",)), Term(("big", "boat")), Term(("img", "1")))
    assert query.excluded == (Term(("not", "this")), Term(("no",)))
    assert read_query("e-mail").wanted == (Term(("e", "mail")),)
    assert read_query("ab", typing=True).wanted == (Term(("ab",), prefix=True),)
    assert tokens("Ça_va 東京") == ["ca", "va", "東", "京"]
    assert separated("Tokyo") is None


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    path: Path = tmp_path_factory.mktemp("text") / "catalogue.db"
    with Catalogue.open(path) as opened:
        opened.add_batch([NewItem(n, ItemKind.FILM, n, texts=t) for n, t in TEXTS.items()])
        yield opened


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=30)
    | st.text(alphabet="\"'*-^:(){}+~ aNOT\x00\ud800NEARc´é̂東&|!<>\\%_", max_size=25),
    typing=st.booleans(),
)
def test_whatever_is_typed_is_no_error(shared: Catalogue, text: str, typing: bool) -> None:
    for match in shared.search_text(text, typing=typing):
        assert match.score > 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_a_text_is_found_by_each_of_its_words(text: str) -> None:
    found = Highlighter(tuple(Term((word,)) for word in tokens(text)[:5]))
    for word in tokens(text)[:5]:
        if word.isascii():
            assert Highlighter((Term((word,)),)).terms_in(text) == 1
    assert found.terms_in("") == 0
    plain = found.snippet(text).replace("\u2068", "").replace("\u2069", "").strip("…")
    assert plain in text.replace("\u2068", "").replace("\u2069", "") or "…" in text
