"""The estimates of a case: made once from its claims and lists, the same bytes each time, and every fault of what is asked for told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.case.test_persons_case import ABOUT, FAMILIES, FLIGHT, LAW, MAPPING

from habeas.about import read
from habeas.case import Case, Line
from habeas.errors import Faults

POPULATION = """
[[estimates]]
id = "held"
kind = "population"
en = "People held"
es = "Personas recluidas"
subject = "prisons"
who = "all held"
[[estimates]]
id = "deaths"
kind = "mortality"
en = "Deaths"
es = "Muertes"
subject = "prisons"
since = 2022-01-01
held = "held"
"""
UNLISTED = """
[[estimates]]
id = "unlisted"
kind = "mse"
en = "On no list"
es = "En ninguna lista"
partitions = 60
"""
FAULTY = """habeas = 1
title = { en = "T", es = "T" }
[[estimates]]
id = "Held!"
kind = "population"
en = "E"
subject = "nowhere"
by = "year"
colour = "red"
[[estimates]]
id = "m"
kind = "mortality"
en = "E"
es = "E"
subject = "nowhere"
since = "yesterday"
held = "other"
[[estimates]]
id = "u"
kind = "mse"
en = "E"
es = "E"
lists = ["nobody"]
models = ["magic"]
partitions = 0
level = 1.5
decisions = [{ reason = "gate.x", who = "A" }]
[[estimates]]
id = "u"
kind = "guess"
en = "E"
es = "E"
"""


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of the estimates of a case."""
    place = folder / "tables" / "estimates"
    return {one.name: one.read_bytes() for one in sorted(place.iterdir())} if place.is_dir() else {}


def asking(folder: Path, text: str) -> None:
    """Let a case ask for estimates."""
    with (folder / "case.toml").open("a", encoding="utf-8") as file:
        file.write(text)


def test_estimates_follow_from_claims_and_are_kept(folder: Path) -> None:
    """Made once, kept at the next build, the same bytes when made anew; a rate without deaths is told and hurts nothing else; taken out, they are gone."""
    plain = (folder / "case.toml").read_text(encoding="utf-8")
    asking(folder, POPULATION)
    with Case(folder, actor="tester") as case:
        built = case.build()
        assert built.estimates == 2
        assert [one.key for one in built.problems] == ["case.estimate-no-deaths"]
        held, deaths = case.estimates()
        assert deaths.problem is not None
        low, high = held.told["en"]["band"]["0.025"][-1], held.told["en"]["band"]["0.975"][-1]
        assert low < 110_000 < high
        assert set(held.claims) <= set(case.state.claims)
        assert held.told["en"]["figures"][0]["ref"] in held.claims
        (ground,) = case.why("held")
        assert {one.id for one in ground.grounds} == set(held.claims)
        first = files(folder)
        assert not case.build().changed
        (folder / "tables" / "estimates.json").unlink()
        assert case.build().changed
        assert files(folder) == first
        (folder / "tables" / "estimates" / "estimates.json").write_bytes(b"[]")
        assert "tables.altered" in {one.key for one in case.verify().problems}
    (folder / "case.toml").write_text(plain, encoding="utf-8")
    with Case(folder, actor="tester") as case:
        assert case.build().estimates == 0
        assert case.estimates() == ()
        assert files(folder) == {}


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[Case]:
    """Yield a case with two lists of persons that asks how many are on none."""
    for name, text in (("case.toml", ABOUT + UNLISTED), ("law.toml", LAW), ("vuelo.toml", MAPPING), ("familias.csv", FAMILIES), ("vuelo.csv", FLIGHT)):  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Case(tmp_path, actor="tester") as case:
        case.add(tmp_path / "familias.csv", tmp_path / "vuelo.csv")
        yield case


def line(case: Case, what: str) -> Line:
    """Return the first line of the account that counts something."""
    return next(one for one in case.account().lines if one.what == what)


def test_two_lists_alone_are_refused_and_the_account_says_unknown(listed: Case) -> None:
    """Ten persons, two lists, nothing that says they are independent: refused, nowhere a number; a recorded decision is printed where it sets that aside."""
    (one,) = listed.estimates()
    linked = one.told["es"]["linked"]
    assert linked["refused"]
    assert linked["estimate"] is None
    assert linked["missing"] is None
    assert one.told["en"]["curve"] is None
    unlisted, named, nobody = line(listed, "unlisted"), line(listed, "named"), line(listed, "whereabouts")
    assert not unlisted.known
    assert unlisted.number("es") == "no se sabe"
    assert named.low is not None
    assert named.low <= 10 <= (named.high or 0)
    assert set(nobody.why) <= {each.id for each in listed.persons().register.persons}
    reasons = [each["reason"] for each in linked["warnings"] if each["gravity"] == "refuse"]
    decided = "".join(f'{{ reason = "{each}", who = "A. Reviewer", when = 2026-01-02, why = "A test." }},' for each in reasons)  # fmt: skip
    asking(listed.folder, f"decisions = [{decided}]\n")
    with Case(listed.folder, actor="tester") as again:
        (after,) = again.estimates()
        assert not after.told["en"]["linked"]["refused"]
        assert "A. Reviewer" in after.told["en"]["linked"]["override"]
        assert after.told["en"]["linked"]["estimate"] >= 10


def test_every_fault_of_what_is_asked_for_is_told_at_once(tmp_path: Path) -> None:
    """Ids, kinds, subjects, days, ranges, names and unknown fields: each at its place."""
    (tmp_path / "case.toml").write_text(FAULTY, encoding="utf-8")
    with pytest.raises(Faults) as told:
        read(tmp_path)
    found = {(one.column, one.key) for one in told.value.problems}
    assert found == {
        ("estimates[1].id", "about.list-name"), ("estimates[1]", "about.needs-both-languages"), ("estimates[1].colour", "about.unknown-field"),
        ("estimates[1].who", "about.missing"), ("estimates[1].subject", "about.link"), ("estimates[1].by", "about.not-one-of"),
        ("estimates[2].subject", "about.link"), ("estimates[2].since", "about.not-a-day"), ("estimates[2].held", "about.estimate-held"),
        ("estimates[3].lists", "about.estimate-list"), ("estimates[3].models", "about.not-one-of"), ("estimates[3].partitions", "about.not-whole"),
        ("estimates[3].level", "about.not-probability"), ("estimates[3].decisions[1].when", "about.missing"),
        ("estimates[3].decisions[1].why", "about.missing"), ("estimates[4]", "about.twice"), ("estimates[4].kind", "about.not-one-of"),
    }  # fmt: skip


def test_arithmetic_that_fails_is_told_and_takes_nothing_else_with_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The estimator raises: the build goes through, the estimate has no number and says why, and the account says unknown."""
    from habeas.estimation import population

    def failing(*_: object, **__: object) -> None:
        raise ValueError("singular")

    monkeypatch.setattr(population, "estimate", failing)
    asking(folder, POPULATION)
    with Case(folder, actor="tester") as case:
        assert [one.key for one in case.build().problems] == ["case.estimate-failed", "case.estimate-not-held"]
        assert not line(case, "now").known
