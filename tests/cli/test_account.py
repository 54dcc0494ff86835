"""The command account: lines in both languages and as JSON, with what each rests on, and "unknown" where nobody can say."""

from __future__ import annotations

import json
from pathlib import Path

from tests.case.test_estimating import POPULATION, asking
from tests.cli.conftest import Run


def test_the_account_is_told_in_both_languages_and_as_json(run: Run, folder: Path) -> None:
    """A case with figures of population and no lists: held with an interval and the way to why; names and whereabouts unknown; status 1 for the rate that cannot be made."""
    asking(folder, POPULATION)
    told = run("account", folder)
    assert told.status == 1
    assert "People held" in told.out
    assert "habeas why held" in told.out
    assert "whereabouts unknown  unknown" in told.out
    spanish = run("--lang", "es", "account", folder)
    assert "Personas recluidas" in spanish.out
    assert "de paradero desconocido  no se sabe" in spanish.out
    shape = json.loads(run("--json", "account", folder).out)
    assert shape["habeas"] == "account/1"
    by_what = {one["what"]: one for one in shape["lines"]}
    assert by_what["now"]["low"] < 110_000 < by_what["now"]["high"]
    assert by_what["now"]["why"] == ["held"]
    assert not by_what["named"]["known"]
    assert run("why", "held", "-c", folder).status == 0


def test_a_case_that_has_nothing_says_so(run: Run, folder: Path) -> None:
    """No lists and no estimates: one sentence, status 0."""
    told = run("account", folder)
    assert told.status == 0
    assert told.out.startswith("There is nothing to give an account of")
