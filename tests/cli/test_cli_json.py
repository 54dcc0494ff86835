"""``--json``: every shape has exactly the fields that docs/json.md gives it, all the way down."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from tests.case import records_files as stints
from tests.cli.conftest import Run

from habeas.case import Case
from habeas.cli.frame import Group, Settings
from habeas.cli.main import program
from habeas.cli.reference import every

DOC = Path(__file__).parents[2] / "docs" / "json.md"
ROSTER = '"INMATEID","ADMITTED_DT","DISCHARGED_DT","CUSTODY_LEVEL","BRADH","RACE","GENDER","AGE","INMATE_STATUS_CODE","SEALED"\n'
COMMANDS = {
    name
    for name, command, _ in every(program, click.Context(program, info_name="habeas", obj=Settings("en")))
    if not isinstance(command, Group)
}
HISTORIES = "a,b,c,count\n1,0,0,40\n0,1,0,50\n0,0,1,30\n1,1,0,15\n1,0,1,12\n0,1,1,14\n1,1,1,5\n"
WHY = ("--reason", "Looked at again.")


def documented() -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield each row of the tables of the document: its name, the commands that print it, and its fields."""
    for line in DOC.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or cells[0] in ("shape", "thing") or set(cells[0]) == {"-"}:
            continue
        commands = re.split(", ", cells[1]) if len(cells) == 4 else []
        yield cells[0].strip("`"), commands, re.findall(r"`([a-z_0-9]+)`", cells[2] if len(cells) == 4 else cells[1])


FIELDS = {name: set(fields) for name, _, fields in documented()}
PRINTED = {command: name for name, commands, _ in documented() for command in commands}
THINGS = {
    "problems": "problem", "new": "source", "versions": "source", "unchanged": "source", "entry": "entry", "entries": "entry",
    "findings": "finding", "questions": "finding", "assessments": "assessment", "grounds": "ground", "claims": "claim",
    "predicates": "predicate", "readings": "reading", "accounts": "account", "groups": "group", "releases": "release",
    "totals": "totals", "compared": "totals", "places": "counted", "rows": "counted", "lengths": "length",
    "movements": "movement", "steps": "step", "figure": "tested", "series": "series", "fits": "fit", "tested": "tested", "judged": "judged", "registered": "registered", "shown": "shown",
    "days": "day", "older": "roster", "newer": "roster", "appeared": "sighting", "vanished": "sighting", "latest": "sighting",
    "altered": "alteration", "texts": "text read", "repeated": "repeated claim", "asked": "asked source", "proposals": "proposal", "decisions": "decision", "decided": "decided",
    "agreement": "agreement", "alphas": "alpha", "differences": "difference",
}  # fmt: skip
OF: dict[str, dict[str, str | None]] = {
    "account/1": {"lines": "line of an account"},
    "estimate-population/1": {"days": None, "on": None},
    "estimate-rates/1": {"rate": "rate row", "rows": "rate row", "standardised": "estimate", "days": None},
    "estimate-mse/1": {"estimates": "estimate", "floors": "estimate"},
    "audit/1": {"findings": "audit finding", "series": "audited"},
    "link/1": {"lists": "linked list", "rows": "linked row", "summary": "linkage", "pairs": "scored pair"},
    "persons/1": {
        "persons": "registered person",
        "shown": "person shown",
        "groups": "group counted",
        "orders": "order finding",
    },
    "questions/1": {"persons": "person question"},
    "completeness/1": {"rows": "completeness"},
}
"""Fields of one shape that hold other things than they do in the rest."""
INSIDE = {"cells": "cell", "publications": "publication"}
BOTH = ("message", "detail", "said", "sentence")
ONE_LANGUAGE = ("problem", "audit finding")


def held(shape: str, answer: dict[str, Any]) -> None:
    """Assert that an answer has the fields of its shape, and each thing in it those of its kind."""
    assert set(answer) == {"habeas", *FIELDS[shape]}
    assert answer["habeas"] == shape
    for name, value in answer.items():
        if shape == "sources/1" and name == "sources":
            assert all(set(one) == FIELDS["source"] | {"versions", "withdrawn"} for one in value)
        elif (kind := OF.get(shape, {}).get(name, THINGS.get(name))) and isinstance(value, list | dict):
            for one in value if isinstance(value, list) else [value]:
                thing(kind, one)


def told(one: dict[str, Any]) -> None:
    """Assert that what an audit tells rests on cells and publications that have the fields of theirs."""
    for name, inside in INSIDE.items():
        for each in one.get(name, ()):
            assert isinstance(each, str) or set(each) == FIELDS[inside]


def thing(kind: str, one: dict[str, Any]) -> None:
    """Assert that a thing has exactly the fields of its kind; of what is said in two languages, both."""
    assert set(one) == FIELDS[kind]
    if kind == "source":
        assert set(one["about"]) == FIELDS["about"]
    for name in BOTH:
        if name in one and kind not in ONE_LANGUAGE:
            assert set(one[name]) == {"en", "es"}
    if kind.startswith("audit"):
        told(one)
    for name in (
        "accounts",
        "groups",
        "totals",
        "compared",
        "places",
        "lengths",
        "movements",
        "fits",
        "tested",
        "judged",
        "decisions",
        "alphas",
        "differences",
    ):
        for under in [one[name]] if isinstance(one.get(name), dict) else one.get(name, []):
            thing(THINGS[name], under)
    if kind == "ground":
        for under in one["grounds"]:
            thing("ground", under)


def persons_case(folder: Path) -> Path:
    """Return a case with one list of persons, beside it the file."""
    case = folder / "people"
    case.mkdir()
    said = '[[lists]]\nsource = "families"\n[[groups]]\nid = "g"\nen = "G"\nes = "G"\nlists = ["families"]\n'
    (case / "case.toml").write_text(f'habeas = 1\ntitle = {{ en = "T", es = "T" }}\n{said}')
    (folder / "families.csv").write_text(
        "nombre,fecha de captura,fecha de reporte\nAna Paz,2022-03-28,2022-05-01\nEva Sol,2022-04-01,2022-05-01\n"
    )
    with Case(case, actor="tester") as opened:
        opened.add(folder / "families.csv")
    return case


@pytest.fixture
def calls(folder: Path, tmp_path: Path) -> dict[str, list[object]]:
    """Return the arguments of one call of every command, on a copy of the case, in an order in which each can be done."""
    (tmp_path / "more.txt").write_text("More words.")
    (tmp_path / "empty.txt").write_text("")
    stints.written(tmp_path / "release" / "stints.csv")
    (tmp_path / "rosters").mkdir()
    for day, persons in ((1, "ab"), (2, "bc")):
        rows = "".join(
            f'"{one}","2019-01-01 0{day}:00:00","","MIN","N","O","M","{30 + day}","DE","N"\n' for one in persons
        )
        (tmp_path / "rosters" / f"r2019010{day}.csv").write_text(ROSTER + rows)
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "list.csv").write_text(
        "DETLOC,Name,Address,City,County,State,Zip\nAAAATX,A JAIL,1 MAIN ST,TOWN,,TX,79999\n"
    )
    for name, listed in (("one", ("Ana Paz", "Eva Sol")), ("two", ("Ana Paz", "Luz Mar"))):
        lines = "".join(f"{person},1990-02-0{n},F\n" for n, person in enumerate(listed, 1))
        (tmp_path / f"persons-{name}.csv").write_text(f"nombre,fecha de nacimiento,sexo\n{lines}")
    (tmp_path / "figures.csv").write_text("when,kind,value\n2021-01-01,stock,500\n2021-06-01,stock,540\n")
    (tmp_path / "deaths.csv").write_text("period,deaths,person years\n2021,4,1000\n2022,6,1100\n")
    (tmp_path / "histories.csv").write_text(HISTORIES)
    case, people = ("--case", folder), persons_case(tmp_path)
    return {
        "init": ["init", tmp_path / "new"],
        "add": ["add", tmp_path / "more.txt", tmp_path / "empty.txt", folder / "evidence", *case],
        "note": ["note", "a-note", "--words", "Words.", "--citation", "A book", *case],
        "describe": ["describe", "capacity", "--title", "Other", *case],
        "sources": ["sources", folder],
        "text": ["text", "capacity", *case],
        "template": ["template", tmp_path / "empty.yaml", *case],
        "vocabulary": ["vocabulary"],
        "code": ["code", folder / "claims", *case],
        "read": ["read", *case, "--repeated"],
        "review": ["review", "--claims", "--list", *case],
        "claims": ["claims", folder],
        "accept": ["accept", "undecided", *WHY, *case],
        "reject": ["reject", "undecided", *WHY, *case],
        "retract": ["retract", "undecided", *WHY, *case],
        "conflict": ["conflict", "flown-monitor", "flown-newspaper", *WHY, *case],
        "log": ["log", folder],
        "records": ["records", tmp_path / "release", "--problems"],
        "map": ["map", tmp_path / "release" / "stints.csv"],
        "custody": ["custody", tmp_path / "release", "--to", tmp_path / "tables", "--compare-rules"],
        "census": ["census", "--tables", tmp_path / "tables"],
        "stays": ["stays", "--tables", tmp_path / "tables"],
        "movements": ["movements", "--tables", tmp_path / "tables"],
        "timeline": ["timeline", stints.PERSONS[0], "--tables", tmp_path / "tables"],
        "register": ["register", tmp_path / "rosters", "--to", tmp_path / "register"],
        "watch": ["watch", tmp_path / "rosters"],
        "test": [
            "test",
            "--population",
            3,
            "--on",
            "2025-01-10",
            "--tables",
            tmp_path / "tables",
        ],
        "places": ["places", tmp_path / "lists"],
        "link": ["link", tmp_path / "persons-one.csv", tmp_path / "persons-two.csv", "--pairs", "--partitions", 2],
        "persons": ["persons", "--case", people],
        "completeness": ["completeness", people],
        "audit": ["audit", tmp_path / "rosters"],
        "account": ["account", folder],
        "estimate population": ["estimate", "population", tmp_path / "figures.csv"],
        "estimate rates": ["estimate", "rates", tmp_path / "deaths.csv"],
        "estimate mse": ["estimate", "mse", tmp_path / "histories.csv", "--model", "graphs", "--no-check"],
        "build": ["build", folder],
        "findings": ["findings", folder],
        "assess": ["assess", folder],
        "questions": ["questions", folder],
        "why": ["why", "tripled", *case],
        "report": ["report", folder],
        "verify": ["verify", folder],
        "withdraw": ["withdraw", "transfer", *WHY, *case],
        "undo": ["undo", 1, *WHY, *case],
    }


def test_every_command_has_a_shape_and_every_shape_a_command() -> None:
    """The document leaves out no command and names none that there is not."""
    assert set(PRINTED) - {"any"} == COMMANDS
    assert set(FIELDS) == set(PRINTED.values()) | {
        *THINGS.values(),
        *INSIDE.values(),
        *(kind for own in OF.values() for kind in own.values() if kind),
        "about",
    }


def test_every_shape_has_the_documented_fields(calls: dict[str, list[object]], run: Run) -> None:
    """Each command prints one JSON object on standard output, of the shape and version that the document names, and nothing else."""
    assert set(calls) == COMMANDS
    for command, arguments in calls.items():
        told = run(*arguments, "--json")
        assert told.status in (0, 1), (command, told)
        held(PRINTED[command], json.loads(told.out))
        assert told.err == "", command


def test_persons_have_the_documented_fields(tmp_path: Path, run: Run) -> None:
    """The record of one person and the questions it leaves have their fields too."""
    case = persons_case(tmp_path)
    for arguments in (("persons", "families:2", "--case", case), ("questions", case, "--person", "families:2")):
        told = run(*arguments, "--json")
        assert told.status == 0
        held(PRINTED[str(arguments[0])], json.loads(told.out))


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_failure_is_json_as_well(folder: Path, run: Run, lang: str) -> None:
    """The key, the words in the language asked for, the exit status, and every fault where there are several."""
    for arguments in (
        ["why", "nothing", "-c", folder],
        ["accept", "x", "y", "-c", folder, *WHY],
        ["log", folder / "no"],
        ["adc"],
    ):
        told = run(*arguments, "--json", "--lang", lang)
        answer = json.loads(told.out)
        held("error/1", answer)
        assert answer["status"] == told.status != 0
        assert told.err == ""
    answer = json.loads(run("accept", "x", "y", "-c", folder, *WHY, "--json", "--lang", lang).out)
    assert [one["problem"] for one in answer["problems"]] == ["case.no-claim", "case.no-claim"]
    assert all(one["message"] in answer["message"] for one in answer["problems"])


def test_rows_of_code_add_up(folder: Path, run: Run, tmp_path: Path) -> None:
    """``rows`` is what was proposed, what was there already and what was set aside."""
    (tmp_path / "claims.yaml").write_text("claims:\n- {key: a, source: nowhere}\n- {key: b}\n")
    for given in (folder / "claims", tmp_path / "claims.yaml"):
        answer = json.loads(run("code", given, "--case", folder, "--json").out)
        assert answer["rows"] == len(answer["proposed"]) + answer["unchanged"] + answer["faulty"] > 0


def test_a_claim_has_every_field_and_null_where_it_is_unknown(folder: Path, run: Run) -> None:
    """What the case knows is what the JSON says; what it does not know is null or empty, never left out."""
    rows = {one["key"]: one for one in json.loads(run("claims", folder, "--json").out)["claims"]}
    with Case(folder) as case:
        for claim in case.claims():
            row = rows[claim.key]
            assert (row["status"], row["stands"], row["speaker"]) == (claim.status, claim.stands, claim.speaker)
            assert row["sentence"]["es"] == case.sentence(claim, "es")
            assert len(row["citations"]) == len(claim.citations)
    assert rows["sum"]["span"] is None
    assert rows["sum"]["derived_from"] == []


def test_json_is_utf8_whatever_the_locale(folder: Path, program: Run) -> None:
    """A program that reads it needs to know nothing of the machine."""
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    told = program("text", "conditions", "-c", folder, "--json", env=ascii_only)
    assert "organización" in json.loads(told.out)["text"]
    assert "organización" in told.out
