"""Clocks and laws: days with bounds, verdicts that follow from them alone, and the law file's faults."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.custody.persons.conftest import COURT_72, TODAY, day, one_person

from habeas import words
from habeas.custody.persons import Clock, Law, PersonFile, read_laws, say_against, say_days
from habeas.custody.persons.clocks import verdict
from habeas.errors import Faults, InputError

EXAMPLE = Path(__file__).parents[3] / "examples" / "el-salvador" / "law.toml"


def clock(person: PersonFile, kind: str) -> Clock:
    """Return a clock."""
    return next(one for one in person.clocks if one.kind == kind)


@pytest.mark.parametrize(
    ("court", "expected"),
    [
        (day(2), "within"),  # less than 72 hours however late and early in the day
        (day(3), "possibly-past"),
        (day(4), "past"),  # more than 72 hours in any case
        ((day(2), day(9)), "possibly-past"),
        ((day(4), day(9)), "past"),
    ],
)
def test_a_limit_is_past_only_where_every_hour_says_so(court: object, expected: str) -> None:
    """Days stand for all their hours: three days later may be 49 hours or 95."""
    one = clock(one_person({"deprived_when": day(0), "first_court_when": court}, laws=[COURT_72]), "first-court")
    assert [each.verdict for each in one.against] == [expected]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 900), st.floats(0, 1), st.floats(0, 1))
def test_no_hours_that_the_days_allow_contradict_a_verdict(low: int, more: int, hours: int, a: float, b: float) -> None:
    """Draw true moments within the days: a clock that is past is past for all of them, one within for all."""
    found = verdict(Clock(kind="first-court", low=low, high=low + more), hours)
    elapsed = low + round(a * more)
    true = (elapsed - 1 + 2 * b) * 24
    if found == "past":
        assert true >= hours
    if found == "within":
        assert true <= hours


def test_an_appearance_that_is_not_recorded_is_not_one_that_was_not_made() -> None:
    """Nothing can be told, and the words say so."""
    one = clock(one_person({"deprived_when": day(0)}, laws=[COURT_72]), "first-court")
    assert (one.low, one.recorded, one.against[0].verdict) == (None, False, "cannot-tell")
    assert "does not mean that there was no appearance" in one.text("en")
    assert "no significa que no la hubiera" in one.text("es")
    assert say_against(one.against[0], {"court-72": COURT_72}, "es") == (
        "No puede saberse si se respetó el límite de 72 horas: Ante un juez en 72 horas (Invented Code, Article 1) [por verificar]."
    )


def test_a_hearing_is_an_upper_bound_for_the_first_appearance() -> None:
    """Nobody says it was the first: the first came by then."""
    one = clock(one_person({"deprived_when": day(0), "hearing_when": day(60)}), "first-court")
    assert (one.low, one.high) == (0, 60)


def test_days_held_have_bounds() -> None:
    """Certain days are the least, from the first possible to the last possible day the most; both ends count."""
    ended = one_person({"deprived_when": (day(0), day(3)), "released_when": (day(30), day(33))})
    assert (clock(ended, "held").low, clock(ended, "held").high) == (28, 34)
    running = clock(one_person({"deprived_when": day(0)}), "held")
    assert (running.low, running.high, running.running) == (1, (TODAY - day(0)).days + 1, True)
    unbegun = clock(one_person({"seen_when": day(0)}), "held")
    assert (unbegun.low, unbegun.high, unbegun.recorded) == (1, None, False)


def test_days_since_the_last_record_count_courts_too() -> None:
    """A hearing is a record of the person."""
    one = one_person({"seen_when": day(0)}, {"hearing_when": (day(10), day(12))}, as_of=day(20))
    since = clock(one, "since-trace")
    assert (since.low, since.high) == (8, 10)


def test_a_record_after_a_release_leaves_the_clocks_of_the_arrest() -> None:
    """What was recorded of the time in custody stays, and the days since the last record are those since the later one."""
    one = one_person(
        {"deprived_when": day(0), "first_court_when": day(2), "released_when": day(10)},
        {"seen_when": day(40)},
        as_of=day(50),
    )
    assert (clock(one, "first-court").high, clock(one, "held").high, clock(one, "since-trace").low) == (2, 11, 10)


def test_rival_dates_of_one_arrest_widen_the_clock() -> None:
    """Neither date is chosen."""
    one = clock(
        one_person({"deprived_when": day(0)}, {"deprived_when": day(5)}, {"first_court_when": day(8)}), "first-court"
    )
    assert (one.low, one.high) == (3, 8)


def test_a_release_within_the_limit_keeps_administrative_detention_within() -> None:
    """Without a recorded appearance its end is the most that it can have lasted, and never makes it past."""
    law = Law(id="a", clock="administrative", hours=72, citation="x", label=words.Said("x", "x"))
    assert (
        clock(one_person({"deprived_when": day(0), "released_when": day(1)}, laws=[law]), "administrative")
        .against[0]
        .verdict
        == "within"
    )
    late = clock(one_person({"deprived_when": day(0), "released_when": day(50)}, laws=[law]), "administrative")
    assert (late.low, late.high, late.against[0].verdict) == (0, 50, "possibly-past")


def test_a_limit_holds_on_its_days_and_a_suspended_one_is_told() -> None:
    """A law before its first day is not applied; one that another suspends keeps its verdict and names the other."""
    other = Law(
        id="exception", clock="first-court", hours=360, citation="y", label=words.Said("y", "y"), first=day(0), suspends=("court-72",),
    )  # fmt: skip

    def told(arrest: date | tuple[date, date]) -> list[tuple[str, str, str | None]]:
        row = {"deprived_when": arrest, "first_court_when": day(10)}
        against = clock(one_person(row, laws=[COURT_72, other]), "first-court").against
        return [(one.law, one.applies, one.suspended_by and f"{one.suspended_by}, {one.suspended}") for one in against]

    assert told(day(-1)) == [("court-72", "certain", None)]
    assert told(day(0)) == [("court-72", "certain", "exception, certain"), ("exception", "certain", None)]
    assert told((day(-1), day(1))) == [("court-72", "certain", "exception, possible"), ("exception", "possible", None)]


def test_the_law_of_the_example_is_read_and_marked_as_unchecked() -> None:
    """Two limits, one of them from a day on; nobody has checked them, which is said."""
    file = read_laws(EXAMPLE)
    assert [(one.id, one.hours, one.first) for one in file.laws] == [
        ("sv-constitution-13", 72, None), ("sv-state-of-exception", 360, date(2022, 3, 27)),
    ]  # fmt: skip
    assert file.basis is not None
    assert file.laws[0].text("es").endswith("[por verificar]")


def test_all_faults_of_a_law_file_are_told_together(tmp_path: Path) -> None:
    """Each names its column; nothing of the file is used."""
    path = tmp_path / "law.toml"
    path.write_text(
        '[[limit]]\nid = "a"\nlimits = "sleep"\nhours = 0\ncitation = ""\nen = "x"\nes = "x"\nfrom = 2022-05-03\nto = 2021-01-01\n'
        'suspends = ["b"]\ncolour = 1\nverified = "no"\n[[limit]]\nid = "a"\nlimits = "detention"\ndays = 2\nhours = 2\nen = "x"\nes = "x"\n'
        'citation = "c"\nfrom = "May"\n[request]\nen = "x"\n',
        encoding="utf-8",
    )
    with pytest.raises(Faults) as caught:
        read_laws(path)
    found = sorted((one.key, one.column) for one in caught.value.problems)
    assert found == [
        ("persons.laws-basis", None), ("persons.laws-day", "from"), ("persons.laws-length", "hours"), ("persons.laws-length", "hours"),
        ("persons.laws-limits", "limits"), ("persons.laws-needs", "citation"), ("persons.laws-order", "to"),
        ("persons.laws-suspends", "suspends"), ("persons.laws-twice", "id"), ("persons.laws-twice", "id"),
        ("persons.laws-unknown", "colour"), ("persons.laws-verified", "verified"),
    ]  # fmt: skip
    assert all(one.text("es") for one in caught.value.problems)


def test_a_file_that_is_no_law_file_is_refused(tmp_path: Path) -> None:
    """No file, no TOML, no tables of limits: each says what to do."""
    with pytest.raises(InputError, match="cannot be read"):
        read_laws(tmp_path / "none.toml")
    broken = tmp_path / "broken.toml"
    broken.write_text("limit = [", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        read_laws(broken)
    broken.write_text("limit = 3", encoding="utf-8")
    with pytest.raises(Faults, match=r"\[\[limit\]\]"):
        read_laws(broken)
    broken.write_text('[[limits]]\nid = "a"\n', encoding="utf-8")
    with pytest.raises(Faults, match="limits: This is not known here"):
        read_laws(broken)


@pytest.mark.parametrize(
    ("low", "high", "en", "es"),
    [
        (41, 41, "41 days", "41 días"),
        (1, 1, "1 day", "1 día"),
        (41, 48, "41 to 48 days", "entre 41 y 48 días"),
        (41, None, "at least 41 days", "al menos 41 días"),
        (0, 3, "at most 3 days", "como máximo 3 días"),
        (None, None, "an unknown number of days", "un número desconocido de días"),
        (0, None, "an unknown number of days", "un número desconocido de días"),
    ],
)
def test_days_in_words_keep_their_bounds(low: int | None, high: int | None, en: str, es: str) -> None:
    """One number only where both bounds are one."""
    assert (say_days(low, high, "en"), say_days(low, high, "es")) == (en, es)
