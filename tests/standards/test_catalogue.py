"""The requirements as data: complete, bilingual, in step with the vocabulary; and a faulty file says every fault."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from string import Formatter

import pytest

from habeas.amount import Amount
from habeas.claims import Vocabulary
from habeas.errors import Faults
from habeas.standards import Requirement, instruments, requirements
from habeas.standards.catalogue import MEASURES, read
from habeas.standards.matching import mismatches
from habeas.words import LANGUAGES

ROWS = requirements()
ONE = """
instruments:
  law: {en: Law, es: Ley, short: [Law, Ley], part: [art., art.], address: example.org}
requirements:
  law-1:
    instrument: law
    article: "1"
    en: It holds.
    es: Se cumple.
    kind: condition
    level: facility
    verified: true
"""


def keys(text: str) -> set[str]:
    """Return the keys of all faults found in a file."""
    with pytest.raises(Faults) as caught:
        read(text)
    for lang in LANGUAGES:
        assert len(caught.value.text(lang).splitlines()) == len(caught.value.problems) + 1
    return {problem.key.removeprefix("standards.") for problem in caught.value.problems}


def test_requirements_fit_the_vocabulary() -> None:
    """Every indicator is a predicate, every value one of its choices, every unit the one its claims have."""
    assert [problem.text("en") for problem in mismatches(ROWS, Vocabulary.load())] == []


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_row_is_complete(row: Requirement) -> None:
    """Each row says its text and reference in both languages, and a measured one has comparator, threshold and unit."""
    assert row.en != row.es
    assert row.text("en").endswith((".", ".)"))
    assert row.text("es").endswith((".", ".)"))
    assert row.reference("en") != ""
    assert row.reference("es") != ""
    assert (row.comparator in MEASURES) == (row.threshold is not None) == (row.unit is not None)


@pytest.mark.parametrize("row", [row for row in ROWS.values() if row.kind == "field"], ids=lambda row: row.id)
def test_field_has_a_question_ready_to_send(row: Requirement) -> None:
    """Each field of the register comes with a question to the authority, in whole sentences of both languages."""
    assert row.question("en").rstrip().endswith("?")
    assert row.question("es").startswith("¿") or "¿" in row.question("es")
    assert row.question("es").count("¿") == row.question("es").count("?")
    assert row.comparator == "stated"


@pytest.mark.parametrize("row", [row for row in ROWS.values() if row.unit], ids=lambda row: row.id)
def test_threshold_is_said_in_words(row: Requirement) -> None:
    """The unit of each threshold is written out in both languages."""
    assert row.threshold is not None
    said = [Amount.exact(row.threshold, unit=row.unit).text(lang) for lang in LANGUAGES]
    assert not any("/" in text for text in said)


def test_article_17_3_and_18_1_are_whole() -> None:
    """All fields of ICPPED 17(3), a to h, and of 18(1), a to g, are there, each a field of the person's record."""
    wanted = {f"icpped-17-3-{part}" for part in "abcdefgh"} | {f"icpped-18-1-{part}" for part in "abcdefg"}
    assert wanted == {name for name in ROWS if name.startswith("icpped-")}
    assert {("field", "person")} == {(ROWS[name].kind, ROWS[name].level) for name in wanted}


@pytest.mark.parametrize(
    ("name", "threshold", "unit", "comparator"),
    [
        ("cpt-space-multi", "4", "m2/person", ">="),
        ("cpt-space-single", "6", "m2/person", ">="),
        ("echr-mursic-3", "3", "m2/person", ">="),
        ("echr-mursic-4", "4", "m2/person", ">="),
        ("icrc-space-shared", "3.4", "m2/person", ">="),
        ("icrc-space-single", "5.4", "m2/person", ">="),
        ("icrc-space-total", "20", "m2/person", ">="),
        ("icrc-toilets", "25", "persons/toilet", "<="),
        ("nmr-23-1", "1", "h/day", ">="),
        ("nmr-44-hours", "22", "h/day", "<"),
        ("nmr-44-days", "15", "days", "<="),
        ("nmr-16", "1", "times/week", ">="),
    ],
)
def test_figures_of_the_standards(name: str, threshold: str, unit: str, comparator: str) -> None:
    """The figures are those the instruments give."""
    row = ROWS[name]
    assert (threshold, unit, comparator) == (str(row.threshold), row.unit, row.comparator)


@pytest.mark.parametrize(
    ("pattern", "verified"),
    [
        (r"icpped-17-3-[a-f]|icpped-18-1-[a-g]", True),
        (r"icpped-17-3-[gh]", False),
        (r"bop-.*", True),
        (r"nmr-(1|12-.*|13-.*|14-.*|32|43-.*|44-.*)", True),
        (r"nmr-(?!1$|12|13|14|32|43|44).*", False),
        (r"cpt-(space|walls|height|sanitary|dormitories).*", True),
        (r"cpt-desirable-.*", False),
        (r"echr-.*|pri-apt-.*|icrc-space-.*", True),
        (r"icrc-(water-all|toilets.*)", False),
        (r"minnesota-.*|space-mortality", False),
    ],
)
def test_what_was_checked_is_marked(pattern: str, verified: bool) -> None:
    """A row is verified exactly where its wording or figure was checked; the others carry the mark of doubt."""
    assert {verified} == {row.verified for name, row in ROWS.items() if re.fullmatch(pattern, name)} or not any(
        re.fullmatch(pattern, name) for name in ROWS
    )


def test_old_emergency_and_police_cell_figures_are_no_norms() -> None:
    """Neither 2 m2 (an emergency figure misread as a norm) nor 7 m2 (for police cells) is a threshold for space."""
    areas = {str(row.threshold) for row in ROWS.values() if row.unit == "m2/person"}
    assert areas.isdisjoint({"2", "7"})


def test_every_instrument_is_used_and_named() -> None:
    """No instrument is idle, and each has a name in both languages."""
    assert {row.instrument for row in ROWS.values()} == set(instruments())
    assert all(one.text(lang) and one.short_en and one.short_es for one in instruments().values() for lang in LANGUAGES)


def test_reference_in_both_languages() -> None:
    """A numbered part is called what the instrument calls it."""
    assert ROWS["nmr-23-1"].reference("en") == "Nelson Mandela Rules, rule 23(1)"
    assert ROWS["nmr-23-1"].reference("es") == "Reglas Nelson Mandela, regla 23(1)"
    assert ROWS["cpt-space-multi"].reference("es") == "CPT, celdas compartidas"


def test_good_file_is_read() -> None:
    """The smallest right file has no fault."""
    assert set(read(ONE)["requirements"]) == {"law-1"}


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("    es: Se cumple.\n", "", "missing"),
        ("verified: true", "verified: perhaps", "truth"),
        ("kind: condition", "kind: wish", "choice"),
        ("kind: condition", "kind: field", "no-question"),
        ("level: facility", "level: planet", "choice"),
        ("instrument: law", "instrument: lore", "choice"),
        ("verified: true", "verified: true\n    colour: red", "unknown-field"),
        ("verified: true", 'verified: true\n    threshold: "4"', "half-measured"),
        ("verified: true", "verified: true\n    comparator: '>='", "half-measured"),
        ("verified: true", "verified: true\n    comparator: '=>'", "choice"),
        ("verified: true", "verified: true\n    unit: m2\n    comparator: '>='\n    threshold: 2.5", "number"),
        ("verified: true", "verified: true\n    scale: many", "number"),
        ("verified: true", "verified: true\n    indicators: light", "list"),
        ("verified: true", "verified: true\n    quotient: [a, b]", "quotient"),
        ("verified: true", "verified: true\n    values: [a]\n    partly: [a]", "both"),
        ("verified: true", "verified: true\n    question: {en: What?}", "pair"),
        ("short: [Law, Ley]", "short: [Law]", "pair"),
        ("address: example.org", "address: example.org, motto: x", "unknown-field"),
        ("{en: Law, es: Ley", "{en: Law", "missing"),
        ("requirements:", "demands:", "no-parts"),
        ("  law-1:\n", "  law-1:\n  law-1:\n", "twice"),
        ("  law-1:\n", "  law-0: x\n  law-1:\n", "not-a-row"),
        ("instruments:\n", "instruments:\n  code: x\n", "not-a-row"),
        ("instruments:", "instruments: [", "not-yaml"),
    ],
)
def test_faults_are_named(old: str, new: str, key: str) -> None:
    """Each kind of fault is found and said in both languages."""
    assert old in ONE
    assert key in keys(ONE.replace(old, new, 1))


def test_all_faults_at_once() -> None:
    """A file with several faults is mended in one go."""
    broken = ONE.replace("kind: condition", "kind: wish").replace("verified: true", "verified: maybe\n    colour: red")
    assert keys(broken) == {"choice", "truth", "unknown-field"}


def test_mismatches_are_named() -> None:
    """A row that does not fit the vocabulary is named, with what does not fit."""
    vocabulary = Vocabulary.load()

    def row(**fields: object) -> Requirement:
        made = {
            "id": "x",
            "instrument": "law",
            "article": "1",
            "en": "",
            "es": "",
            "kind": "condition",
            "level": "facility",
        }
        return Requirement(**{**made, **fields})  # type: ignore[arg-type]

    cases = {
        "no-predicate": row(indicators=("wisdom",)),
        "choice": row(indicators=("beds",), values=("plenty",), comparator="in"),
        "misfit": row(indicators=("beds",), unit="h/day", comparator=">=", threshold=1),
        "unit": row(
            indicators=("cell_area", "persons_per_cell"),
            quotient=("persons_per_cell", "cell_area"),
            unit="m2/person",
            comparator=">=",
            threshold=1,
        ),
    }
    for key, one in cases.items():
        problems = mismatches({"x": one}, vocabulary)
        assert [f"standards.{key}"] == [problem.key for problem in problems]
        assert all(problems[0].text(lang) for lang in LANGUAGES)


def test_messages_have_both_languages_and_the_same_values() -> None:
    """No message of the room is missing a language, and both name the same values."""
    messages = tomllib.loads((resources.files("habeas.standards") / "messages.toml").read_text(encoding="utf-8"))
    for key, message in messages.items():
        assert set(LANGUAGES) <= set(message), key
        places = [{name for _, name, _, _ in Formatter().parse(message[lang]) if name} for lang in LANGUAGES]
        assert places[0] == places[1], key
