"""The command that tests published figures against records: test."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, case_option, command, option
from habeas.cli.show import Screen, both, screen

if TYPE_CHECKING:
    from habeas.amount import Amount
    from habeas.findings import tested

_MEASURES: Final = {
    "population": "population",
    "average": "average",
    "book_ins": "book-ins",
    "freed": "releases",
    "removals": "removals",
    "deaths": "deaths",
    "length": "length",
    "share": "share",
}
"""The option that gives a figure, and what it measures."""
_MOMENTS: Final = ("midnight", "any-moment")
_WHOLES: Final = ("held", "admitted", "released", "removed")
_PERCENT: Final = re.compile(r"(?<=[0-9])\s*(?:%|per ?cent|por ciento)", re.IGNORECASE)
_UNIVERSAL: Final = {"all": ("all", 1), "none": ("none", 0), "todas": ("all", 1), "ninguna": ("none", 0)}
_CELLS: Final = 8


@command("test")
@argument("paths", nargs=-1, type=click.Path(), key="workbooks")
@option("--population", key="population")
@option("--average", key="average")
@option("--book-ins", "book_ins", key="book-ins")
@option("--releases", "freed", key="releases")
@option("--removals", key="removals")
@option("--deaths", key="deaths")
@option("--length-of-stay", "length", key="length-of-stay")
@option("--share", key="share-said")
@option("--part", key="part")
@option("--of", "whole", key="of", type=click.Choice(_WHOLES))
@option("--on", "on", key="on")
@option("--first-day", "first", key="first-day")
@option("--last-day", "last", key="last-day")
@option("--at", "at", key="at-said", type=click.Choice(_MOMENTS))
@option("--without", key="without", multiple=True)
@option("--who", key="who-said", multiple=True)
@option("--place", key="place")
@option("--facility-days", "facility_days", key="facility-days", type=click.Path(), metavar="file")
@option("--tables", "tables", key="tables", type=click.Path())
@option("--release", key="release")
@case_option
def test(context: click.Context, *, paths: tuple[str, ...], folder: str, **asked: Any) -> int:
    """Test a published figure, or the series of figures in workbooks, against records."""
    from habeas.errors import InputError
    from habeas.findings import tested as testing

    out = screen(context)
    figure = _figure(asked)
    if figure is None and not paths:
        raise InputError("cli.test-nothing", known=[f"--{name.replace('_', '-')}" for name in _OPTIONS.values()])
    with ExitStack() as stack:
        workbooks = stack.enter_context(_workbooks(out, paths)) if paths else []
        records = stack.enter_context(_records(out, folder, asked))
        _known_place(asked["place"], records)
        published = _published(workbooks, records)
        with out.progress("testing") as progress:
            series = [
                testing.hold_series(figures, records, name=name, progress=progress)
                for name, figures in published.items()
                if figure is None or testing.like(figures[0], figure)
            ]
        if figure is not None:
            taught = {way: found for one in series for way, found in one.tolerances(figure).items()}
            found = testing.hold_figure(figure, records, ways=list(taught) or None, tolerances=taught)
            return _tell_figure(out, found)
    return _tell_series(out, series)


_OPTIONS: Final = {**{name: name for name in _MEASURES}, "freed": "releases", "length": "length_of_stay"}


# --- what was given


def _figure(asked: Mapping[str, Any]) -> tested.Figure | None:
    """Return the figure that the options give; None where they give none. Raises InputError for what is none, and for two."""
    from habeas.errors import InputError
    from habeas.findings import tested as testing

    given = [name for name in _MEASURES if asked[name] is not None]
    if not given:
        return None
    if len(given) > 1:
        raise InputError("cli.test-two", names=[f"--{_OPTIONS[name].replace('_', '-')}" for name in given])
    measure: Any = _MEASURES[given[0]]
    part = _pair(asked["part"], "--part") if asked["part"] else None
    if measure == "share" and part is None:
        raise InputError("cli.test-part")
    first, last = _days(asked)
    said: dict[str, Any] = {
        "measure": measure,
        "first_day": first,
        "last_day": last,
        "place": asked["place"],
        "who": tuple(_pair(one, "--who") for one in asked["who"]),
        "part": part,
        "whole": asked["whole"],
        "at": asked["at"],
        "without": tuple(word.upper() for word in asked["without"]) or None,
    }
    text = asked[given[0]].strip()
    if measure == "share" and text.casefold() in _UNIVERSAL:
        from habeas.amount import Amount

        universal, value = _UNIVERSAL[text.casefold()]
        return testing.Figure(amount=Amount.exact(value), universal=universal, **said)  # type: ignore[arg-type]
    amount, half = _amount(text, measure)
    return testing.Figure(amount=amount, half=half, **said)


def _amount(text: str, measure: str) -> tuple[Amount, Decimal | None]:
    """Read an amount; a percentage is a share of 1, rounded as it is written."""
    from habeas.amount import parse

    if measure != "share":
        return parse(text, unit="days" if measure == "length" else "persons"), None
    bare = _PERCENT.sub("", text)
    amount = parse(bare)
    decimals = max((len(one) for one in re.findall(r"\.([0-9]+)", bare)), default=0)
    half = Decimal("0.5").scaleb(-decimals)
    return (amount / 100, half / 100) if bare != text else (amount, half)


def _pair(said: str, option: str) -> tuple[str, str]:
    """Read ``criminality=convicted``."""
    from habeas.errors import InputError

    name, joint, value = said.partition("=")
    if not joint or not name.strip() or not value.strip():
        raise InputError("cli.test-pair", name=option, found=said)
    return name.strip().lower(), value.strip()


def _days(asked: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the days that the options name: one, or from the first to the last."""
    from habeas.case import day
    from habeas.errors import InputError

    if asked["on"] is not None:
        if asked["first"] is not None or asked["last"] is not None:
            raise InputError("cli.test-days")
        one = day(asked["on"])
        return one, one
    if (asked["first"] is None) != (asked["last"] is None):
        raise InputError("cli.test-days")
    return (day(asked["first"]), day(asked["last"])) if asked["first"] is not None else (None, None)


@contextmanager
def _workbooks(out: Screen, paths: Sequence[str]) -> Iterator[list[Path]]:
    """Lend the tables of figures in workbooks. Raises InputError where no file holds figures."""
    from habeas.case import read_files
    from habeas.errors import InputError

    with (
        out.progress("reading-records") as progress,
        read_files([Path(one) for one in paths], progress=progress) as found,
    ):
        out.problems([one for one in found.problems if one.gravity != "note"])
        tables = [one.table for one in found.readings if one.kind == "figures"]
        if not tables:
            raise InputError("cli.test-no-figures", files=list(paths))
        yield tables


def _published(
    workbooks: Sequence[Path], records: tested.CustodyTables | tested.FacilityDays
) -> dict[str, tuple[tested.Figure, ...]]:
    """Return the series in tables of figures, those of single facilities last: of the places whose names the records have."""
    from habeas.findings import tested as testing

    made: dict[str, tuple[tested.Figure, ...]] = {}
    for table in workbooks:
        for name, figures in testing.figures_of(table).items():
            made[name] = made.get(name, ()) + figures
    names = records.names() if workbooks else {}
    by_place = tuple(one for table in workbooks for one in testing.figures_by_place(table, names))
    return {**made, "facilities": by_place} if by_place else made


@contextmanager
def _records(
    out: Screen, folder: str, asked: Mapping[str, Any]
) -> Iterator[tested.CustodyTables | tested.FacilityDays]:
    """Lend what is tested against: facility-days, a folder of tables, or a case."""
    from habeas.case import Case, open_tables
    from habeas.errors import InputError
    from habeas.findings import tested as testing

    without = asked["without"]
    if asked["facility_days"] is not None:
        if asked["tables"] is not None:
            raise InputError("cli.test-two-records")
        with testing.FacilityDays(Path(asked["facility_days"]), without=without) as days:
            yield days
        return
    with ExitStack() as stack:
        if asked["tables"] is not None:
            held = open_tables(Path(asked["tables"])).held(asked["release"])
        else:
            case = stack.enter_context(Case(Path(folder)))
            with out.progress("reading-records") as progress:
                held = case.held(asked["release"], progress=progress)
        yield stack.enter_context(testing.CustodyTables(held.folder, rows=held.reading.table, without=without))


def _known_place(code: str | None, records: tested.CustodyTables | tested.FacilityDays) -> None:
    """Raise InputError where the records have no place of a code; it names those that look like it."""
    from difflib import get_close_matches

    from habeas.errors import InputError

    if code is None:
        return
    codes = records.codes()
    if code not in codes:
        raise InputError("cli.test-no-place", found=code, known=get_close_matches(code, codes, 5) or codes[:5])


# --- what is printed


def _tell_figure(out: Screen, found: tested.Tested) -> int:
    if out.json:
        out.emit("test/1", figure=_tested_row(found), series=[])
    else:
        for number, line in enumerate(found.text(out.lang).splitlines()):
            out.line(line, style=_STYLES[found.outcome] if number and line == found.verdict(out.lang) else None)
    return NEEDS_A_PERSON if found.outcome == "contradicted" else DONE


_STYLES: Final = {"supported": "green", "contradicted": "red", "not-testable": "yellow"}


def _tell_series(out: Screen, series: Sequence[tested.SeriesTest]) -> int:
    """Print each series, and return 1 where a figure is contradicted."""
    if out.json:
        out.emit("test/1", figure=None, series=[_series_row(one) for one in series])
    else:
        for one in series:
            out.say("test-series", "bold", name=one.name, n=len(one.tested))
            for line in one.text(out.lang).splitlines():
                out.line(line, first="  ")
            _tell_figures(out, one)
            click.echo()
    return NEEDS_A_PERSON if any(one.of("contradicted") for one in series) else DONE


def _tell_figures(out: Screen, one: tested.SeriesTest) -> None:
    """Print the last figures of a series that could be tested beside what the records give."""
    shown = [each for each in one.tested if each.chief is not None and each.chief.rebuilt is not None]
    if not shown:
        return
    out.say("test-last", "dim", "  ", n=min(_CELLS, len(shown)))
    out.table(
        ("published", "certain", "possible", "ratio", "verdict", "where"),
        (_cells(out, each) for each in shown[-_CELLS:]),
    )


def _cells(out: Screen, one: tested.Tested) -> tuple[str, ...]:
    from habeas import words

    rebuilt = one.chief.rebuilt if one.chief else None
    value = one.figure.value
    low, high = (rebuilt.low, rebuilt.high) if rebuilt else (0.0, 0.0)
    middle = (low + high) / 2
    return (
        words.number(round(float(value), 1)) if value is not None else "",
        words.number(round(low, 1)),
        words.number(round(high, 1)),
        f"{float(value) / middle:.4f}" if value is not None and middle else "–",
        out.text(f"verdict-{one.outcome}"),
        one.figure.spot,
    )


# --- JSON


def _series_row(one: tested.SeriesTest) -> dict[str, object]:
    return {
        "name": one.name,
        "fits": [_fit_row(fit) for fit in one.fits],
        "tested": [_tested_row(each) for each in one.tested],
    }


def _fit_row(one: tested.Fit) -> dict[str, object]:
    return {
        "definition": both(one.definition.text),
        "way": asdict(one.way),
        "left_out": one.definition.left_out,
        "standing": one.standing,
        "testable": one.testable,
        "tolerance": asdict(one.tolerance) if one.tolerance else None,
        "error": one.error,
        "p": one.p,
    }


def _tested_row(one: tested.Tested) -> dict[str, object]:
    figure = one.figure
    return {
        "measure": figure.measure,
        "published": figure.amount.as_json(),
        "first_day": figure.first_day,
        "last_day": figure.last_day,
        "place": figure.place,
        "who": [list(pair) for pair in figure.who],
        "part": list(figure.part) if figure.part else None,
        "universal": figure.universal,
        "cell": asdict(figure.cell) if figure.cell else None,
        "outcome": one.outcome,
        "verdict": both(one.verdict),
        "tolerance": asdict(one.tolerance) if one.tolerance else None,
        "judged": [_judged_row(each) for each in one.judged],
        "why": asdict(one.why),
    }


def _judged_row(one: tested.Judged) -> dict[str, object]:
    rebuilt = one.rebuilt
    return {
        "definition": both(one.definition.text),
        "way": asdict(one.definition.way),
        "outcome": one.outcome,
        "low": rebuilt.low if rebuilt else None,
        "high": rebuilt.high if rebuilt else None,
        "least": rebuilt.least if rebuilt else None,
        "most": rebuilt.most if rebuilt else None,
        "blank": rebuilt.blank if rebuilt else None,
        "expected": list(one.expected) if one.expected else None,
        "off": one.off,
        "reason": one.reason.partition(".")[2] or None,
    }
