"""The pages on persons: everything the register holds is there, nothing that names anybody leaves, in both languages."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from anyascii import anyascii
from markupsafe import Markup
from tests.custody.persons.conftest import COURT_72, World, day
from tests.examples.test_el_salvador_lists import CASE, known, people, read
from tests.publishing import reading, report_case

from habeas import words
from habeas.custody.orders import find_orders, read_orders
from habeas.custody.persons import PersonFile, build_persons, read_laws
from habeas.errors import InputError
from habeas.people.groups import GroupFinding, match_groups, read_groups
from habeas.people.linking import Recall, Summary
from habeas.publishing import PersonsView, context, persons_view
from habeas.publishing.charts import Chart, Drawn, Raster
from habeas.publishing.charts.render import _csv
from habeas.publishing.context import Report
from habeas.publishing.disclosure import disclose
from habeas.publishing.pages import persons as page_of_persons
from habeas.publishing.pages import persons_record, persons_register
from habeas.publishing.pages.persons_book import Book
from habeas.publishing.persons_shown import edge
from habeas.publishing.write import Folder

NAMED = ("name", "given", "surname1", "surname2", "alias", "kin")
PUBLIC_DAYS = {
    "2 June 2025",
    "2 de junio de 2025",
    "28 May 2026",
    "28 de mayo de 2026",
    "27 March 2022",
    "27 de marzo de 2022",
    "1 March 2026",
    "1 de marzo de 2026",
}
"""The day of the order, that of the register, and one in the title of a decree, that of the ledger."""
EXACT = re.compile(
    rf"\b\d{{1,2}} (?:{'|'.join(words.MONTHS['en'])}) \d{{4}}|\b\d{{1,2}} de (?:{'|'.join(words.MONTHS['es'])}) de \d{{4}}"
    r"|\b\d{4}-\d\d-\d\d|\b\d\d/\d\d/\d{4}"
)


@cache
def example() -> PersonsView:
    """Return the view of the example's lists, of which it is known who is who."""
    lists, who, law = read(), known(), read_laws(CASE / "law.toml")
    register = build_persons(who, lists.mentions, lists.statements, lists=lists.lists, laws=law.laws)
    states = match_groups(read_groups(people()["groups"])[0], lists.mentions, lists.statements, who)
    found = find_orders(read_orders(people()["orders"])[0], register.persons, states)
    return persons_view(register, groups=states, orders=found, law=law)


def written(view: PersonsView, folder: Path, *languages: words.Lang) -> Path:
    """Write the pages on persons alone, without drawing the charts, and return the folder."""

    def blank(chart: Chart) -> Drawn:
        return Drawn(chart=chart, wide=Markup("<svg></svg>"), phone=Markup("<svg></svg>"), files={"csv": _csv(chart)})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(context, "draw", blank)
        patch.setattr(Raster, "ask", lambda *_: None)
        report = Report(disclose(report_case.view(persons=view)), Folder(folder))
        for lang in languages or words.LANGUAGES:
            page_of_persons.write(report.edit(lang))
    return folder


def record(view: PersonsView, folder: Path, person: PersonFile) -> str:
    """Write the page of one person alone, in English, and return it."""
    one = replace(view, register=replace(view.register, persons=(person,)))
    edition = Report(disclose(report_case.view(persons=one)), Folder(folder)).edit("en")
    persons_record.write(Book(edition, one))
    return (folder / "en" / of(person)).read_text(encoding="utf-8")


def some(view: PersonsView, n: int) -> PersonsView:
    """Return a view of one in so many persons that ``n`` are left, with some who died, were taken off a list or have no name."""
    every = view.register.persons
    rare: Sequence[Callable[[PersonFile], object]] = (
        lambda one: one.delisted,
        lambda one: one.status.kind == "dead",
        lambda one: one.state("name").status == "unclear",
        lambda one: one.state("name").status == "disputed",
    )
    kept = {one.id for has in rare for one in [one for one in every if has(one)][: n // 10]}
    kept |= {one.id for one in every[:: max(1, len(every) // n)]}
    persons = tuple(one for one in every if one.id in kept)
    orders = tuple(one for one in view.orders if one.person in kept)
    return replace(view, register=replace(view.register, persons=persons), orders=orders)


@cache
def shown() -> PersonsView:
    """Return the view of the persons whose pages most tests read."""
    return some(example(), 50)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages of these persons."""
    return written(shown(), tmp_path_factory.mktemp("persons"))


@pytest.fixture(scope="module")
def found(site: Path) -> Mapping[str, reading.Page]:
    """Read every third page of a person, and all others."""
    return {
        name: reading.read(name, path.read_text(encoding="utf-8"))
        for n, path in enumerate(sorted(site.rglob("*.html"), key=lambda path: path.name))
        if n % 6 < 2 or not path.name.startswith("p-")
        for name in [path.relative_to(site).as_posix()]
    }


def whole(site: Path) -> str:
    """Return all that a folder says."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(site.rglob("*")) if path.is_file())


def everything(page: reading.Page) -> str:
    """Return the text of a page, single-spaced."""
    return " ".join(page.text.split())


def of(person: PersonFile) -> str:
    """Return the page of a person."""
    return f"persons/{person.id.lower()[2]}/{person.id.lower()}.html"


def test_nothing_that_names_anybody_leaves(site: Path) -> None:
    """No word of a name, no document, file number or exact day of any row is in any file of the site, in either language."""
    told = whole(site)
    on = {key for one in shown().register.persons for key in one.mentions}
    said = [one for one in read().statements.to_pylist() if one["mention"] in on]
    open_words = _words(
        " ".join(one["said"] for one in said if one["field"].endswith(("_place", "_by", "_to", "_from")))
    )
    names = _words(" ".join(one["said"] for one in said if one["field"] in NAMED)) - open_words
    assert len(names) > 80
    # "Julio" and "Blanco" are names, and words of the pages too.
    messages = (Path(words.__file__).parent / "messages").glob("*.toml")
    ours = _words(
        " ".join([*(one.read_text(encoding="utf-8") for one in messages), *words.MONTHS["en"], *words.MONTHS["es"]])
    )
    assert sorted((names - ours) & _words(told)) == []
    assert re.findall(r"\b\d{8}-\d\b|\b(?:HC|AP)-\d{4}", told) == []
    assert set(EXACT.findall(told)) - PUBLIC_DAYS == set()


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", anyascii(text).lower()))


def test_what_is_sensitive_is_said_to_be_there_and_not_what_it_is(site: Path) -> None:
    """Health, injuries and causes of death are in no page; that a list says something of them is."""
    told = whole(site)
    sensitive = {
        one["said"]
        for one in read().statements.to_pylist()
        if one["field"] in {"health", "injuries", "death_cause", "grounds", "note"}
    }
    assert len(sensitive) > 10
    assert sorted(one for one in sensitive if len(one) > 5 and one in told) == []
    dead = next(one for one in shown().register.persons if one.state("death_cause").values)
    page = (site / "en" / of(dead)).read_text(encoding="utf-8")
    assert re.search(r"cause of death.*?said, and not shown here", page, re.DOTALL)


def test_a_field_leaves_only_where_the_case_names_it(tmp_path: Path) -> None:
    """With ``publish = ["name"]`` names stand as lists write them, and nothing else that was withheld does."""
    view = replace(example(), shown=replace(example().shown, publish=frozenset({"name"})))
    person = next(one for one in view.register.persons if one.state("name").values and one.state("born").values)
    text = record(view, tmp_path, person)
    assert all(value.said in text for value in person.state("name").values)
    assert not any(value.said in text for value in person.state("born").values)


def test_a_setting_that_is_none_is_refused() -> None:
    """A field that lists do not have, and a grain that time does not have, are named with what can be chosen."""
    with pytest.raises(InputError, match="shoe_size"):
        persons_view(example().register, publish=["shoe_size"])
    with pytest.raises(InputError, match="week"):
        persons_view(example().register, periods="week")


def test_exact_days_leave_only_where_the_case_says_so(tmp_path: Path) -> None:
    """By the month a gap has the days that its months allow; by the day it is the number itself: ``no record for 41 days``."""
    view = example()
    gaps = [
        (one, each)
        for one in view.register.persons
        for each in one.timeline
        if each.kind == "gap" and each.days and each.last and 30 < each.days[0] == each.days[1]
    ]
    person, gap = gaps[0]
    assert gap.days is not None
    exact = f"no record for {gap.days[0]} days"
    by_month = record(view, tmp_path / "month", person)
    by_day = record(replace(view, shown=replace(view.shown, periods="day")), tmp_path / "day", person)
    assert exact not in by_month
    assert gap.first is not None
    assert gap.last is not None
    most = (edge(gap.last, "month", last=True) - edge(gap.first, "month", last=False)).days - 1
    assert re.search(rf"no record for (?:at most|\d+ to) {most} days", by_month)
    assert exact in by_day


def test_every_row_of_every_person_is_cited(site: Path) -> None:
    """Each statement's list and row stand on the page of its person: nobody's record loses a source."""
    for person in shown().register.persons:
        page = (site / "en" / of(person)).read_text(encoding="utf-8")
        rows = {(value.source.list, value.source.row) for state in person.fields.values() for value in state.values}
        assert [row for row in rows if f"list {row[0]}, row {row[1]}" not in page] == []


def test_rival_values_stand_side_by_side(site: Path) -> None:
    """A disputed field shows each of its rivals with the rows that say it."""
    person = next(one for one in shown().register.persons if one.state("name").status == "disputed")
    page = (site / "en" / of(person)).read_text(encoding="utf-8")
    row = re.search(r'<tr class="disputed"><th scope="row">name .*?</tr>', page, re.DOTALL)
    assert row is not None
    assert row[0].count("said, and not shown here") == len(person.state("name").rivals)


def test_what_no_source_says_is_said(found: Mapping[str, reading.Page]) -> None:
    """Each field that is asked for and missing is named as what no source says, under its letter."""
    person = next(one for one in shown().register.persons if f"en/{of(one)}" in found)
    text = everything(found[f"en/{of(person)}"])
    assert "No source says:" in text
    assert "Ninguna fuente dice:" in everything(found[f"es/{of(person)}"])
    assert "who supervises the deprivation of liberty" in text


def test_pages_are_well_formed_linked_and_fetch_nothing(found: Mapping[str, reading.Page], site: Path) -> None:
    """Every tag is closed, no id is twice there, every link inside the pages on persons resolves, no script, no host."""
    english = {path[3:] for path in found if path.startswith("en/")}
    assert english == {path[3:] for path in found if path.startswith("es/")}
    for page in found.values():
        assert page.faults == [], page.path
        assert [name for name, n in Counter(page.ids).items() if n > 1] == [], page.path
        assert "script" not in page.tags
        assert not re.search(r"https?://(?!www\.w3\.org)", page.html), page.path
        for link in page.links:
            address, _, anchor = link.partition("#")
            path = normpath(join(dirname(page.path), address)) if address else page.path
            if "/persons/" in path or path.startswith(("requests/", "data/")):
                assert (site / path).is_file(), (page.path, link)
                assert not anchor or anchor in (found[path].ids if path in found else [anchor]), (page.path, link)


def test_every_sentence_has_a_footnote(found: Mapping[str, reading.Page]) -> None:
    """No sentence that says something of a person or of all stands without its rows or its count."""
    told = [(page.path, text, notes) for page in found.values() for text, notes in page.sentences]
    assert len(told) > 100
    assert [
        (path, text) for path, text, notes in told if not notes and not text.startswith(("The days", "No constan los"))
    ] == []


def test_the_first_page_says_who_is_identified_and_who_is_not(site: Path) -> None:
    """The register's number, the nameless, and each group's identified against its counts, in both languages."""
    english, spanish = (
        everything(reading.read(lang, (site / lang / "persons" / "index.html").read_text(encoding="utf-8")))
        for lang in ("en", "es")
    )
    n = len(shown().register.persons)
    rows = sum(len(one.mentions) for one in shown().register.persons)
    assert f"{rows} rows of 4 lists are kept as {n} persons" in english
    assert f"{rows} filas de 4 listas se conservan como {n} personas" in spanish
    state = next(one for one in example().groups if one.group.id == "invented-flights")
    assert f"{words.say(state.identified, 'en')} identified so far, of 121 to 131" in english
    nameless = sum("nobody" in one.id for one in shown().register.persons)
    assert nameless > 1
    assert f"{nameless} of them have no name in any list" in english


def test_without_a_linkage_nothing_is_said_of_it(site: Path) -> None:
    """A register whose partition was made by hand has no estimate, no recall and nobody hidden."""
    text = (site / "en" / "persons" / "index.html").read_text(encoding="utf-8")
    assert "95 %" not in text
    assert "Persons expected to be hidden" not in text


@pytest.mark.parametrize(("pairs", "indistinct"), [(40.0, 0), (2.0, 7)])
def test_what_the_linkage_does_not_know_is_said(tmp_path: Path, pairs: float, indistinct: int) -> None:
    """A recall that rests on too few matches is no figure, and rows compared with nobody are counted in words."""
    summary = Summary(
        mentions=516, nameless=5, indistinct=indistinct, compared=900, persons=375, estimate=307, interval=(304, 309), hidden=0.1, doubts=221,
        decided=40, contradictions=0, recall=Recall(0.97, 0.95, 0.98, 516, pairs, None), lists={"court": 161}, shared={},
    )  # fmt: skip
    page = (
        written(replace(some(example(), 2), summary=summary), tmp_path, "en") / "en" / "persons" / "index.html"
    ).read_text("utf-8")
    assert ("% were compared at all" in page) is (pairs > 5)
    assert ("cannot be said" in page) is (pairs < 5)
    assert ("7 rows bear a name" in page) is bool(indistinct)


def test_the_requests_ask_every_question(site: Path) -> None:
    """The questions of the requests, of both languages, are those of the register, but for authorities that few name."""
    book = Book(Report(disclose(report_case.view()), Folder(site)).edit("en"), shown())
    n = sum(len(own) for own in book.asked.values())
    assert n > 900
    for lang in words.LANGUAGES:
        texts = [path.read_text(encoding="utf-8") for path in (site / "requests").glob(f"*.{lang}.txt")]
        assert sum(len(re.findall(r"^\d+\. ", text, re.MULTILINE)) for text in texts) == n
        assert all("P-" in text for text in texts)


def test_a_list_that_anybody_can_have_gives_no_row(tmp_path: Path) -> None:
    """A row of an open list leads to a name, and is left out wherever the person is shown."""
    view = some(replace(example(), open_lists=frozenset({"flight"})), 12)
    told = whole(written(view, tmp_path, "en"))
    assert "list flight, row" not in told
    assert "list flight (its row leads to a name)" in told
    assert "list families, row" in told


def test_a_key_gives_ids_that_lists_do_not_lead_to(tmp_path: Path) -> None:
    """With a key nobody has the id of the case, findings follow their persons, and the same key gives the same ids."""
    plain = example()
    one, two, other = (
        persons_view(plain.register, orders=plain.orders, law=plain.law, key=key) for key in (b"k", b"k", b"q")
    )
    assert [each.id for each in one.register.persons] == [each.id for each in two.register.persons]
    ids = [{each.id for each in view.register.persons} for view in (plain, one, other)]
    assert [len(each) for each in ids] == [len(ids[0])] * 3
    assert not (ids[0] & ids[1] | ids[1] & ids[2])
    assert {each.person for each in one.orders} <= ids[1]
    # A finding's id is a hash of rows, and its place tells of the old ids.
    assert not {each.id for each in one.orders} & {each.id for each in plain.orders}
    assert len({each.id for each in one.orders}) == len(plain.orders)
    for about in {(each.answer, each.kind) for each in plain.orders}:
        persons = [each.person for each in one.orders if (each.answer, each.kind) == about]
        assert persons == sorted(persons)
    finding = GroupFinding(
        key="in-two-parts",
        gravity="warning",
        group="g",
        values={"group": "G", "person": plain.register.persons[0].id, "parts": []},
    )
    (state,) = persons_view(plain.register, groups=[replace(plain.groups[0], findings=(finding,))], key=b"k").groups
    assert state.findings[0].values["person"] in ids[1]
    told = whole(written(some(one, 6), tmp_path, "en"))
    assert not re.search(r"\bP-\d{3}\b", told)  # what the truth of the example calls them


@pytest.mark.parametrize(("first", "marked"), [(None, True), (day(2), False)])
def test_a_limit_that_may_not_have_held_marks_nobody(tmp_path: Path, first: date | None, marked: bool) -> None:
    """Taken on one of four days, in force from the third: past it is only possible, in the register and in the count."""
    law = replace(COURT_72, first=first)
    said = {"deprived_when": (day(0), day(3)), "first_court_when": day(40)}
    world = World()
    world.list("families")
    world.row("P-1", "families", said)
    view = PersonsView(register=world.register(laws=[law]))
    book = Book(Report(disclose(report_case.view(persons=view)), Folder(tmp_path)).edit("en"), view)
    assert ("past-limit" in persons_register.flags_of(book, view.register.persons[0])) is marked
    (limit,) = page_of_persons._limits(book, book.edition.page("persons/index.html"))
    counted = {said: n for said, n in limit.counts if n}
    assert counted == ({"past the limit": 1} if marked else {"possibly past": 1})
    assert len(limit.persons) == marked


def test_few_of_a_nationality_are_told_as_few(tmp_path: Path) -> None:
    """Of a group by nationality of which one to four are identified, no number is told that they follow from."""
    view = example()
    state = next(one for one in view.groups if one.group.id == "invented-flights-salvadoran")
    tally = replace(state.register, members=state.register.members[:2])
    few = replace(state, register=tally, estimate=tally)
    some_of = replace(some(view, 2), groups=(few,))
    text = (written(some_of, tmp_path, "en") / "en" / "persons" / "index.html").read_text(encoding="utf-8")
    assert "one to four identified so far" in text
    assert "Named in no list" not in text
    with (tmp_path / "charts" / "groups.en.csv").open(newline="", encoding="utf-8") as file:
        assert [(row["identified_certain"], row["identified_possible"]) for row in csv.DictReader(file)] == [("1", "4")]


def test_authorities_of_few_persons_have_no_column(site: Path) -> None:
    """By authority, completeness is told of groups of five persons or more, and of no field asked for of one to four."""
    with (site / "charts" / "completeness-authority.en.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["by"] == "authority"]
    assert rows
    assert all(int(row["persons"]) >= 5 for row in rows)
    assert all(row["asked"] == "" or int(row["asked"]) not in range(1, 5) for row in rows)


def test_a_case_without_lists_has_no_page_and_no_way_to_it() -> None:
    """Without a register of persons the report has neither the part nor its entry in the menu."""
    edition = Report(disclose(report_case.view()), Folder(Path())).edit("en")
    assert "persons" not in dict(edition.menu)
    page_of_persons.write(edition)
    assert edition.report.folder.paths == []


def test_the_charts_can_be_drawn(tmp_path: Path) -> None:
    """The bars of the groups are drawn, and say in words what they show."""
    report = Report(disclose(report_case.view(persons=example())), Folder(tmp_path))
    book = Book(report.edit("es"), example())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Raster, "ask", lambda *_: None)
        drawn = page_of_persons._groups(book)
    assert drawn is not None
    assert drawn.wide.startswith("<svg")
    assert "de 121–131" in drawn.chart.alt
