"""Splitting names: the lexicon that the lists teach, the order of each list, columns that were cut wrongly, and the one function of the linkage."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.people.names import PARSED, Lexicon, Split, canonicals, fold, parse, sound, sounds

GIVEN = [
    "Quelo",
    "Zamira",
    "Trovan",
    "Belisa",
    "Norvin",
    "Jarumi",
    "Oldemar",
    "Fresia",
    "Wilman",
    "Dalmira",
    "Ulpiano",
    "Cirenia",
]
FAMILY = [
    "Tarquezo",
    "Bolmar",
    "Zupanto",
    "Grevez",
    "Ondalo",
    "Chirivo",
    "Vantera",
    "Lopardo",
    "Quirmes",
    "Sondaro",
    "Peltri",
    "Mascuño",
    "Itzmol",
    "Barlez",
]
"""Made-up names that no lexicon holds: what is known of them is learned."""
TEXTS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.lists(st.sampled_from([*GIVEN[:4], *FAMILY[:4], "de", "la", "y", "A.", "vda.", ",", "/", "|", "NN", "(a)", "da", "San", "محمد", "Ana", "María", "López"]), max_size=8).map(" ".join),
)  # fmt: skip
KEYS = ("list", "name", "given", "surname1", "surname2")
Row = tuple[str | None, ...]
Person = tuple[tuple[str, ...], str, str]


def table(rows: Sequence[Row]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in KEYS)
    return pa.table({key: pa.array(list(values), pa.string()) for key, values in zip(KEYS, columns, strict=True)})


def people(size: int, seed: int) -> list[Person]:
    rng = random.Random(seed)  # noqa: S311 - made-up people, the same each time
    return [
        (tuple(rng.sample(GIVEN, rng.choice((1, 2, 2)))), rng.choice(FAMILY), rng.choice(FAMILY)) for _ in range(size)
    ]


def comma(name: str, persons: Sequence[Person]) -> list[Row]:
    return [(name, f"{one} {two}, {' '.join(own)}".upper(), None, None, None) for own, one, two in persons]


def plain(name: str, persons: Sequence[Person], *, surnames_first: bool = False) -> list[Row]:
    texts = [
        (f"{one} {two} {' '.join(own)}" if surnames_first else f"{' '.join(own)} {one} {two}")
        for own, one, two in persons
    ]
    return [(name, text, None, None, None) for text in texts]


def naive(rows: Sequence[Row]) -> list[Row]:
    """Cut names in one string as a careless import does: the last two words are surnames, and the rest is given."""
    cut: list[Row] = []
    for name, text, *_ in rows:
        words = (text or "").split()
        cut.append(
            (name, text, " ".join(words[:-2]) or None, words[-2], words[-1])
            if len(words) > 2
            else (name, text, words[0], words[-1], None)
        )
    return cut


def right(parsed: pa.Table, persons: Sequence[Person]) -> float:
    """Return the share of rows split as the persons are named."""
    hits = [
        ([fold(x) for x in own], fold(one), fold(two)) == (row["given"], row["s1"], row["s2"])
        for (own, one, two), row in zip(persons, parsed.to_pylist(), strict=True)
    ]
    return sum(hits) / len(hits)


@pytest.mark.parametrize("surnames_first", [False, True])
def test_names_in_one_string_are_split_by_what_other_lists_teach(surnames_first: bool) -> None:
    """Names nobody has heard of are split rightly, in either order, since another list shows which word is what."""
    known, asked = people(150, 1), people(80, 2)
    parsed = parse(table([*comma("leaked", known), *plain("family", asked, surnames_first=surnames_first)]))
    assert right(parsed.slice(0, 150), known) == 1
    assert right(parsed.slice(150), asked) >= 0.97


def test_three_orders_in_one_column_are_told_apart() -> None:
    """One list writes ``Given Surnames``, ``SURNAMES GIVEN`` and ``SURNAMES, GIVEN`` as it likes; each row is read in its own order."""
    known, one, two, three = (people(60, seed) for seed in (3, 4, 5, 6))
    rows = [
        *plain("mixed", one),
        *plain("mixed", two, surnames_first=True),
        *comma("mixed", three),
        *comma("leaked", known),
    ]
    parsed = parse(table(rows))
    assert right(parsed.slice(0, 180), [*one, *two, *three]) >= 0.95


def test_the_order_of_a_list_is_learned() -> None:
    """Most rows of each list are written one way, and the lexicon says which."""
    lexicon = Lexicon.learn(
        table(
            [
                *comma("leaked", people(100, 7)),
                *plain("a", people(60, 8)),
                *plain("b", people(60, 9), surnames_first=True),
            ]
        )
    )
    assert lexicon.order("a")["given-first"] > 0.95
    assert lexicon.order("b")["surnames-first"] > 0.8
    assert lexicon.order("never seen") == Lexicon().order("never seen")
    assert abs(sum(lexicon.order("a").values()) - 1) < 1e-9


@pytest.mark.parametrize("written", [" | ", ", "])
def test_a_visible_order_may_be_the_other_way_round(written: str) -> None:
    """``GIVEN, SURNAMES`` and ``s1 | s2 | given`` are found out by the words, whatever is usual."""
    known, asked = people(120, 10), people(60, 11)
    if written == ", ":
        rows = [("odd", f"{' '.join(own)}, {one} {two}", None, None, None) for own, one, two in asked]
    else:
        rows = [("odd", f"{one} | {two} | {' '.join(own)}", None, None, None) for own, one, two in asked]
    parsed = parse(table([*rows, *plain("family", known), *comma("leaked", known)]))
    assert right(parsed.slice(0, 60), asked) == 1


def test_columns_that_a_naive_rule_cut_are_repaired() -> None:
    """given="Andry", surname1="Jose", surname2="Diaz" for "Andry Jose Diaz" is two given names and one surname; the same holds for names learned."""
    rows = [
        ("family", "Andry Jose Diaz", "Andry", "Jose", "Diaz"),
        ("family", "Carmen Alicia Coreas", "Carmen", "Alicia", "Coreas"),
    ]
    parsed = parse(table(rows)).to_pylist()
    assert [row["given"] for row in parsed] == [["andry", "jose"], ["carmen", "alicia"]]
    assert [(row["s1"], row["s2"]) for row in parsed] == [("diaz", None), ("coreas", None)]
    one_surname = [(own, one, "") for own, one, _ in people(200, 12) if len(own) == 2]
    asked = [("family", f"{' '.join(own)} {one}", own[0], own[1], one) for own, one, _ in one_surname]
    learned = parse(table([*asked, *comma("leaked", people(200, 13))])).slice(0, len(asked)).to_pylist()
    hits = [
        ([fold(x) for x in own], fold(one), None) == (row["given"], row["s1"], row["s2"])
        for (own, one, _), row in zip(one_surname, learned, strict=True)
    ]
    assert sum(hits) / len(hits) >= 0.95


def test_columns_that_are_right_are_believed() -> None:
    """Where the words say nothing, the list's own columns decide, as long as they have not been found wrong."""
    rows = [("own", f"{a} {b} {c}", a, b, c) for a, b, c in [("Xuw", "Opq", "Rst"), ("Vuw", "Mpq", "Nst")]]
    parsed = parse(table(rows)).to_pylist()
    assert [(row["given"], row["s1"], row["s2"]) for row in parsed] == [
        (["xuw"], "opq", "rst"),
        (["vuw"], "mpq", "nst"),
    ]


def test_naive_columns_say_nothing_once_they_are_found_out() -> None:
    """The share of rows that a list's columns split rightly is learned: high for a list that knows, low for a naive rule on names of two given and one surname."""
    persons = people(200, 14)
    honest = [("court", f"{' '.join(own)} {one} {two}", " ".join(own), one, two) for own, one, two in persons]
    short = naive([("family", f"{' '.join(own)} {one}", None, None, None) for own, one, _ in persons if len(own) == 2])
    lexicon = Lexicon.learn(table([*honest, *short, *comma("leaked", people(200, 15))]))
    assert lexicon.believed("court")[4] > 0.95
    assert lexicon.believed("family")[3] < 0.2


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Juan Carlos Pérez López", ("juan carlos", "perez", "lopez", None)),
        ("PEREZ LOPEZ JUAN CARLOS", ("juan carlos", "perez", "lopez", None)),
        ("Pérez López, Juan Carlos", ("juan carlos", "perez", "lopez", None)),
        ("PEREZ LOPEZ/JUAN CARLOS", ("juan carlos", "perez", "lopez", None)),
        ("Juan Carlos | Pérez | López", ("juan carlos", "perez", "lopez", None)),
        ("Oscar A. Carranza", ("oscar a", "carranza", None, None)),
        ("Carlos Hernández M.", ("carlos", "hernandez", "m", None)),
        ("Franklin Ben Bonilla", ("franklin ben", "bonilla", None, None)),
        ("María de los Ángeles Ruiz", ("maria angeles", "ruiz", None, None)),
        ("Juan Ponce de León García", ("juan", "ponce leon", "garcia", None)),
        ("José de la O", ("jose", "delao", None, None)),
        ("Ana Valladares de Quintero", ("ana", "valladares", None, "quintero")),
        ("Ana Valladares de León", ("ana", "valladares", "leon", None)),
        ("Pedro Valladares de Quintero", ("pedro", "valladares", "quintero", None)),
        ("Ana Guzmán vda. de Ortiz", ("ana", "guzman", None, "ortiz")),
        ("João da Silva Souza", ("joao", "souza", "silva", None)),
        ("Mohammed bin Ali al-Masri", ("mohammed ali", "masri", None, None)),
        ("Hernández", ("", "hernandez", None, None)),
        ("Rosa", ("rosa", None, None, None)),
    ],
)
def test_a_small_case_is_split_by_the_names_that_come_with_habeas(
    text: str, best: tuple[str, str | None, str | None, str | None]
) -> None:
    """Without any list to learn from, common names, particles and compounds are known."""
    split = Lexicon().split(text)[0]
    assert best == (" ".join(split.given), split.paternal, split.maternal, split.married)


def test_what_is_open_stays_open() -> None:
    """Alternatives are kept with weights, best first, that add up to at most 1; a married name may be a surname."""
    splits = Lexicon().split("Ana Valladares de Quintero")
    assert Split(("ana",), "valladares", "quintero", None, splits[1].weight) == splits[1]
    for text in ("Santos Miguel Cruz", "Ana Valladares de Quintero", "Cruz Trinidad Santos"):
        weights = [one.weight for one in Lexicon().split(text)]
        assert len(weights) > 1
        assert weights == sorted(weights, reverse=True)
        assert sum(weights) <= 1 + 1e-9


def test_nobody_has_no_split() -> None:
    """A filler is split into nothing, and is kept as a row."""
    assert Lexicon().split("NN") == ()
    row = parse(table([("a", "desconocido", None, None, None)])).to_pylist()[0]
    assert row["nobody"]
    assert (row["given"], row["s1"], row["s2"], row["certainty"]) == ([], None, None, 0.0)


def test_columns_stand_for_a_name_that_is_missing_or_shorter() -> None:
    """Without one string, or with one that says less, the columns are the name."""
    rows: list[Row] = [
        ("a", None, "Ana María", "Ruiz", "Díaz"),
        ("a", "NN", "Ana", "Ruiz", None),
        ("a", "Ana Ruiz", "Ana", "Ruiz", "Díaz"),
    ]
    parsed = parse(table(rows)).to_pylist()
    assert [(row["given"], row["s1"], row["s2"]) for row in parsed] == [
        (["ana", "maria"], "ruiz", "diaz"),
        (["ana"], "ruiz", None),
        (["ana"], "ruiz", "diaz"),
    ]
    assert not any(row["nobody"] for row in parsed)


def test_aliases_and_names_that_are_cut_off_are_said() -> None:
    """Aliases come from the name and from the column; names as long as the list is wide may be cut off."""
    names = table([("flight", f"TARQUEZO BOLMAR/{'ABCDEFGHIJ'[n:]}", None, None, None) for n in (0, 0, 0, 3, 4)])
    names = names.append_column("alias", pa.array([None, "El Chele", "", None, None]))
    parsed = parse(names)
    assert parsed["aliases"].to_pylist() == [[], ["el chele"], [], [], []]
    assert parsed["cut"].to_pylist() == [True, True, True, False, False]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", None]), TEXTS, TEXTS, TEXTS, TEXTS), max_size=6))
def test_no_text_fails_and_every_row_comes_back(rows: list[Row]) -> None:
    """Any table of texts gives one row for each, in one schema, with weights from 0 to 1."""
    parsed = parse(table(rows))
    assert len(rows) == len(parsed)
    assert parsed.schema == PARSED
    for row in parsed.to_pylist():
        weights = [row["certainty"], *(one["weight"] for one in row["alt"])]
        assert 0 <= sum(weights) <= 1 + 1e-9
        assert "" not in (*row["given"], row["s1"], row["s2"], row["married"])


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*GIVEN, *FAMILY, "Ana", "López", "de la Cruz", "A.", "San"]), min_size=1, max_size=7))
def test_no_word_is_lost_in_a_split(words: list[str]) -> None:
    """Every word of a name is a given name or in a surname of every split, once."""
    text = " ".join(words)
    wanted = sorted(fold(text.replace("de la ", "")).split())
    for split in Lexicon().split(text):
        parts = [*split.given, split.paternal, split.maternal, split.married]
        assert wanted == sorted(" ".join(filter(None, parts)).split())


def test_the_same_table_gives_the_same_parts_in_any_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsing is deterministic, and rows do not depend on where a batch ends."""
    names = table(
        [
            *comma("leaked", people(40, 16)),
            *plain("family", people(40, 17)),
            ("x", "Ana (a) Chata vda. de Ruiz", None, None, None),
        ]
    )
    whole = parse(names)
    monkeypatch.setattr("habeas.people.names.parsing._BATCH", 7)
    assert whole.equals(parse(names))


def test_a_table_needs_no_more_than_names() -> None:
    """Only ``name`` has to be there; no rows give no rows."""
    assert parse(pa.table({"name": ["Ana Ruiz"]}))["s1"].to_pylist() == ["ruiz"]
    assert len(parse(pa.table({"name": pa.array([], pa.string())}))) == 0


def test_words_are_heard_and_named_by_the_column() -> None:
    """Keys of columns are those of the words; lists and nulls stay what they are."""
    assert [sound("vasquez"), None] == sounds(pa.chunked_array([["vasquez", None]])).to_pylist()
    assert canonicals(pa.array([["chepe", "tono"], None, []])).to_pylist() == [["jose", "antonio"], None, []]
    assert sounds(pa.array([], pa.string())).to_pylist() == []
