"""Folding, sounds and nicknames of names: what becomes one spelling, one sound, one name, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.people.names import bones, canonical, fold, repaired, sound, stands_for
from habeas.people.names.nicknames import listed
from habeas.people.names.wording import common, wording

NAMES = st.sampled_from(sorted({*common().men, *common().women, *common().surnames}))
TEXTS = st.one_of(st.text(max_size=30), st.text("aeñÑóÃ±©íÁ1058 .,|/'?\ufffdمحدعبال", max_size=20))  # noqa: RUF001 - Arabic letters are meant


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("José Ángel MUÑOZ-Peña", "jose angel munoz pena"),
        ("JosÃ© MuÃ±oz", "jose munoz"),
        ("JosÃƒÂ© PeÃƒÂ±a", "jose pena"),
        ("MARTÃ\ufffdNEZ", "martnez"),
        ("josã© peã±a", "jose pena"),
        ("MART?NEZ", "martnez"),
        ("M\u00aa del Carmen", "ma del carmen"),
        ("Ｊｏｓé", "jose"),
        ("jose\u0301 pen\u0303a", "jose pena"),
        ("O'Higgins D\u2019Angelo", "ohiggins dangelo"),
        ("J0SE R0DR1GUEZ", "jose rodriguez"),
        ("0RELLANA ALFRED0", "orellana alfredo"),
        ("MENJ1VAR VI1LALTA CA8RERA 5OSA RO5A", "menjivar villalta cabrera 5osa rosa"),
        ("JUAN 2 8", "juan 2 8"),
        ("João Gonçalves Simão", "joao goncalves simao"),
        ("Иван", "ivan"),
        ("Łukasz Groß Øster", "lukasz gross oster"),
        ("محمد عبد الرحمن المصري", "muhammad abd rahman al masri"),
        ("مُحَمَّد", "muhammad"),
        ("\u200bAna\u00a0Mar\u00ada\u200d", "ana mara"),
        ("  ...  ", ""),
        ("", ""),
    ],
)
def test_text_is_folded_as_people_mean_it(text: str, folded: str) -> None:
    """Codecs, accents, case, scripts, punctuation, and digits inside words leave no trace; a letter that is lost is not guessed."""
    assert folded == fold(text)


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    """What is folded is small letters and digits of ASCII, single-spaced, and stays as it is."""
    once = fold(text)
    assert once == fold(once)
    assert once == " ".join(once.split())
    assert all(one == " " or (one.isascii() and one.isalnum() and one == one.lower()) for one in once)


@given(st.text("abcdefghijáéíóúñüÁÉÍÓÚÑÜ' -", max_size=25))
def test_a_misread_codec_is_repaired_and_a_sound_text_left_alone(text: str) -> None:
    """UTF-8 read as Latin-1 or Windows-1252 comes out as it was meant; Spanish that was read rightly is not touched."""
    assert text == repaired(text)
    assert fold(text) == fold(text.encode().decode("latin-1"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vásquez", "Basques"),
        ("Jiménez", "Gimenes"),
        ("Hernández", "Ernandes"),
        ("Yamileth", "Llamilet"),
        ("Menjívar", "Mengibar"),
        ("Chávez", "Chabes"),
        ("Zúniga", "Suniga"),
        ("Cecilia", "Sesilia"),
        ("Quevin", "Kevin"),
        ("Walter", "Gualter"),
        ("Huerta", "Uerta"),
        ("Cristian", "Christhian"),
        ("Víctor", "Bitor"),
        ("Campos", "Canpos"),
        ("William", "Wiliam"),
        ("Reyna", "Reina"),
        ("Isaí", "Ysay"),
        ("Orellanna", "Orellana"),
        ("David", "Davi"),
        ("Flores", "Flore"),
        ("Xiomara", "Siomara"),
        ("Ximena", "Jimena"),
        ("Sousa", "Souza"),
        ("Carvalho", "Carvallo"),
        ("Gonçalves", "Gonzalves"),
        ("Masri", "Masry"),
        ("Agüero", "Aguero"),
        ("Stephany", "Stefani"),
        ("Guadalupe", "Wadalupe"),
    ],
)
def test_what_sounds_alike_has_one_key(one: str, other: str) -> None:
    """b/v, s/z/c/x, ll/y/i, h, j/g, qu/k/c, m/n before consonants, doubled and lost last letters are not heard."""
    assert sound(one) == sound(other)


def test_the_table_of_sounds_in_the_manual_is_true() -> None:
    """The words that the manual says sound the same have one key."""
    manual = Path(__file__).parents[2].joinpath("docs/names.md").read_text(encoding="utf-8")
    rows = manual.split("| heard | how | the same |")[1].split("\n\n")[0].splitlines()[2:]
    pairs = [row.split("|")[3].strip().split(", ") for row in rows]
    assert len(pairs) > 10
    assert [[one, other] for one, other in pairs if sound(one) != sound(other)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rivas", "Rivera"), ("Mejía", "Mesa"), ("Carlos", "Carla"), ("Guerra", "Jara"), ("Marta", "Marcos"), ("Juan", "Iván"), ("Paz", "Vaca"), ("Luna", "Lima")],
)  # fmt: skip
def test_what_sounds_different_has_two_keys(one: str, other: str) -> None:
    """A key that heard nothing would link everybody."""
    assert sound(one) != sound(other)


def test_few_common_names_share_a_key_with_another() -> None:
    """The key keeps names apart: of the common surnames at most one in eight sounds like another."""
    keys: dict[str, set[str]] = {}
    for name in common().surnames:
        keys.setdefault(sound(name), set()).add(name)
    shared = sum(len(names) for names in keys.values() if len(names) > 1)
    assert shared <= len(common().surnames) / 8


@given(NAMES, st.sampled_from([("b", "v"), ("z", "s"), ("ll", "y"), ("j", "jj"), ("n", "nn"), ("y", "i")]))
def test_a_confusion_anywhere_in_a_name_is_not_heard(name: str, pair: tuple[str, str]) -> None:
    """Any common name has the same key with its b as v, z as s, ll as y, y as i, or a letter doubled."""
    assert sound(name) == sound(name.replace(*pair))


@given(TEXTS)
def test_a_key_is_a_word_and_never_fails(text: str) -> None:
    """Any text has a key of small letters and digits; a word with a letter has one that is not empty; the bones are not longer."""
    key = sound(text)
    assert (key != "") == (fold(text) != "")
    assert len(bones(text)) <= len(key)


def test_bones_leave_vowels_out() -> None:
    """A vowel that was misread changes the key, and leaves the bones."""
    assert bones("García") == bones("Gorcía")
    assert sound("García") != sound("Gorcía")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Chepe", "jose"),
        ("Pepe", "jose"),
        ("Paco", "francisco"),
        ("Chico", "francisco"),
        ("Nando", "fernando"),
        ("Lupe", "guadalupe"),
        ("Lupita", "guadalupe"),
        ("Toño", "antonio"),
        ("Neto", "ernesto"),
        ("Chamba", "salvador"),
        ("Chente", "vicente"),
        ("Lencho", "lorenzo"),
        ("Goyo", "gregorio"),
        ("Chayo", "rosario"),
        ("Beto", "roberto"),
        ("Beto", "rigoberto"),
        ("Chema", "jose"),
        ("Juanca", "juan"),
        ("Chela", "graciela"),
        ("Rosita", "rosa"),
        ("Juancito", "juan"),
        ("Carlitos", "carlos"),
        ("Marcelita", "marcela"),
        ("Brayan", "brian"),
        ("Bryan", "brian"),
        ("Jhon", "john"),
        ("Yon", "john"),
        ("Yeferson", "jefferson"),
        ("Christian", "cristian"),
        ("Stephanie", "estefany"),
        ("Yoselin", "josseline"),
        ("Maicol", "maikel"),
        ("Mohammed", "muhammad"),
        ("Mohamad", "muhammad"),
        ("محمد", "muhammad"),
        ("Hussein", "hussein"),
        ("Hossain", "hussein"),
        ("Youssef", "yusuf"),
        ("Abdelrahman", "abdulrahman"),
        ("Abdurrahman", "abdulrahman"),
        ("Abdallah", "abdullah"),
    ],
)
def test_a_word_stands_for_the_names_it_is_short_for(word: str, name: str) -> None:
    """Pet names, ways of writing, diminutives by rule, and romanisations meet in the name they stand for."""
    assert name in stands_for(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Juan", "José"), ("Rosa", "Rosario"), ("Carla", "Carlos"), ("Marta", "Mario"), ("Franklin", "Francisco")],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    """Full names stand for themselves."""
    assert stands_for(one).isdisjoint(stands_for(other))


@given(NAMES)
def test_a_name_stands_for_itself_and_has_one_canonical_word(name: str) -> None:
    """The canonical word is among those that a name stands for, and is its own canonical word."""
    assert canonical(name) in stands_for(name)
    assert canonical(name) == canonical(canonical(name))


def test_the_tables_are_wide_and_read_as_they_are_folded() -> None:
    """Over 800 groups of names; every form is folded, or it would never be found."""
    known = wording()
    assert len(known.nicknames) + len(known.spellings) > 800
    assert all(fold(name) == name.replace("_", " ") for name in (*known.nicknames, *known.spellings, *known.arabic))
    assert all(fold(word) == word for table in (common().men, common().women, common().surnames) for word in table)
    assert all(fold(form) == form for form in known.short)
    assert listed("chepe")
    assert not listed("quintanilla")
