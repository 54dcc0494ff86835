"""One claim from fields as a coder writes them: checked as a row of a claims file is, without the file."""

from __future__ import annotations

from collections.abc import Mapping

from habeas.claims.coding.checking import Checker
from habeas.claims.coding.known import Known
from habeas.claims.coding.rows import Cell, Row
from habeas.claims.model import Claim
from habeas.errors import Problem


def code_fields(fields: Mapping[str, str], known: Known) -> tuple[Claim | None, tuple[Problem, ...]]:
    """Return the claim that the fields of a claims file say, and every fault and doubt of them, each with its field as ``column``.

    The claim is None where a fault stands in the way. Fields without words count as not given.
    """
    row = Row(1, {name: Cell(said.strip(), 1) for name, said in fields.items() if said.strip()})
    checked = Checker({}, "", known).check(row)
    problems = tuple(
        Problem(one.key, column=one.column, gravity=one.gravity, values=one.values) for one in checked.problems
    )
    return (None if checked.faulty else checked.claim), problems
