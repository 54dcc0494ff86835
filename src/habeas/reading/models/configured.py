"""Which model a case or the environment names; none unless one of them does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from habeas.errors import Faults, InputError, Problem
from habeas.reading.models.endpoint import Model

_KNOWN: Final[Mapping[str, tuple[type, ...]]] = {
    "url": (str,), "model": (str,), "key_env": (str,), "timeout": (int, float),
}  # fmt: skip
_VARIABLES: Final[Mapping[str, str]] = {
    "url": "HABEAS_READING_MODEL_URL",
    "model": "HABEAS_READING_MODEL",
    "key_env": "HABEAS_READING_MODEL_KEY_ENV",
}


def configured(table: Mapping[str, Any] | None, environment: Mapping[str, str]) -> Model | None:
    """Return the model of ``[reading.model]`` of ``case.toml``; where a case names none, that of the environment; None where neither does.

    The two are not mixed: a key that the case names is never sent to a host that the environment names.

    Raises :class:`habeas.errors.Faults` with everything that is wrong with the table.
    """
    given: dict[str, Any] = dict(table or {})
    problems = [
        Problem("reading.model-setting", values={"name": name, "known": list(_KNOWN)})
        for name in given
        if name not in _KNOWN
    ]
    problems += [
        Problem("reading.model-setting-type", values={"name": name, "found": repr(given[name])})
        for name, types in _KNOWN.items()
        if name in given and (not isinstance(given[name], types) or isinstance(given[name], bool))
    ]
    if problems:
        raise Faults("reading.model-settings", problems)
    if not table:
        given = {name: environment[variable] for name, variable in _VARIABLES.items() if environment.get(variable)}
    if not given.get("url"):
        if table:
            raise Faults("reading.model-settings", [Problem("reading.model-no-url")])
        return None
    try:
        return Model(given["url"], given.get("model", ""), given.get("key_env"), float(given.get("timeout", 120)))
    except InputError as error:
        raise Faults("reading.model-settings", [Problem(error.key, values=error.values)]) from None
