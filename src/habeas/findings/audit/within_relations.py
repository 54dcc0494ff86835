"""Sums, shares, means and whole numbers inside one publication: what does not hold, and which figure it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from habeas.findings.audit.culprits import Broken, Explained, Term, explain, plainness
from habeas.findings.audit.model import GRAVITIES, AuditFinding, Gravity
from habeas.findings.audit.publications import Publication, Publications, cells
from habeas.findings.audit.relations import relate
from habeas.findings.audit.series import Series
from habeas.findings.audit.shifts import Shift, shifts
from habeas.findings.audit.statements import repair, short, statement
from habeas.findings.audit.wording import Joined, Opening, Quoted, Sentence, joined

_BROKEN: Final = """
SELECT r.id, rule, r.number, residual, tolerance, stated, expected, r.weight, t."row", t.coefficient, f.value
FROM relation AS r JOIN term AS t USING (id) JOIN figures AS f ON f.rowid = t."row"
WHERE abs(residual) > tolerance ORDER BY r.number, r.id, abs(t.coefficient) DESC, t."row"
"""
_HOLDING: Final = """
SELECT t."row", count(DISTINCT r.id) AS n FROM term AS t JOIN relation AS r USING (id)
WHERE abs(residual) <= tolerance AND coefficient <> 0
    AND t."row" IN (SELECT t."row" FROM term AS t JOIN relation AS r USING (id) WHERE abs(residual) > tolerance)
GROUP BY t."row"
"""
_FIGURES: Final = """
SELECT rowid AS "row", sheet, subject, place, month, first_day, "table", measure, unit, line, "column", labels, row_label, column_label, value, text, cell FROM figures
WHERE rowid IN (SELECT t."row" FROM term AS t JOIN relation AS r USING (id) WHERE abs(residual) > tolerance)
"""
_AT: Final = """
SELECT line, "column", coalesce(subject, row_label, column_label, '') AS label, value, cell FROM figures
WHERE rowid IN (SELECT unnest($rows)) ORDER BY line, place
"""
_SAME: Final = ("table", "measure", "labels", "subject", "month", "first_day")
"""What figures of several publications have in common that are one."""
_CELLS: Final = 60
"""A finding shows so many of the cells it rests on; those that are doubted come first."""
_SEVERAL: Final = 8
"""More facts of one rule in one table of a publication are told together."""
_NAMED: Final = 6
"""So many labels are named in a sentence."""
_TOLD: Final = 3
"""So many of the relations that a figure breaks are told."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """What was explained, with the rows of its figures, the doubted first; facts of one ``home`` have figures in common."""

    number: int
    home: int
    explained: Explained
    rows: tuple[int, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.rule.name for one in self.explained.relations))


def audit_relations(publications: Publications, series: Series) -> Iterator[AuditFinding]:
    """Find the relations inside each publication that do not hold.

    One wrong figure is one finding, whatever it breaks; figures of one line or column of a table that are wrong in the same way are
    one finding, and what stands in several publications is told once.
    """
    relate(publications, series)
    rules = {rule.name: rule for rule in series.rules}
    holding = {row["row"]: row["n"] for row in publications.rows(_HOLDING)}
    shown = {row["row"]: row for row in publications.rows(_FIGURES)}
    facts: list[_Fact] = []
    for number, every in _broken(publications, rules):
        moved = shifts(publications, number, every, shown, series.rules)
        yield from (_moved(one, publications, number) for one in moved)
        broken = [one for one in every if not any(shift.explains(one, shown) for shift in moved)]
        for together in explain(broken, holding):
            home = len(facts)
            for one in together:
                doubted = (one.row,) if one.row is not None else one.doubted
                others = (term.row for relation in one.relations for term in relation.terms)
                facts.append(_Fact(number, home, one, tuple(dict.fromkeys((*doubted, *others)))))
    for group in _together(facts, shown):
        yield _finding(group, shown, publications)


def _moved(one: Shift, publications: Publications, number: int) -> AuditFinding:
    """Say that a line or column stands beside its labels."""
    issue = publications.at(number)
    held = publications.rows(_AT, {"rows": list(one.rows)})
    sides = {("line", 1): "right", ("line", -1): "left", ("column", 1): "down", ("column", -1): "up"}
    values = {"sheet": one.sheet.strip(), "label": held[0]["label"], "line": str(held[0]["line"]), "n": one.repaired}
    return AuditFinding(
        publication=issue.file,
        check="shifted",
        gravity="error",
        key=f"audit.shifted-{sides[one.axis, one.by]}",
        values={**values, "column": held[0]["column"]},
        cells=cells(row["cell"] for row in held),
        weight=float(sum(abs(row["value"]) for row in held)),
        day=issue.day,
    )


def _broken(publications: Publications, rules: Mapping[str, Any]) -> Iterator[tuple[int, list[Broken]]]:
    """Yield the broken relations of each publication that has some."""
    found: dict[int, dict[int, list[dict[str, Any]]]] = {}
    for row in publications.rows(_BROKEN):
        found.setdefault(row["number"], {}).setdefault(row["id"], []).append(row)
    for number, relations in found.items():
        yield number, [_made(rows, rules) for rows in relations.values()]


def _made(rows: Sequence[Mapping[str, Any]], rules: Mapping[str, Any]) -> Broken:
    first = rows[0]
    return Broken(
        rule=rules[first["rule"]],
        residual=first["residual"],
        tolerance=first["tolerance"],
        stated=first["stated"],
        expected=first["expected"],
        weight=first["weight"],
        terms=tuple(Term(row["row"], row["coefficient"], row["value"]) for row in rows),
    )


def _together(facts: Iterable[_Fact], shown: Mapping[int, Mapping[str, Any]]) -> Iterator[list[_Fact]]:
    """Put facts together: of one line or column of one publication first, then those of several publications that are alike."""
    inside: list[list[_Fact]] = []
    for fact in facts:
        for group in inside:
            if group[0].number == fact.number and _alike(group[0], fact, shown):
                group.append(fact)
                break
        else:
            inside.append([fact])
    inside = _many(inside, shown)
    for group in inside:
        group.sort(key=_plainness)
    across: dict[object, list[_Fact]] = {}
    for group in inside:
        first = shown[group[0].rows[0]]
        doubted = group[0].rules[0] if group[0].explained.row is None else ""
        key = (doubted, *(first[name] for name in _SAME))
        across.setdefault(key, []).extend(group)
    return iter(across.values())


def _many(groups: list[list[_Fact]], shown: Mapping[int, Mapping[str, Any]]) -> list[list[_Fact]]:
    """Make one of many groups of one table of a publication that break the same rule: then it is the table that is wrong."""
    of: dict[object, list[list[_Fact]]] = {}
    for group in groups:
        row = shown[group[0].rows[0]]
        of.setdefault((group[0].number, row["sheet"], row["table"], group[0].rules[0]), []).append(group)
    return [
        group
        for alike in of.values()
        for group in ([[fact for one in alike for fact in one]] if len(alike) > _SEVERAL else alike)
    ]


def _plainness(fact: _Fact) -> tuple[bool, bool, int, str]:
    """Put first what explains the most: lines that are missing, then a figure that stands out, then what is plainest."""
    first = fact.explained.relations[0]
    return (not short(first), fact.explained.row is None, plainness(first), first.rule.name)


def _alike(one: _Fact, other: _Fact, shown: Mapping[int, Mapping[str, Any]]) -> bool:
    """Whether two facts of one publication are one: they hang together, or break the same rules in one line or column of a table."""
    if one.home == other.home:
        return True
    first, second = shown[one.rows[0]], shown[other.rows[0]]
    same = all(first[name] == second[name] for name in ("sheet", "table", "subject"))
    if not same or not set(one.rules) & set(other.rules):
        return False
    line = bool(first["line"] == second["line"])
    return line or bool(first["column"] == second["column"] and first["first_day"] == second["first_day"])


def _finding(
    group: Sequence[_Fact], shown: Mapping[int, Mapping[str, Any]], publications: Publications
) -> AuditFinding:
    first = group[0]
    here = [fact for fact in group if fact.number == first.number]
    issues = [publications.at(number) for number in dict.fromkeys(fact.number for fact in group)]
    doubted = [fact.rows[0] for fact in group]
    others = [row for fact in here for row in fact.rows[1:]]
    sentence = Opening(joined([_sentence(first, shown), _more(here, shown), _publications(issues)]))
    return AuditFinding(
        publication=issues[0].file,
        check=first.rules[0],
        gravity=_gravest([one.rule.gravity for one in first.explained.relations]),
        key="audit.said",
        values={"said": sentence},
        cells=cells(shown[row]["cell"] for row in [*doubted, *others][:_CELLS]),
        weight=sum(_weight(fact, shown) for fact in here),
        day=issues[0].day,
    )


def _gravest(found: Sequence[Gravity]) -> Gravity:
    return min(found, key=GRAVITIES.index)


def _weight(fact: _Fact, shown: Mapping[int, Mapping[str, Any]]) -> float:
    """Weigh a fact: by how much the doubted figure is wrong; a share of the whole by so much of a hundred."""
    relation, row = fact.explained.relations[0], fact.rows[0]
    part = abs(relation.parts.get(row, 0.0)) or 1.0
    wrong = abs(fact.explained.change) if fact.explained.change is not None else abs(relation.residual) / part
    return wrong * (100 if shown[row]["unit"] == "share" else 1)


def _sentence(fact: _Fact, shown: Mapping[int, Mapping[str, Any]]) -> Sentence:
    """Say what is wrong: with which figure, where one stands out."""
    explained = fact.explained
    breaks = joined([statement(one, shown) for one in explained.relations[:_TOLD]], "; ")
    row = shown[fact.rows[0]]
    if explained.row is None:
        subject = _subject([shown[one] for one in fact.rows])
        return Sentence("audit.some-figures", {"subject": subject, "breaks": breaks})
    return Sentence("audit.one-figure", {**_named(row), "breaks": joined([breaks, repair(explained, row)], ". ")})


def _subject(rows: Sequence[Mapping[str, Any]]) -> Sentence | str:
    """Return the place that figures are all about, if they are."""
    subjects = {row["subject"] for row in rows}
    return Sentence("audit.subject", {"subject": subjects.pop()}) if len(subjects) == 1 and None not in subjects else ""


def _named(row: Mapping[str, Any]) -> dict[str, object]:
    return {"label": row["cell"]["label"], "found": row["text"] or ""}


def _more(here: Sequence[_Fact], shown: Mapping[int, Mapping[str, Any]]) -> Joined:
    """Say which other figures of the publication are wrong in the same way, and what else their figures break."""
    first = here[0]
    alike = [fact for fact in here[1:] if set(fact.rules) & set(first.rules)]
    others = [fact for fact in here[1:] if fact not in alike]
    labels = list(dict.fromkeys(str(shown[fact.rows[0]]["cell"]["label"]) for fact in alike))
    said: list[object] = []
    if len(labels) > _NAMED:
        said.append(Sentence("audit.many-more", {"n": len(alike)}))
    elif labels:
        said.append(Sentence("audit.more", {"n": len(labels), "labels": [Quoted(label) for label in labels]}))
    if others:
        breaks = joined([statement(one.explained.relations[0], shown) for one in others[:_TOLD]], "; ")
        said.append(Sentence("audit.besides", {"breaks": breaks}))
    return joined(said)


def _publications(issues: Sequence[Publication]) -> Sentence | str:
    """Say in how many publications it stands."""
    if len(issues) == 1:
        return ""
    return Sentence("audit.in-publications", {"n": len(issues), "last": issues[-1].file})
