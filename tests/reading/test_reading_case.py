"""Reading the sources of a case: what is kept, what comes back when reader or source changes, which subject is meant."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.reading.proposing import (
    ARTICLE,
    BUILT,
    DIED,
    EVERY,
    HELD,
    VISITS,
    WHY,
    arrived,
    by_kind,
    finds,
    made,
    states,
)

from habeas.case import Case
from habeas.case.proposals import Gazetteer
from habeas.case.proposals.kept import iso, spoken
from habeas.errors import Faults, InputError
from habeas.reading import reconcile

NORTH = {"subject": "north", "who": "all held"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a case whose article makes five claims."""
    finds(monkeypatch, *EVERY)
    return made(tmp_path / "lake")


def accepted(case: Case) -> list[Any]:
    """Return the claims that are accepted."""
    return case.claims(status="accepted")


def test_what_was_read_is_told_and_kept(folder: Path) -> None:
    """The first reading is all new; the second reads nothing, and says the same."""
    with Case(folder, actor="ana") as case:
        first, second = case.read()[0], case.read()[0]
    assert (first.proposed, first.new, first.waiting, first.decided, first.fresh) == (5, 5, 5, 0, True)
    assert (second.proposed, second.new, second.waiting, second.fresh) == (5, 0, 5, False)
    assert first.kinds == {"capacity": 1, "condition": 1, "deaths": 1, "health": 1, "population": 1}
    assert not first.problems


@pytest.mark.parametrize(
    ("published", "known"),
    [
        (None, None),
        ("2025-03-18", "2025-03-18"),
        ("2025-03~", "2025-03"),
        ("2025-33", "2025"),
        ("2025-XX", "2025"),
        ("202X", None),
        ("2025-03-16/2025-03-18", "2025-03"),
        ("2024/2025", None),
        ("2025/..", None),
    ],
)
def test_of_a_date_only_what_is_certain_is_taken(published: str | None, known: str | None) -> None:
    """A quarter is no month, and a range has what its ends share: “last year” of a report of 2024/2025 is not guessed."""
    assert iso(published) == known


@pytest.mark.parametrize(
    ("said", "known"),
    [
        *[(said, "en") for said in ("en", "EN", "eng", "english", "English", "inglés", "INGLÉS", "ingle\u0301s", "en-US", "en_GB", "eng-US", " en ")],
        *[(said, "es") for said in ("es", "ES", "spa", "spanish", "español", "Espanol", "espan\u0303ol", "es-SV", "es_SV", "es-419", "spa-SV")],
        *[(said, None) for said in ("estonian", "esperanto", "est", "et", "epo", "eo", "enm", "spanglish", "sp", "en-", "e", "esp-", "enough", "fr", "", None)],
    ],
)  # fmt: skip
def test_a_language_is_its_code_a_tag_or_its_name(said: str | None, known: str | None) -> None:
    """No other word that begins with the same letters is taken for it."""
    assert spoken(said) == known


def test_a_quarter_as_date_stops_nothing(tmp_path: Path) -> None:
    """A source published in a quarter is read like the others."""
    folder = made(tmp_path / "lake")
    with Case(folder, actor="ana") as case:
        case.describe("article", published="2025-33")
        [one] = case.read()
    assert one.proposed > 0


def test_the_table_is_a_pure_function(folder: Path) -> None:
    """Deleted, it is made again, the same byte for byte, and the proposals keep their ids."""
    with Case(folder, actor="ana") as case:
        before = [one.id for one in case.readings()]
        file = next((folder / "tables" / "readings").glob("*.json"))
        content = file.read_bytes()
        shutil.rmtree(folder / "tables")
        assert [one.id for one in case.readings()] == before
        assert file.read_bytes() == content


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"habeas": 99}', b'{"habeas": 1}'])
def test_a_damaged_table_is_read_anew(folder: Path, damage: bytes) -> None:
    """Whatever stands in the file instead, the source is read again and nothing is lost."""
    with Case(folder, actor="ana") as case:
        case.read()
        next((folder / "tables" / "readings").glob("*.json")).write_bytes(damage)
        assert case.read()[0].proposed == 5


INSIDE: dict[str, object] = {
    "readings": 4,
    "told": [],
    "made_from": {},
    "seal": None,
}


@pytest.mark.parametrize("part", [*INSIDE, "value", "passage", "word"])
def test_a_table_damaged_inside_is_read_anew(folder: Path, part: str) -> None:
    """With its head whole, and whether the damage would stop the reading or pass for a figure of the text."""
    with Case(folder, actor="ana") as case:
        case.read()
        before = [one.as_json() for one in case.readings()]
        file = next((folder / "tables" / "readings").glob("*.json"))
        content = file.read_bytes()
        raw = json.loads(content)
        if part in INSIDE:
            raw[part] = INSIDE[part]
        elif part == "value":
            raw["readings"][0]["reading"]["value"] = 9
        elif part == "passage":
            raw["readings"][0]["passage"] = [1]
        else:
            raw["readings"][0] = "population"
        file.write_text(json.dumps(raw), encoding="utf-8")
        assert case.read()[0].proposed == 5
        assert [one.as_json() for one in case.readings()] == before
        assert file.read_bytes() == content


def test_an_id_is_of_the_claim_and_its_words_not_of_how_it_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another time or speaker leaves the id and is told as changed; other words or another figure make another reading."""
    with Case(folder, actor="ana") as case:
        before = by_kind(case)
        moved = ("population", "held 1,200 inmates", {"value": 1200, "as_of": "2024-04", "attributed_to": None})
        finds(monkeypatch, moved, ("deaths", "12 people died", {"value": 12}), VISITS, version=2)
        told = case.read()[0]
        after = by_kind(case)
    assert after["population"].id == before["population"].id
    assert after["deaths"].id != before["deaths"].id
    assert (told.changed, told.new, told.gone) == (1, 1, 3)


def test_equal_words_twice_are_two_readings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that says the same twice has two proposals with ids of their own."""
    text = "The prison held 7 men. Later the prison held 7 men."
    finds(monkeypatch, ("population", "held 7 men", {"value": 7}), ("population", "held 7 men", {"value": 7, "n": 2}))
    with Case(made(tmp_path / "two", text), actor="ana") as case:
        ids = [one.id for one in case.readings()]
    assert len(set(ids)) == 2


def test_accepting_makes_a_claim_on_its_words(folder: Path) -> None:
    """The claim is accepted, cites the quote, and says which reading it was; ``verify`` finds nothing wrong."""
    with Case(folder, actor="ana") as case:
        one = by_kind(case)["population"]
        case.review_accept(one.id, fields=NORTH, reason=WHY)
        claim = accepted(case)[0]
        assert (claim.words, claim.speaker, claim.subject) == ("held 1,200 inmates", "the ministry", "north")
        assert str(claim.value.stated) == "1200"
        assert one.id in claim.note
        assert claim.key == one.id
        assert case.verify().sound
        assert [entry.kind for entry in case.log(last=3)] == ["claim.propose", "claim.accept", "reading.accept"]
        assert states(case)["population"] == "accepted"


def test_a_rejection_keeps_its_ground(folder: Path) -> None:
    """No claim comes of it; the ground and the coder's words are in the ledger."""
    with Case(folder, actor="ana") as case:
        decision = case.review_reject(by_kind(case)["deaths"].id, why="not_this_case", reason="Another country.")[0]
        assert (decision.why, decision.reason, decision.claims) == ("not_this_case", "Another country.", ())
        assert not case.claims()
        assert states(case)["deaths"] == "rejected"


def test_a_split_makes_two_claims_and_undo_takes_all_back(folder: Path) -> None:
    """Each part is a claim of its own; undo leaves neither, and the reading waits again."""
    with Case(folder, actor="ana") as case:
        one = by_kind(case)["population"]
        parts = [{**NORTH, "value": "700", "who": "men"}, {**NORTH, "value": "500", "who": "women"}]
        case.review_split(one.id, parts, reason=WHY)
        assert sorted(str(claim.value.stated) for claim in accepted(case)) == ["500", "700"]
        assert len({claim.key for claim in accepted(case)}) == 2
        assert states(case)["population"] == "split"
        case.review_undo(reason="A slip.")
        assert not case.claims()
        assert states(case)["population"] == "open"


def test_what_lacks_a_field_is_refused_and_nothing_is_written(folder: Path) -> None:
    """Every lacking field of every named reading is told at once, with the reading."""
    with Case(folder, actor="ana") as case:
        case.read()
        head = case.ledger.head()
        found = by_kind(case)
        with pytest.raises(Faults) as caught:
            case.review_accept(found["population"].id, found["capacity"].id, reason=WHY)
        assert case.ledger.head() == head
    told = {(problem.file, problem.column) for problem in caught.value.problems}
    assert (found["population"].id, "who") in told
    assert (found["capacity"].id, "capacity") in told


@pytest.mark.parametrize(
    ("names", "key"),
    [(["r-zzz"], "case.no-proposal"), (["r-"], "case.proposal-ambiguous")],
)
def test_a_name_that_fits_none_or_several_is_told(folder: Path, names: list[str], key: str) -> None:
    """Ids may be shortened as long as they are of one reading."""
    with Case(folder, actor="ana") as case:
        with pytest.raises(Faults) as caught:
            case.review_reject(*names, reason=WHY)
        assert [one.key for one in caught.value.problems] == [key]
        one = by_kind(case)["deaths"]
        assert case.review_reject(one.id[:9], reason=WHY)[0].id == one.id
        with pytest.raises(InputError, match="no field"):
            case.review_accept(one.id, fields={"colour": "red"}, reason=WHY)


def test_a_newer_reader_keeps_decisions_and_shows_what_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read alike stays decided; another time comes back with what changed; what is gone comes back to be kept or retracted."""
    with Case(folder, actor="ana") as case:
        found = by_kind(case)
        case.review_accept(found["population"].id, found["deaths"].id, fields=NORTH, reason=WHY)
        case.review_accept(found["condition"].id, reason=WHY)
        case.review_reject(found["health"].id, why="repetition", reason=WHY)
        later = (
            "population",
            "held 1,200 inmates",
            {"value": 1200, "as_of": "2024-04", "attributed_to": "the ministry"},
        )
        finds(monkeypatch, later, BUILT, VISITS, version=2)
        after = by_kind(case)
        assert {kind: one.state for kind, one in after.items()} == {
            "population": "changed", "capacity": "open", "condition": "accepted", "deaths": "gone",
        }  # fmt: skip
        assert after["population"].changed == ("as_of",)
        case.review_accept(after["population"].id, reason=WHY)
        assert states(case)["population"] == "accepted"
        spans = {claim.predicate: claim.span for claim in accepted(case)}
        assert str(spans["population"].outer[0]) == "2024-04-01"
        assert [claim.predicate for claim in accepted(case)].count("population") == 1
        case.review_reject(after["deaths"].id, why="not_said", reason=WHY)
        assert "deaths" not in states(case)
        assert {claim.predicate for claim in accepted(case)} == {"population", "family_visits"}


def test_a_corrected_field_does_not_come_back_as_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the coder had corrected the time, a newer reader's other time is no news."""
    with Case(folder, actor="ana") as case:
        one = by_kind(case)["population"]
        case.review_accept(one.id, fields={**NORTH, "as_of": "31 March 2024"}, reason=WHY)
        later = ("population", "held 1,200 inmates", {"value": 1200, "as_of": "2024", "attributed_to": "the ministry"})
        finds(monkeypatch, later, version=2)
        assert states(case) == {"population": "accepted"}


def test_other_words_on_the_same_figure_inherit_the_decision(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer reader that quotes more words has another id; the decision is shown with it, and one key confirms it."""
    with Case(folder, actor="ana") as case:
        old = by_kind(case)["population"]
        case.review_accept(old.id, fields=NORTH, reason=WHY)
        longer = ("population", "North Lake Prison held 1,200 inmates", HELD[2])
        finds(monkeypatch, longer, version=2)
        new = by_kind(case)["population"]
        assert (new.state, new.was, new.changed) == ("changed", old.id, ("quote",))
        case.review_accept(new.id, reason=WHY)
        assert [(one.id, one.state) for one in case.readings()] == [(new.id, "accepted")]
        assert [claim.words for claim in accepted(case)] == ["North Lake Prison held 1,200 inmates"]


def test_a_newer_version_of_a_source_requeues_its_claims(folder: Path) -> None:
    """What stands there unchanged needs one confirmation, and counts once; what is gone is told; what is new is open."""
    with Case(folder, actor="ana") as case:
        found = by_kind(case)
        case.review_accept(found["population"].id, found["deaths"].id, fields=NORTH, reason=WHY)
    arrived(folder, f"Corrected.\n\n{ARTICLE.replace('At least 12 people died', 'At least 13 persons died')}")
    with Case(folder, actor="ana") as case:
        after = by_kind(case)
        assert {kind: after[kind].state for kind in ("population", "deaths", "health")} == {
            "population": "confirm", "deaths": "gone", "health": "open",
        }  # fmt: skip
        case.review_accept(after["population"].id, reason=WHY)
        standing = accepted(case)
        assert [claim.predicate for claim in standing].count("population") == 1
        current = case.sources()["article"].current.sha256
        assert next(one for one in standing if one.predicate == "population").citations[0].sha256 == current
        case.review_accept(after["deaths"].id, reason="The correction does not touch it.")
        assert "deaths" not in states(case)
        assert [claim.predicate for claim in accepted(case)].count("deaths") == 1
        assert case.verify().sound


def test_a_source_that_cannot_be_read_loses_nothing(folder: Path) -> None:
    """Where the original is not there, that is told; what was decided of it is not said to be gone, and comes back with it."""
    with Case(folder, actor="ana") as case:
        case.review_accept(by_kind(case)["population"].id, fields=NORTH, reason=WHY)
    shutil.move(folder / "originals", folder / "elsewhere")
    (folder / "originals").mkdir()
    shutil.rmtree(folder / "tables")
    with Case(folder, actor="ana") as case:
        told = case.read()[0]
        assert [problem.gravity for problem in told.problems] == ["error"]
        assert (told.proposed, told.waiting, case.readings()) == (0, 0, [])
    shutil.rmtree(folder / "originals")
    shutil.move(folder / "elsewhere", folder / "originals")
    with Case(folder, actor="ana") as case:
        assert states(case)["population"] == "accepted"


def test_a_withdrawn_source_is_not_read(folder: Path) -> None:
    """Its proposals are not in the queue; named, it is still read, and nothing of it can be accepted."""
    with Case(folder, actor="ana") as case:
        one = by_kind(case)["population"]
        case.withdraw("article", reason="Retracted by its publisher.")
        assert case.readings() == []
        assert case.read("article")[0].proposed == 5
        assert one.state == "open"


@pytest.mark.parametrize(
    ("quote", "sentence", "expected"),
    [
        ("held 12", "North Lake Prison held 12.", "north"),
        ("held 12", "The NLP held 12.", "north"),
        ("12", "En el Penal del Lago Norte había 12.", "north"),
        ("12", "EN EL PENAL DEL LAGO NORTE HABÍA 12.", "north"),
        ("held 12", "The Lakeside Annex held 12.", "north"),
        ("held 12", "The SOUTH held 12.", "south"),
        ("held 12", "In the south it held 12.", None),
        ("held 12", "North Lake Prison and South Lake Prison held 12.", None),
        ("South Lake Prison held 12", "Unlike North Lake Prison, South Lake Prison held 12.", "south"),
        ("held 12", "The prison held 12.", None),
        ("held 12", "Northern lake prisons held 12.", None),
    ],
)
def test_a_subject_is_proposed_only_where_exactly_one_is_named(
    folder: Path, quote: str, sentence: str, expected: str | None
) -> None:
    """Names in both languages, acronyms and names of places count; two that fit are left to the person, as is a mere noun."""
    with Case(folder) as case:
        predicate = case.vocabulary()["population"]
        gazetteer = Gazetteer(case.about)
    start, whole = sentence.index(quote), (0, len(sentence))
    subject, candidates = gazetteer.resolve(
        predicate, gazetteer.mentions(sentence), quote=(start, start + len(quote)), sentence=whole, passage=whole
    )
    assert subject == expected
    assert subject not in candidates


def test_a_subject_that_a_predicate_cannot_be_of_is_not_meant(folder: Path) -> None:
    """The number of places of detention is said of a system, whatever prison stands beside it."""
    with Case(folder) as case:
        predicate = case.vocabulary()["facilities"]
        gazetteer = Gazetteer(case.about)
    said = "The prisons of Lakeland, North Lake Prison among them, have 12 facilities."
    whole = (0, len(said))
    assert gazetteer.resolve(predicate, gazetteer.mentions(said), quote=(0, 0), sentence=whole, passage=whole) == (
        "prisons",
        (),
    )


def test_what_was_named_last_is_offered_and_not_taken(folder: Path) -> None:
    """A text names the prison once, and says "the prison" afterwards: it is the first candidate, and the person's choice."""
    with Case(folder) as case:
        predicate = case.vocabulary()["population"]
        gazetteer = Gazetteer(case.about)
    said = "South Lake Prison is old. North Lake Prison is new. " + "It rained. " * 40 + "The prison held 12."
    start, end = said.index("The prison"), len(said)
    told = gazetteer.resolve(
        predicate, gazetteer.mentions(said), quote=(end - 8, end), sentence=(start, end), passage=(start - 11, end)
    )
    assert told == (None, ("north", "south"))


@pytest.mark.parametrize(("said", "value"), [("instrument=South Lake Act", "act"), ("instrument=Lake Act", "Lake Act")])
def test_an_instrument_is_the_subject_that_its_name_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, said: str, value: str
) -> None:
    """Where a subject is the value, its whole name becomes its id; other words are left to the person."""
    toml = folder / "case.toml"
    more = '[[subjects]]\nid = "act"\ntype = "instrument"\nen = "South Lake Act"\nes = "Ley del Lago Sur"\n'
    toml.write_text(toml.read_text(encoding="utf-8").replace("[places", f"{more}[places"), encoding="utf-8")
    finds(monkeypatch, ("legal", "a rights group said", {"value_text": said}))
    with Case(folder, actor="ana") as case:
        [one] = case.readings()
    assert (one.mapped.predicate, one.mapped.value) == ("legal_basis", value)


def test_filters_and_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By kind, state and least confidence; in the order of the text, or the least certain first."""
    doubtful = (*DIED[:2], {**DIED[2], "confidence": 0.3})
    finds(monkeypatch, HELD, BUILT, doubtful)
    with Case(folder, actor="ana") as case:
        assert [one.reading.kind for one in case.readings()] == ["population", "capacity", "deaths"]
        assert next(iter(case.readings(sort="confidence"))).reading.kind == "deaths"
        assert [one.reading.kind for one in case.readings(least=0.5)] == ["population", "capacity"]
        assert [one.reading.kind for one in case.readings(kind="capacity")] == ["capacity"]
        assert case.readings(state="accepted") == []
        with pytest.raises(InputError, match="nonsense"):
            case.readings(state="nonsense")  # type: ignore[arg-type]
        with pytest.raises(InputError, match="artcle"):
            case.read("artcle")


def test_figures_are_worked_out_only_where_they_are_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What repeats what is told without them."""
    asked: list[int] = []

    def figures(claims: tuple[object, ...]) -> tuple[object, ...]:
        asked.append(len(claims))
        return ()

    monkeypatch.setattr("habeas.reading.reconciling.figures", figures)
    with Case(folder, actor="ana") as case:
        case.repeated()
    assert not asked
    assert reconcile({}, {}).figures == ()
    assert asked == [0]


def test_what_several_sources_repeat_is_one_claim(folder: Path) -> None:
    """A copy of the article has the same readings: each is one claim of its speaker, cited twice, and told as copied."""
    (folder / "copy.txt").write_text(f"From the agency.\n\n{ARTICLE}", encoding="utf-8")
    with Case(folder, actor="ana") as case:
        case.add(folder / "copy.txt", published="2025-03-20", language="en")
        found = {one.cited.said.kind: one for one in case.repeated()}
        ids = {one.id for one in case.readings()}
        assert case.repeated("article") == ()
    held = found["population"]
    assert (held.cited.sources, held.cited.speaker, held.cited.independent) == (("article", "copy"), "the ministry", 1)
    assert held.copied == {"copy": "article"}
    assert set(held.ids) <= ids
    assert len(set(held.ids)) == 2
    assert held.as_json()["message"]["en"] != held.as_json()["message"]["es"]
