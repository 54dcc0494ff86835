"""Two passages, what a model may say of them, and asking the server that plays the model."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.playing import Player

from habeas.reading.models import Proposed, ask
from habeas.words import LANGUAGES, Lang

TEXT: dict[Lang, str] = {
    "en": (
        "The prison held 1,240 inmates on 3 May 2021, the Ministry of Justice said. At least 14 prisoners have died there since January. "
        "Each place costs 55 dollars a day, and 40% of those held await trial. The prison was built for 600."
    ),
    "es": (
        "La cárcel tenía 1.240 internos el 3 de mayo de 2021, informó el Ministerio de Justicia. Al menos 14 presos han muerto allí desde enero. "
        "Cada plaza cuesta 55 dólares al día, y el 40 % espera juicio. La cárcel fue construida para 600."
    ),
}

QUOTES: dict[Lang, tuple[str, str, str]] = {
    "en": ("held 1,240 inmates", "At least 14 prisoners have died", "the Ministry of Justice"),
    "es": ("tenía 1.240 internos", "Al menos 14 presos han muerto", "el Ministerio de Justicia"),
}


def good(lang: Lang = "en", **other: Any) -> dict[str, Any]:
    """Return an answer that stands."""
    base = {
        "kind": "population", "quote": QUOTES[lang][0], "value": 1240, "unit": "persons", "as_of": "2021-05-03",
        "speaker": QUOTES[lang][2], "modality": "fact", "denied": False,
    }  # fmt: skip
    return base | other


def chat(content: str | None, finish: str = "stop") -> bytes:
    """Return what an endpoint sends around the words of a model."""
    return json.dumps(
        {"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": finish}]}
    ).encode()


def claims(*answers: Any) -> bytes:
    """Return an answer with claims."""
    return chat(json.dumps({"claims": list(answers)}))


def asked(player: Player, text: str = TEXT["en"], lang: Lang = "en", **other: Any) -> Proposed:
    """Ask the player, and hold that every problem can be said in both languages, on one line."""
    told = ask(player.model(), text, announce=lambda _: None, lang=lang, published="2021-05-05", **other)
    assert [one.reading.quote for one in told.placed] == [one.quote for one in told.readings]
    for place in told.placed:
        assert 0 <= place.before <= place.begins <= place.reading.start
        assert place.reading.end <= place.ends <= place.after <= len(text)
    assert told.refused == len(told.problems) - sum(one.gravity == "error" for one in told.problems)
    for one in told.problems:
        assert all(one.text(each).strip() and "\n" not in one.text(each) for each in LANGUAGES)
    return told


def keys(told: Proposed) -> list[str]:
    """Return the keys of the problems."""
    return [one.key.removeprefix("reading.model-") for one in told.problems]
