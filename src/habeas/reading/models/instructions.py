"""What a model is asked, from the data beside this module."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final, get_args

from habeas.reading.model import KINDS, Modality

_COUNTED: Final = ("count",)
_PLACE: Final = re.compile(r"\{(kinds|units|modalities)\}")


def units(kind: str) -> tuple[str, ...]:
    """Return the units of a kind, the usual one first."""
    return tuple(_told()["units"].get(kind, ()))


def forms(kind: str) -> tuple[str, ...]:
    """Return the forms that a figure of a kind may have."""
    return tuple(_told()["forms"].get(kind, _COUNTED))


def messages(passage: str, published: str | None) -> list[dict[str, str]]:
    """Return the conversation that asks for the claims of a passage."""
    asked = str(_told()["passage"]).replace("{published}", published or "unknown").replace("{passage}", passage, 1)
    return [{"role": "system", "content": _instructions()}, {"role": "user", "content": asked.strip()}]


@cache
def _instructions() -> str:
    told = _told()
    values = {
        "kinds": ", ".join(sorted(KINDS)),
        "units": "; ".join(f"{kind}: {', '.join(names)}" for kind, names in told["units"].items()),
        "modalities": ", ".join(json.dumps(one) for one in get_args(Modality)),
    }
    return _PLACE.sub(lambda hit: values[hit[1]], str(told["instructions"])).strip()


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads((resources.files("habeas.reading.models") / "asking.toml").read_text(encoding="utf-8"))
