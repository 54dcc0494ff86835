"""Names as words: particles, short forms, titles, aliases and compounds, and who is nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.people.names import Word, Written, fold, nobody, tokens

PIECES = st.sampled_from(
    [
        "José",
        "María",
        "Hdez.",
        "Ma.",
        "de",
        "la",
        "los",
        "del",
        "y",
        "e",
        "Y.",
        "A.",
        "Cruz",
        "Ponce",
        "León",
        "vda.",
        "de",
        "Sr.",
        "Lic.",
        "h.",
        "hijo",
        "(a)",
        "alias",
        "c/p",
        '"El',
        'Chele"',
        "(conocido",
        "Abdul",
        "Rahman",
        "al",
        "bin",
        "San",
        "Juan",
        "dos",
        "da",
        "Silva",
        ",",
        "/",
        "|",
        ";",
        "<<",
        ".",
        "-",
        "NN",
        "XX",
        "desconocido",
        "محمد",
        "Ñuñez",
        "JosÃ©",
        "R0sa",
        "8",
        "Menj?var",
        "O'Neill",
        "jr",
        "III",
        "abu",
        "sto.",
        "Gpe.",
    ]
)
NAMES = st.one_of(st.lists(PIECES, max_size=9).map(" ".join), st.text(max_size=25))


def said(text: str) -> list[str]:
    return [word.text for word in tokens(text).words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Oscar Hdez. Mtz.", "oscar hernandez martinez"),
        ("Hndz Fdez Glez Rdguez Rguez Mtnz", "hernandez fernandez gonzalez rodriguez rodriguez martinez"),
        ("Fco. Jn. Gpe. Sto", "francisco juan guadalupe santo"),
        ("Ma. de los A. Flores", "maria angeles flores"),
        ("M\u00aa del C. Ruiz", "maria carmen ruiz"),
        ("Ana de la Cruz", "ana cruz"),
        ("Juan de la O", "juan delao"),
        ("Ana dos Santos", "ana santos"),
        ("Carlos von Humboldt", "carlos humboldt"),
        ("José Ortega y Gasset", "jose ortega gasset"),
        ("Abdul Rahman al-Masri", "abdulrahman masri"),
        ("Abdel-Rahman ElMasri", "abdulrahman masri"),
        ("Abu Bakr Hassan", "abubakr hassan"),
        ("NN Hernández", "hernandez"),
    ],
)
def test_words_are_written_out_and_particles_kept_aside(text: str, words: str) -> None:
    """Short forms are the words that they stand for; particles are no words of their own."""
    assert words.split() == said(text)


def test_a_particle_is_kept_with_the_word_it_belongs_to() -> None:
    """Nothing is lost: the particles stand with the word, and those that nothing follows stand aside."""
    assert (Word("ana"), Word("cruz", "de la")) == tokens("Ana de la Cruz").words
    assert tokens("PEREZ/JOSE DE").aside == ("de",)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Juan Ponce de León", "ponce leon"),
        ("Ana Montes de Oca", "montes oca"),
        ("José San Juan", "san juan"),
        ("Luz Sta. Cruz", "santa cruz"),
    ],
)
def test_a_compound_is_one_word(text: str, whole: str) -> None:
    """Compound surnames are one word, their parts with a space between."""
    assert whole == tokens(text).words[1].text


@pytest.mark.parametrize(
    ("text", "initial"), [("Oscar A. Ruiz", "a"), ("Oscar A Ruiz", "a"), ("Jose Y. Ruiz", "y"), ("Jose E Ruiz", "e")]
)
def test_an_initial_is_a_letter_that_is_marked(text: str, initial: str) -> None:
    """One letter is an initial, "y" and "e" too where they join nothing."""
    assert Word(initial, initial=True) == tokens(text).words[1]


@pytest.mark.parametrize(
    ("text", "aliases"),
    [
        ("Oscar Amaya (a) El Chele", ("El Chele",)),
        ('Oscar "Chele" Amaya', ("Chele",)),
        ("Oscar Amaya, conocido por Oscar Ruiz", ("Oscar Ruiz",)),
        ("Oscar Amaya c/p Oscar Ruiz", ("Oscar Ruiz",)),
        ("Oscar Amaya k/a Chele a.k.a. Oski", ("Chele", "Oski")),
        ("Oscar Amaya (Chele)", ("Chele",)),
        ("Oscar Amaya alias Chele", ("Chele",)),
        ("Oscar Amaya", ()),
    ],
)
def test_what_a_person_is_also_called_is_split_off(text: str, aliases: tuple[str, ...]) -> None:
    """Aliases leave the name, and are kept as written."""
    assert aliases == tokens(text).aliases
    assert said(text) == ["oscar", "amaya"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Sr. Oscar Ruiz", ("sr",)),
        ("Lic. Br. Oscar Ruiz", ("lic", "br")),
        ("Oscar Ruiz h.", ("h",)),
        ("Oscar Ruiz (hijo)", ("hijo",)),
        ("Oscar Ruiz, Lic.", ("lic",)),
        ("Don Oscar Ruiz, hijo", ("don", "hijo")),
        ("OSCAR RUIZ HIJO", ("hijo",)),
        ("OSCAR RUIZ JR.", ("jr",)),
        ("OSCAR RUIZ (HIJO)", ("hijo",)),
        ("Oscar Ruiz III", ("iii",)),
    ],
)
def test_titles_and_suffixes_are_no_names(text: str, titles: tuple[str, ...]) -> None:
    """They are kept, apart."""
    assert titles == tokens(text).titles
    assert said(text) == ["oscar", "ruiz"]


def test_a_suffix_is_no_surname_before_a_separator_either() -> None:
    """A list in capitals that writes surnames first has the suffix in the middle; a capital H is an initial."""
    assert [[word.text for word in one] for one in tokens("RUIZ HIJO/OSCAR").segments] == [["ruiz"], ["oscar"]]
    assert said("OSCAR RUIZ H.") == ["oscar", "ruiz", "h"]
    assert said("HIJO") == ["hijo"]


def test_a_widow_keeps_her_own_name() -> None:
    """The husband's name is said apart."""
    written = tokens("Ana Ruiz vda. de Gzlez.")
    assert [word.text for word in written.words] == ["ana", "ruiz"]
    assert written.married == "gonzalez"


@pytest.mark.parametrize(
    ("text", "layout", "sizes"),
    [
        ("RUIZ DIAZ, OSCAR", "comma", [2, 1]),
        ("RUIZ DIAZ/OSCAR RENE", "slash", [2, 2]),
        ("RUIZ<<OSCAR", "slash", [1, 1]),
        ("Oscar | Ruiz | Diaz", "pipe", [1, 1, 1]),
        ("Oscar Ruiz", "plain", [2]),
        ("Oscar Ruiz,", "plain", [2]),
        ("|", "plain", []),
    ],
)
def test_the_writing_shows_the_parts(text: str, layout: str, sizes: list[int]) -> None:
    """Separators part the words; one that parts nothing is none."""
    written = tokens(text)
    assert (layout, sizes) == (written.layout, [len(one) for one in written.segments])


@pytest.mark.parametrize(
    "text",
    ["NN", "N/N", "n.n.", "XX", "xxxx", "desconocido", "Desconocida ", "SIN NOMBRE", "no identificado", "N/A", "unknown", "", " - ", "NN 3", "NN masculino",
     "persona desconocida", "cuerpo no identificado #4", "DESCONOCIDO (adulto)", "s/n", "???", "UNKNOWN MALE", "Persona 2 no identificada", "12345",
     "Adulto sin nombre", "N.N. N.N.", "sin nombre masculino", "no identificado/a", "fulana de tal", "NN no. 4", "NN nn", "RESERVADO"],
)  # fmt: skip
def test_a_filler_names_nobody(text: str) -> None:
    """Fillers, also with a description or a number, name nobody."""
    assert nobody(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana",
        "NN Hernández",
        "Xiomara",
        "Noé Nieto",
        "Santos",
        "Una Ruiz",
        "Max",
        "Desconocido Pérez",
        "Li",
        "محمد",
        "Niño",
        "Juan No 4",
        "Sin Pérez",
    ],
)
def test_a_name_names_somebody(text: str) -> None:
    """A name with a filler in it names somebody."""
    assert not nobody(text)


def test_no_text_names_nobody() -> None:
    """A missing cell is no name."""
    assert nobody(None)


def letters(written: Written) -> str:
    kept = [
        *(word.particles + word.text for word in written.words),
        *map(fold, written.aliases),
        *written.titles,
        written.married or "",
        *written.aside,
    ]
    return "".join(kept)


@given(NAMES)
def test_any_text_is_taken_apart(text: str) -> None:
    """No text fails; no word is empty, and no segment."""
    written = tokens(text)
    assert all(word.text for word in written.words)
    assert all(written.segments)


@given(
    st.lists(
        st.sampled_from(["José", "María", "Rivas", "Ñuñez", "Elmer", "Quijano", "Umaña", "Zoila", "Funes"]), max_size=6
    ),
    st.sampled_from([" ", ", ", "/", " | "]),
)
def test_no_word_of_a_name_is_lost(words: list[str], between: str) -> None:
    """Every letter of a name without short forms is in some part, in the order written."""
    text = " ".join(words[:2]) + (between if len(words) > 2 else "") + " ".join(words[2:])
    assert fold(text).replace(" ", "") == letters(tokens(text))


@given(
    st.lists(
        st.sampled_from(["de", "la", "del", "los", "y", "José", "Cruz", "Paz", "Gómez", "Sr.", "hijo", "al"]),
        max_size=7,
    ).map(" ".join)
)
def test_particles_and_titles_are_not_lost_either(text: str) -> None:
    """Every word is a word, a particle, a title, or stands aside."""
    assert sorted(fold(text).replace(" ", "")) == sorted(letters(tokens(text)).replace(" ", ""))
