"""Film lists in all shapes; bad rows are numbered; posters are drawn."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.errors import MediaError
from indexers.media import FilmList, FilmRow, draw_poster, read_film_list
from indexers.media.posters import _STYLES


def read(tmp_path: Path, content: str | bytes, name: str = "films") -> FilmList:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_film_list(path)


FULL = {
    "title": "Dune",
    "release_date": "2021-9-15",
    "genres": ["Drama", "Science Fiction"],
    "cast": [{"name": "Zendaya", "id": 3}, {"name": "Oscar Isaac"}],
    "director": "Denis Villeneuve",
    "production_companies": '[{"name": "Legendary"}]',
    "production_countries": "['US', 'CA']",
    "keywords": "desert|spice",
    "overview": "Sand\n and   worms.",
    "tagline": None,
    "runtime": "155 min",
    "popularity": "1,234.5",
    "vote_count": 8000,
    "vote_average": 7.8,
    "poster_path": "posters/dune.jpg",
    "imdb_id": "tt1160419",
    "homepage": "N/A",
}


def expected(row: int) -> FilmRow:
    return FilmRow(
        title="Dune",
        year=2021,
        release_date="2021-09-15",
        genres=("Drama", "Science Fiction"),
        actors=("Zendaya", "Oscar Isaac"),
        directors=("Denis Villeneuve",),
        companies=("Legendary",),
        countries=("US", "CA"),
        keywords=("desert", "spice"),
        plot="Sand and worms.",
        runtime_min=155,
        popularity=1234.5,
        votes=8000,
        rating=7.8,
        poster="posters/dune.jpg",
        imdb_id="tt1160419",
        row=row,
    )


def test_json_lines_with_every_field(tmp_path: Path) -> None:
    found = read(tmp_path, f"\n{json.dumps(FULL)}\n\n{json.dumps(FULL)}\n")
    assert found.films == [expected(2), expected(4)]
    assert found.format == "json lines"
    assert found.columns["plot"] == "overview"


def test_a_json_array_plain_and_packed(tmp_path: Path) -> None:
    content = json.dumps([FULL, FULL], indent=2)
    for data in (content.encode(), gzip.compress(content.encode(), mtime=0)):
        assert read(tmp_path, data).films == [expected(1), expected(2)]


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_tables(tmp_path: Path, mark: str) -> None:
    lines = [
        ["Title", "Year", "Genre", "Stars", "Plot"],
        ['"Dune"', "2021", "Drama|Sci-Fi", "A B|C D", '"one\nand ""two"""'],
        ["Heat", "(1995)", "", "", ""],
    ]
    found = read(tmp_path, "\ufeff" + "\r\n".join(mark.join(cells) for cells in lines))
    assert found.films == [
        FilmRow("Dune", 2021, genres=("Drama", "Sci-Fi"), actors=("A B", "C D"),
                plot='one and "two"', row=2),
        FilmRow("Heat", 1995, row=4),
    ]  # fmt: skip
    assert found.format == ("tsv" if mark == "\t" else "csv")


@pytest.mark.parametrize(
    "value", ["A, B", "A;B", "A|B", '["A", "B"]', "['A', \"B\"]", ["A", "B", "A"]]
)
def test_lists_of_names_in_every_notation(tmp_path: Path, value: object) -> None:
    (film,) = read(tmp_path, json.dumps({"title": "X", "year": 2000, "genres": value})).films
    assert film.genres == ("A", "B")


def test_a_name_with_a_comma_survives_in_a_list_of_another_mark(tmp_path: Path) -> None:
    row = {"title": "X", "year": 2000, "actors": "Downey, Jr.|Law, Jude"}
    (film,) = read(tmp_path, json.dumps(row)).films
    assert film.actors == ("Downey, Jr.", "Law, Jude")


def test_bad_rows_are_numbered_and_cost_nothing_else(tmp_path: Path) -> None:
    good = json.dumps({"title": "A", "year": 1999, "plot": "x"})
    content = "\n".join([good, "{broken", "[1]", '{"title": " "}', '{"year": 3}', "", good])
    found = read(tmp_path, content)
    assert [film.row for film in found.films] == [1, 7]
    assert [bad.row for bad in found.bad_rows] == [2, 3, 4, 5]
    reasons = [bad.reason for bad in found.bad_rows]
    assert "no JSON" in reasons[0]
    assert reasons[1:] == ["it is no JSON object", "the title is empty", "it has no title column"]


def test_bad_rows_of_a_table(tmp_path: Path) -> None:
    found = read(tmp_path, "title,year,plot\nA,1990,x\nB,1991,x,y,z\n,1992,x\nC\n")
    assert [(film.title, film.row) for film in found.films] == [("A", 2), ("C", 5)]
    assert [(bad.row, bad.reason) for bad in found.bad_rows] == [
        (3, "it has 5 cells, the heading 3"),
        (4, "the title is empty"),
    ]


def test_an_array_that_is_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    content = json.dumps([FULL, FULL], indent=1)
    found = read(tmp_path, content[: int(len(content) * 0.8)])
    assert found.films == [expected(1)]
    assert [bad.row for bad in found.bad_rows] == [2]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"name_of_thing,price\nx,1\n", "no row of it is a film"),
        (b"{}\n{}", "no row of it is a film"),
        (gzip.compress(b"title,year\nA,1\n" * 900, mtime=0)[:-30], "damaged or cut off"),
        (b"\xff\xfe\x00", "no row of it is a film"),
    ],
)
def test_lists_without_a_film_say_what_is_expected(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(MediaError, match=reason) as caught:
        read(tmp_path, content)
    if "no row" in reason:
        assert "“title”" in caught.value.hint


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_films_or_a_media_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "list"
    path.write_bytes(b"title,year\n" + content)
    try:
        found = read_film_list(path)
    except MediaError:
        return
    assert all(film.title for film in found.films)


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "count", "directors"),
    [("movies_tmdb_imdb", 4803, 4672), ("movies_wikipedia_1950_2023", 17120, 14412)],
)
def test_the_real_lists(shared_data: Path, name: str, count: int, directors: int) -> None:
    found = read_film_list(shared_data / "movies" / f"{name}.jsonl.gz")
    assert (len(found.films), found.bad_rows) == (count, [])
    assert sum(bool(film.directors) for film in found.films) == directors
    assert sum(film.year is not None for film in found.films) >= count - 1
    assert sum(bool(film.plot) for film in found.films) >= count - 4


# -- posters

TITLES = [
    "Up",
    "The Lord of the Rings: The Fellowship of the Ring, Extended and Restored for the Very Patient",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "Ελένη и 七人の侍",
    "…",
    "🐙",
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("size", [(248, 372), (13, 20), (1, 1), (300, 300)])
def test_any_title_in_any_size(title: str, size: tuple[int, int]) -> None:
    poster = draw_poster(FilmRow(title, 1999, directors=("A B",)), size)
    assert poster.shape == (size[1], size[0], 3)
    assert poster.dtype == np.uint8
    if min(size) > 20:
        assert poster.std() > 12


@pytest.mark.parametrize("genre", [*_STYLES, "no genre we know", ""])
def test_every_genre_is_drawn_the_same_each_time(genre: str) -> None:
    for title in ("A", "B", "C"):
        film = FilmRow(title, 2001, genres=(genre,) if genre else ())
        assert (draw_poster(film, (96, 144)) == draw_poster(film, (96, 144))).all()


def test_posters_of_one_genre_differ_even_when_tiny() -> None:
    tiny = [draw_poster(FilmRow(f"Film {k}", 2000, genres=("Drama",)), (13, 20)) for k in range(12)]
    for a in range(12):
        for b in range(a):
            assert np.abs(tiny[a].astype(int) - tiny[b]).mean() > 4


def test_the_title_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two films that share their looks differ where the letters are, and only there."""
    from indexers.media import posters

    monkeypatch.setattr(posters, "_seed", lambda film: 7)
    first, second = (draw_poster(FilmRow(t), (248, 372)).astype(int) for t in ("HHHH", "LLLL"))
    changed = np.abs(first - second).max(axis=2) > 100
    assert 500 < changed.sum() < 0.1 * changed.size


def test_without_a_system_font_accents_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from indexers.media import posters

    monkeypatch.setattr(posters, "_wide_font", lambda size: None)
    assert posters._readable("Übermut – Čáp") == "Ubermut - Cap"
    draw_poster(FilmRow("七人の侍"), (96, 144))


def test_writers_collections_and_origins_are_read_where_a_list_has_them(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text(
        "title,year,genres,Screenplay,belongs_to_collection,Based on,runtime\n"
        'Alien,1979,Horror,"Dan O\'Bannon, Ronald Shusett",Alien Collection,original idea,117\n'
        "Dune,2021,Adventure,,,novel,155\n",
        "utf-8",
    )
    alien, dune = read_film_list(path).films
    assert alien.writers == ("Dan O'Bannon", "Ronald Shusett")
    assert alien.collections == ("Alien Collection",)
    assert (dune.writers, dune.collections, dune.origins) == ((), (), ("novel",))


def test_a_number_larger_than_any_is_left_out(tmp_path: Path) -> None:
    huge = "9" * 400
    [film] = read(tmp_path, f'{{"title": "Dune", "votes": {huge}, "popularity": 1e999}}').films
    assert (film.votes, film.popularity) == (None, None)
