"""The checks inside one publication, on a few figures: what each rule holds, and when it is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from tests.findings.audit.conftest import Made, figure

from habeas.findings.audit import AuditFinding, Publications, Series
from habeas.findings.audit.series import parse
from habeas.findings.audit.within_days import audit_days
from habeas.findings.audit.within_relations import audit_relations
from habeas.findings.audit.within_shape import audit_shape

HEAD = 'name = "x"\nkind = "figures"\nrelease = ".*"\ntitle = { en = "X", es = "X" }\nyear = "10-01"\n'
SUM = '[[additive]]\nname = "sum"\nen = "persons"\nes = "personas"\nof = { table = "t" }\nover = "agency"\n'


def declared(*rules: str) -> Series:
    """Return a series of rules."""
    return parse("x.toml", (HEAD + "".join(rules)).encode())


def cells(labels: str, values: Mapping[str, float | None], **given: Any) -> list[dict[str, Any]]:
    """Return a line of a table for each word of a label, its total among them."""
    return [
        figure(
            **{
                "table": "t",
                "measure": "held",
                "line": at,
                "labels": {labels: word},
                "row_label": word,
                "value": value,
                "text": "" if value is None else repr(value).removesuffix(".0"),
                **given,
            }
        )
        for at, (word, value) in enumerate(values.items(), 1)
    ]


def found(check: Any, made: Made, figures: Sequence[Mapping[str, Any]], series: Series) -> list[AuditFinding]:
    """Return what a check finds in figures."""
    with Publications([made(figures)], today=date(2026, 1, 1)) as publications:
        return list(check(publications, series))


def test_parts_that_add_up_are_nothing_to_tell(reading: Made) -> None:
    """A total that is its parts is silent; one that is off by one is an error that says both sums."""
    right = {"total": 90.0, "ice": 50.0, "cbp": 40.0}
    assert found(audit_relations, reading, cells("agency", right), declared(SUM)) == []
    told = found(audit_relations, reading, cells("agency", {**right, "cbp": 39.0}), declared(SUM))
    assert [(one.check, one.gravity) for one in told] == [("sum", "error")]
    assert "is 90, its parts add up to 89" in told[0].text("en")
    assert {cell.line for cell in told[0].cells} == {1, 2, 3}


def test_rounding_explains_what_the_published_places_allow(reading: Made) -> None:
    """Parts published to one decimal may miss their total by half of it each, and no more."""
    almost = {"total": 10.0, "ice": 3.3, "cbp": 6.6, "zero": 0.2}
    assert found(audit_relations, reading, cells("agency", almost), declared(SUM)) == []
    assert found(audit_relations, reading, cells("agency", {**almost, "ice": 3.9}), declared(SUM))


def test_a_sum_with_an_unknown_part_is_not_judged(reading: Made) -> None:
    """A failed formula among the parts leaves the sum unknown; a dash adds nothing."""
    figures = cells("agency", {"total": 9.0, "ice": 5.0, "cbp": None})
    assert found(audit_relations, reading, [*figures[:2], {**figures[2], "text": "#N/A"}], declared(SUM)) == []
    assert found(audit_relations, reading, [*figures[:2], {**figures[2], "text": "-"}], declared(SUM))


def test_averages_add_up_with_their_days(reading: Made) -> None:
    """The average of two months is that of their days together."""
    months = [(date(2023, 10, 1), date(2023, 10, 31), 31.0), (date(2023, 11, 1), date(2023, 11, 30), 61.0)]
    figures = [
        figure(table="t", labels={}, month=first, first_day=first, last_day=last, value=value, text=f"{value}", line=at)
        for at, (first, last, value) in enumerate(months)
    ]
    year = figure(table="t", labels={}, last_day=date(2023, 11, 30), value=2791 / 61, text=f"{2791 / 61}", line=9)
    rule = SUM.replace('over = "agency"', 'over = "month"\nweight = "days"')
    assert found(audit_relations, reading, [*figures, year], declared(rule)) == []
    wrong = {**year, "value": 46.5, "text": "46.5"}
    assert [one.check for one in found(audit_relations, reading, [*figures, wrong], declared(rule))] == ["sum"]


def test_a_total_that_is_the_mean_of_its_parts_is_called_so(reading: Made) -> None:
    """An average of averages, each counted alike, is told as that."""
    rule = SUM.replace('of = { table = "t" }', 'of = { table = "t", measure = "days" }')
    rule += 'weigh = { table = "t", measure = "held" }\n'
    days = cells("agency", {"total": 15.0, "ice": 10.0, "cbp": 20.0}, measure="days", text="15.00000", column="C")
    held = cells("agency", {"total": 10.0, "ice": 9.0, "cbp": 1.0})
    told = found(audit_relations, reading, [*days, *held], declared(rule))
    assert "as if each were as large; with their weights they give 11" in told[0].text("en")


def test_shares_are_parts_over_wholes_and_sum_to_one(reading: Made) -> None:
    """A share that is not its part over the whole is wrong, and so are shares that do not sum to one."""
    rules = (
        '[[share]]\nname = "share"\nen = "e"\nes = "s"\nof = { measure = "share" }\nby = ["agency"]\n'
        'part = { measure = "held" }\nwhole = { measure = "held", where = { agency = "total" } }\n'
        '[[one]]\nname = "one"\nen = "e"\nes = "s"\nof = { measure = "share" }\nover = "agency"\n'
    )
    held = cells("agency", {"total": 8.0, "ice": 6.0, "cbp": 2.0})

    def shares(ice: float) -> list[dict[str, Any]]:
        return cells("agency", {"ice": ice, "cbp": 0.25}, measure="share", unit="share", column="C", text=f"{ice:.6f}")

    assert found(audit_relations, reading, [*held, *shares(0.75)], declared(rules)) == []
    told = found(audit_relations, reading, [*held, *shares(0.65)], declared(rules))
    assert len(told) == 1
    assert (told[0].cells[0].line, told[0].cells[0].column) == (1, "C")
    assert "0.75 would fit" in told[0].text("en")


def test_two_tables_that_agree_more_or_less_are_held_to_what_was_learnt(reading: Made) -> None:
    """Within the bounds there is nothing to tell; outside the sentence says what was learnt, in either language."""
    rule = (
        '[[same]]\nname = "both"\nen = "e"\nes = "s"\ngravity = "warning"\nleft = { measure = "held" }\n'
        'right = { measure = "listed" }\nlow = 0.9\nhigh = 1.1\nlearnt = { en = "of ten", es = "de diez" }\n'
    )
    held = cells("agency", {"ice": 95.0})
    assert (
        found(audit_relations, reading, [*held, *cells("agency", {"ice": 100.0}, measure="listed")], declared(rule))
        == []
    )
    told = found(audit_relations, reading, [*held, *cells("agency", {"ice": 80.0}, measure="listed")], declared(rule))
    assert [one.gravity for one in told] == ["warning"]
    assert "of ten" in told[0].text("en")
    assert "de diez" in told[0].text("es")


WHOLE = '[[whole]]\nname = "days"\nen = "averages"\nes = "promedios"\nof = { measure = "adp" }\ntimes = "days"\n'


def averages(days: int, numbers: Sequence[int], **given: Any) -> list[dict[str, Any]]:
    """Return averages of whole bed-days over a number of days, up to 5 February 2024."""
    return [
        figure(
            **{
                "table": "t",
                "measure": "adp",
                "line": line,
                "subject": f"P{line}",
                "labels": {},
                "value": number / days,
                "text": repr(number / days),
                **given,
            }
        )
        for line, number in enumerate(numbers)
    ]


def test_the_one_average_that_is_not_whole_is_told(reading: Made) -> None:
    """Of eleven averages over 128 days ten are whole numbers of bed-days."""
    right = averages(128, range(1001, 1011))
    wrong = averages(128, [1], line=30, subject="P30", value=7.123456789, text="7.123456789")
    assert found(audit_relations, reading, right, declared(WHOLE)) == []
    told = found(audit_relations, reading, [*right, *wrong], declared(WHOLE))
    assert [(one.check, one.cells[0].line) for one in told] == [("days", 30)]
    assert "times 128 days" in told[0].text("en")


def test_where_many_are_not_whole_nothing_is_told_of_each(reading: Made) -> None:
    """Averages over another number of days are told by the stamp, not one by one."""
    assert found(audit_relations, reading, averages(113, range(1001, 1012)), declared(WHOLE)) == []


STAMP = '[[stamp]]\nname = "stamp"\nen = "averages"\nes = "promedios"\ngravity = "warning"\nof = { measure = "adp" }\nearliest = 0\nlatest = 0\n'


@pytest.mark.parametrize(
    ("pulled", "gravity"), [(date(2024, 2, 6), None), (date(2024, 2, 7), "note"), (date(2024, 3, 6), "warning")]
)
def test_a_stamp_is_held_against_the_days_of_the_averages(reading: Made, pulled: date, gravity: str | None) -> None:
    """The averages reach 5 February: a stamp of the day after fits, one of two days after is noted, one a month later doubted."""
    told = found(audit_days, reading, averages(128, range(1001, 1021), pulled=pulled), declared(STAMP))
    assert [one.gravity for one in told] == ([gravity] if gravity else [])


def test_averages_of_days_after_the_capture_cannot_be(reading: Made) -> None:
    """A file that an archive took in January has no averages up to February."""
    given = averages(128, range(1001, 1021), pulled=date(2024, 1, 2), captured=date(2024, 1, 9))
    told = found(audit_days, reading, given, declared(STAMP))
    assert [one.gravity for one in told] == ["error"]


def test_averages_of_two_issues_are_told_as_that(reading: Made) -> None:
    """Half of the averages are whole over 113 days, the others over 128."""
    mixed = [*averages(128, range(1001, 1021)), *averages(113, range(2001, 2015), column="C")]
    told = found(audit_days, reading, mixed, declared(STAMP))
    assert [one.key for one in told] == ["audit.two-days"]


def test_months_after_the_stamp_are_told(reading: Made) -> None:
    """A figure of March in a file stamped in February is not of its stamp; a zero says nothing."""
    march = figure(month=date(2024, 3, 1), first_day=date(2024, 3, 1), value=4.0, text="4")
    assert [one.check for one in found(audit_days, reading, [march], declared())] == ["month-after-stamp"]
    assert found(audit_days, reading, [{**march, "value": 0.0, "text": "0"}], declared()) == []


def test_what_has_not_come_is_told(reading: Made) -> None:
    """A stamp, or a year of count, that begins after today cannot be."""
    told = found(audit_days, reading, [figure(pulled=date(2027, 1, 5))], declared())
    assert [(one.check, one.gravity) for one in told] == [("to-come", "error")]
    told = found(audit_days, reading, [figure(fiscal_year=2028, publication="FY2028", pulled=None)], declared())
    assert [(one.check, one.gravity) for one in told] == [("to-come", "error")]


def test_a_file_given_twice_is_a_note(reading: Made) -> None:
    """A copy is named with the file that it repeats."""
    told = found(audit_days, reading, [figure("a.xlsx"), figure("b.xlsx", captured=date(2024, 3, 1))], declared())
    assert [(one.check, one.gravity) for one in told] == [("copy", "note")]
    assert {cell.file for cell in told[0].cells} == {"a.xlsx", "b.xlsx"}


def test_values_and_texts_are_held_to_what_can_be(reading: Made) -> None:
    """Counts are not below 0, and a state is two letters; a cell with its label is named."""
    rules = (
        '[[range]]\nname = "least"\nen = "a count"\nes = "un recuento"\nof = {}\nleast = 0.0\n'
        '[[form]]\nname = "state"\nen = "a state"\nes = "un estado"\nof = { measure = "state" }\npattern = "[A-Z]{2}"\n'
    )
    figures = [
        figure(value=-3.0, text="-3"),
        figure(line=2, measure="state", unit="text", value=None, text="TX"),
        figure(line=3, measure="state", unit="text", value=None, text="75001"),
    ]
    told = found(audit_shape, reading, figures, declared(rules))
    assert [(one.check, one.cells[0].found) for one in told] == [("least", "-3"), ("state", "75001")]


def test_the_same_figures_under_two_names_are_told(reading: Made) -> None:
    """Four different figures that are all the same in two lines were copied; three may be by chance."""
    rule = '[[distinct]]\nname = "twice"\nen = "places"\nes = "lugares"\ntable = "t"\nmeasure = "adp"\n'

    def line(at: int, values: Sequence[float]) -> list[dict[str, Any]]:
        return [
            figure(
                table="t", measure="adp", line=at, column=letter, subject=f"P{at}", labels={}, value=one, text=f"{one}"
            )
            for letter, one in zip("ABCD", values, strict=False)
        ]

    same = [1.5, 2.5, 3.5, 4.5]
    told = found(audit_shape, reading, [*line(1, same), *line(2, same)], declared(rule))
    assert [cell.line for cell in told[0].cells] == [1] * 4 + [2] * 4
    assert found(audit_shape, reading, [*line(1, same[:3]), *line(2, same[:3])], declared(rule)) == []


def test_lines_that_the_issues_before_and_after_have_are_missed(reading: Made) -> None:
    """Of three issues the middle one lacks the last two lines: its table stops."""
    rule = '[[complete]]\nname = "lines"\nen = "agencies"\nes = "agencias"\ngravity = "warning"\nof = { table = "t" }\nover = "agency"\n'
    words = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}
    figures = [
        row
        for day, values in ((1, words), (2, dict(list(words.items())[:2])), (3, words))
        for row in cells("agency", values, file=f"{day}.xlsx", pulled=date(2024, 1, day), text=f"{day}")
    ]
    told = found(audit_shape, reading, figures, declared(rule))
    assert [(one.publication, one.key) for one in told] == [("2.xlsx", "audit.cut")]
    known = rule + 'known = ["a", "e"]\n'
    assert [one.key for one in found(audit_shape, reading, figures[:4], declared(known))] == ["audit.lines-missing"]


def test_a_table_that_the_issues_before_and_after_have_is_missed(reading: Made) -> None:
    """A table that is gone once is told with the issues that have it."""
    figures = [
        figure(f"{day}.xlsx", pulled=date(2024, 1, day), table=table, text=f"{day}{table}")
        for day, tables in ((1, "tu"), (2, "t"), (3, "tu"))  # no two of them the same, which would be copies
        for table in tables
    ]
    told = found(audit_shape, reading, figures, declared())
    assert [(one.publication, one.check) for one in told] == [("2.xlsx", "tables")]


def test_one_fact_in_several_issues_is_told_once(reading: Made) -> None:
    """The same total is wrong in three issues: one finding, with the cells of each."""
    figures = [
        row
        for day in (1, 2, 3)
        for row in cells(
            "agency", {"total": 9.0, "ice": 5.0, "cbp": 3.0}, file=f"{day}.xlsx", pulled=date(2024, 1, day)
        )
    ]
    figures += [figure(f"{day}.xlsx", pulled=date(2024, 1, day), table="other", text=f"{day}") for day in (1, 2, 3)]
    told = found(audit_relations, reading, figures, declared(SUM))
    assert len(told) == 1
    assert {cell.file for cell in told[0].cells} == {"1.xlsx", "2.xlsx", "3.xlsx"}
    assert "in 3 publications" in told[0].text("en")
