"""What spans say in English and Spanish, and that the catalogue holds every word they need."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from importlib import resources
from string import Formatter

import pytest

from habeas.when import Span, parse
from habeas.words import LANGUAGES

DAY = date(2025, 3, 3)


@pytest.mark.parametrize(
    ("span", "en", "es"),
    [
        (Span.on(DAY), "3 March 2025", "3 de marzo de 2025"),
        (Span.from_edtf("2025-03"), "March 2025", "marzo de 2025"),
        (Span.from_edtf("2025"), "2025", "2025"),
        (Span.from_edtf("199X"), "the 1990s", "la década de 1990"),
        (Span.from_edtf("200X"), "between 2000 and 2009", "la década de 2000"),
        (Span.from_edtf("2024-34"), "the second quarter of 2024", "el segundo trimestre de 2024"),
        (Span.from_edtf("2024-40"), "the first half of 2024", "el primer semestre de 2024"),
        (parse("early March 2025"), "early March 2025", "principios de marzo de 2025"),
        (parse("mid-2024"), "mid-2024", "mediados de 2024"),
        (parse("late 1990s"), "the late 1990s", "finales de la década de 1990"),
        (
            parse("primera quincena de marzo de 2025"),
            "the first half of March 2025",
            "la primera quincena de marzo de 2025",
        ),
        (Span.from_edtf("[2024-03..2024-06]"), "between March and June 2024", "entre marzo y junio de 2024"),
        (
            Span.from_edtf("[2023-12..2024-06]"),
            "between December 2023 and June 2024",
            "entre diciembre de 2023 y junio de 2024",
        ),
        (Span.from_edtf("[2019..2021]"), "between 2019 and 2021", "entre 2019 y 2021"),
        (
            Span.some_day(DAY, date(2025, 3, 5)),
            "between 3 March 2025 and 5 March 2025",
            "entre el 3 de marzo de 2025 y el 5 de marzo de 2025",
        ),
        (Span.some_day(None, DAY), "no later than 3 March 2025", "a más tardar el 3 de marzo de 2025"),
        (Span.some_day(DAY, None), "no earlier than 3 March 2025", "no antes del 3 de marzo de 2025"),
        (Span(last_imprecise=DAY, ended=False), "by 3 March 2025", "para el 3 de marzo de 2025"),
        (Span.since(DAY), "since 3 March 2025", "desde el 3 de marzo de 2025"),
        (
            replace(Span.since(DAY), started=False),
            "since at least 3 March 2025",
            "desde al menos el 3 de marzo de 2025",
        ),
        (Span.until(DAY), "until 3 March 2025", "hasta el 3 de marzo de 2025"),
        (
            Span.from_edtf("2022-03/2023-10"),
            "from March 2022 to October 2023",
            "desde marzo de 2022 hasta octubre de 2023",
        ),
        (
            Span.since(DAY, until=date(2025, 4, 1)),
            "from 3 March 2025 to at least 1 April 2025",
            "desde el 3 de marzo de 2025 hasta al menos el 1 de abril de 2025",
        ),
        (
            Span.from_edtf("2025-03-03/"),
            "from 3 March 2025 to an unknown day",
            "desde el 3 de marzo de 2025 hasta una fecha desconocida",
        ),
        (
            Span.from_edtf("/2025-03-03"),
            "from an unknown day to 3 March 2025",
            "desde una fecha desconocida hasta el 3 de marzo de 2025",
        ),
        (Span(), "at an unknown time", "en un momento desconocido"),
        (
            Span(None, None, date(2024, 2, 1), date(2024, 4, 30)),
            "between February and April 2024 (start not known; end not known)",
            "entre febrero y abril de 2024 (inicio desconocido; final desconocido)",
        ),
        (
            Span(DAY, DAY, None, date(2025, 3, 5)),
            "on every day from 3 March 2025 to 3 March 2025 and possibly on other days between an unknown day and 5 March 2025",
            (
                "todos los días desde el 3 de marzo de 2025 hasta el 3 de marzo de 2025"
                " y quizá otros días entre una fecha desconocida y el 5 de marzo de 2025"
            ),
        ),
    ],
)
def test_a_span_says_what_it_knows_and_is_read_back(span: Span, en: str, es: str) -> None:
    """The words are those a sentence would use, and reading them gives the span again."""
    assert (en, es) == (span.text("en"), span.text("es"))
    assert span == parse(en) == parse(es)


def catalogue() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("habeas.when").joinpath("messages.toml").read_text(encoding="utf-8"))


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_message_has_the_same_places_in_both_languages(key: str) -> None:
    """Nothing that one language says is left out of the other."""
    message = catalogue()[key]
    assert all(message[lang].strip() for lang in LANGUAGES)
    assert places(message["en"]) == places(message["es"])


def test_every_message_is_used_and_every_key_used_has_one() -> None:
    """The catalogue and the code name the same keys."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in resources.files("habeas.when").iterdir()
        if path.name.endswith(".py")
    )
    used = set(re.findall(r'"when\.([a-z-]+)"', code))
    made = {
        name
        for name in catalogue()
        if name.startswith(("started-", "ended-", "early", "mid", "late", "first-", "second-"))
    }
    assert set(catalogue()) == used | made | {"quarter", "half"}
