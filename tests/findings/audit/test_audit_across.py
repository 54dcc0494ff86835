"""Checks across publications: silent on a series without errors, and each planted error is found where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.findings.audit import vintage_series as made
from tests.findings.audit.conftest import Made

from habeas.findings.audit import AuditFinding, Publications, Series
from habeas.findings.audit.run import CHECKS, _function
from habeas.findings.audit.series import built_in
from habeas.findings.audit.vintages import vintages_of

ACROSS = [place for place in CHECKS if ".across_" in place]
ENDS = made.ends()
FILES = [f"{last + timedelta(days=1):%Y%m%d}.xlsx" for last in ENDS]
MIDDLE, LATER, LAST = FILES[5], FILES[6], FILES[-1]
ICE = next(one for one in built_in() if one.name == "ice-detention-statistics")

Audit = Callable[[Sequence[dict[str, Any]]], list[AuditFinding]]


@pytest.fixture
def found(reading: Made) -> Audit:
    """Return what the checks across publications find in figures, notes of places that come and go left out."""

    def run(figures: Sequence[dict[str, Any]], series: Series = ICE) -> list[AuditFinding]:
        with Publications([reading(figures)]) as publications:
            return [one for place in ACROSS for one in _function(place)(publications, series)]

    return run


@pytest.fixture(scope="module")
def clean() -> list[dict[str, Any]]:
    """Return twelve fortnightly publications in which every figure is right."""
    return made.series()


def _said(finding: AuditFinding) -> str:
    return finding.text("en") + finding.text("es")


def test_a_series_without_errors_is_silent(found: Audit, clean: list[dict[str, Any]]) -> None:
    """No check finds anything in publications that follow from one population."""
    assert found(clean) == []


@pytest.mark.parametrize("seed", range(2, 6))
def test_other_populations_are_silent_too(found: Audit, seed: int) -> None:
    """What is learnt is learnt from the series at hand: other populations give no findings either."""
    assert found(made.series(made.truth(seed))) == []


def test_one_publication_alone_is_silent(found: Audit) -> None:
    """With nothing to compare it to, a publication gives no finding, and no check fails."""
    assert found(made.series(number=1)) == []


@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_few_publications_are_silent(found: Audit, number: int) -> None:
    """Where too little is known to say what is usual, nothing is unusual: two, three or four publications give no finding."""
    assert found(made.series(number=number)) == []


def test_years_without_a_neighbour_are_silent(found: Audit, clean: list[dict[str, Any]]) -> None:
    """Publications of years apart, one of each, are compared in nothing that they do not share."""
    other = made.publication(made.truth(5), date(2018, 12, 20), year=2019)
    assert found([*other, *[one for one in clean if one["file"] == LAST]]) == []


def test_a_count_to_date_that_fell_is_an_error_with_both_cells(found: Audit, clean: list[dict[str, Any]]) -> None:
    """Book-ins that fall by a tenth from one publication to the next cannot both be true."""
    where = {"table": "book-ins-by-agency", "month": None, "labels": {"agency": "ice"}}
    told = [
        one
        for one in found(made.changed(clean, lambda value: value * 1.1, file=MIDDLE, **where))
        if one.check == "book-ins-grow"
    ]
    assert [(one.gravity, one.publication) for one in told] == [("error", LATER)]
    assert [(cell.file, cell.column) for cell in told[0].cells] == [(LATER, "N"), (MIDDLE, "N")]
    assert "can only grow" in _said(told[0])


def test_a_fall_by_a_few_is_a_correction(found: Audit, clean: list[dict[str, Any]]) -> None:
    """One or two persons fewer is a note: registers are corrected."""
    where = {"table": "book-ins-by-agency", "month": None, "labels": {"agency": "ice"}}
    before = next(one["value"] for one in clean if one["file"] == MIDDLE and made._matches(one, where))
    told = found(made.changed(clean, lambda _: before - 2, file=LATER, **where))
    assert [(one.gravity, one.key) for one in told if one.check == "book-ins-grow"] == [
        ("note", "audit_vintages.corrected")
    ]


def test_bed_days_of_a_place_that_fell_are_an_error(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A place whose averages times days become fewer lost days that had passed."""
    days = (ENDS[6] - made.FIRST).days + 1
    told = [
        one
        for one in found(
            made.changed(
                clean,
                lambda value: round(value * days * 0.5) / days,
                file=LATER,
                table="facilities",
                measure="adp",
                subject="PLACE C",
            )
        )
        if one.check == "bed-days-facilities" and one.gravity == "error"
    ]
    assert [(one.publication, one.key) for one in told] == [(LATER, "audit_vintages.bed-days-fell")]
    assert "PLACE C" in _said(told[0])
    assert {cell.file for cell in told[0].cells} == {MIDDLE, LATER}


def test_bed_days_less_by_a_few_are_a_warning(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A fall by less than a person and a month is a correction of somebody's place: a warning, those of a publication together."""
    before = {
        (one["subject"], one["labels"]): one["value"]
        for one in clean
        if one["file"] == MIDDLE and one["table"] == "facilities" and one["measure"] == "adp"
    }
    one_day, two_days = ((ENDS[n] - made.FIRST).days + 1 for n in (5, 6))
    planted = [
        {**one, **made._valued((round(before[one["subject"], one["labels"]] * one_day) - 1) / two_days)}
        if one["file"] == LATER and one["measure"] == "adp" and one["subject"] in {"PLACE A", "PLACE B"}
        else one
        for one in clean
    ]
    told = [one for one in found(planted) if one.check == "bed-days-facilities"]
    assert [(one.gravity, one.key, one.values["n"]) for one in told] == [("warning", "audit_vintages.bed-days-less", 2)]


def test_a_closed_month_that_was_changed_is_told(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A month that was over for months and changes by a fifth, for good, lies beyond any usual revision."""
    planted = clean
    for file in FILES[8:]:
        planted = made.changed(
            planted,
            lambda value: value * 1.2,
            file=file,
            table="book-ins-by-agency",
            month=date(2023, 11, 1),
            labels={"agency": "cbp"},
        )
    told = [one for one in found(planted) if one.check == "revised-beyond-usual"]
    assert [(one.publication, one.gravity, one.values["n"]) for one in told] == [(FILES[8], "warning", 1)]
    assert (told[0].cells[0].file, told[0].cells[0].column) == (FILES[8], "C")


def test_closed_months_that_are_zero_are_told_together(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A row of months that were published and are 0 is one error."""
    planted = made.changed(clean, lambda _: 0.0, file=LAST, table="book-ins-by-agency", month=date(2023, 10, 1))
    planted = made.changed(planted, lambda _: 0.0, file=LAST, table="book-ins-by-agency", month=date(2023, 11, 1))
    told = [one for one in found(planted) if one.check == "emptied"]
    assert [(one.gravity, one.publication, one.values["n"]) for one in told] == [("error", LAST, 4)]


def test_a_cell_that_leaves_its_neighbours_and_returns_is_found(found: Audit, clean: list[dict[str, Any]]) -> None:
    """One length of stay with a digit too many is out of line, and so named; nothing else is told."""
    planted = made.changed(
        clean, lambda value: value * 10, file=MIDDLE, table="facilities", measure="alos", subject="PLACE D"
    )
    told = found(planted)
    assert [(one.check, one.publication) for one in told] == [("cell-out-of-line", MIDDLE)]
    assert [cell.file for cell in told[0].cells] == [MIDDLE, FILES[4], LATER]


def test_many_cells_of_a_table_out_of_line_are_one_finding(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A column that counts something else in one publication is told once."""
    planted = made.changed(clean, lambda value: value * 2, file=MIDDLE, table="facilities", measure="alos")
    told = found(planted)
    assert [(one.check, one.values["n"]) for one in told] == [("cells-out-of-line", 12)]


@settings(phases=(Phase.explicit, Phase.generate), max_examples=12, deadline=None)
@given(
    place=st.sampled_from("ABCDEFGH"),
    number=st.integers(1, len(FILES) - 2),
    factor=st.sampled_from((0.1, 0.5, 2.0, 10.0)),
)
def test_a_length_of_stay_planted_anywhere_is_found(place: str, number: int, factor: float) -> None:
    """Wherever it stands between a first and a last publication, a length of stay that is half or twice is found in its cell."""
    series = made.series()
    planted = made.changed(
        series,
        lambda value: value * factor,
        file=FILES[number],
        table="facilities",
        measure="alos",
        subject=f"PLACE {place}",
    )
    told = _audited(planted)
    assert [(one.check, one.cells[0].file) for one in told] == [("cell-out-of-line", FILES[number])]


def _audited(figures: list[dict[str, Any]]) -> list[AuditFinding]:
    """Audit without a fixture, for what hypothesis runs many times."""
    import tempfile
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq

    from habeas.records import Reading

    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows.parquet"
        pq.write_table(pa.Table.from_pylist([{"row": n, **one} for n, one in enumerate(figures)]), table)
        one = Reading(
            kind="figures", reader="x", generation="", release="ice-detention-statistics", table=table, problems=table, accounts=(),
            unknown_columns={},
        )  # fmt: skip
        with Publications([one]) as publications:
            return [finding for place in ACROSS for finding in _function(place)(publications, ICE)]


def test_a_list_that_was_not_renewed_is_told(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A table whose averages all stand still while the rest moves on repeats the publication before."""
    old = {
        (one["subject"], one["measure"], one["labels"]): one
        for one in clean
        if one["file"] == MIDDLE and one["sheet"] == "Facilities"
    }
    kept = ("value", "text", "first_day", "last_day")
    planted = [
        {**one, **{name: old[one["subject"], one["measure"], one["labels"]][name] for name in kept}}
        if one["file"] == LATER and one["sheet"] == "Facilities"
        else one
        for one in clean
    ]
    told = [one for one in found(planted) if one.check == "table-repeated"]
    assert [(one.publication, one.values["earlier"], one.values["same"]) for one in told] == [(LATER, MIDDLE, 60)]
    assert "The list of facilities was not renewed" in _said(told[0])


def test_a_publication_with_a_new_stamp_and_old_figures_is_told(found: Audit, clean: list[dict[str, Any]]) -> None:
    """All figures of an earlier publication under a later stamp: a warning; under the same stamp: a note."""
    again = [{**one, "file": "again.xlsx", "line": one["line"] + 1} for one in clean if one["file"] == LAST]
    later = LAST_STAMP + timedelta(days=14)
    moved = [{**one, "pulled": later, "captured": datetime(2024, 9, 1)} for one in again]
    assert [
        (one.gravity, one.publication) for one in found([*clean, *moved]) if one.check == "publication-repeated"
    ] == [("warning", "again.xlsx")]
    same = [{**one, "captured": datetime(2024, 9, 1)} for one in again]
    assert [
        (one.gravity, one.publication) for one in found([*clean, *same]) if one.check == "publication-repeated"
    ] == [("note", "again.xlsx")]


LAST_STAMP = ENDS[-1] + timedelta(days=1)


def test_a_table_of_another_year_is_an_error(found: Audit, clean: list[dict[str, Any]]) -> None:
    """Book-ins of last year pasted under this year's months are those of last year, row by row."""
    earlier = made.truth(9)
    last_year = [
        one
        for n in range(3)
        for one in made.publication(earlier, date(2022, 12, 19) + timedelta(days=14 * n), year=2023)
    ]
    assert found([*last_year, *clean]) == []
    pasted = {
        (one["line"], one["column"]): one["value"]
        for one in last_year
        if one["file"] == last_year[-1]["file"] and one["table"] == "book-ins-by-agency"
    }
    planted = [
        {**one, **made._valued(pasted[one["line"], one["column"]])}
        if one["file"] == FILES[2] and one["table"] == "book-ins-by-agency" and (one["line"], one["column"]) in pasted
        else one
        for one in clean
    ]
    told = [one for one in found([*last_year, *planted]) if one.check == "table-of-another-year"]
    assert [(one.gravity, one.publication, one.values["year"]) for one in told] == [("error", FILES[2], "FY2023")]


def _stamped(figures: list[dict[str, Any]], file: str, stamp: date) -> list[dict[str, Any]]:
    return [{**one, "pulled": stamp} if one["file"] == file else one for one in figures]


@pytest.mark.parametrize("days", [-60, -20, 20, 60])
def test_a_stamp_out_of_order_is_told_of_the_publication_that_bears_it(
    found: Audit, clean: list[dict[str, Any]], days: int
) -> None:
    """The figures say where a publication stands: of all stamps the one that was changed is doubted, and no other."""
    stamp = ENDS[5] + timedelta(days=1 + days)
    told = [one for one in found(_stamped(clean, MIDDLE, stamp)) if one.check == "stamp"]
    assert [one.publication for one in told] == [MIDDLE]
    assert told[0].gravity == "error"


def test_a_stamp_of_another_year_is_told(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A stamp from before the year began, or years after it, is no stamp of its figures."""
    for stamp in (date(2023, 3, 5), date(2026, 3, 5)):
        planted = [{**one, "captured": None} for one in _stamped(clean, MIDDLE, stamp)]
        told = [one for one in found(planted) if one.check == "stamp"]
        assert [(one.publication, one.key) for one in told] == [(MIDDLE, "audit_vintages.stamp-of-year")]


def test_a_stamp_after_the_capture_is_told(found: Audit, clean: list[dict[str, Any]]) -> None:
    """What was captured on a day cannot have been drawn on a later one."""
    planted = [{**one, "captured": datetime(2024, 1, 1)} if one["file"] == MIDDLE else one for one in clean]
    told = [one for one in found(planted) if one.check == "stamp"]
    assert {one.key for one in told} == {"audit_vintages.stamp-after-capture"}


def test_a_stamp_that_was_not_renewed_is_told(found: Audit, clean: list[dict[str, Any]]) -> None:
    """The stamp of the publication before, over averages that reach a fortnight further."""
    told = [one for one in found(_stamped(clean, LATER, ENDS[5] + timedelta(days=1))) if one.check == "stamp"]
    assert [(one.publication, one.key, one.values["n"]) for one in told] == [(LATER, "audit_vintages.stamp-still", 14)]


def test_one_stamp_over_two_sets_of_figures_is_told(found: Audit, clean: list[dict[str, Any]]) -> None:
    """Of two publications of one stamp and one last day whose figures differ, one is not what was drawn that day."""
    again = [{**one, "file": "again.xlsx", "captured": datetime(2024, 9, 1)} for one in clean if one["file"] == LAST]
    planted = made.changed(
        again, lambda value: value + 3, table="book-ins-by-agency", month=None, labels={"agency": "ice"}
    )
    told = [one for one in found([*clean, *planted]) if one.key == "audit_vintages.stamp-twice"]
    assert [(one.publication, one.gravity, one.values["n"]) for one in told] == [("again.xlsx", "warning", 1)]
    assert [(cell.file, cell.column) for cell in told[0].cells] == [("again.xlsx", "N"), (LAST, "N")]


def test_an_older_publication_put_up_again_is_told(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A publication captured after ones with later figures is an old one."""
    planted = [{**one, "captured": datetime(2024, 9, 1)} if one["file"] == MIDDLE else one for one in clean]
    told = [one for one in found(planted) if one.check == "stamp"]
    assert [(one.publication, one.gravity, one.key) for one in told] == [(MIDDLE, "note", "audit_vintages.older-again")]


def test_figures_give_the_order_where_stamps_do_not(reading: Made, clean: list[dict[str, Any]]) -> None:
    """Publications whose stamps are all one day stand in the order of their counts."""
    planted = [{**one, "pulled": date(2024, 6, 30), "captured": None} for one in clean]
    with Publications([reading(planted)]) as publications:
        assert [one.file for one in vintages_of(publications, ICE).order] == FILES


def test_places_that_leave_enter_and_return_are_one_note(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A place that is missing from one list is told twice: where it left, and where it is again."""
    planted = [one for one in clean if not (one["file"] == MIDDLE and one["subject"] in {"PLACE A", "PLACE B"})]
    told = [one for one in found(planted) if one.check == "places"]
    assert [(one.publication, one.gravity, one.values["gone"], one.values["returned"]) for one in told] == [
        (MIDDLE, "note", 2, 0),
        (LATER, "note", 0, 2),
    ]
    assert "PLACE A, PLACE B" in _said(told[0])


def test_a_busy_place_that_one_list_leaves_out_is_a_warning(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A place with hundreds of persons before and after was not empty in between."""
    planted = [one for one in clean if not (one["file"] == MIDDLE and one["subject"] == "PLACE A")]
    told = [one for one in found(planted) if one.check == "place-left-out"]
    assert [(one.publication, one.gravity) for one in told] == [(MIDDLE, "warning")]


def test_a_list_that_was_cut_is_a_warning(found: Audit, clean: list[dict[str, Any]]) -> None:
    """Half of the places gone at once is no usual coming and going."""
    gone = {f"PLACE {letter}" for letter in "FGHIJKL"}
    planted = [one for one in clean if not (one["file"] == LAST and one["subject"] in gone)]
    told = [one for one in found(planted) if one.check == "places"]
    assert [(one.publication, one.gravity, one.key) for one in told] == [(LAST, "warning", "audit_vintages.places-cut")]


def test_another_name_at_the_same_address_is_a_renaming(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A place that leaves and one that enters at its address are one place under two names; the mark of a footnote is no name."""
    planted = [
        {**one, "subject": "NEW NAME"} if one["subject"] == "PLACE A" and one["file"] >= LATER else one for one in clean
    ]
    told = [one for one in found(planted) if one.check.startswith("places")]
    assert [(one.check, one.publication, one.values["pairs"]) for one in told] == [
        ("places-renamed", LATER, "PLACE A → NEW NAME")
    ]
    marked = [
        {**one, "subject": "PLACE A1"} if one["subject"] == "PLACE A" and one["file"] >= LATER else one for one in clean
    ]
    assert [one for one in found(marked) if one.check.startswith("places")] == []


def test_a_changed_address_is_told_and_whether_it_changes_back(found: Audit, clean: list[dict[str, Any]]) -> None:
    """What hardly changes of a place is told where it does, and a change that is undone is said to be."""

    def moved(files: set[str]) -> list[dict[str, Any]]:
        return [
            {**one, "text": "ELSEWHERE"}
            if one["measure"] == "city" and one["subject"] == "PLACE A" and one["file"] in files
            else one
            for one in clean
        ]

    for_good = [one for one in found(moved(set(FILES[6:]))) if one.check == "places-changed"]
    assert [(one.publication, one.key) for one in for_good] == [(LATER, "audit_vintages.traits")]
    once = [one for one in found(moved({LATER})) if one.check == "places-changed"]
    assert [(one.publication, one.key) for one in once] == [
        (LATER, "audit_vintages.traits-back"),
        (FILES[7], "audit_vintages.traits"),
    ]


def test_places_of_one_name_are_told_apart_by_their_address(found: Audit, clean: list[dict[str, Any]]) -> None:
    """Two places of one name, each with its own averages, are two places and no error."""
    planted = [
        {**one, "subject": "ORANGE COUNTY JAIL"} if one["subject"] in {"PLACE A", "PLACE B"} else one for one in clean
    ]
    assert found(planted) == []


def test_a_rounded_publication_is_a_warning(found: Audit, clean: list[dict[str, Any]]) -> None:
    """Averages of two decimals where all others are exact: bed-days can no longer be told."""
    planted = made.changed(clean, lambda value: round(value, 2), file=MIDDLE, table="facilities", measure="adp")
    told = [one for one in found(planted) if one.check == "rounded"]
    assert [(one.publication, one.gravity, one.values["places"]) for one in told] == [(MIDDLE, "warning", 2)]


def test_rows_that_fall_again_and_again_are_told_once(found: Audit, clean: list[dict[str, Any]]) -> None:
    """A provisional count, which falls in every other publication, is a note and no error a time."""
    planted = [
        {
            **one,
            "table": "book-outs-by-reason",
            "measure": "book-outs",
            **made._valued(400.0 - 30 * (FILES.index(one["file"]) % 2)),
        }
        if one["table"] == "book-ins-by-agency" and one["month"] is None and one["line"] == 10
        else one
        for one in clean
    ]
    told = [one for one in found(planted) if one.check == "book-outs-by-reason-grow"]
    assert [(one.gravity, one.key) for one in told] == [("note", "audit_vintages.provisional")]
