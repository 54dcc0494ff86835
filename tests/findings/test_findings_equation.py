"""Equations: read safely, worked on any kind of number, solved for each name."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.amount import Amount
from habeas.errors import InputError
from habeas.findings.equation import divisors, evaluate, names, read, write

TEXTS = (
    "capacity == buildings * cells * persons",
    "area == cell / persons",
    "cost == total / (persons * days)",
    "rate == 100000 * population / residents",
    "later == earlier + came - left - died",
    "x == a - (b - c)",
    "x == a / (b / c)",
    "x == a * (b + 2.5)",
)
POSITIVE = st.fractions(min_value=Fraction(1, 50), max_value=50, max_denominator=50)


@pytest.mark.parametrize("text", TEXTS)
@given(data=st.data())
def test_solving_for_a_name_gives_back_its_value(text: str, data: st.DataObject) -> None:
    """When the left side is worked out from the others, each of these is found again from the rest."""
    equation = read(text)
    values: dict[str, Any] = {name: data.draw(POSITIVE) for name in equation.names[1:]}
    try:
        values[equation.left.name] = evaluate(equation.right, values, Fraction)
        for name in equation.names:
            found = evaluate(equation.solve(name), values, Fraction)
            assert found == values[name]
    except ZeroDivisionError:
        return
    assert equation.holds(values, Fraction)


def test_names_are_in_reading_order_and_the_left_one_is_first() -> None:
    """The order of names is that of the text."""
    assert read("cost == total / (persons * days)").names == ("cost", "total", "persons", "days")


def test_products_are_told_from_sums() -> None:
    """Only an equality that multiplies and divides is a product; sum(name) is marked."""
    assert read("a == b * c / d").products
    assert not read("a == b + c").products
    assert not read("a >= b * c").products
    assert read("whole == sum(part)").many == {"part"}
    assert [names(node) for node in divisors(read("a == b / (c * d)").right)] == [("c", "d")]


def test_the_same_tree_works_on_amounts() -> None:
    """An interval goes through the equation as a number does."""
    values = {"buildings": Amount.exact(8), "cells": Amount.exact(32), "persons": Amount.range(65, 70)}
    made = evaluate(read(TEXTS[0]).right, values, Amount.exact)
    assert (made.low, made.high) == (Decimal(16640), Decimal(17920))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x == a * b * c", "a \N{MULTIPLICATION SIGN} b \N{MULTIPLICATION SIGN} c"),
        ("x == a / (b * c)", "a / (b \N{MULTIPLICATION SIGN} c)"),
        ("x == a - (b - c)", "a - (b - c)"),
        ("x == (a + b) * c", "(a + b) \N{MULTIPLICATION SIGN} c"),
        ("x == 100000 * a / b", "100,000 \N{MULTIPLICATION SIGN} a / b"),
    ],
)
def test_an_expression_is_written_with_the_brackets_it_needs(text: str, said: str) -> None:
    """What is written can be reckoned again by hand and gives the same."""
    assert write(read(text).right, {name: name for name in "abc"}) == said


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("capacity == ", "findings.equation-syntax"),
        ("", "findings.equation-syntax"),
        ("a + b", "findings.equation-comparison"),
        ("a < b", "findings.equation-comparison"),
        ("a == b == c", "findings.equation-comparison"),
        ("a * 2 == b", "findings.equation-left"),
        ("a == b * b", "findings.equation-twice"),
        ("a == b + a", "findings.equation-twice"),
        ("a == b ** 2", "findings.equation-part"),
        ("a == __import__('os').system('true')", "findings.equation-part"),
        ("a == (b if c else d)", "findings.equation-part"),
        ("a == 'b'", "findings.equation-part"),
        ("a == True", "findings.equation-part"),
    ],
)
def test_anything_else_is_refused_with_the_reason(text: str, key: str) -> None:
    """A text outside the grammar is never run, and the error says which part it is, in both languages."""
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.key == key
    assert caught.value.text("en") != caught.value.text("es")
