"""Declarations of series: what they say, and what is wrong with one that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.errors import Faults
from habeas.findings.audit.series import Additive, Selector, Series, Whole, built_in, load, parse

HEAD = 'name = "x"\nkind = "figures"\nrelease = "x-.*"\ntitle = { en = "X", es = "X" }\nyear = "07-01"\n'


def test_the_series_that_come_with_habeas_are_without_fault() -> None:
    """Each file of the package is a series of its own name."""
    assert [one.name for one in built_in()] == ["facility-days", "ice-detention-statistics", "nyc-roster"]
    for one in built_in():
        assert one.title.en != one.title.es
        assert all(rule.en != rule.es for rule in one.rules)


def test_a_declaration_is_data(tmp_path: Path) -> None:
    """Rules of a user's own file are read by their sections, in the order of the file."""
    (tmp_path / "x.toml").write_text(
        HEAD
        + '[[whole]]\nname = "persons"\nen = "a count"\nes = "un recuento"\nof = { measure = "held" }\n'
        + '[[additive]]\nname = "sexes"\nen = "e"\nes = "s"\ngravity = "warning"\nof = { table = "t" }\nover = "sex"\n',
        encoding="utf-8",
    )
    made = load(tmp_path / "x.toml")
    assert isinstance(made, Series)
    assert made.year == (7, 1)
    assert [rule.name for rule in made.rules] == ["persons", "sexes"]
    assert made.of(Additive)[0].gravity == "warning"
    assert made.of(Whole)[0].times == ""


def test_every_fault_of_a_declaration_is_named(tmp_path: Path) -> None:
    """A person mends a declaration in one go; a rule names what it does not know."""
    source = (
        HEAD.replace("figures", "cells")
        + 'odd = 1\n[[whole]]\nname = "a"\nen = ""\nes = ""\nof = { tabel = "t" }\n[[additive]]\nname = "b"\n'
    )
    with pytest.raises(Faults) as found:
        parse("x.toml", source.encode())
    assert [one.column for one in found.value.problems] == ["odd", "kind", "additive 1", "whole 1"]
    assert "tabel" in found.value.text("en")
    with pytest.raises(Faults):
        load(tmp_path / "absent.toml")


def test_a_selector_is_a_condition() -> None:
    """What is left empty is not asked for; a quote in a word stays a word."""
    assert Selector().sql() == "true"
    made = Selector(table="t", where={"a": "it's"}, has=("b",), lacks=("c",), period="month")
    assert made.sql() == (
        "\"table\" = 't' AND marks['a'] = 'it''s' AND marks['b'] IS NOT NULL AND marks['c'] IS NULL AND month IS NOT NULL"
    )
